from datetime import date

import pytest

from tocsin.records import Article, Place, Span, Time

PLACE = {"start": 0, "end": 4, "text": "Oman", "id": "p1", "name": "Oman", "kind": "country", "country": "OMN", "geonameid": None}


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)], ids=["empty", "backwards", "negative"])
def test_a_span_is_never_empty_or_backwards(start, end):
    with pytest.raises(ValueError, match="span"):
        Span(start=start, end=end)


def test_a_place_is_never_a_pin_without_a_radius():
    with pytest.raises(ValueError, match="Oman"):
        Place(**PLACE, lat=21.0, lon=57.0, radius_km=None)


def test_a_time_does_not_end_before_it_begins():
    with pytest.raises(ValueError, match="after"):
        Time(start=0, end=3, text="May", earliest=date(2020, 5, 2), latest=date(2020, 5, 1), precision="range")


@pytest.mark.parametrize(("published", "basis"), [(date(2020, 1, 1), "unknown"), (None, "given")])
def test_a_date_of_publication_and_its_basis_go_together(published, basis):
    with pytest.raises(ValueError, match="published"):
        Article(id="x", text="x", published=published, published_basis=basis)
