"""Moments as rows and feeds write them: the day, and the time of day where there is one."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from tocsin.collect.dates import day
from tocsin.errors import BadDate

_TIME = re.compile(r"\d[T\s]\s*\d{1,2}:\d{2}")
_EPOCH_SECONDS = range(10**8, 10**10)  # 1973 to 2286, in ten digits or nine


def moment(value: object) -> tuple[date, datetime | None]:
    """The day as written, and the moment in UTC; None for the moment where no time of day is given.

    ISO 8601, RFC 2822, all that `day` reads, eight digits (20190619), seconds or milliseconds since 1970, dates and times of Python.
    A time without a zone counts as UTC, which is how tables of news are kept. Raises BadDate for everything else.

    >>> moment("2022-01-01 00:02:08+02:00")
    (datetime.date(2022, 1, 1), datetime.datetime(2021, 12, 31, 22, 2, 8, tzinfo=datetime.timezone.utc))
    """
    if isinstance(value, datetime):
        return day(value.date().isoformat()), _utc(value)
    if isinstance(value, date):
        return day(value.isoformat()), None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(value)
    if not isinstance(value, str):
        raise BadDate(f"the date is {value!r:.80}", allowed='a string, as "2019-06-19" or "2019-06-19T10:00:00Z"')
    text = " ".join(value.split())
    if text.isascii() and text.isdigit():
        return _of_number(int(text)) if len(text) <= 13 else (day(text), None)
    return day(text), _time_of(text)


def _of_number(value: float) -> tuple[date, datetime | None]:
    digits = str(int(value)) if value == value and abs(value) < 1e15 else ""
    if len(digits) == 8 and value == int(value):
        return day(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"), None
    seconds = value / 1000 if len(digits) in (12, 13) else value
    if digits and int(seconds) in _EPOCH_SECONDS:
        made = datetime.fromtimestamp(seconds, UTC)
        return day(made.date().isoformat()), made
    raise BadDate(f"the number {value!r:.40} is no date", allowed="20190619, or seconds or milliseconds since 1970")


def _time_of(text: str) -> datetime | None:
    if not _TIME.search(text):
        return None
    try:
        return _utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        pass
    try:
        return _utc(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except OverflowError:
        raise BadDate(f"{value.isoformat()} lies outside the calendar") from None
