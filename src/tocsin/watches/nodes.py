"""YAML and TOML as trees of text that know their lines. What a scalar means is decided by who asks, so "no" and "2019" can be words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any, TypeAlias

import yaml

from tocsin.watches.findings import At, Report, quoted

MOST_DEPTH = 20
MOST_NODES = 50_000

_NULLS = {"", "~", "null", "Null", "NULL"}
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")  # YAML 1.1, section 5.1
_LONGEST_STATEMENT = 200  # lines of TOML


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One value of a file.

    line:   of the key where it has one, else where it begins.
    value:  the text of a scalar as written, items, entries by key; None for null.
    quoted: whether a scalar stands in quotes (or in a block): then it is a text and no number.
    """

    path: str
    line: int
    value: str | tuple[Node, ...] | Mapping[str, Node] | None
    quoted: bool = False


def of_yaml(path: str, text: str, report: Report) -> Node | None:
    """The tree of a YAML file, None where it cannot be read (that is then reported).

    Tags, anchors, aliases and more than one document are refused: a definition says what it says in its own place.
    """
    never = _NEVER.search(text)
    if never:
        line = text.count("\n", 0, never.start()) + 1
        report.error(At(path, line), f"the character U+{ord(never[0]):04X}, which YAML does not allow", do="delete it")
        return None
    try:
        return _built(path, yaml.parse(text, Loader=yaml.CSafeLoader), report)
    except _Refused as refused:
        report.error(At(path, refused.line), refused.found, allowed=refused.allowed, do=refused.do)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = ", ".join(part for part in (error.context, error.problem) if part)
        report.error(At(path, None if mark is None else mark.line + 1), f"not YAML: {said}", do="mend the line, or the one before it")
    except yaml.YAMLError:
        report.error(At(path), "not YAML", do="write it anew from a file that works")
    return None


class _Refused(Exception):
    def __init__(self, line: int, found: str, *, allowed: str | None = None, do: str | None = None) -> None:
        super().__init__(found)
        self.line, self.found, self.allowed, self.do = line, found, allowed, do


@dataclass(slots=True)
class _Open:
    """A list or a mapping whose end is still to come; `key` is the one whose value comes next."""

    line: int
    mapping: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)
    key: Node | None = None


def _built(path: str, events: Iterable[yaml.Event], report: Report) -> Node:
    stack: list[_Open] = []
    root: Node | None = None
    for node in _nodes(path, events, stack):
        if stack:
            _add(node, stack[-1], report)
        else:
            root = node
    return root or Node(path=path, line=1, value=None)


