"""Composes the stages, in one process or in several."""

from tocsin.pipeline.assembly import Assembly, default_assembly
from tocsin.pipeline.reader import Reader, read

__all__ = ["Assembly", "Reader", "default_assembly", "read"]
