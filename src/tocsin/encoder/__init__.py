"""The learned tagger of attributions: windows of word pieces, one encoder pass, decoded spans and links."""

from tocsin.encoder.stage import EncoderStage

__all__ = ["EncoderStage"]