def _nodes(path: str, events: Iterable[yaml.Event], stack: list[_Open]) -> Iterator[Node]:
    """Every value as soon as it is whole; what is open stands on the stack."""
    documents = 0
    for count, event in enumerate(events):
        line = event.start_mark.line + 1 if event.start_mark else 1
        documents += isinstance(event, yaml.DocumentStartEvent)
        _refuse(event, line, too_many=count > MOST_NODES, too_deep=len(stack) > MOST_DEPTH, second=documents > 1)
        if isinstance(event, yaml.ScalarEvent):
            plain = not event.style
            yield Node(path=path, line=line, value=None if plain and event.value in _NULLS else event.value, quoted=not plain)
        elif isinstance(event, yaml.CollectionStartEvent):
            stack.append(_Open(line=line, mapping=isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, yaml.CollectionEndEvent):
            done = stack.pop()
            yield Node(path=path, line=done.line, value=done.entries if done.mapping else tuple(done.items))


def _refuse(event: yaml.Event, line: int, *, too_many: bool, too_deep: bool, second: bool) -> None:
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if anchor:
        raise _Refused(
            line, f"an anchor or alias ({quoted(str(anchor))})", do="write it out; name lists of actors in [groups] of watch.toml"
        )
    if tag:
        raise _Refused(line, f"a tag ({quoted(str(tag))})", do="leave it out")
    if too_many:
        raise _Refused(line, "more values than a definition can hold", allowed=f"at most {MOST_NODES:,}", do="split the file")
    if too_deep:
        raise _Refused(line, "lists or mappings nested too deep", allowed=f"at most {MOST_DEPTH} deep")
    if second:
        raise _Refused(line, "a second document", allowed="one document a file", do="make it a file of its own")


def _add(node: Node, to: _Open, report: Report) -> None:
    if not to.mapping:
        to.items.append(node)
    elif to.key is None:
        if not isinstance(node.value, str):
            raise _Refused(node.line, "a key that is empty, a list or a mapping", allowed="a word", do="write the key as one word")
        to.key = node
    else:
        key, to.key = to.key, None
        name = str(key.value)
        if name in to.entries:
            first = to.entries[name].line
            report.error(key, f"{quoted(name)} stands twice, first on line {first}", do="keep one of the two")
        else:
            to.entries[name] = replace(node, line=key.line)


_Lines: TypeAlias = dict[tuple[str, ...], tuple[int, int]]


def of_toml(path: str, text: str, report: Report) -> Node | None:
    """The tree of a TOML file, None where it cannot be read (that is then reported)."""
    text = text.replace("\r\n", "\n")
    try:
        return _Toml(path, text).node((), tomllib.loads(text), 1)
    except tomllib.TOMLDecodeError as error:
        said = str(error).partition(" (at ")
        line = re.search(r"line (\d+)", said[2])
        at = At(path, int(line[1]) if line else text.rstrip("\n").count("\n") + 1)
        report.error(at, f"not TOML: {said[0]}", do="mend the line, or the one before it")
    except RecursionError:
        report.error(At(path), "lists or tables nested too deep", allowed=f"at most {MOST_DEPTH} deep")
    except ValueError:  # tomllib lets through what int() says of a number of thousands of digits
        report.error(At(path), "not TOML: a number too long to read", do="shorten it")
    return None


class _Toml:
    """Lines of TOML values: exact for tables and keys, and for items of a list where their text stands in it."""

    def __init__(self, path: str, text: str) -> None:
        self._path, self._text = path, text.split("\n")
        self._lines: _Lines = dict(_statements(self._text))

    def node(self, at: tuple[str, ...], value: Any, line: int) -> Node:
        if len(at) > MOST_DEPTH:
            raise RecursionError
        line = self._lines.get(at, (line, line))[0]
        if isinstance(value, dict):
            return Node(path=self._path, line=line, value={key: self.node((*at, key), inner, line) for key, inner in value.items()})
        if isinstance(value, list):
            return Node(
                path=self._path, line=line, value=tuple(self.node((*at, f"[{n}]"), i, self._item(at, i, line)) for n, i in enumerate(value))
            )
        return Node(path=self._path, line=line, value=_as_written(value), quoted=isinstance(value, str))

    def _item(self, at: tuple[str, ...], item: object, line: int) -> int:
        first, last = self._lines.get(at, (line, line))
        return next((n for n in range(first, last + 1) if first < last and str(item) in self._text[n - 1]), line)


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date | time) else str(value)


_TABLE = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")


def _statements(lines: list[str]) -> Iterator[tuple[tuple[str, ...], tuple[int, int]]]:
    """Path of a table or a key -> its first and last line."""
    table: tuple[str, ...] = ()
    n = 0
    while n < len(lines):
        last = n
        if header := _TABLE.match(lines[n]):
            table = _keys(header[1])
            yield table, (n + 1, n + 1)
        elif key := _KEY.match(lines[n]):
            last = _end(lines, n)
            yield (*table, *_keys(key[1])), (n + 1, last + 1)
        n = last + 1


def _keys(dotted: str) -> tuple[str, ...]:
    try:
        made: Any = tomllib.loads(f"{dotted} = 0")
    except ValueError:
        return ()
    found = []
    while isinstance(made, dict):
        ((key, made),) = made.items()
        found.append(key)
    return tuple(found)


def _end(lines: list[str], first: int) -> int:
    """The line on which the statement that begins on this one ends; the same where that cannot be told."""
    for last in range(first, min(first + _LONGEST_STATEMENT, len(lines))):
        try:
            tomllib.loads("\n".join(lines[first : last + 1]))
        except ValueError:
            continue
        return last
    return first
