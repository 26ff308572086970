from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.collect.event_rows import codes, country_of, levels, sectors
from tocsin.collect.gdelt import dataset_of, gdelt_event
from tocsin.collect.icews import icews_event
from tocsin.collect.ucdp import ucdp_event
from tocsin.errors import BadCode, BadDate, BadPlace, BadRow, InputError
from tocsin.gazetteer.countries import countries
from tocsin.ontology import SECTORS

from .tables import GDELT1, gdelt, icews, ucdp

NOW = datetime(2020, 1, 1, tzinfo=UTC)


def end_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, 59, 999999, UTC)


def test_an_event_of_gdelt_2():
    made = gdelt_event(gdelt(), NOW)
    assert (made.id, made.dataset, made.type, made.cameo, made.goldstein) == ("gdelt2:700000001", "gdelt2", "CONSULT", "042", 1.9)
    assert (made.source, made.target, made.sources[0].country, made.sources[0].sector) == ("IRNGOV", "RUS", "IRN", "GOV")
    assert (made.earliest, made.latest, made.precision, made.status) == (date(2019, 6, 19), date(2019, 6, 19), "day", "occurred")
    assert (made.place, made.place_kind, made.place_country, made.lat, made.lon) == (
        "Ahvaz, Khuzestan, Iran",
        "city",
        "IRN",
        31.3203,
        48.6693,
    )
    assert made.radius_km == 25
    assert (made.outlet, made.url) == ("sample.example", "https://www.sample.example/a")
    assert (made.known_at, made.recorded_at) == (datetime(2019, 6, 19, 14, 30, tzinfo=UTC), NOW)
    assert made.score is made.article is made.claim is made.stance is None


@pytest.mark.parametrize("columns", [57, GDELT1])
def test_an_event_of_gdelt_1(columns):
    made = gdelt_event(gdelt(columns), NOW)
    assert (made.id, made.dataset, made.lat) == ("gdelt1:700000001", "gdelt1", 31.3203)
    assert made.known_at == end_of(date(2019, 6, 20))
    assert (made.url is None) == (columns == 57)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({"geo": "1"}, ("country", None, None), id="a country is no pin"),
        pytest.param({"geo": "2"}, ("region", 250, 31.3203), id="state"),
        pytest.param({"geo": "3"}, ("city", 10, 31.3203), id="town in the United States"),
        pytest.param({"geo": "5"}, ("region", 110, 31.3203), id="region"),
        pytest.param({"geo": "0", "lat": "", "lon": ""}, (None, None, None), id="nowhere"),
        pytest.param({"geo": "9"}, (None, None, None), id="a kind that is not known"),
    ],
)
def test_a_point_never_comes_without_a_radius(changed, expected):
    made = gdelt_event(gdelt(**changed), NOW)
    assert (made.place_kind, made.radius_km, made.lat) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({"actor1": "EUR", "country1": "EUR", "type1": ""}, ("EUR", None, "UNK"), id="a continent is no country"),
        pytest.param({"actor1": "IGOUNO", "country1": "", "type1": "IGO"}, ("IGOUNO", None, "IGO"), id="international body"),
        pytest.param({"actor1": "ROMGOV", "country1": "ROM"}, ("ROMGOV", "ROU", "GOV"), id="a country that CAMEO codes otherwise"),
        pytest.param({"actor1": "SYRREB", "country1": "SYR", "type1": "SEP"}, ("SYRREB", "SYR", "REB"), id="separatists"),
        pytest.param({"actor1": "kur", "country1": "", "type1": ""}, ("kur", None, "UNK"), id="an ethnic group"),
    ],
)
def test_parties(changed, expected):
    party = gdelt_event(gdelt(**changed), NOW).sources[0]
    assert (party.code, party.country, party.sector) == expected


def test_nobody_is_no_party():
    made = gdelt_event(gdelt(actor1="", name1="", country1="", type1=""), NOW)
    assert (made.sources, made.source) == ((), None)


def test_a_plain_statement_is_other():
    made = gdelt_event(gdelt(code="010"), NOW)
    assert (made.type, made.quad) == ("OTHER", "verbal_cooperation")


