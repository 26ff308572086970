"""Full-text search over the articles of a lake.

    search(lake, 'zarif "oil tanker" -yemen', outlet="Sample Daily", since=date(2019, 6, 1))

The index is SQLite's FTS5, a file beside a local lake, in a cache folder for one that lies elsewhere. It holds nothing that the lake does
not: where it is absent, damaged, behind, or of another lake, it is made or brought up from the lake, and how far it goes is written in the
same transaction as what it holds, so that a killed process leaves it whole. Ranked by BM25 (Robertson and Zaragoza, "The Probabilistic
Relevance Framework", 2009), a word of the title counting as eight of the body. Words are kept as spelled, but for accents and case;
`search_words` says what may be typed.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from os import W_OK, access
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pyarrow as pa

from tocsin.lake.failures import Held
from tocsin.lake.search_words import BadSearch, expression
from tocsin.records import FiledArticle

Answer = TypeVar("Answer")

FILE = "search.sqlite3"
CACHE = Path.home() / ".cache" / "tocsin"
MOST = 1_000  # hits at a time
_LAYOUT = 1  # of the tables below; a file of another layout is made anew
_WAIT_SECONDS = 60.0  # for another process that brings the same index up
_SNIPPET_TOKENS = 24
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNSAID = str.maketrans("", "", "\0\2\3")  # never part of a word; the last two mark what was found
_COLUMNS = ["id", "outlet", "url", "language", "published", "known_at", "title", "text", "places", "actors"]
_TABLES = """
CREATE TABLE reached (lake TEXT NOT NULL, sequence INTEGER NOT NULL);
CREATE TABLE documents (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, outlet TEXT, url TEXT, language TEXT, published TEXT, known_at INTEGER NOT NULL,
  title TEXT, text TEXT NOT NULL);
