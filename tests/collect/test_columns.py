from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.collect.columns import USUAL, ColumnMap, item_of
from tocsin.collect.known import Known
from tocsin.errors import BadDate, BadRow, ConfigError, EmptyText, InputError, NotText
from tocsin.records.article import text_id

TEXT = "The harbour of Arland was closed on Monday, the ministry said."


def item(columns=USUAL, known=None, /, **cells):
    return item_of(cells, columns, known or Known(), "rows.jsonl")


@pytest.mark.parametrize(
    ("cells", "field", "expected"),
    [
        pytest.param({"text": TEXT}, "text", TEXT, id="text"),
        pytest.param({"Body": TEXT}, "text", TEXT, id="body, whatever its case"),
        pytest.param({"content": "", "description": TEXT}, "text", TEXT, id="the first text that is not empty"),
        pytest.param({"content": TEXT, "description": "Short."}, "text", TEXT, id="the body before its summary"),
        pytest.param({"title": "Harbour closed", "description": "  "}, "text", "Harbour closed", id="the title where there is no text"),
        pytest.param({"text": "<p>One &amp; two.</p><p>Three.</p>"}, "text", "One & two.\n\nThree.", id="markup"),
        pytest.param({"text": "1 < 2 and\n\n 3 > 2 "}, "text", "1 < 2 and\n\n 3 > 2 ", id="plain text is kept to the character"),
        pytest.param({"text": TEXT, "Headline": "Harbour &quot;closed&quot;"}, "title", 'Harbour "closed"', id="headline"),
        pytest.param({"text": TEXT, "source": "Sample Daily"}, "outlet", "Sample Daily", id="source as a name"),
        pytest.param({"text": TEXT, "source": "http://www.sample.example/rss.xml"}, "outlet", "sample.example", id="source as a URL"),
        pytest.param({"text": TEXT, "source": {"id": None, "name": "Sample Daily"}}, "outlet", "Sample Daily", id="source as an object"),
        pytest.param({"text": TEXT, "link": "https://news.sample.example/a"}, "outlet", "news.sample.example", id="host of the article"),
        pytest.param({"text": TEXT, "outlet": "A", "source": "https://b.example"}, "outlet", "A", id="outlet before source"),
        pytest.param({"text": TEXT}, "outlet", None, id="no outlet"),
        pytest.param({"text": TEXT, "link": "https://sample.example/a"}, "url", "https://sample.example/a", id="link"),
        pytest.param({"text": TEXT, "url": "javascript:alert(1)"}, "url", None, id="no address of the web"),
        pytest.param({"text": TEXT, "pubDate": "Wed, 19 Jun 2019 10:00:00 GMT"}, "published", date(2019, 6, 19), id="pubDate"),
        pytest.param({"text": TEXT, "published": date(2019, 6, 19)}, "published", date(2019, 6, 19), id="a day of Parquet"),
        pytest.param({"text": TEXT, "date": None}, "published", None, id="no day"),
        pytest.param({"text": TEXT, "published": float("nan")}, "published", None, id="no number"),
        pytest.param({"text": TEXT, "language": "en-US"}, "language", "en", id="language"),
        pytest.param({"id": 7, "text": TEXT}, "id", "7", id="a number for an id"),
        pytest.param({"id": 7.0, "text": TEXT}, "id", "7", id="a number that became a fraction"),
        pytest.param({"guid": "urn:a", "text": TEXT}, "id", "urn:a", id="guid"),
        pytest.param({"text": TEXT}, "id", text_id(TEXT), id="no id"),
    ],
)
def test_columns_are_known_by_their_usual_names(cells, field, expected):
    assert getattr(item(**cells).article, field) == expected


def test_a_moment_with_its_zone_is_kept_in_utc():
    assert item(text=TEXT, published="2022-01-01 01:30:00+02:00").published_at == datetime(2021, 12, 31, 23, 30, tzinfo=UTC)
    assert item(text=TEXT, published="2022-01-01").published_at is None


@pytest.mark.parametrize(
    ("cells", "tags"),
    [
        ({"tags": "war, sea;trade|war"}, ("war", "sea", "trade")),
        ({"keywords": ["War ", {"term": "sea"}, None, ""]}, ("War", "sea")),
        ({"categories": []}, ()),
        ({}, ()),
    ],
)
def test_tags(cells, tags):
    assert item(text=TEXT, **cells).tags == tags


def test_authors():
    assert item(text=TEXT, author="Ada B.").author == "Ada B."
    assert item(text=TEXT, authors=["Ada B.", {"name": "Carl D."}]).author == "Ada B., Carl D."


def test_a_map_stands_above_the_usual_names():
    columns = ColumnMap.parse("text=abstract, published=approx_date,title=Name")
    made = item(columns, text="not this", abstract=TEXT, approx_date="2019-06-19", name="Closed", title="nor this")
    assert (made.article.text, made.article.title, made.article.published) == (TEXT, "Closed", date(2019, 6, 19))


def test_a_column_serves_one_field_only():
    assert item(ColumnMap.parse("title=description"), description="Closed", text=TEXT).article.title == "Closed"
    assert item(ColumnMap.parse("title=description"), description="Closed").article.text == "Closed"


@pytest.mark.parametrize("spec", ["text", "text=", "words=body", "text=a,text=b", "", "=a"])
def test_a_broken_map_is_refused(spec):
    with pytest.raises(ConfigError, match="does not map a column"):
        ColumnMap.parse(spec)


def test_what_a_caller_knows_stands_above_the_row():
    known = Known(outlet="Mine", published=date(2020, 1, 2))
    made = item(USUAL, known, text=TEXT, source="Theirs", published="2019-06-19T10:00:00Z")
    assert (made.article.outlet, made.article.published, made.published_at) == ("Mine", date(2020, 1, 2), None)


def test_the_row_is_kept_only_where_the_text_was_changed():
    assert item(text=TEXT).raw is None
    changed = item(description="<p>Closed.</p>", date="2019-06-19")
    assert json.loads(changed.raw) == {"description": "<p>Closed.</p>", "date": "2019-06-19"}
    assert changed.media_type == "application/json"


@pytest.mark.parametrize(
    ("cells", "error"),
    [
        pytest.param({"title": ""}, EmptyText, id="neither text nor title"),
        pytest.param({"description": "<img src=x>"}, EmptyText, id="a picture alone"),
        pytest.param({"text": 7}, BadRow, id="a number for a text"),
        pytest.param({"text": {"a": 1}}, BadRow, id="an object for a text"),
        pytest.param({"text": TEXT, "title": ["a"]}, BadRow, id="a list for a title"),
        pytest.param({"text": TEXT, "published": "1753-01-01"}, BadDate, id="1753"),
        pytest.param({"text": TEXT, "published": "2919-01-01"}, BadDate, id="2919"),
        pytest.param({"text": TEXT, "published": "06/07/2019"}, BadDate, id="either of two days"),
        pytest.param({"text": TEXT, "published": True}, BadDate, id="no date at all"),
        pytest.param({"text": "half \ud800"}, NotText, id="half a character"),
    ],
)
def test_rows_that_cannot_be_read_are_told(cells, error):
    with pytest.raises(error):
        item(**cells)


values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=40)
    | st.lists(st.text(max_size=5), max_size=3)
    | st.just({"name": 3})
)


@given(st.dictionaries(st.sampled_from(["text", "title", "source", "url", "date", "language", "tags", "author", "id", "other"]), values))
def test_any_row_makes_an_article_or_a_refusal(cells):
    try:
        made = item_of(cells, USUAL, Known(), "rows")
    except InputError:
        return
    assert made.article.text.strip()
