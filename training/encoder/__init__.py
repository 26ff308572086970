"""The learned reader of attributions: windows of word pieces, one encoder pass, decoded spans and links."""

from __future__ import annotations