@pytest.mark.parametrize(
    ("line", "error"),
    [
        pytest.param("\t".join(gdelt().split("\t")[:40]), BadRow, id="missing columns"),
        pytest.param(gdelt() + "\tmore", BadRow, id="a column too many"),
        pytest.param(gdelt(id="x1"), BadRow, id="no id"),
        pytest.param(gdelt(day="17530101"), BadDate, id="1753"),
        pytest.param(gdelt(day="29190619"), BadDate, id="2919"),
        pytest.param(gdelt(day="20190631"), BadDate, id="31 June"),
        pytest.param(gdelt(day="20190621"), BadDate, id="later than it was known"),
        pytest.param(gdelt(added="20200103000000"), BadDate, id="known tomorrow"),
        pytest.param(gdelt(added="20190619143099"), BadDate, id="no time"),
        pytest.param(gdelt(added="17530619143000"), BadDate, id="known in 1753"),
        pytest.param(gdelt(code="999"), BadCode, id="no code"),
        pytest.param(gdelt(code=""), BadCode, id="no code at all"),
        pytest.param(gdelt(lat="91.5"), BadPlace, id="beyond the pole"),
        pytest.param(gdelt(lon="-181"), BadPlace, id="beyond the date line"),
        pytest.param(gdelt(lat=""), BadPlace, id="half a point"),
        pytest.param(gdelt(lat="north"), BadRow, id="no number"),
        pytest.param(gdelt(lat="inf"), BadRow, id="no finite number"),
    ],
)
def test_bad_lines_are_told(line, error):
    with pytest.raises(error):
        gdelt_event(line, NOW)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (gdelt(), "gdelt2"),
        (gdelt(GDELT1), "gdelt1"),
        ("\t".join(gdelt().split("\t")[:30]), "gdelt2"),
        ("1\t20190619\t201905\t2019\t" + "\t" * 20, None),
        ("id\ttext\tdate", None),
        ("", None),
    ],
)
def test_an_export_is_known_by_its_first_line(line, expected):
    assert dataset_of(line) == expected


@given(
    st.lists(
        st.sampled_from(["", "1", "20190619", "201906", "2019", "042", "IRN", "4", "31.5", "20190619143000", "x"]), min_size=61, max_size=61
    )
)
def test_any_line_is_an_event_or_a_refusal(cells):
    try:
        made = gdelt_event("\t".join(cells), NOW)
    except InputError:
        return
    assert len({made.lat is None, made.lon is None, made.radius_km is None}) == 1


def test_an_event_of_icews():
    made = icews_event(icews(), NOW)
    assert (made.id, made.type, made.cameo, made.earliest) == ("icews:5001", "CONSULT", "040", date(2018, 6, 1))
    assert (made.source, made.target) == ("VNMGOV", "JPNMIL")
    assert (made.place, made.place_country, made.radius_km, made.outlet) == ("Hanoi", "VNM", 25, "Sample Daily")
    assert made.known_at == end_of(date(2018, 6, 1))


@pytest.mark.parametrize(
    ("code", "words", "expected"),
    [
        ("040", "Consult", "040"),
        ("40", "Consult", "040"),
        ("40", "NA", "040"),
        ("10", "Make statement", "010"),
        ("10", "NA", "010"),
        ("100", "Demand", "100"),
        ("231", "Appeal for economic aid", "0231"),
        ("231", "NA", "0231"),
        ("NA", "make statement", "010"),
        ("Make statement", "NA", "010"),
        ("190", "words of no code", "190"),
    ],
)
def test_codes_of_icews_in_numbers_and_words(code, words, expected):
    assert icews_event(icews(CAMEO_Code=code, Event_Text=words), NOW).cameo == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"City": "NA"}, ("Thanh Pho Ha Noi", "region", 110, 21.0245)),
        ({"City": "NA", "District": "Ba Dinh"}, ("Ba Dinh", "region", 35, 21.0245)),
        ({"City": "NA", "Province": "NA"}, ("Vietnam", "country", None, None)),
        ({"City": "", "Province": "", "Country": ""}, (None, None, None, None)),
    ],
)
def test_places_of_icews(changed, expected):
    made = icews_event(icews(**changed), NOW)
    assert (made.place, made.place_kind, made.radius_km, made.lat) == expected


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"Event_ID": "NA"}, BadRow),
        ({"Event_Date": "1753-01-01"}, BadDate),
        ({"Event_Date": ""}, BadDate),
        ({"CAMEO_Code": "999", "Event_Text": "nothing"}, BadCode),
        ({"CAMEO_Code": "", "Event_Text": ""}, BadCode),
        ({"Latitude": "95"}, BadPlace),
    ],
)
def test_bad_rows_of_icews_are_told(changed, error):
    with pytest.raises(error):
        icews_event(icews(**changed), NOW)


