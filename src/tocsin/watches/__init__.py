"""Watches as folders of small files: read, checked, begun. The format is that of docs/reference/watch.md."""

from tocsin.watches.findings import BadWatch, Finding, Severity
from tocsin.watches.folder import Loaded, load, loaded
from tocsin.watches.new import new
from tocsin.watches.shipped import shipped_watches

__all__ = ["BadWatch", "Finding", "Loaded", "Severity", "load", "loaded", "new", "shipped_watches"]
