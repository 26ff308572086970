"""What every rendering of a brief says alike: endnotes, the scenarios' columns, the line beneath the title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tocsin.ontology.likelihood import term
from tocsin.products.brief import shortened
from tocsin.products.rows import UNKNOWN
from tocsin.products.warning_brief.rows import Brief, Endnote, Part, ScenarioRow, StatementKind, grade_words
from tocsin.products.wording import arrow, day_words, level_arrow, lift, percent

_MOST_QUOTE = 300
_MOST_SAME = 5  # numbers of endnotes of one origin

KIND_WORDS: Mapping[StatementKind, str] = {
    "fact": "fact",
    "claim": "claim",
    "assumption": "assumption",
    "judgement": "judgement",
    "note": "",
}
"""How each kind of sentence is marked; notes are not."""


def columns(brief: Brief) -> tuple[str, ...]:
    """The heads of the scenarios' table."""
    return ("scenario", "probability", "words", "lift", day_words(brief.before) if brief.before else "before", "base rate")


def scenario_cells(brief: Brief, row: ScenarioRow) -> tuple[str, ...]:
    """The cells of a scenario's line under `columns`; unknown ones as "?"."""
    times = lift(row.probability, row.base_rate)
    return (
        row.title,
        percent(row.probability, brief.scale),
        term(row.probability, brief.scale) or "beyond the words",
        UNKNOWN if times is None else f"{times:.1f}x",
        UNKNOWN if row.before is None else f"{percent(row.before, brief.scale)} {arrow(row.probability, row.before)}",
        UNKNOWN if row.base_rate is None else percent(row.base_rate, brief.scale),
    )


def dateline(brief: Brief) -> str:
    """As in "20 March 2021 · level elevated ▲ · within 30 days"."""
    level = f"level {brief.level} {level_arrow(brief.level, brief.level_before)}".rstrip()
    return f"{day_words(brief.as_of.date())} · {level} · looks {brief.horizon_days} days ahead"


def citation(number: int) -> str:
    """As in "[3]"."""
    return f"[{number}]"


def endnote_parts(note: Endnote) -> tuple[Part, ...]:
    """As in "Sample Daily, 19 June 2019, “Tankers burn”: “Mines struck ...”, citing officials (unnamed). C3. Same origin: [7] [9]."

    The address is not among them.
    """
    if note.kind != "report":
        when = f", {day_words(note.day)}" if note.day else ""
        title = (note.title or UNKNOWN).rstrip(".")
        return (_given(title), _words(f"{when}."))
    parts = [_given(note.outlet or "outlet unknown"), _words(f", {day_words(note.day)}" if note.day else ", undated")]
    if note.title:
        parts += [_words(", "), _quote(note.title)]
    parts += [_words(": "), _quote(note.quote)] if note.quote else [_words("; its words are not at hand")]
    parts += [part for link in note.chain for part in (_words(", citing "), _given(link))]
    told = {"affirms": "", "denies": " Denies it."}[note.side or "affirms"]
    parts.append(_words(f".{told} {_grade(note)}"))
    if note.same_origin:
        parts.append(_words(f" Same origin: {_same(note.same_origin)}."))
    if note.repeated_by:
        parts += [_words(" Repeated by "), _given(", ".join(note.repeated_by)), _words(".")]
    return tuple(parts)


def _same(numbers: Sequence[int]) -> str:
    """The first of them, and how many more; all where they are few."""
    more = len(numbers) - _MOST_SAME
    shown = numbers[:_MOST_SAME] if more > 1 else numbers
    return " ".join(map(citation, shown)) + (f" and {more} more" if more > 1 else "")


def _grade(note: Endnote) -> str:
    grade = grade_words(note)
    return f"Grade {grade}." if grade else "Not graded."


def _words(text: str) -> Part:
    return Part(kind="words", text=text)


def _given(text: str) -> Part:
    return Part(kind="given", text=text)


def _quote(text: str) -> Part:
    return Part(kind="quote", text=shortened(text, _MOST_QUOTE))


def web_address(url: str | None) -> str | None:
    """The address if it may stand as a link: http or https, of printable ASCII, without what could end a link in Markdown or HTML."""
    if url is None or not url.isascii() or not url.isprintable() or not url.lower().startswith(("http://", "https://")):
        return None
    return None if set(url) & set(" <>\"'`\\{}|^") else url