def test_an_event_of_ucdp():
    made = ucdp_event(ucdp(), NOW)
    assert (made.id, made.type, made.cameo, made.when_basis) == ("ucdp-ged:90001", "ASSAULT", "190", "stated")
    assert (made.source, made.target) == ("SYRGOV", "REB")
    assert (made.place, made.radius_km, made.outlet, made.published) == ("Sample village", 5, "Sample Agency", date(2016, 1, 3))
    assert [(q.value, q.unit) for q in made.quantities] == [(4.0, "killed")]
    assert made.sentence == "Shells hit a village"


@pytest.mark.parametrize(
    ("changed", "day"),
    [
        pytest.param({}, date(2016, 1, 3), id="when its report was published"),
        pytest.param({"source_date": "2016-01-03;2016-02-05; 2016-01-09"}, date(2016, 2, 5), id="when the last of them was"),
        pytest.param({"source_date": ""}, date(2016, 1, 1), id="the event's end where no report is dated"),
        pytest.param({"source_date": "2015-12-01"}, date(2016, 1, 1), id="not before it happened"),
        pytest.param({"date_end": "2016-01-31", "date_prec": "4"}, date(2016, 1, 31), id="not before it ended"),
    ],
)
def test_when_an_event_of_ucdp_is_known(changed, day):
    assert ucdp_event(ucdp(**changed), NOW).known_at == end_of(day)


def test_what_is_told_by_several_reports_has_no_one_outlet():
    made = ucdp_event(ucdp(source_date="2016-01-03;2016-02-05", source_office="A;B"), NOW)
    assert made.outlet is made.published is made.sentence is None


def test_violence_against_civilians():
    made = ucdp_event(ucdp(type_of_violence="3", side_a="Sample Front", side_b="Civilians"), NOW)
    assert (made.cameo, made.source, made.target) == ("180", "REB", "CVL")


@pytest.mark.parametrize(("prec", "end", "expected"), [("1", "2016-01-01", "day"), ("1", "2016-01-02", "range"), ("2", "2016-01-04", "range"),
                                                    ("3", "2016-01-07", "week"), ("4", "2016-01-31", "month"), ("5", "2016-12-31", "year")])  # fmt: skip
def test_precision_of_days(prec, end, expected):
    assert ucdp_event(ucdp(date_prec=prec, date_end=end), NOW).precision == expected


@pytest.mark.parametrize(("level", "expected"), [("2", 25), ("3", 35), ("4", 110), ("5", None), ("6", None), ("7", None), ("", None)])
def test_precision_of_places(level, expected):
    made = ucdp_event(ucdp(where_prec=level), NOW)
    assert (made.radius_km, made.lat is None) == (expected, expected is None)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"source_date": "1753-01-01"}, BadDate),
        ({"source_date": "2016-01-03;2919-02-06"}, BadDate),
        ({"source_date": "2099-01-03"}, BadDate),
        ({"date_start": "2016-02-01"}, BadDate),
        ({"date_start": "2099-02-01", "date_end": "2099-02-01"}, BadDate),
        ({"type_of_violence": "4"}, BadRow),
        ({"id": ""}, BadRow),
        ({"best": "many"}, BadRow),
        ({"latitude": "340.8"}, BadPlace),
    ],
)
def test_bad_rows_of_ucdp_are_told(changed, error):
    with pytest.raises(error):
        ucdp_event(ucdp(**changed), NOW)


def test_the_tables_speak_of_countries_and_sectors_that_there_are():
    for table in ("fips.csv", "cameo_countries.csv", "country_names.csv"):
        assert set(codes(table).values()) <= set(countries())
    for dataset in ("gdelt", "icews"):
        assert set(sectors(dataset).values()) <= set(SECTORS)
    assert all(level.radius_km is None or level.radius_km > 0 for name in ("gdelt", "icews", "ucdp-ged") for level in levels(name).values())


@pytest.mark.parametrize(("name", "expected"), [("Czech Republic", "CZE"), ("the former Yugoslav Republic of Macedonia", "MKD"), ("Myanmar (Burma)", "MMR"),
                                              ("IRN", "IRN"), ("Atlantis", None), ("", None), (None, None)])  # fmt: skip
def test_countries_by_name(name, expected):
    assert country_of(name) == expected
