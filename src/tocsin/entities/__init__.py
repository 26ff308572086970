from tocsin.entities.stage import EntityStage

__all__ = ["EntityStage"]
