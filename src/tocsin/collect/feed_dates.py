"""Dates as feeds write them: RFC 822, W3CDTF and what software makes of them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from tocsin.collect.moments import moment
from tocsin.errors import BadDate

_ZONES = {  # RFC 822, and those of Europe; a name that stands for several (IST, AST, BST of Bangladesh) is not among them
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "cest": 120, "met": 60, "mest": 120, "eet": 120,
    "eest": 180, "msk": 180, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "jst": 540, "kst": 540, "hkt": 480, "sgt": 480, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{1,2})(?:[.,]\d+)?)?"
_ZONE = r"(?:\s*(?:(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?|(?P<zone>[A-Za-z]{1,5})(?:[+-]0{1,2}:?0{2})?)?(?:\s*\(.*\))?)?"
_MAIL = re.compile(
    rf"(?:[A-Za-z]+\.?,?\s*)?(?P<day>\d{{1,2}})[\s-]*(?P<month>[A-Za-z]{{3,9}})\.?[\s,-]*(?P<year>\d{{4}}|\d\d)(?:[\s,]+{_CLOCK}{_ZONE})?"
)
_ASCTIME = re.compile(rf"[A-Za-z]+,?\s+(?P<month>[A-Za-z]{{3,9}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}{_ZONE}\s+(?P<year>\d{{4}})")
_WRITTEN = re.compile(
    rf"(?:[A-Za-z]+,?\s+)?(?P<month>[A-Za-z]{{3,9}})\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})(?:[\s,]+{_CLOCK}{_ZONE})?"
)
_PLAIN = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?:[T\s]+{_CLOCK}{_ZONE})?")
_FORMS = (_MAIL, _PLAIN, _ASCTIME, _WRITTEN)

_EARLIEST = date(1970, 1, 1)
_AHEAD = timedelta(days=2)


def stamp(text: str, *, seen_at: datetime) -> tuple[date, datetime | None]:
    """The day as written, and the moment in UTC; None for the moment where the text names no time of day, or a zone nobody can tell.

    The weekday is not looked at: software writes it in any language and gets it wrong. A time without a zone counts as UTC.
    Raises BadDate for what cannot be read, for a year or a month without a day, and for a day before 1970 or more than two days
    after the feed was seen.
    """
    day, at = _read(" ".join(text.split())[:100])
    moment_or_day = at or datetime(day.year, day.month, day.day, tzinfo=UTC)
    if day < _EARLIEST or moment_or_day > seen_at + _AHEAD:
        raise BadDate(f"the date {text.strip()[:60]!r} is not that of a report", allowed="1970 to two days after the feed was seen")
    return day, at


def _read(text: str) -> tuple[date, datetime | None]:
    for form in _FORMS:
        found = form.fullmatch(text)
        if found:
            return _made(found.groupdict(), text)
    if not text.isascii():
        raise _unread(text)
    return moment(text)


def _made(parts: dict[str, str | None], text: str) -> tuple[date, datetime | None]:
    try:
        day = date(_year(parts["year"] or ""), _month(parts["month"] or ""), int(parts["day"] or ""))
        return day, _moment(day, parts) if parts["hour"] else None
    except (ValueError, OverflowError):
        raise _unread(text) from None


def _unread(text: str) -> BadDate:
    return BadDate(f"{text!r} is no date that can be read", allowed="Wed, 19 Jun 2019 10:00:00 GMT or 2019-06-19T10:00:00Z")


def _year(text: str) -> int:
    """Two digits as RFC 2822 has them: 00 to 49 are of this century."""
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < 50 else 1900)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.index(text[:3].lower()) + 1


def _moment(day: date, parts: dict[str, str | None]) -> datetime | None:
    offset = _offset(parts)
    if offset is None:
        return None
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    later = hour == 24 and not minute and not second
    at = datetime(day.year, day.month, day.day, 0 if later else hour, minute, min(second, 59), tzinfo=UTC)
    return at + timedelta(days=later) - timedelta(minutes=offset)


def _offset(parts: dict[str, str | None]) -> int | None:
    """Minutes east of Greenwich; None where the zone's name is not known."""
    if parts["sign"]:
        east = int(parts["hours"] or 0) * 60 + int(parts["minutes"] or 0)
        if east > 14 * 60:
            raise ValueError("no zone is so far from Greenwich")
        return east if parts["sign"] == "+" else -east
    return _ZONES.get(parts["zone"].lower()) if parts["zone"] else 0