CREATE TABLE countries (n INTEGER NOT NULL, country TEXT NOT NULL, PRIMARY KEY (n, country)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(title, text, content = 'documents', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO words (words, rank) VALUES ('rank', 'bm25(8.0, 1.0)');
"""


class Searchable(Protocol):
    """What the index asks of a lake."""

    url: str

    @property
    def id(self) -> str:
        """The lake's own, so that another one that lies at the same place later is not taken for it."""
        ...

    def head(self) -> int:
        """The sequence of the last commit, 0 where there is none."""
        ...

    def scan(self, record_type: type, *, after: int | None = None, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """The rows that count today, of the commits after `after`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that was found.

    snippet: a piece of its text around what was found, white space levelled; marks: where in the snippet the found words stand, half-open.
    score:   BM25; higher is better, comparable within one search only.
    """

    article: str
    title: str | None
    outlet: str | None
    url: str | None
    published: date | None
    known_at: datetime
    snippet: str
    marks: tuple[tuple[int, int], ...]
    score: float


def search(
    lake: Searchable,
    words: str,
    *,
    outlet: str | None = None,
    language: str | None = None,
    country: str | None = None,
    since: date | None = None,
    until: date | None = None,
    as_of: datetime | None = None,
    limit: int = 20,
    cache: Path = CACHE,
) -> list[Hit]:
    """The articles that hold the words, the best first; the index is brought up to the lake before.

    words:        see `search_words`; BadSearch where there is nothing to look for.
    outlet:       as the articles have it, case aside.
    language:     ISO 639-1.
    country:      ISO 3166-1 alpha-3, of a place or an actor in the article.
    since, until: days of publication, both included; articles without one are left out where either is given.
    as_of:        aware; only what was known by then.
    limit:        1 to 1,000.
    """
    if as_of is not None and as_of.tzinfo is None:
        raise ValueError("as_of is aware: it has a time zone")
    if not 1 <= limit <= MOST:
        raise BadSearch(f"limit is {limit}", allowed=f"from 1 to {MOST} hits")
    found = expression(words)
    conditions = _conditions(outlet, language, country, since, until, as_of)
    path = place(lake, cache)

    def answer(index: sqlite3.Connection) -> list[Hit]:
        _bring_up(index, lake, None)
        return _hits(index, found, conditions, limit)

    return _with_index(path, answer)


def bring_up(lake: Searchable, *, cache: Path = CACHE, progress: Callable[[int], None] | None = None) -> int:
    """Take in what was committed since; how many articles that were.

    progress: told the number of articles of each part that is taken in.
    """
    return _with_index(place(lake, cache), lambda index: _bring_up(index, lake, progress))


def place(lake: Searchable, cache: Path = CACHE) -> Path:
    """Where the index of this lake is: beside it, or in `cache` where it is no folder of this machine or may not be written."""
    folder = Path(lake.url)
    if folder.is_dir() and access(folder, W_OK):
        return folder / FILE
    return cache / hashlib.sha256(lake.url.encode()).hexdigest()[:24] / FILE


def _with_index(path: Path, act: Callable[[sqlite3.Connection], Answer]) -> Answer:
    """What `act` answers; where the file is damaged, once more without it, since all it holds is in the lake."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for again in (False, True):
        try:
            with closing(_opened(path)) as index:
                return act(index)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise Held("another process is making the search index", do="try again when it is done") from error
            raise
        except sqlite3.DatabaseError:
            if again:
                raise
            for name in (path.name, path.name + "-wal", path.name + "-shm"):
                path.with_name(name).unlink(missing_ok=True)
    raise AssertionError("unreachable")


def _bring_up(index: sqlite3.Connection, lake: Searchable, progress: Callable[[int], None] | None) -> int:
    """All that is new in one transaction, into which no other process can cut."""
    if _is_up(index, lake):
        return 0
    index.execute("BEGIN IMMEDIATE")
    with index:  # commits, or rolls back
        _make_way(index, lake)
        (reached,) = index.execute("SELECT sequence FROM reached").fetchone()
        head, added = lake.head(), 0
        for rows in lake.scan(FiledArticle, after=reached or None, columns=_COLUMNS):
            for article in rows.to_pylist():
                _put(index, article)
            added += rows.num_rows
            if progress is not None:
                progress(rows.num_rows)
        index.execute("UPDATE reached SET sequence = ?", (head,))
    return added


def _is_up(index: sqlite3.Connection, lake: Searchable) -> bool:
    return _laid_out(index) and index.execute("SELECT lake, sequence FROM reached").fetchone() == (lake.id, lake.head())


def _laid_out(index: sqlite3.Connection) -> bool:
    (layout,) = index.execute("PRAGMA user_version").fetchone()
    return bool(layout == _LAYOUT)


def _make_way(index: sqlite3.Connection, lake: Searchable) -> None:
    """Empty tables where there are none of this layout, of this lake, or where they are ahead of it (it was put back from a copy)."""
    if _laid_out(index):
        of, reached = index.execute("SELECT lake, sequence FROM reached").fetchone()
        if of == lake.id and reached <= lake.head():
            return
    for table in ("words", "countries", "documents", "reached"):
        index.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _TABLES.split(";"):
        index.execute(statement)
    index.execute("INSERT INTO reached VALUES (?, 0)", (lake.id,))
    index.execute(f"PRAGMA user_version = {_LAYOUT}")


def _put(index: sqlite3.Connection, article: dict[str, Any]) -> None:
    """One article in; in place of itself where it was read again."""
    old = index.execute("SELECT n, title, text FROM documents WHERE id = ?", (article["id"],)).fetchone()
    if old is not None:
        index.execute("INSERT INTO words (words, rowid, title, text) VALUES ('delete', ?, ?, ?)", old)
        index.execute("DELETE FROM countries WHERE n = ?", old[:1])
        index.execute("DELETE FROM documents WHERE n = ?", old[:1])
    title, text = _said(article["title"]), _said(article["text"])
    plain = [article[name] for name in ("id", "outlet", "url", "language")]
    published = article["published"] and article["published"].isoformat()
    row = [*plain, published, _microseconds(article["known_at"]), title, text]
    number = index.execute(f"INSERT INTO documents VALUES (NULL{', ?' * len(row)})", row).lastrowid  # noqa: S608 - no more than marks
    index.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", (number, title, text))
    countries = {one["country"] for one in (*article["places"], *article["actors"]) if one["country"]}
    index.executemany("INSERT INTO countries VALUES (?, ?)", [(number, country) for country in sorted(countries)])


def _said(text: str | None) -> str | None:
    """What SQLite can hold: no lone surrogates, and nothing that ends a string."""
    return None if text is None else text.translate(_UNSAID).encode("utf-8", "replace").decode()


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _opened(path: Path) -> sqlite3.Connection:
    index = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    index.execute("PRAGMA journal_mode = WAL")
    index.execute("PRAGMA synchronous = NORMAL")
    return index


def _conditions(
    outlet: str | None, language: str | None, country: str | None, since: date | None, until: date | None, as_of: datetime | None
) -> list[tuple[str, object]]:
    """SQL of one parameter each, with the parameter."""
    if since and until and since > until:
        raise BadSearch(f"since is {since}, until is {until}", allowed="since is not after until")
    every: list[tuple[str, object]] = [
        ("lower(outlet) = lower(?)", outlet),
        ("language = lower(?)", language),
        ("EXISTS (SELECT 1 FROM countries c WHERE c.n = d.n AND c.country = upper(?))", country),
        ("published >= ?", since and since.isoformat()),
        ("published <= ?", until and until.isoformat()),
        ("known_at <= ?", as_of and _microseconds(as_of)),
    ]
    return [(condition, value) for condition, value in every if value is not None]


def _hits(index: sqlite3.Connection, found: str, conditions: list[tuple[str, object]], limit: int) -> list[Hit]:
    """Ranked first, so that only the best are cut into snippets; equal scores by date, then id."""
    where = "".join(f" AND {condition}" for condition, _ in conditions)
    best = index.execute(
        "SELECT d.n, -rank, id, d.title, outlet, url, published, known_at FROM words CROSS JOIN documents d ON d.n = words.rowid"  # noqa: S608
        f" WHERE words MATCH ?{where} ORDER BY rank, published DESC, id LIMIT ?",
        (found, *(value for _, value in conditions), limit),
    ).fetchall()
    cut = dict(
        index.execute(
            f"SELECT rowid, snippet(words, 1, char(2), char(3), '…', {_SNIPPET_TOKENS}) FROM words"  # noqa: S608 - numbers of ours
            f" WHERE words MATCH ? AND rowid IN ({', '.join(str(row[0]) for row in best)})",
            (found,),
        ).fetchall()
    )
    return [_hit(row, cut[row[0]]) for row in best]


def _hit(row: tuple[Any, ...], cut: str) -> Hit:
    _, score, article, title, outlet, url, published, known_at = row
    snippet, marks = _marked(cut)
    return Hit(
        article=article,
        title=title,
        outlet=outlet,
        url=url,
        published=published and date.fromisoformat(published),
        known_at=_EPOCH + timedelta(microseconds=known_at),
        snippet=snippet,
        marks=marks,
        score=score,
    )


def _marked(cut: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The snippet without the marks, white space levelled, and where they stood."""
    snippet, marks, begin = "", [], 0
    for part in re.split("([\2\3])", re.sub(r"\s+", " ", cut).strip()):
        if part == "\2":
            begin = len(snippet)
        elif part == "\3":
            marks.append((begin, len(snippet)))
        else:
            snippet += part
    return snippet, tuple(marks)
