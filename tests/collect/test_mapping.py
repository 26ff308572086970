from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tocsin.collect.mapping import EventMapping, mapped_event
from tocsin.errors import BadCode, BadDate, BadPlace, BadRow, DataError

NOW = datetime(2020, 1, 1, tzinfo=UTC)
MAPPING = """
dataset = "harbour-events"
date_format = "%d/%m/%Y"

[columns]
id = "no"
date = "day"
type = "what"
source = "who"
source_country = "who_country"
source_sector = "who_kind"
target = "whom"
place = "where"
country = "land"
precision = "how_exact"
lat = "y"
lon = "x"
killed = "dead"
url = "link"

[types]
"Battle" = "190"
"March" = "PROTEST"

[sectors]
"State forces" = "MIL"

[precision]
"1" = { kind = "city", radius_km = 5 }
"3" = { kind = "region" }
"""
ROW = {
    "no": "7", "day": "06/07/2019", "what": "Battle", "who": "Coast guard", "who_country": "Iran", "who_kind": "State forces", "whom": "Smugglers",
    "where": "Bushehr", "land": "Iran", "how_exact": "1", "y": "28.97", "x": "50.84", "dead": "2", "link": "https://sample.example/b",
}  # fmt: skip


@pytest.fixture
def mapping(tmp_path):
    path = tmp_path / "harbour.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return EventMapping.load(path)


def test_a_row_by_a_mapping(mapping):
    made = mapped_event(ROW, mapping, NOW)
    assert (made.id, made.dataset, made.type, made.cameo) == ("harbour-events:7", "harbour-events", "ASSAULT", "190")
    assert (made.earliest, made.precision) == (date(2019, 7, 6), "day")
    assert (made.source, made.target, made.targets[0].name, made.targets[0].sector) == ("IRNMIL", None, "Smugglers", "UNK")
    assert (made.place, made.place_country, made.lat, made.radius_km) == ("Bushehr", "IRN", 28.97, 5)
    assert (made.quantities[0].value, made.outlet) == (2, "sample.example")
    assert made.known_at == datetime(2019, 7, 6, 23, 59, 59, 999999, UTC)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({"how_exact": "3"}, ("region", None), id="a level without a radius has no point"),
        pytest.param({"how_exact": "8"}, (None, None), id="a level that the mapping does not know"),
        pytest.param({"y": "", "x": ""}, ("city", None), id="no point"),
    ],
)
def test_no_point_without_a_radius(mapping, changed, expected):
    made = mapped_event(ROW | changed, mapping, NOW)
    assert (made.place_kind, made.lat) == expected


@pytest.mark.parametrize(("word", "kind", "code", "quad"), [("March", "PROTEST", None, "material_conflict"), ("042", "CONSULT", "042", "verbal_cooperation"),
                                                          ("AID", "AID", None, "material_cooperation"), ("OTHER", "OTHER", None, None)])  # fmt: skip
def test_types_by_word_code_and_name(mapping, word, kind, code, quad):
    made = mapped_event(ROW | {"what": word}, mapping, NOW)
    assert (made.type, made.cameo, made.quad) == (kind, code, quad)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"what": "Parade"}, BadCode),
        ({"what": ""}, BadRow),
        ({"day": "2019-07-06"}, BadDate),
        ({"day": ""}, BadDate),
        ({"day": "06/07/1753"}, BadDate),
        ({"day": "06/07/2919"}, BadDate),
        ({"y": "128"}, BadPlace),
        ({"dead": "some"}, BadRow),
    ],
)
def test_bad_rows_are_told(mapping, changed, error):
    with pytest.raises(error):
        mapped_event(ROW | changed, mapping, NOW)


def test_a_row_without_an_id_is_known_by_what_it_holds():
    mapping = EventMapping.of({"dataset": "marches", "columns": {"date": "day", "type": "what", "end": "until", "known": "told"}})
    row = {"day": "2019-07-06", "what": "PROTEST", "until": "2019-07-08", "told": "2019-07-09T10:00:00Z"}
    one, other = mapped_event(row, mapping, NOW), mapped_event(row | {"until": "2019-07-09"}, mapping, NOW)
    assert one == mapped_event(dict(reversed(row.items())), mapping, NOW)
    assert one.id != other.id
    assert (one.latest, one.precision, one.known_at) == (date(2019, 7, 8), "range", datetime(2019, 7, 9, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param({}, "dataset", id="nothing"),
        pytest.param({"dataset": "gdelt2", "columns": {"date": "a", "type": "b"}}, "dataset", id="a name that is taken"),
        pytest.param({"dataset": "a b", "columns": {"date": "a", "type": "b"}}, "dataset", id="no name"),
        pytest.param({"dataset": "x", "columns": {"date": "a"}}, "type", id="no column for the type"),
        pytest.param({"dataset": "x", "columns": {"date": "a", "type": "b", "who": "c"}}, "who", id="a column that is none"),
        pytest.param({"dataset": "x", "columns": {"date": "a", "type": 3}}, "strings", id="a number for a column"),
        pytest.param({"dataset": "x", "columns": "date"}, "table", id="no table"),
        pytest.param({"dataset": "x", "columns": {"date": "a", "type": "b"}, "types": {"War": "WAR"}}, "PLOVER", id="no type"),
        pytest.param({"dataset": "x", "columns": {"date": "a", "type": "b"}, "sectors": {"Army": "ARMY"}}, "ARMY", id="no sector"),
        pytest.param({"dataset": "x", "columns": {"date": "a", "type": "b"}, "status": "happened"}, "happened", id="no status"),
        pytest.param({"dataset": "x", "columns": {"date": "a", "type": "b"}, "place": {"kind": "town"}}, "town", id="no kind of place"),
        pytest.param(
            {"dataset": "x", "columns": {"date": "a", "type": "b"}, "place": {"kind": "city", "radius_km": 0}}, "kilometres", id="no radius"
        ),
        pytest.param({"dataset": "x", "columns": {"date": "a", "type": "b"}, "colour": "red"}, "colour", id="a key that is none"),
    ],
)
def test_a_broken_mapping_is_told(data, words):
    with pytest.raises(DataError, match=f"(?i){words}"):
        EventMapping.of(data)


def test_a_file_that_is_no_toml_is_told(tmp_path):
    (tmp_path / "a.toml").write_text("dataset = ", encoding="utf-8")
    with pytest.raises(DataError, match="TOML"):
        EventMapping.load(tmp_path / "a.toml")
