"""From whatever a person names as a source to articles, events and refusals: a file, a folder, a pattern of files, a URL, "-"."""

from __future__ import annotations

import glob
import io
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast
from urllib.parse import urlsplit

from tocsin.collect import icews, ucdp
from tocsin.collect.columns import USUAL, ColumnMap, item_of
from tocsin.collect.feeds import feed
from tocsin.collect.gdelt import gdelt_event
from tocsin.collect.icews import icews_event
from tocsin.collect.intake import MAX_BYTES, Format, Hint, format_of, from_bytes
from tocsin.collect.kinds import HEAD_BYTES, SUFFIXES, Kind, kind_of
from tocsin.collect.known import Known
from tocsin.collect.mapping import EventMapping, mapped_event
from tocsin.collect.opml import opml
from tocsin.collect.refusing import Origin
from tocsin.collect.rows import lines, parsed
from tocsin.collect.sandbox import Extract, Sandbox
from tocsin.collect.streams import Ahead, Counted, Meter, gunzipped, members
from tocsin.collect.tabular import BrokenRow, Row, json_rows, parquet_rows, separated_rows
from tocsin.collect.ucdp import ucdp_event
from tocsin.collect.warc import Document, documents
from tocsin.errors import BadRow, FetchError, InputError, NotText, TocsinError, TooLong
from tocsin.records import FiledEvent, Item, Refused

Thing = Item | FiledEvent | Refused
FeedReader = Callable[[bytes, str | None, str | None], Iterable[Item | Refused]]
"""(data, URL, encoding that the server named) -> the entries of a feed, or of the feeds of a list."""

MAX_WHOLE_BYTES = 15_000_000
"""Larger feeds, lists of feeds and files of a single row are refused."""

_PACKINGS = 2  # a file packed within an archive is read; one packed thrice is nobody's table
_BLOCK = 1 << 20
_MEDIA_TYPES: dict[Format, str | None] = {"text": None, "page": "text/html", "pdf": "application/pdf"}


def gathered(
    source: str,
    *,
    columns: ColumnMap | None = None,
    known: Known | None = None,
    mapping: EventMapping | None = None,
    seen_at: datetime,
    meter: Meter | None = None,
    feeds: Mapping[Literal["feed", "opml"], FeedReader] | None = None,
    allow_private: bool = False,
) -> Iterator[Thing]:
    """All that a source holds, in its order: articles, events of event tables, and a refusal for whatever could not be taken in.

    source:  a path, a folder (read in the order of its paths, hidden files passed over), a pattern ("news/*.jsonl.gz"), an http(s) URL, or
             "-" for standard input. What a file is, is told from its content; packed ones (.gz, .zip) are looked into.
    columns: which column of a table of articles holds what; None for the usual names.
    known:   what the caller knows of every article of the source; it stands above what the source says.
    mapping: for a table of events that is none of GDELT, ICEWS, UCDP GED; every table of the source is then read by it.
    seen_at: now; the rows of event tables are recorded then, and what is refused is known from then.
    meter:   told how far the source was read, for a progress bar.
    feeds:   what reads feeds that have an address, and lists of feeds, for a caller that keeps their health. None: a feed is read as it
             stands, and those of a list are fetched once each, one after the other, as sources of their own.
    allow_private: as `fetch.Terms` has it.

    Raises InputError for a path that does not exist or cannot be opened and for a pattern without a file, FetchError for a URL that cannot
    be had. All other trouble is a refusal, and the rest goes on.
    """
    origin = Origin(source=source, seen_at=seen_at)
    with closing(Sandbox()) as sandbox:
        gathering = _Gathering(
            origin=origin,
            columns=columns,
            known=known or Known(),
            mapping=mapping,
            meter=meter or Meter(),
            extract=sandbox.extract,
            feeds=feeds or {},
            allow_private=allow_private,
        )
        if source == "-":
            yield from gathering.stream(sys.stdin.buffer, _Whence())
        elif is_url(source):
            yield from gathering.url(source)
        else:
            yield from gathering.files(files_of(source), is_one=Path(source).is_file(), root=Path(source))


def is_url(source: str) -> bool:
    """Whether a source names a scheme, as https://..."""
    return re.match(r"[a-z][a-z0-9+.-]*://", source, re.I) is not None


def files_of(source: str) -> list[Path]:
    """The files of a path: itself, those below a folder, or those that a pattern names; sorted, hidden ones left out.

    Raises InputError where there is none.
    """
    try:
        path = Path(source)
        if path.is_dir():
            return sorted(p for p in path.rglob("*") if p.is_file() and not _is_hidden(p.relative_to(path)))
        if path.exists():
            return [path]
        found = sorted(Path(name) for name in glob.glob(source, recursive=True))  # noqa: PTH207 - the pattern may begin at the root
    except (ValueError, OSError) as error:  # a name with a zero byte, or one that is too long
        raise InputError(f"{source!r:.200} is no path ({error})") from None
    made = [path for path in found if path.is_file()]
    if not made:
        raise InputError(f"{source!r:.200} does not exist", do="give a file, a folder, a pattern in quotation marks, or a URL")
    return made


