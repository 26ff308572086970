"""Where the health of sources is kept: an SQLite file beside a local lake, in a cache folder for one that lies elsewhere.

It is no part of what the lake knows: losing it costs a poll of every feed, and no article.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any, get_type_hints

from tocsin.records import SourceHealth

FILE = "sources.sqlite3"
_WAIT_SECONDS = 30.0
_TABLE = "CREATE TABLE IF NOT EXISTS sources (id TEXT PRIMARY KEY, health TEXT NOT NULL) WITHOUT ROWID"
_MOMENTS = frozenset(name for name, hint in get_type_hints(SourceHealth).items() if hint == datetime | None)


class SourceStore:
    """The health of every source, by its id. Safe for several processes: each write is one transaction."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / FILE
        with closing(self._opened()) as store:
            store.execute("PRAGMA journal_mode = WAL")
            store.execute(_TABLE)

    def all(self) -> list[SourceHealth]:
        """Every source, by id."""
        with closing(self._opened()) as store:
            return [_health(row[0]) for row in store.execute("SELECT health FROM sources ORDER BY id")]

    def get(self, id: str) -> SourceHealth | None:  # noqa: A002 - the record's own word
        """One source, None where it is not known."""
        with closing(self._opened()) as store:
            row = store.execute("SELECT health FROM sources WHERE id = ?", (id,)).fetchone()
        return _health(row[0]) if row else None

    def put(self, sources: Iterable[SourceHealth]) -> None:
        """Keep what is known of these from now on, all or none."""
        rows = [(source.id, json.dumps(asdict(source), default=datetime.isoformat)) for source in sources]
        with closing(self._opened()) as store, store:
            store.executemany("INSERT INTO sources VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET health = excluded.health", rows)

    def _opened(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=_WAIT_SECONDS)


def _health(text: str) -> SourceHealth:
    kept: dict[str, Any] = json.loads(text)
    known = {field.name: kept[field.name] for field in fields(SourceHealth) if field.name in kept}
    known |= {name: datetime.fromisoformat(known[name]) for name in _MOMENTS & known.keys() if known[name]}
    return SourceHealth(**known)
