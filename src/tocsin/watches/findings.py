"""What is wrong with a watch, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, Protocol

from tocsin.errors import TocsinError

Severity = Literal["error", "warning"]

_MOST_OF_A_FILE = 100
_SHOWN = 60  # characters of what a file says


class BadWatch(TocsinError):
    """A watch folder that cannot be used, or cannot be made."""

    code = "bad_watch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong with a watch.

    path:     of the file, relative to the watch's folder; "." for the folder itself.
    line:     counted from 1; None where no line is to blame.
    severity: an "error" keeps the watch from being used, a "warning" does not.
    found, allowed, do: as those of `TocsinError`.
    """

    path: str
    line: int | None
    severity: Severity
    found: str
    allowed: str | None = None
    do: str | None = None

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.severity}: {TocsinError(self.found, allowed=self.allowed, do=self.do)}"


class Place(Protocol):
    """Somewhere in a watch's files."""

    @property
    def path(self) -> str:
        """Of the file, relative to the folder."""
        ...

    @property
    def line(self) -> int | None:
        """Counted from 1."""
        ...


@dataclass(frozen=True, slots=True)
class At:
    """A place by itself."""

    path: str
    line: int | None = None


class Report:
    """Findings as they are met."""

    __slots__ = ("_findings",)

    def __init__(self) -> None:
        self._findings: list[Finding] = []

    def error(self, at: Place, found: str, *, allowed: str | None = None, do: str | None = None) -> None:
        """Something that keeps the watch from being used."""
        self._findings.append(Finding(path=at.path, line=at.line, severity="error", found=found, allowed=allowed, do=do))

    def warning(self, at: Place, found: str, *, allowed: str | None = None, do: str | None = None) -> None:
        """Something that people should look at."""
        self._findings.append(Finding(path=at.path, line=at.line, severity="warning", found=found, allowed=allowed, do=do))

    @property
    def failed(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity == "error" for finding in self._findings)

    def sorted(self) -> tuple[Finding, ...]:
        """By file and line, each once, at most a hundred of one file and then one that says how many more there are."""
        by_file: dict[str, list[Finding]] = {}
        for finding in sorted(set(self._findings), key=_place):
            by_file.setdefault(finding.path, []).append(finding)
        return tuple(finding for found in by_file.values() for finding in _at_most(found))


def _place(finding: Finding) -> tuple[str, int, str, str]:
    return finding.path, finding.line or 0, finding.severity, finding.found


def _at_most(found: list[Finding]) -> Iterable[Finding]:
    errors = sorted(found, key=lambda finding: finding.severity)[:_MOST_OF_A_FILE]
    yield from sorted(errors, key=_place)
    if len(found) > _MOST_OF_A_FILE:
        severity: Severity = "error" if any(f.severity == "error" for f in found) else "warning"
        rest = f"{len(found) - _MOST_OF_A_FILE:,} more findings in this file"
        yield Finding(path=found[0].path, line=None, severity=severity, found=rest, do="mend these first, then check again")


def printable(text: str) -> str:
    """On one line, with a blank for whatever cannot be shown: the words of a parser may hold what it met."""
    return "".join(c if c.isprintable() else " " for c in text)


def quoted(text: str) -> str:
    r"""What a file says, in quotes, on one line, cut where it is long.

    >>> quoted("a" * 70)[-5:], quoted("two\nlines")
    ('aaa…"', '"two lines"')
    """
    line = printable(text)
    return f'"{line if len(line) <= _SHOWN else line[:_SHOWN] + "…"}"'


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like this one, in any case; None where none is like it.

    >>> nearest("ASAULT", ("ASSAULT", "CONSULT")), nearest("xyz", ("ASSAULT",))
    ('ASSAULT', None)
    """
    folded = {name.casefold(): name for name in known}
    like = get_close_matches(word[:_SHOWN].casefold(), folded, n=1, cutoff=0.6)
    return folded[like[0]] if like else None


def write(word: str | None) -> str | None:
    """What to do where a word is misspelt; None where it is not known for what it stands."""
    return f"write {quoted(word)}" if word else None


def listed(words: Iterable[str]) -> str:
    """Words for `allowed`."""
    return ", ".join(words) or "none is defined"