def _named(path: Path) -> str:
    """The path as text; a byte of a name that is none as an escape."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whence:
    """Where within the source a stream stands.

    place:  for refusals: a path within the folder or archive; None for the source itself.
    name:   whose suffix may tell its kind.  url, hint: of what was fetched.
    begun:  how far the meter stood before it.  depth: how often it was unpacked.
    listed: whether a list of feeds named it.
    """

    place: str | None = None
    name: str = ""
    url: str | None = None
    hint: Hint | None = None
    begun: int = 0
    depth: int = 0
    listed: bool = False

    def at(self, place: str | None) -> str | None:
        """A place within it."""
        return " ".join(part for part in (self.place, place) if part) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathering:
    """One source being gathered."""

    origin: Origin
    columns: ColumnMap | None
    known: Known
    mapping: EventMapping | None
    meter: Meter
    extract: Extract
    feeds: Mapping[Literal["feed", "opml"], FeedReader]
    allow_private: bool
    converters: dict[tuple[str, ...], Callable[[Mapping[str, Any]], Item | FiledEvent]] = field(default_factory=dict)

    def url(self, url: str, *, listed: bool = False) -> Iterator[Thing]:
        from tocsin.collect.fetch import Terms, fetch

        fetched = fetch(url, Terms(allow_private=self.allow_private))
        self.meter.total = (self.meter.total or 0) + len(fetched.body)
        hint = Hint(page=fetched.media_type in ("text/html", "application/xhtml+xml"), charset=fetched.charset)
        whence = _Whence(name=urlsplit(fetched.url).path, url=fetched.url, hint=hint, listed=listed)
        yield from self.stream(io.BytesIO(fetched.body), whence)

    def files(self, paths: list[Path], *, is_one: bool, root: Path) -> Iterator[Thing]:
        self.meter.total = sum(map(_size, paths))
        for path in paths:
            place = None if is_one else _named(path.relative_to(root) if path.is_relative_to(root) else path)
            whence = _Whence(place=place, name=path.name)
            if not is_one and path.suffix.lower() not in SUFFIXES:
                error = InputError(f"a file named *{path.suffix} is not read in a folder", allowed=", ".join(sorted(SUFFIXES)))
                yield self.origin.refused(error, place)
                continue
            try:
                with path.open("rb") as stream:
                    yield from self.stream(stream, whence)
            except OSError as error:
                refusal = InputError(f"{path.name!r:.200} cannot be read: {error.strerror or error}")
                if is_one:
                    raise refusal from None
                yield self.origin.refused(refusal, place)

    def stream(self, stream: BinaryIO, whence: _Whence) -> Iterator[Thing]:
        """What a stream holds; what stops it is a refusal."""
        whence = replace(whence, begun=self.meter.done) if not whence.depth else whence
        counted = stream if whence.depth else cast("BinaryIO", io.BufferedReader(Counted(stream, self.meter), _BLOCK))
        try:
            head = _head(counted)
            kind = kind_of(head, whence.name, whence.hint)
            yield from self._of_kind(kind, head, counted, stream, whence)
        except TocsinError as error:
            yield self.origin.refused(error, whence.at(None))

    def _of_kind(self, kind: Kind, head: bytes, rest: BinaryIO, stream: BinaryIO, whence: _Whence) -> Iterator[Thing]:
        if kind in ("gzip", "zip") and whence.depth >= _PACKINGS:
            raise NotText("the file is packed within packed files", do="unpack it first")
        whole = cast("BinaryIO", io.BufferedReader(Ahead(head, rest), _BLOCK))
        ways: dict[Kind, Callable[[], Iterator[Thing]]] = {
            "gzip": lambda: self._unpacked(whole, stream, whence),
            "zip": lambda: self._members(_seekable(whole, rest), whence),
            "warc": lambda: self._archive(whole, stream, whence),
            "parquet": lambda: self._parquet(_seekable(whole, rest), whence),
            "rows": lambda: self._rows(json_rows(whole), whence),
            "separated": lambda: self._rows(self._separated(whole, head), whence, is_table=True),
            "gdelt": lambda: self._gdelt(whole, whence),
            "row": lambda: self._rows(_rows_of(_whole(whole, MAX_WHOLE_BYTES, "file")), whence),
            "feed": lambda: self._feed(_whole(whole, MAX_WHOLE_BYTES, "feed"), whence),
            "opml": lambda: self._list(_whole(whole, MAX_WHOLE_BYTES, "list of feeds"), whence),
        }
        if kind == "text" or kind == "page" or kind == "pdf":
            yield self._article(kind, whole, whence)
        else:
            yield from ways[kind]()

    def _parquet(self, table: BinaryIO, whence: _Whence) -> Iterator[Thing]:
        with table:
            yield from self._rows(parquet_rows(table, _size_of(table), self._wanted), whence, is_table=True)

    def _article(self, kind: Format, stream: BinaryIO, whence: _Whence) -> Item:
        data = _whole(stream, MAX_BYTES[kind], {"text": "text", "page": "page", "pdf": "PDF"}[kind])
        known = replace(self.known, url=self.known.url or whence.url, id=self.known.id or whence.place)
        return self._item(data, known, whence.hint or Hint(page=kind == "page"))

    def _item(self, data: bytes, known: Known, hint: Hint) -> Item:
        media_type = _MEDIA_TYPES[format_of(data[:HEAD_BYTES], hint)]
        article = from_bytes(data, known, self.extract, hint=hint)
        return Item(article=article, source=self.origin.source, raw=data if media_type else None, media_type=media_type)

    def _unpacked(self, whole: BinaryIO, stream: BinaryIO, whence: _Whence) -> Iterator[Thing]:
        name = whence.name.lower().removesuffix(".gz")
        if name.endswith((".warc", ".arc")):  # the child unpacks it itself, a record at a time
            yield from self._archive(whole, stream, whence)
            return
        yield from self.stream(gunzipped(whole), replace(whence, name=name, depth=whence.depth + 1))

    def _members(self, archive: BinaryIO, whence: _Whence) -> Iterator[Thing]:
        with archive:
            for name, member in members(archive, _size_of(archive)):
                place = name if whence.place is None else f"{whence.place}/{name}"
                if isinstance(member, TocsinError):
                    yield self.origin.refused(member, place)
                else:
                    yield from self.stream(member, replace(whence, place=place, name=name, depth=whence.depth + 1))

    def _archive(self, whole: BinaryIO, stream: BinaryIO, whence: _Whence) -> Iterator[Thing]:
        with _real(whole, stream) as file:
            self.meter.done = whence.begun  # the child reads it from its beginning
            for found in documents(file, self.meter):
                place = whence.at(found.place)
                if not isinstance(found, Document):
                    yield self.origin.refused(found.error, place, found.url)
                    continue
                hint = Hint(page=found.media_type in ("text/html", "application/xhtml+xml"), charset=found.charset)
                try:
                    yield self._item(found.content, replace(self.known, url=found.url), hint)
                except TocsinError as error:
                    yield self.origin.refused(error, place, found.url)

    def _feed(self, data: bytes, whence: _Whence) -> Iterator[Thing]:
        charset = whence.hint.charset if whence.hint else None
        reader = self.feeds.get("feed") if whence.url else None
        if reader is not None:
            entries = reader(data, whence.url, charset)
        else:
            entries = feed(data, url=whence.url, charset=charset, seen_at=self.origin.seen_at, source=self.origin.source).entries
        for entry in entries:
            if isinstance(entry, Item) and self.known.outlet:
                entry = replace(entry, article=replace(entry.article, outlet=self.known.outlet))
            yield entry

    def _list(self, data: bytes, whence: _Whence) -> Iterator[Thing]:
        """The entries of each feed of a list; a list within a list is refused."""
        if whence.listed:
            raise InputError("the address in the list of feeds is itself a list of feeds", do="give that list as a source")
        charset = whence.hint.charset if whence.hint else None
        if "opml" in self.feeds:
            yield from self.feeds["opml"](data, whence.url, charset)
            return
        for outline in opml(data, url=whence.url, charset=charset):
            one = replace(self, origin=replace(self.origin, source=outline.url))
            try:
                yield from one.url(outline.url, listed=True)
            except FetchError as error:
                yield one.origin.refused(error)

    def _separated(self, stream: BinaryIO, head: bytes) -> Iterator[Row | BrokenRow]:
        is_icews = head.startswith(b"Event ID\t")
        delimiter = self.mapping.delimiter if self.mapping else "\t" if is_icews else None
        return separated_rows(stream, delimiter=delimiter, quoted=not is_icews)

    def _rows(self, rows: Iterator[Row | BrokenRow], whence: _Whence, *, is_table: bool = False) -> Iterator[Thing]:
        is_first = is_table
        for row in rows:
            if isinstance(row, BrokenRow):
                yield self.origin.refused(row.error, whence.at(row.place), row.evidence)
                continue
            if is_first:
                self._check(tuple(row.cells))
                is_first = False
            try:
                yield self._converter(tuple(row.cells))(row.cells)
            except TocsinError as error:
                yield self.origin.refused(error, whence.at(row.place), json.dumps(row.cells, ensure_ascii=False, default=str))

    def _wanted(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The columns of a table that are read; all of them where it is one of events."""
        if self.mapping is not None:
            return self.mapping.used(names)
        return names if self.columns is None and _events_of(names) else (self.columns or USUAL).used(names)

    def _check(self, names: tuple[str, ...]) -> None:
        """Raises BadRow where no row of the table could be read."""
        wanted = self.mapping or self.columns
        if wanted is not None and (missing := wanted.missing(names)) is not None:
            raise BadRow(f"the table has no column {missing!r:.80}", allowed=f"it has {', '.join(names)[:500]}")
        if self.mapping is None and not _events_of(names) and not (self.columns or USUAL).has_text(names):
            raise BadRow(
                f"no column of the table is known to hold a text: it has {', '.join(names)[:500]}",
                do="name the columns, as --columns text=body, or give the mapping of an event table",
            )

    def _converter(self, names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], Item | FiledEvent]:
        """What makes something of a row with these columns."""
        if (made := self.converters.get(names)) is None:
            if len(self.converters) > 256:  # rows of JSON may each have other names
                self.converters.clear()
            made = self.converters[names] = self._chosen(names)
        return made

    def _chosen(self, names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], Item | FiledEvent]:
        mapping, seen_at = self.mapping, self.origin.seen_at
        if mapping is not None:
            return lambda cells: mapped_event(cells, mapping, seen_at)
        if self.columns is None and (of_table := _events_of(names)):
            return lambda cells: of_table(cells, seen_at)
        columns = self.columns or USUAL
        return lambda cells: item_of(cells, columns, self.known, self.origin.source)

    def _gdelt(self, stream: BinaryIO, whence: _Whence) -> Iterator[Thing]:
        for number, (line, whole) in enumerate(lines(stream), start=1):
            if not line.strip() or (number == 1 and line[:13].upper() == b"GLOBALEVENTID"):
                continue
            try:
                if not whole:
                    raise TooLong("the line is longer than any row of GDELT")
                yield gdelt_event(_utf8(line), self.origin.seen_at)
            except TocsinError as error:
                yield self.origin.refused(error, whence.at(f"line {number}"), line)


