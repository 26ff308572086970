"""Dates and endings as feeds have them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.collect.feed_dates import stamp
from tocsin.collect.feed_endings import without_endings
from tocsin.errors import BadDate

SEEN = datetime(2026, 3, 10, 12, tzinfo=UTC)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "day", "moment"),
    [
        ("Mon, 09 Mar 2026 10:00:00 GMT", date(2026, 3, 9), at(2026, 3, 9, 10)),
        ("Tue, 09 Mar 2026 10:00:00 GMT", date(2026, 3, 9), at(2026, 3, 9, 10)),
        ("9 Mar 26 23:00 EST", date(2026, 3, 9), at(2026, 3, 10, 4)),
        ("Mon, 09 Mar 2026 10:00:00 CEST", date(2026, 3, 9), at(2026, 3, 9, 8)),
        ("Mon, 09 Mar 2026 10:00:00 XYZT", date(2026, 3, 9), None),
        ("Mon, 09 Mar 2026 10:00:00", date(2026, 3, 9), at(2026, 3, 9, 10)),
        ("Mon, 09 Mar 2026 10:00:00 GMT+0000", date(2026, 3, 9), at(2026, 3, 9, 10)),
        ("Mon Mar 9 10:00:00 PST 2026", date(2026, 3, 9), at(2026, 3, 9, 18)),
        ("March 9, 2026", date(2026, 3, 9), None),
        ("2026-03-09", date(2026, 3, 9), None),
        ("20260309", date(2026, 3, 9), None),
        ("2026-03-09T10:00:00.250+05:30", date(2026, 3, 9), at(2026, 3, 9, 4, 30)),
        ("2026-03-09 24:00:00Z", date(2026, 3, 9), at(2026, 3, 10)),
        ("2026-03-12T11:59:00Z", date(2026, 3, 12), at(2026, 3, 12, 11, 59)),
    ],
)
def test_dates_as_written(written, day, moment):
    assert stamp(written, seen_at=SEEN) == (day, moment)


@given(st.text(max_size=60) | st.from_regex(r"\d{1,4}[-/ ]\w{1,9}[-/ ]\d{1,4}( \d\d:\d\d( [+-]?\w{1,5})?)?", fullmatch=True))
def test_a_date_is_in_range_or_an_error(written):
    try:
        day, moment = stamp(written, seen_at=SEEN)
    except BadDate:
        return
    assert date(1970, 1, 1) <= day <= date(2026, 3, 13)
    assert moment is None or moment.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The quay is open. Continue reading...", "The quay is open."),
        ("The quay is open.\n\nThe post Quay opens appeared first on Harbour Times.", "The quay is open."),
        ("The quay, which was [&] closed [...]", "The quay, which was [&] closed…"),
        ("The quay is […]\n\nRead more »\n\nThe post Quay appeared first on X.", "The quay is…"),
        ("The quay is open. Read the full story at Harbour Times", "The quay is open."),
        ("Keep reading, the teacher said, and the class did.", "Keep reading, the teacher said, and the class did."),
        ("They had to read more", "They had to read more"),
        ("He will continue reading the plans.", "He will continue reading the plans."),
        ("The post was closed on Monday.", "The post was closed on Monday."),
        (
            "The post of minister first appeared on the list in May. It stands.",
            "The post of minister first appeared on the list in May. It stands.",
        ),
        ("Read more...", ""),
        ("", ""),
    ],
)
def test_endings_of_software_are_taken_off(text, kept):
    assert without_endings(text) == kept


@given(st.text(alphabet=st.sampled_from("ab .\n…[]»"), max_size=80))
def test_taking_off_twice_is_taking_off_once_for_texts_without_any(text):
    once = without_endings(text)
    assert without_endings(once) == once
    assert len(once) <= len(text)
