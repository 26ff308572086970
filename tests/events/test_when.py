"""Which expression of time dates an event."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.entities.times import read_times
from tocsin.events.when import when_of

WEDNESDAY = date(2019, 6, 19)
PUBLICATION = ("-", "2019-06-19")
MONDAY = ("2019-06-17", "2019-06-17")

# what, the text, the trigger, its status, (earliest, latest), the basis
CASES = [
    ("modifier of the verb", "Rebels attacked the port on Monday.", "attacked", "occurred", MONDAY, "stated"),
    ("noun with its own time", "Monday's attack on the port was condemned.", "attack", "occurred", MONDAY, "stated"),
    (
        "a noun's time does not date the verb",
        "Oslo condemned Monday's attack.",
        "condemned",
        "occurred",
        PUBLICATION,
        "publication",
    ),
    ("light verb", "The ministers held talks on Monday.", "talks", "occurred", MONDAY, "stated"),
    ("takes place", "The attack took place on Monday.", "attack", "occurred", MONDAY, "stated"),
    ("scheduled for", "The meeting is scheduled for Friday.", "meeting", "scheduled", ("2019-06-21", "2019-06-21"), "stated"),
    (
        "the saying is dated",
        "Oslo said on Monday that rebels had attacked the port.",
        "attacked",
        "occurred",
        PUBLICATION,
        "publication",
    ),
    ("the saying itself", "Oslo said on Monday that rebels had attacked the port.", "said", "occurred", MONDAY, "stated"),
    ("shared by verbs", "Rebels attacked the port and killed two guards on Monday.", "attacked", "occurred", MONDAY, "stated"),
    ("by a participle", "On Monday he criticised the treaty, calling it a mistake.", "calling", "occurred", MONDAY, "inferred"),
    ("participle with time", "The embargo imposed last year hurt exports.", "embargo", "ongoing", ("2018-01-01", "2018-12-31"), "stated"),
    ("a name is no date", "Oslo quit the 2015 nuclear deal.", "quit", "occurred", PUBLICATION, "publication"),
    ("what just happened", "The hostage has been freed, the mayor said on Monday.", "freed", "occurred", MONDAY, "inferred"),
    ("pointing back", "Raids last week killed ten. Oslo denies the raids.", "raids", "denied", ("2019-06-10", "2019-06-16"), "inferred"),
    ("news of the day", "The council met on Monday. It condemned the militia.", "condemned", "occurred", MONDAY, "inferred"),
    ("what is ahead", "Oslo will send frigates.", "send", "scheduled", ("2019-06-19", "-"), "publication"),
    ("decision and act", "Oslo's Monday decision to withdraw was welcomed.", "withdraw", "occurred", MONDAY, "stated"),
    ("scheduled to begin", "Talks are scheduled to begin on Thursday.", "Talks", "scheduled", ("2019-06-20", "2019-06-20"), "stated"),
    ("during", "Police arrested ten people during protests on Monday.", "protests", "occurred", MONDAY, "stated"),
    ("the end of a term", "Oslo extended its embargo until January 31.", "extended", "occurred", PUBLICATION, "publication"),
    ("a deed spoken of", "Oslo was blamed for a raid in April 2017.", "blamed", "occurred", PUBLICATION, "publication"),
    ("the deed spoken of", "Oslo was blamed for a raid in April 2017.", "raid", "occurred", ("2017-04-01", "2017-04-30"), "stated"),
    ("a term that begins", "The two sides agreed to a truce from Friday.", "agreed", "occurred", PUBLICATION, "publication"),
    ("what a past act set", "The two sides agreed to a truce from Friday.", "truce", "scheduled", ("2019-06-21", "-"), "inferred"),
    ("by the end", "Oslo will send frigates by the end of the month.", "send", "scheduled", ("2019-06-19", "2019-06-30"), "stated"),
    ("a span ahead", "Oslo will stop its exports in ten days.", "stop", "scheduled", ("2019-06-29", "2019-06-29"), "stated"),
    ("in a statement published", "In an interview published on Monday, he criticised Oslo.", "criticised", "occurred", MONDAY, "stated"),
]


def _d(text):
    return None if text == "-" else date.fromisoformat(text)


@pytest.mark.parametrize(("text", "trigger", "status", "days", "basis"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_when(parse, text, trigger, status, days, basis):
    parsed = parse(text)
    times = read_times(parsed, published=WEDNESDAY)
    token = len(parsed) - 1 - parsed.words[::-1].index(trigger)
    when, _ = when_of(parsed, token, status=status, times=times, published=WEDNESDAY)
    assert (when.earliest, when.latest, when.basis) == (_d(days[0]), _d(days[1]), basis)


def test_unknown_publication_bounds_nothing(parse):
    when, _ = when_of(parse("Rebels attacked."), 1, status="occurred", times=(), published=None)
    assert (when.earliest, when.latest, when.precision, when.basis) == (None, None, None, "publication")


@pytest.fixture(scope="module")
def corpus(parse):
    return parse(" ".join(case[1] for case in CASES))


@settings(deadline=None)
@given(
    st.integers(0, 10**6),
    st.dates(min_value=date(1990, 1, 1), max_value=date(2050, 1, 1)),
    st.sampled_from(["occurred", "scheduled", "denied"]),
)
def test_a_stated_date_is_that_of_an_expression_in_the_sentence(corpus, token, published, status):
    trigger = token % len(corpus)
    times = read_times(corpus, published=published)
    when, _ = when_of(corpus, trigger, status=status, times=times, published=published)
    assert when.earliest is None or when.latest is None or when.earliest <= when.latest
    first, last = corpus.sentences[corpus.sentence_of[trigger]]
    here = {(t.earliest, t.latest) for t in times if corpus.starts[first] <= t.start < corpus.ends[last - 1]}
    assert when.basis != "stated" or (when.earliest, when.latest) in here