def _events_of(names: tuple[str, ...]) -> Callable[[Mapping[str, Any], datetime], FiledEvent] | None:
    """What reads a table of events with these columns; None for any other table."""
    if icews.COLUMNS.issubset(names):
        return icews_event
    return ucdp_event if ucdp.COLUMNS.issubset(names) else None


def _rows_of(data: bytes) -> Iterator[Row | BrokenRow]:
    """The one row that a file of JSON is, or the rows of its list."""
    try:
        made = json.loads(data.decode("utf-8-sig")) if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") else [parsed(data)]
    except (ValueError, RecursionError) as error:
        raise BadRow(f"the file is broken JSON ({error})"[:300]) from None
    for number, cells in enumerate(made, start=1):
        place = f"row {number}"
        if isinstance(cells, dict):
            yield Row(place=place, cells=cells)
        else:
            yield BrokenRow(place=place, error=BadRow("the row is no object"), evidence=repr(cells)[:200])


def _whole(stream: BinaryIO, most: int, name: str) -> bytes:
    data = stream.read(most + 1)
    if len(data) > most:
        raise TooLong(f"the {name} is larger than {most // 1_000_000} MB", do="split it into its articles")
    return data


def _head(stream: BinaryIO) -> bytes:
    made = b""
    while len(made) < HEAD_BYTES and (more := stream.read(HEAD_BYTES - len(made))):
        made += more
    return made


def _utf8(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotText(f"the line is not UTF-8 (byte {error.start:,})") from None


def _seekable(whole: BinaryIO, stream: BinaryIO) -> BinaryIO:
    """The stream from its beginning, for what must move about in it; what cannot move is copied to a temporary file first."""
    if stream.seekable():
        stream.seek(0)
        return stream
    return _copied(whole)


def _real(whole: BinaryIO, stream: BinaryIO) -> BinaryIO:
    """A file of the system from its beginning, for a child process to read."""
    try:
        os.lseek(stream.fileno(), 0, os.SEEK_SET)  # the child goes on from there, whatever this process holds in its buffer
    except (OSError, AttributeError):
        return _copied(whole)
    return os.fdopen(os.dup(stream.fileno()), "rb")


def _copied(whole: BinaryIO) -> BinaryIO:
    copy = tempfile.TemporaryFile()  # noqa: SIM115 - gone when it is closed, or no longer held
    while block := whole.read(_BLOCK):
        copy.write(block)
    copy.seek(0)
    return cast("BinaryIO", copy)


def _size_of(stream: BinaryIO) -> int:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    return size


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
