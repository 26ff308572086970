from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.collect.dates import day, days_in
from tocsin.errors import BadDate

JUNE_19 = date(2019, 6, 19)


@pytest.mark.parametrize(
    "text",
    [
        "2019-06-19",
        " 2019-06-19 ",
        "20190619",
        "2019-6-19",
        "2019/06/19",
        "2019-06-19T23:59:59Z",
        "2019-06-19T01:30:00+04:30",
        "2019-06-19T08:00:00.000+0000",
        "2019-06-19 08:00:00 UTC",
        "Wed, 19 Jun 2019 10:00:00 GMT",
        "Wed, 19 Jun 2019 10:00:00 +0200",
        "Wed Jun 19 2019 10:00:00 GMT+0200 (Central European Summer Time)",
        "19 June 2019",
        "19th of June 2019",
        "Wednesday 19 June 2019",
        "June 19, 2019",
        "Jun. 19th, 2019",
        "June 19 2019, 10:30 am",
        "JUNE 19, 2019 - 22:19",
        "19-Jun-2019",
        "19/06/2019",
        "06/19/2019",
        "19.06.2019",
    ],
)
def test_readable(text):
    assert day(text) == JUNE_19


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "June 2019",
        "2019",
        "1560902400",
        "06/07/2019",
        "31 June 2019",
        "2019-13-01",
        "Monday 19 June 2019",
        "19 June 19",
        "1398-03-29",
        "0001-01-01",
        "19 Juin 2019",
        "about 19 June 2019",
        "2019-06-19 or 2019-06-20",
        "x" * 100_000,
    ],
)
def test_not_readable(text):
    with pytest.raises(BadDate, match="no date that can be read"):
        day(text)


def test_both_orders_of_the_same_number_are_one_day():
    assert day("06/06/2019") == date(2019, 6, 6)


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y 00:00:00 GMT", "%A, %d %B %Y"]),
)
def test_every_day_is_read_as_it_is_written(one, form):
    assert day(one.strftime(form)) == one


@given(st.text(max_size=40))
def test_anything_is_a_day_or_a_bad_date(text):
    with suppress(BadDate):
        assert date(1900, 1, 1) <= day(text) <= date(2100, 12, 31)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Published on 19 June 2019, updated June 20, 2019", [JUNE_19, date(2019, 6, 20)]),
        ("version 2019-06-19 of the text", [JUNE_19]),
        ("10/06/2019 is either of two days", []),
        ("call 2019-06-1955 now", []),
        ("Monday 19 June 2019 never was", []),
    ],
)
def test_days_in_a_text(text, expected):
    assert days_in(text) == expected
