"""Who, when and where: actors and every mention of them, expressions of time, places."""

from tocsin.entities.stage import EntityStage

__all__ = ["EntityStage"]
