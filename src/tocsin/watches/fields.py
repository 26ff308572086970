"""Typed fields of a mapping: what is missing, unknown or of the wrong kind is reported, and something harmless is handed back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from tocsin.watches.findings import Report, listed, nearest, quoted, write
from tocsin.watches.nodes import Node

_NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})(?:[eE][+-]?\d{1,2})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
ID_ALLOWED = "small letters, digits, hyphens, at most 60, beginning with a letter or digit"


NAME_ALLOWED = "letters, digits, dots, hyphens, underscores, at most 80, beginning with a letter or digit"


def number(text: str) -> float | None:
    """A decimal number, None for anything else ("nan", "1:30", "1_000")."""
    return float(text) if _NUMBER.fullmatch(text) else None


def day(text: str) -> date | None:
    """A day as 2019-06-19, None for anything else."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def is_id(text: str) -> bool:
    """Whether this can be the id of an indicator, a scenario, a group."""
    return _ID.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Whether this can be the name of a watch's folder, and so the id of the watch."""
    return _NAME.fullmatch(text) is not None


class Fields:
    """One mapping, of which these keys are known; what it is ("the indicator") is said where something is missing."""

    def __init__(self, node: Node, what: str, keys: Collection[str], report: Report) -> None:
        self.node, self._what, self._report = node, what, report
        self._entries = node.value if isinstance(node.value, dict) else {}
        if not isinstance(node.value, dict):
            report.error(node, f"{what} is {_kind(node)}", allowed="a mapping of keys to values")
        for key, value in self._entries.items():
            if key not in keys:
                comma = None if value.value is not None else "put a text that holds a comma in quotes"
                do = comma or write(nearest(key, keys)) or "leave it out"
                report.error(value, f"{quoted(key)} is no key of {what}", allowed=listed(keys), do=do)

    def get(self, key: str) -> Node | None:
        """The value of a key; None where it is left out or null."""
        node = self._entries.get(key)
        return node if node is not None and node.value is not None else None

    def has(self, *keys: str) -> list[str]:
        """Those of the keys that have a value."""
        return [key for key in keys if self.get(key)]

    def at(self, key: str) -> Node:
        """Where a key stands; the mapping where it is left out."""
        return self.get(key) or self.node

    def identity(self) -> str:
        """The key "id"; "" where there is none."""
        made = self.text("id")
        if made and not is_id(made):
            self._report.error(self.at("id"), f"{quoted(made)} is no id", allowed=ID_ALLOWED, do="write another")
        return made

    def text(self, key: str) -> str:
        """A text that must be there; "" where it is not."""
        return (self._required(key) and self.text_or_none(key)) or ""

    def text_or_none(self, key: str) -> str | None:
        """A text, its white space single; None where it is left out."""
        node = self.get(key)
        if node is None:
            return None
        made = " ".join(node.value.split()) if isinstance(node.value, str) else ""
        if not made:
            self._wrong(node, key, "a text")
        return made or None

    def items(self, key: str) -> tuple[Node, ...]:
        """The scalars of a list, or one that stands by itself; none where it is left out."""
        node = self.get(key)
        if node is None:
            return ()
        listed_there = node.value if isinstance(node.value, tuple) else (node,)
        if not listed_there:
            self._report.error(node, f"{quoted(key)} is an empty list", allowed="at least one item", do="fill it, or leave the key out")
        return tuple(item for item in listed_there if self._is_word(item, key))

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of `items`, each once."""
        return tuple(dict.fromkeys(str(item.value).strip() for item in self.items(key)))

    def words(self, key: str, allowed: Collection[str]) -> tuple[str, ...]:
        """`texts` of a closed vocabulary; those that are not of it are reported."""
        return tuple(dict.fromkeys(str(item.value) for item in self.items(key) if self._is_of(item, key, allowed)))

    def word(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """One of a closed vocabulary; must be there where there is no default. The first of the vocabulary where it is wrong."""
        node = self._required(key) if default is None else self.get(key)
        if node is None or not self._is_word(node, key) or not self._is_of(node, key, allowed):
            return default or allowed[0]
        return str(node.value)

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """A number from `low` to `high`; must be there where there is no default. The lowest where it is wrong."""
        made = self.number_or_none(key, low, high)
        if made is None and default is None:
            self._required(key)
        return next(n for n in (made, default, low) if n is not None)

    def number_or_none(self, key: str, low: float, high: float) -> float | None:
        """A number from `low` to `high`; None where it is left out or wrong."""
        node = self.get(key)
        if node is None:
            return None
        made = number(node.value) if isinstance(node.value, str) and not node.quoted else None
        if made is None or not low <= made <= high:
            self._wrong(node, key, f"a number from {low:,g} to {high:,g}")
            return None
        return made

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from `low` to `high`; must be there where there is no default. The lowest where it is wrong."""
        made = self.number(key, low, high, default)
        if made % 1:
            self._wrong(self.at(key), key, f"a whole number from {low:,} to {high:,}")
        return int(made)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        node = self.get(key)
        if node is None:
            return default
        if node.quoted or node.value not in ("true", "false"):
            self._wrong(node, key, "true or false")
        return node.value == "true"

    def day(self, key: str) -> date | None:
        """A day; None where it is left out or wrong."""
        node = self.get(key)
        made = day(node.value) if node and isinstance(node.value, str) else None
        if node and made is None:
            self._wrong(node, key, "a day as 2019-06-19")
        return made

    def required_day(self, key: str) -> date:
        """A day that must be there; the first of all days where it is not."""
        self._required(key)
        return self.day(key) or date.min

    def inner(self, key: str, what: str, keys: Collection[str]) -> Fields | None:
        """A mapping in this one; None where it is left out."""
        node = self.get(key)
        return Fields(node, what, keys, self._report) if node else None

    def _required(self, key: str) -> Node | None:
        if key in self._entries and self._entries[key].value is None:
            self._report.error(self._entries[key], f"{quoted(key)} has no value", do="write one")
        elif key not in self._entries and isinstance(self.node.value, dict):
            self._report.error(self.node, f"{self._what} has no {quoted(key)}", do="write one")
        return self.get(key)

    def _is_word(self, node: Node, key: str) -> bool:
        if isinstance(node.value, str) and node.value.strip():
            return True
        self._wrong(node, key, "a word or a list of words")
        return False

    def _is_of(self, node: Node, key: str, allowed: Collection[str]) -> bool:
        word = str(node.value)
        if word not in allowed:
            found = f"{quoted(word)} is not known as {quoted(key)}"
            self._report.error(node, found, allowed=listed(allowed), do=write(nearest(word, allowed)))
        return word in allowed

    def _wrong(self, node: Node, key: str, allowed: str) -> None:
        self._report.error(node, f"{quoted(key)} is {_kind(node)}", allowed=allowed)


def _kind(node: Node) -> str:
    if node.value is None:
        return "empty"
    if isinstance(node.value, str):
        return f"the text {quoted(node.value)}" if node.quoted else quoted(node.value)
    return "a list" if isinstance(node.value, tuple) else "a mapping"


def mappings(node: Node | None, what: str, report: Report) -> Iterator[Node]:
    """The items of a file that is a list of mappings; none where it is empty."""
    if node is None or node.value is None:
        return
    if not isinstance(node.value, tuple):
        report.error(node, f"the file is {_kind(node)}", allowed=f"a list, one {what} an item", do='begin each with "- id: ..."')
        return
    for item in node.value:
        if isinstance(item.value, dict):
            yield item
        else:
            report.error(item, f"{what} is {_kind(item)}", allowed="a mapping of keys to values", do='begin it with "- id: ..."')
