"""The watches that come with Tocsin."""

from __future__ import annotations

from pathlib import Path

WATCHES = Path(__file__).parents[1] / "demo" / "watches"


def shipped_watches() -> dict[str, Path]:
    """Name -> folder."""
    return {folder.name: folder for folder in sorted(WATCHES.iterdir()) if (folder / "watch.toml").is_file()}
