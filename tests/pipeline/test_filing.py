"""What is filed of an article: rows whole in themselves, under ids that do not change."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tocsin.pipeline import Reader
from tocsin.pipeline.filing import article_id, filed, known_from, stamped
from tocsin.records import Article, ArticleReading, Item, MadeBy, Reject, Unreadable
from tocsin.records.article import text_id

NOON = datetime(2024, 5, 8, 12, tzinfo=UTC)
TEXT = "Ruritania shelled the port of Odesa on Tuesday, Ukraine's army said. Moscow denied that it had attacked the port."
MADE_BY = MadeBy(version="0", config="sha256:0")


def item(text: str = TEXT, **fields) -> Item:
    moment = fields.pop("published_at", None)
    published = fields.pop("published", date(2024, 5, 8))
    article = Article(id=text_id(text), text=text, published=published, published_basis="given" if published else "unknown", **fields)
    return Item(article=article, source="a folder", published_at=moment)


def filing(one: Item, recorded_at: datetime = NOON):
    return filed(one, Reader().read(one.article), stamped(one, made_by=MADE_BY, recorded_at=recorded_at))


@pytest.fixture(scope="module")
def made():
    return filing(item(outlet="Sample Daily"))


def test_an_event_carries_what_it_points_at(made):
    told = next(e for e in made.events if e.type == "ASSAULT" and e.status == "occurred")
    assert (told.targets[0].country, told.target, told.outlet) == ("UKR", told.targets[0].code, "Sample Daily")
    assert (told.article, told.chain[0].name) == (made.article.id, "Sample Daily")
    assert told.chain[-1].code == "UKRMIL"
    assert told.sentence == TEXT[: TEXT.index(" Moscow")]
    assert TEXT[told.start : told.end] == told.trigger


def test_a_claim_carries_its_words(made):
    assert {c.stance for c in made.claims} >= {"denies"}
    assert all(c.text == TEXT[c.start : c.end] for c in made.claims)
    assert {e.claim for e in made.events} <= {c.id for c in made.claims}


def test_filing_again_gives_the_same_rows(made):
    again = filing(item(outlet="Sample Daily"))
    assert again == made


def test_later_filing_changes_only_when_it_was_recorded(made):
    later = filing(item(outlet="Sample Daily"), NOON.replace(year=2025))
    assert {e.id for e in later.events} == {e.id for e in made.events}
    assert later.article.recorded_at != made.article.recorded_at
    # on the day itself no more than the present can be known; a year on, the end of that day
    assert later.article.known_at == datetime(2024, 5, 8, 23, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize("change", [{"outlet": "Other Daily"}, {"url": "https://a.example/1"}, {"published": date(2024, 5, 7)}])
def test_a_syndicated_copy_is_an_article_of_its_own(change):
    assert article_id(item(**change)) != article_id(item())


@pytest.mark.parametrize(
    ("moment", "day", "known"),
    [
        pytest.param(datetime(2024, 5, 7, 8, tzinfo=UTC), date(2024, 5, 7), datetime(2024, 5, 7, 8, tzinfo=UTC), id="the moment"),
        pytest.param(None, date(2024, 5, 7), datetime(2024, 5, 7, 23, 59, 59, 999999, tzinfo=UTC), id="the end of the day"),
        pytest.param(None, None, NOON, id="when taken in"),
        pytest.param(datetime(2024, 5, 9, tzinfo=UTC), date(2024, 5, 9), NOON, id="not before it was seen"),
    ],
)
def test_when_it_could_be_known(moment, day, known):
    assert known_from(item(published=day, published_at=moment), NOON) == known


def test_what_cannot_be_read_is_filed_with_its_refusal():
    one = item()
    refusal = Unreadable(id="x", code="too_long", message="The text is too long.")
    made = filed(one, refusal, stamped(one, made_by=MADE_BY, recorded_at=NOON))
    assert made.article.reading == "refused"
    assert [(r.code, r.article) for r in made.refused] == [("too_long", made.article.id)]


def test_a_foreign_article_is_kept_unread():
    made = filing(
        item(
            "Der Minister sagte am Montag, dass die Regierung keine weiteren Truppen an die Grenze verlegen werde, solange verhandelt wird."
        )
    )
    assert (made.article.reading, made.article.language, made.events) == ("foreign", "de", ())


def test_the_callers_id_is_kept_beside_our_own():
    one = item()
    named = replace(one, article=replace(one.article, id="row 7"))
    assert (filing(named).article.row_id, filing(one).article.row_id) == ("row 7", None)
    assert filing(named).article.id == filing(one).article.id


def test_two_readings_of_one_text_never_share_an_id(made):
    assert len({e.id for e in made.events}) == len(made.events)
    assert isinstance(Reader().read(item().article), ArticleReading)


def test_an_article_that_was_turned_away_is_kept_unread():
    one = item()
    why = Reject(stage="gate", start=None, end=None, reason="by words such as coach, season")
    answer = ArticleReading(article=one.article, rejected=(why,), made_by=MADE_BY)
    made = filed(one, answer, stamped(one, made_by=MADE_BY, recorded_at=NOON))
    assert (made.article.reading, made.article.text, made.claims, made.refused) == ("gated", TEXT, (), ())
