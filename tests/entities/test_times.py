"""Expressions of time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.entities.calendar import day_of, month_of, moved, quarter_of, unit_of, weekday_near, year_near
from tocsin.entities.times import read_times

WEDNESDAY = date(2019, 6, 19)


def _d(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)


# what, the sentence, the expression, its earliest and latest day ("-" is None), the precision
CASES = [
    ("weekday, past", "They met on Monday.", "Monday", "2019-06-17", "2019-06-17", "day"),
    ("weekday, future", "They will meet on Monday.", "Monday", "2019-06-24", "2019-06-24", "day"),
    ("weekday of publication, past", "On Wednesday they signed it.", "Wednesday", "2019-06-19", "2019-06-19", "day"),
    ("weekday of publication, ahead", "The vote is scheduled for Wednesday.", "Wednesday", "2019-06-19", "2019-06-19", "day"),
    ("scheduled for", "The vote was scheduled for Friday.", "Friday", "2019-06-21", "2019-06-21", "day"),
    ("plans to", "Oslo plans to open the port on Friday.", "Friday", "2019-06-21", "2019-06-21", "day"),
    ("last weekday", "They met last Thursday.", "last Thursday", "2019-06-13", "2019-06-13", "day"),
    ("next weekday", "They meet next Tuesday.", "next Tuesday", "2019-06-25", "2019-06-25", "day"),
    ("weekday night", "Shells fell on Tuesday night.", "Tuesday night", "2019-06-18", "2019-06-18", "day"),
    ("weekday last week", "They met on Thursday last week.", "Thursday last week", "2019-06-13", "2019-06-13", "day"),
    ("weekday and date", "They met on Monday, June 17.", "Monday, June 17", "2019-06-17", "2019-06-17", "day"),
    ("ahead of a weekday", "Ahead of Friday's vote, he resigned.", "Friday", "2019-06-21", "2019-06-21", "day"),
    ("last week", "Last week's raids killed ten.", "Last week", "2019-06-10", "2019-06-16", "week"),
    ("this week", "They met this week.", "this week", "2019-06-17", "2019-06-23", "week"),
    ("later this week", "They will meet later this week.", "later this week", "2019-06-19", "2019-06-23", "range"),
    ("last month", "They met last month.", "last month", "2019-05-01", "2019-05-31", "month"),
    ("earlier this month", "They met earlier this month.", "earlier this month", "2019-06-01", "2019-06-19", "range"),
    ("next month", "They will vote next month.", "next month", "2019-07-01", "2019-07-31", "month"),
    ("last year", "They left last year.", "last year", "2018-01-01", "2018-12-31", "year"),
    ("day and month, past", "They met on June 13.", "June 13", "2019-06-13", "2019-06-13", "day"),
    ("day and month, year before", "They met on 20 November.", "20 November", "2018-11-20", "2018-11-20", "day"),
    ("day and month, ahead", "They will meet on 20 November.", "20 November", "2019-11-20", "2019-11-20", "day"),
    ("full date", "They met on March 3, 2011.", "March 3, 2011", "2011-03-03", "2011-03-03", "day"),
    ("ordinal date", "They met on the 13th of June 2018.", "13th of June 2018", "2018-06-13", "2018-06-13", "day"),
    ("ISO date", "They met on 2019-06-11.", "2019-06-11", "2019-06-11", "2019-06-11", "day"),
    ("date in figures", "They met on 17/06/2019.", "17/06/2019", "2019-06-17", "2019-06-17", "day"),
    ("date in figures, either order", "They met on 06/05/2019.", "06/05/2019", "-", "-", "day"),
    ("no such day", "They met on Feb 30.", "Feb 30", "-", "-", "day"),
    ("month, past", "In August, the strait was closed.", "August", "2018-08-01", "2018-08-31", "month"),
    ("month and year", "They left in June 2018.", "June 2018", "2018-06-01", "2018-06-30", "month"),
    ("early month", "They left in early June.", "early June", "2019-06-01", "2019-06-10", "range"),
    ("year", "They left in 2015.", "2015", "2015-01-01", "2015-12-31", "year"),
    ("late in a year", "They left in late 2018.", "late 2018", "2018-09-01", "2018-12-31", "range"),
    ("decade", "They fought in the 1990s.", "1990s", "1990-01-01", "1999-12-31", "range"),
    ("quarter", "Exports fell in the first quarter of 2018.", "first quarter of 2018", "2018-01-01", "2018-03-31", "quarter"),
    ("days of a month", "They fought between 3 and 7 May.", "3 and 7 May", "2019-05-03", "2019-05-07", "range"),
    ("months of a year", "They fought from May to July 2018.", "from May to July 2018", "2018-05-01", "2018-07-31", "range"),
    ("years", "They fought from 2005 to 2009.", "from 2005 to 2009", "2005-01-01", "2009-12-31", "range"),
    ("weekdays", "They met from Monday to Thursday.", "from Monday to Thursday", "2019-06-10", "2019-06-13", "range"),
    ("within", "They will pass the limit within 10 days.", "within 10 days", "2019-06-19", "2019-06-29", "range"),
    ("next hours", "They will answer in the next 48 hours.", "the next 48 hours", "2019-06-19", "2019-06-21", "range"),
    ("recent weeks", "They clashed in recent weeks.", "recent weeks", "-", "2019-06-19", "range"),
    ("coming days", "They will talk in the coming days.", "the coming days", "2019-06-19", "-", "range"),
    ("since a month", "They have held the town since August.", "since August", "2018-08-01", "-", "range"),
    ("since a weekday", "They have been shelling the town since Saturday.", "since Saturday", "2019-06-15", "-", "range"),
    ("since elections", "They have not met since the April elections.", "since the April elections", "2019-04-01", "-", "range"),
    ("by a day", "They must leave by July 7.", "by July 7", "2019-06-19", "2019-07-07", "range"),
    ("until a month", "They have until September.", "until September", "-", "2019-09-30", "range"),
    ("from a day on", "It will enrich uranium from July 7.", "from July 7", "2019-07-07", "-", "range"),
    ("overnight", "Two were killed overnight.", "overnight", "2019-06-18", "2019-06-19", "range"),
    ("this morning", "They left this morning.", "this morning", "2019-06-19", "2019-06-19", "day"),
    ("last night", "They left last night.", "last night", "2019-06-18", "2019-06-18", "day"),
    ("yesterday", "They left yesterday.", "yesterday", "2019-06-18", "2019-06-18", "day"),
    ("day before yesterday", "They left the day before yesterday.", "the day before yesterday", "2019-06-17", "2019-06-17", "day"),
    ("weekend", "They marched over the weekend.", "the weekend", "2019-06-15", "2019-06-16", "range"),
    ("days ago", "They left three days ago.", "three days ago", "2019-06-16", "2019-06-16", "day"),
    ("weeks ago", "They left two weeks ago.", "two weeks ago", "2019-06-03", "2019-06-09", "week"),
    ("a year ago", "They left a year ago.", "a year ago", "2018-01-01", "2018-12-31", "year"),
    ("by the end", "They will leave by the end of the month.", "by the end of the month", "2019-06-19", "2019-06-30", "range"),
    ("before the end", "They will leave before the end of the year.", "before the end of the year", "2019-06-19", "2019-12-31", "range"),
    ("days' time", "They are to meet in three days' time.", "in three days' time", "2019-06-22", "2019-06-22", "day"),
    ("from now", "They will meet ten days from now.", "ten days from now", "2019-06-29", "2019-06-29", "day"),
    ("said on a day", "Oslo said on Monday it would leave.", "Monday", "2019-06-17", "2019-06-17", "day"),
    ("agreed from a day", "They agreed to a truce from Friday.", "from Friday", "2019-06-21", "-", "range"),
    ("eve", "He left on Christmas Eve.", "Christmas Eve", "2018-12-24", "2018-12-24", "day"),
]
NONE = [
    ("a modal verb", "They may leave."),
    ("a verb of motion", "Protesters march in the capital."),
    ("a name", "Theresa May spoke."),
    ("a length", "It set a 60-day deadline."),
    ("an age", "She is 42 years old."),
    ("a count", "More than 2000 people fled."),
    ("a newspaper", "He wrote for USA Today."),
]


@pytest.mark.parametrize(("text", "words", "earliest", "latest", "precision"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_one_expression(parse, text, words, earliest, latest, precision):
    (time,) = read_times(parse(text), published=WEDNESDAY)
    assert (time.text, time.earliest, time.latest, time.precision) == (words, _d(earliest), _d(latest), precision)


@pytest.mark.parametrize("text", [t for _, t in NONE], ids=[i for i, _ in NONE])
def test_no_expression(parse, text):
    assert read_times(parse(text), published=WEDNESDAY) == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("They met twice this week.", 2),
        ("They clashed for the third time this year.", 3),
        ("They met five times since June.", 5),
        ("They met this week.", None),
    ],
)
def test_how_often(parse, text, count):
    (time,) = read_times(parse(text), published=WEDNESDAY)
    assert time.count == count


def test_what_leans_on_the_expression_before(parse):
    text = "The army struck on Monday. Hours later, it struck again. The following day it withdrew. Two days earlier it had warned."
    found = [(t.earliest, t.latest) for t in read_times(parse(text), published=WEDNESDAY)]
    assert found == [
        (date(2019, 6, 17), date(2019, 6, 17)),
        (date(2019, 6, 17), date(2019, 6, 18)),
        (date(2019, 6, 18), date(2019, 6, 18)),
        (date(2019, 6, 16), date(2019, 6, 16)),
    ]


def test_a_term_runs_from_its_announcement(parse):
    times = read_times(parse("On Monday it announced that it will pass the limit within 10 days."), published=WEDNESDAY)
    assert (times[1].earliest, times[1].latest) == (date(2019, 6, 17), date(2019, 6, 27))


def test_what_is_told_as_past_is_never_dated_after_the_report(parse):
    (time,) = read_times(parse("Oslo condemned the raid on Thursday."), published=WEDNESDAY)
    assert time.earliest == date(2019, 6, 13)


def test_without_publication_only_full_dates_resolve(parse):
    text = "They met on Monday, last week and on 3 May 2018, and will meet within ten days of June 2020."
    found = {t.text: (t.earliest, t.latest) for t in read_times(parse(text), published=None)}
    assert found["Monday"] == found["last week"] == (None, None)
    assert found["3 May 2018"] == (date(2018, 5, 3), date(2018, 5, 3))


@pytest.fixture(scope="module")
def corpus(parse):
    return parse(" ".join(case[1] for case in CASES))


@pytest.fixture(scope="module")
def weekdays(parse):
    return parse(" ".join(f"They met on {d}. They will meet on {d}." for d in ("Monday", "Wednesday", "Friday", "Sunday")))


DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31))


@settings(deadline=None, max_examples=80)
@given(published=DAYS)
def test_intervals_are_in_order_and_spans_inside_the_text(corpus, published):
    end = 0
    for time in read_times(corpus, published=published):
        assert time.earliest is None or time.latest is None or time.earliest <= time.latest
        assert end <= time.start < time.end <= len(corpus.text)
        assert corpus.text[time.start : time.end] == time.text
        end = time.end


@settings(deadline=None, max_examples=80)
@given(published=DAYS)
def test_a_week_later_weekdays_are_a_week_later(weekdays, published):
    week = timedelta(days=7)
    now, then = read_times(weekdays, published=published), read_times(weekdays, published=published + week)
    assert [t.earliest + week for t in now] == [t.earliest for t in then]


@given(DAYS, st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_a_day_lies_in_its_units(day, unit):
    interval = unit_of(day, unit)
    assert interval.earliest <= day <= interval.latest
    assert unit_of(interval.latest, unit) == interval


@given(DAYS, st.integers(0, 6), st.sampled_from([-1, 0, 1]), st.booleans())
def test_the_nearest_weekday(published, weekday, direction, strictly):
    day = weekday_near(published, weekday, direction, strictly=strictly)
    distance = (day - published).days
    assert day.weekday() == weekday
    assert abs(distance) <= 7
    assert distance * direction >= 0
    assert not strictly or distance != 0


@given(DAYS, st.integers(1, 12), st.sampled_from([-1, 1]))
def test_the_nearest_month(published, month, direction):
    interval = month_of(year_near(published, month, None, direction), month)
    assert interval.earliest <= published if direction < 0 else interval.latest >= published


@given(DAYS, st.integers(-40, 40), st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_moving_keeps_the_order(day, number, unit):
    other = moved(day, number, unit)
    assert (other - day).days * number >= 0


def test_days_that_no_calendar_has():
    assert day_of(2019, 2, 29) is None
    assert day_of(2019, 13, 1) is None
    assert quarter_of(2019, 4).latest == date(2019, 12, 31)
