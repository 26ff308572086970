"""Affairs: what runs on over days, and what stands alone."""

from __future__ import annotations

from tests.incidents.test_fold import EVER, Rows, report

from tocsin.incidents.fold import fold
from tocsin.incidents.state import State

TRIAL = [
    report("Trial of Selby banker Quill opens", "The trial of the banker Anna Quill for fraud opened in Port Selby.", hours=1),
    report(
        "Selby banker Quill denies fraud", "The banker Anna Quill denied fraud at her trial in Port Selby.", hours=26, outlet="Island Post"
    ),
    report("Jury out in fraud trial of banker Quill", "A jury in Port Selby weighs the fraud case of the banker Anna Quill.", hours=90),
]
OTHER = report("Whales stranded on Kallinos", "Eleven whales lie on a beach of Kallinos.", hours=27)


def affairs(rows: list[Rows]) -> list[str | None]:
    state, _ = fold(State(), rows, as_of=EVER)
    return [state.places[each.article.id].story for each in rows]


def test_an_affair_runs_on_under_the_id_of_its_earliest_article() -> None:
    assert affairs([*TRIAL, OTHER]) == [*[TRIAL[0].article.id] * 3, None]
    assert affairs(TRIAL[:1]) == [None]


def test_the_same_after_weeks_is_another_affair() -> None:
    later = report("Trial of Selby banker Quill opens", "The trial of Anna Quill for fraud opened anew in Port Selby.", hours=24 * 40)
    assert affairs([*TRIAL, later])[-1] is None


def test_the_first_article_is_told_when_a_second_makes_it_an_affair() -> None:
    state, first = fold(State(), TRIAL[:1], as_of=EVER)
    assert [place.story for place in first.places] == [None]
    _, second = fold(state, TRIAL[1:2], as_of=EVER)
    assert {place.article: place.story for place in second.places} == {each.article.id: TRIAL[0].article.id for each in TRIAL[:2]}
    assert {group.story for group in second.groups} == {TRIAL[0].article.id}
