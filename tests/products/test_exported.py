"""One row an article, under the ids that the caller's rows had."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from tests.incidents.articles import article

from tocsin.products.exported import COLUMNS, exported
from tocsin.records import Placement

ONE = replace(article("A ferry sank.", title="Ferry sinks", outlet="Island Post", url="https://post.example/1"), row_id="row 1")
OTHER = replace(article("A ferry sank.", outlet="Harbour Gazette", hours=3), row_id="row 2")
UNNAMED = article("The strike goes on.")


def placement(**more: object) -> Placement:
    usual = {"id": ONE.id, "incidents": ("i1", "i2"), "leads": True, "story": "s1", "copy_of": None, "carries": None}
    return Placement(**{**usual, "known_at": ONE.known_at, **more})  # type: ignore[arg-type]


def test_a_row_holds_what_the_contract_names() -> None:
    made = exported(ONE, placement(), None)
    assert tuple(made) == COLUMNS
    assert made == {
        "id": "row 1",
        "outlet": "Island Post",
        "title": "Ferry sinks",
        "published": "2024-05-06T06:00:00+00:00",
        "url": "https://post.example/1",
        "story": "s1",
        "incidents": ["i1", "i2"],
        "mentions": [],
        "copy_of": None,
        "known_at": "2024-05-06T06:00:00Z",
    }


def test_what_is_only_mentioned_is_not_its_news() -> None:
    made = exported(ONE, placement(leads=False), None)
    assert (made["incidents"], made["mentions"]) == ([], ["i1", "i2"])


def test_a_copy_names_what_it_copies_as_the_caller_does() -> None:
    assert exported(OTHER, placement(id=OTHER.id, copy_of=ONE.id), ONE)["copy_of"] == "row 1"
    assert exported(OTHER, placement(id=OTHER.id, copy_of=UNNAMED.id), UNNAMED)["copy_of"] == UNNAMED.id


def test_an_article_that_the_caller_did_not_name_has_its_own_id() -> None:
    assert exported(UNNAMED, None, None)["id"] == UNNAMED.id


def test_what_was_not_compared_yet_says_so_by_having_nothing() -> None:
    made = exported(ONE, None, None)
    assert [made[key] for key in ("story", "incidents", "mentions", "copy_of")] == [None, [], [], None]


@pytest.mark.parametrize(
    ("fields", "published"),
    [
        pytest.param({"published_at": datetime(2024, 5, 6, 6, tzinfo=UTC)}, "2024-05-06T06:00:00+00:00", id="the moment"),
        pytest.param({"published_at": None, "published": date(2024, 5, 6)}, "2024-05-06", id="the day"),
        pytest.param({"published_at": None, "published": None, "published_basis": "unknown"}, None, id="unknown"),
    ],
)
def test_it_tells_no_more_of_the_date_than_is_known(fields: dict, published: str | None) -> None:
    assert exported(replace(ONE, **fields), None, None)["published"] == published


def test_moments_are_told_in_utc() -> None:
    assert exported(replace(ONE, known_at=datetime(2024, 5, 6, tzinfo=UTC)), None, None)["known_at"] == "2024-05-06T00:00:00Z"
    other = datetime(2024, 5, 6, 2, tzinfo=timezone(timedelta(hours=2)))
    assert exported(replace(ONE, known_at=other), None, None)["known_at"] == "2024-05-06T00:00:00Z"
