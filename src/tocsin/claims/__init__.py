"""Who says what, through whom: claims with their chains of sources."""

from tocsin.claims.stage import ClaimStage

__all__ = ["ClaimStage"]
