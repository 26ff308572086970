"""Who did what to whom, as each claim tells it."""

from tocsin.events.stage import EventStage

__all__ = ["EventStage"]
