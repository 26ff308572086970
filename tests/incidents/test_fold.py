"""The fold: one answer for a set of articles, however they come; and what is one happening, what is another."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.incidents.articles import START, article

from tocsin.incidents.fold import fold
from tocsin.incidents.judged import Judged
from tocsin.incidents.state import UNJUDGED, State
from tocsin.records import FiledArticle, FiledClaim, FiledEvent, Party, filed_id

EVER = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Rows:
    """The rows of one article."""

    article: FiledArticle
    events: tuple[FiledEvent, ...] = ()
    claims: tuple[FiledClaim, ...] = ()


def report(title: str, text: str, *, hours: float = 0, outlet: str = "Sample Daily", dated: bool = True) -> Rows:
    return Rows(article(text, title=title, outlet=outlet, hours=hours, dated=dated))


def coded(rows: Rows, trigger: str, kind: str, source: str, target: str, day: date, status: str = "occurred") -> Rows:
    """The rows with an event that is told by the words of the text."""
    start = rows.article.text.index(trigger)
    event = FiledEvent(
        id=filed_id(rows.article.id, trigger, kind, source),
        dataset="tocsin",
        article=rows.article.id,
        claim=None,
        sentence=None,
        start=start,
        end=start + len(trigger),
        trigger=trigger,
        type=kind,
        mode=None,
        contexts=(),
        cameo=None,
        quad=None,
        goldstein=None,
        sources=(Party(name=source, code=source + "GOV", country=source, sector="GOV"),),
        targets=(Party(name=target, code=target + "GOV", country=target, sector="GOV"),),
        proxies=(),
        source=source + "GOV",
        target=target + "GOV",
        status=status,  # type: ignore[arg-type]
        earliest=day,
        latest=day,
        precision="day",
        when_basis="stated",
        place=None,
        place_kind=None,
        place_country=None,
        lat=None,
        lon=None,
        radius_km=None,
        geonameid=None,
        quantities=(),
        chain=(),
        stance=None,
        score=0.9,
        outlet=rows.article.outlet,
        url=None,
        published=rows.article.published,
        known_at=rows.article.known_at,
        recorded_at=rows.article.recorded_at,
    )
    return replace(rows, events=(*rows.events, event))


def together(rows: Sequence[Rows], judged: Judged = UNJUDGED) -> list[set[int]]:
    """Which of the articles, by their places in the list, report one happening."""
    state, _ = fold(State(), rows, judged, as_of=EVER)
    at = {each.article.id: n for n, each in enumerate(rows)}
    return sorted(({at[a] for a in g.leads} for g in state.groups.values() if g.leads), key=min)


FERRY = [
    report("Ferry sinks off Kallinos, 12 dead", "A ferry with 80 aboard sank off the island of Kallinos on Monday, killing 12.", hours=2),
    report("Twelve die as ferry sinks near Kallinos", "The ferry Aglaia went down off Kallinos on Monday.", hours=3, outlet="Island Post"),
]


def test_reports_of_one_happening_stand_together_and_another_happening_apart() -> None:
    other = report(
        "Brewery strike enters second week", "Workers at the Altmark brewery stayed out on Monday.", hours=3, outlet="Rhine Post"
    )
    assert together([*FERRY, other]) == [{0, 1}, {2}]


def test_a_repeat_on_another_day_is_another_happening() -> None:
    again = report("Ferry sinks off Kallinos, 12 dead", "A second ferry sank off the island of Kallinos.", hours=24 * 9, outlet="Quay News")
    assert together([*FERRY, again]) == [{0, 1}, {2}]


def test_what_two_others_say_of_a_happening_are_happenings_of_their_own() -> None:
    blames = report(
        "Union condemns ferry owner after sinking", "The union condemned the owner of the ferry that sank off Kallinos.", hours=6
    )
    denies = report("Ferry owner denies skipping safety checks", "The owner of the ferry that sank off Kallinos denied it.", hours=7)
    assert together([*FERRY, blames, denies]) == [{0, 1}, {2}, {3}]


@pytest.mark.parametrize(
    "title",
    [
        "What to know about the ferry that sank off Kallinos",
        "Who was aboard the Kallinos ferry?",
        "Monday briefing: a ferry sinks, and a strike goes on",
        "Analysis: ferry sinks off Kallinos",
    ],
)
def test_what_is_no_report_of_one_happening_has_no_incident(title: str) -> None:
    page = report(title, "The ferry Aglaia sank off Kallinos on Monday with 80 aboard.", hours=5, outlet="Island Post")
    state, _ = fold(State(), [*FERRY, page], as_of=EVER)
    assert state.places[page.article.id].incidents == ()
    assert not state.places[page.article.id].leads


def test_undated_articles_join_only_what_says_much_the_same() -> None:
    first = report("Ferry sinks off Kallinos, 12 dead", "A ferry with 80 aboard sank off the island of Kallinos on Monday.", dated=False)
    other = report("Islanders mourn victims of ferry disaster", "Kallinos buried its dead on Friday.", outlet="Quay News", dated=False)
    twin = report(
        "Ferry sinks off Kallinos, 12 dead", "A ferry with 80 people aboard sank off Kallinos.", hours=80, outlet="Quay News", dated=False
    )
    assert together([first, other, twin]) == [{0, 2}, {1}]


def test_what_others_mention_joins_the_incident_that_one_reports() -> None:
    day = START.date()
    news = coded(
        report("Ardia shells Borland town", "Ardia shelled a town in Borland on Monday.", hours=1), "shelled", "ASSAULT", "ARD", "BOR", day
    )
    later = report("Borland harvest is the best in years", "Farmers are glad. Prices fell. Ardia had fired on Borland on Monday.", hours=30)
    later = coded(later, "fired", "ASSAULT", "ARD", "BOR", day)
    other = report("Borland opens a bridge", "The bridge was opened. Ardia had fired on Borland a week before.", hours=31)
    other = coded(other, "fired", "ASSAULT", "ARD", "BOR", day - timedelta(days=7))
    state, _ = fold(State(), [news, later, other], as_of=EVER)
    (group,) = [g for g in state.groups.values() if news.events[0].id in g.events]
    assert set(group.events) == {news.events[0].id, later.events[0].id}
    assert group.leads == (news.article.id,)
    assert group.id == news.events[0].id
    assert state.places[later.article.id].incidents[1:] == (group.id,)
    assert state.told_in[other.events[0].id] != group.id


def test_people_merge_and_split() -> None:
    rows = [*FERRY, report("Captain of the Aglaia jailed", "A judge on Kallinos sent the captain of the Aglaia to jail.", hours=9)]
    state, _ = fold(State(), rows, as_of=EVER)
    leads = [own.lead.id for each in rows if (own := state.kept[each.article.id]) and own.lead]
    apart = Judged(must=frozenset(), cannot=frozenset({(min(leads[:2]), max(leads[:2]))}), grades={})
    joined = Judged(must=frozenset({(min(leads[1:]), max(leads[1:]))}), cannot=frozenset(), grades={})
    assert together(rows) == [{0, 1}, {2}]
    assert together(rows, apart) == [{0}, {1}, {2}]
    assert together(rows, joined) == [{0, 1, 2}]
    judged_later, changes = fold(state, [], apart, as_of=EVER)
    assert seen(judged_later) == seen(fold(State(), rows, apart, as_of=EVER)[0])
    assert {len(group.leads) for group in changes.groups} == {1}
    assert seen(fold(judged_later, [], UNJUDGED, as_of=EVER)[0]) == seen(state)


def test_copies_stand_with_what_they_repeat() -> None:
    first = report("Ferry sinks off Kallinos", "A ferry sank off the island of Kallinos on Monday.", hours=1)
    copy = report("Tragedy at sea", "Shipping has had a bad year, and now this.", hours=2, outlet="Island Post")
    assert together([first, copy]) == [{0}, {1}]
    state, _ = fold(State(), [first, copy], copies={copy.article.id: first.article.id}, as_of=EVER)
    assert {len(group.leads) for group in state.groups.values()} == {2}
    parted, changes = fold(state, [], copies={copy.article.id: None}, as_of=EVER)
    assert {len(group.leads) for group in parted.groups.values()} == {1}
    assert len(changes.groups) == 2


def test_changes_are_what_is_other_than_before() -> None:
    state, first = fold(State(), FERRY[:1], as_of=EVER)
    assert [place.article for place in first.places] == [FERRY[0].article.id]
    again, none = fold(state, FERRY[:1], as_of=EVER)
    assert (none.groups, none.places, none.retired) == ((), (), ())
    assert seen(again) == seen(state)
    _, second = fold(state, FERRY[1:], as_of=EVER)
    assert [group.id for group in second.groups] == [first.groups[0].id]
    earlier = replace(FERRY[1], article=replace(FERRY[1].article, id="0" * 24, known_at=START))
    _, taken_over = fold(state, [earlier], as_of=EVER)
    assert taken_over.retired == (first.groups[0].id,)


WHO = ["Ardia", "Borland", "The harbour union", "President Tamarind", "Minister Quill"]
DID = [
    "shells {}",
    "condemns {} after {}",
    "says it will leave {}",
    "meets {} envoys ahead of {}",
    "seizes ship off {}",
    "denies seizing ship off {}",
]
WHERE = ["Kallinos", "Port Selby", "the Vane valley", "Borland"]


@st.composite
def _article(draw: st.DrawFn) -> Rows:
    title = f"{draw(st.sampled_from(WHO))} {draw(st.sampled_from(DID)).format(draw(st.sampled_from(WHERE)), draw(st.sampled_from(WHERE)))}"
    hours, outlet = (
        draw(st.sampled_from([0, 1, 1, 5, 20, 30, 60, 200])),
        draw(st.sampled_from(["Sample Daily", "Island Post", "Quay News"])),
    )
    rows = report(title, f"{title}, officials said on Monday.", hours=hours, outlet=outlet, dated=draw(st.integers(0, 5)) > 0)
    if draw(st.booleans()):
        day = START.date() + timedelta(days=draw(st.integers(0, 1)))
        rows = coded(
            rows, title.split()[-1], draw(st.sampled_from(["ASSAULT", "CONSULT"])), "ARD", draw(st.sampled_from(["BOR", "VAN"])), day
        )
    return rows


def distinct(rows: Iterable[Rows]) -> list[Rows]:
    return list({each.article.id: each for each in rows}.values())


def seen(state: State) -> tuple[object, ...]:
    """All that a state says to the outside."""
    return dict(state.groups), dict(state.told_in), dict(state.places)


ARTICLES = st.lists(_article(), min_size=2, max_size=12).map(distinct)


@given(ARTICLES, st.randoms(use_true_random=False), st.lists(st.integers(1, 5), max_size=14))
@settings(max_examples=60, deadline=None)
def test_order_of_arrival_and_batches_leave_no_trace(rows: list[Rows], chance: object, sizes: list[int]) -> None:
    copies = {rows[-1].article.id: rows[0].article.id} if len(rows) > 1 else {}
    whole, _ = fold(State(), rows, copies=copies, as_of=EVER)
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    state = State()
    while shuffled:
        size = sizes.pop() if sizes else 1
        state, _ = fold(
            state, shuffled[:size], copies={k: v for k, v in copies.items() if k in {r.article.id for r in shuffled[:size]}}, as_of=EVER
        )
        shuffled = shuffled[size:]
    assert seen(state) == seen(whole)


@given(ARTICLES, st.integers(0, 70))
@settings(max_examples=40, deadline=None)
def test_as_of_a_moment_is_what_was_known_by_then(rows: list[Rows], hours: int) -> None:
    then = START + timedelta(hours=hours)
    known = [each for each in rows if each.article.known_at <= then]
    assert seen(fold(State(), rows, as_of=then)[0]) == seen(fold(State(), known, as_of=EVER)[0])


@given(ARTICLES)
@settings(max_examples=40, deadline=None)
def test_every_event_stands_in_one_incident_and_every_id_is_that_of_its_earliest_event(rows: list[Rows]) -> None:
    state, _ = fold(State(), rows, as_of=EVER)
    events = [event for group in state.groups.values() for event in group.events]
    assert len(events) == len(set(events))
    assert dict(state.told_in) == {event: group.id for group in state.groups.values() for event in group.events}
    assert all(group.id == group.events[0] for group in state.groups.values())
    assert {incident for place in state.places.values() for incident in place.incidents} == set(state.groups)
    assert all(0 < group.score <= 1 for group in state.groups.values())


PRINTED = """
from itertools import product
from tests.incidents.test_fold import DID, EVER, WHERE, WHO, report
from tocsin.incidents.fold import fold
from tocsin.incidents.state import State

titles = [f"{who} {did.format(where, where)} amid famine, harvest loss and debt" for who, did, where in product(WHO, DID, WHERE)]
rows = [report(title, f"{title}: reservoirs, orchards and granaries stood empty.", hours=at / 9) for at, title in enumerate(titles)]
state, _ = fold(State(), rows, as_of=EVER)
print(sorted((a, sorted(row.items())) for a, row in state.odds.items()), sorted(state.groups.items()))
"""


def test_two_processes_find_the_same_to_the_last_digit() -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-c", PRINTED], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert "Evidence" in printed.pop()
