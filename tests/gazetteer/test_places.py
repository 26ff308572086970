"""The gazetteer of places, and the tables that it is made from."""

from __future__ import annotations

import csv
import sqlite3
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.gazetteer.places import KINDS, GazetteerPlace, look_up, normalise, town_radius_km

DATA = files("tocsin.gazetteer").joinpath("data")


def _table(name: str) -> list[dict[str, str]]:
    with DATA.joinpath(f"places_{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


COUNTRIES = frozenset(line["iso3"] for line in _table("countries"))


def _best(name: str) -> GazetteerPlace:
    return look_up([normalise(name)])[normalise(name)][0]


# --- the curated tables ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "least"), [("countries", 240), ("areas", 300), ("waters", 200), ("facilities", 300), ("regions", 100), ("cities", 50)]
)
def test_table_is_long_enough(table: str, least: int) -> None:
    assert len(_table(table)) >= least


@pytest.mark.parametrize("table", ["areas", "waters", "facilities"])
def test_every_curated_row_is_valid(table: str) -> None:
    for line in _table(table):
        assert set(line) == {"name", "aliases", "country", "lat", "lon", "radius_km"}, line
        assert line["name"] == line["name"].strip() != "", line
        assert line["country"] == "" or line["country"] in COUNTRIES, line
        assert -90 <= float(line["lat"]) <= 90, line
        assert -180 <= float(line["lon"]) <= 180, line
        assert 0 < float(line["radius_km"]) <= 7_500, line
        assert all(alias.strip() == alias != "" for alias in line["aliases"].split("|")) or not line["aliases"], line


@pytest.mark.parametrize("table", ["areas", "waters", "facilities", "countries"])
def test_no_name_stands_for_two_rows_of_a_table(table: str) -> None:
    seen: dict[str, str] = {}
    for line in _table(table):
        for key in {normalise(n) for n in (line["name"], *line["aliases"].split("|"))} - {""}:
            assert seen.setdefault(key, line["name"]) == line["name"], key


def test_countries_are_in_range_and_distinct() -> None:
    lines = _table("countries")
    assert len({line["iso3"] for line in lines}) == len(lines)
    assert all(-90 <= float(line["lat"]) <= 90 and -180 <= float(line["lon"]) <= 180 for line in lines)


def test_a_facility_lies_where_its_country_has_towns() -> None:
    """Guards against swapped signs and columns: some town of the facility's country is within three degrees."""
    base = sqlite3.connect(f"file:{DATA.joinpath('places.sqlite3')}?mode=ro&immutable=1", uri=True)
    towns = {(c, lat // 1000, lon // 1000) for c, lat, lon in base.execute("select country, lat, lon from place where kind = 'C'")}
    base.close()
    around = [(dx, dy) for dx in range(-3, 4) for dy in range(-3, 4)]
    for line in _table("facilities"):
        if line["country"] and line["country"] not in ("GRL", "IOT", "VAT"):  # few or no towns
            lat, lon = int(float(line["lat"]) // 1), int(float(line["lon"]) // 1)
            assert any((line["country"], lat + dx, lon + dy) in towns for dx, dy in around), line


def test_abbreviations_lead_to_a_region() -> None:
    lines = _table("abbreviations")
    found = look_up(line["key"] for line in lines)
    for line in lines:
        assert any(p.kind == "region" and p.country == line["country"] for p in found[line["key"]]), line


# --- the shipped table ----------------------------------------------------------------------------------------------------------------


def test_shipped_table_is_sound() -> None:
    base = sqlite3.connect(f"file:{DATA.joinpath('places.sqlite3')}?mode=ro&immutable=1", uri=True)
    assert base.execute("pragma integrity_check").fetchone() == ("ok",)
    letters = {kind for (kind,) in base.execute("select distinct kind from place")}
    assert letters == set(KINDS)
    wrong = "select count(*) from place where abs(lat) > 90000 or abs(lon) > 180000 or radius_km < 1 or population < 0 or name = ''"
    assert base.execute(wrong).fetchone() == (0,)
    countries = {c for (c,) in base.execute("select distinct country from place where country is not null")}
    assert countries <= COUNTRIES
    dangling = "select count(*) from place where region is not null and region not in (select id from place where kind = 'R')"
    assert base.execute(dangling).fetchone() == (0,)
    assert base.execute("select count(*) from name where place not in (select id from place)").fetchone() == (0,)
    base.close()


def test_curated_rows_are_in_the_shipped_table() -> None:
    """The table must be built anew after a change of the tables beside it."""
    for table, kind in (("areas", "area"), ("waters", "water"), ("facilities", "facility")):
        lines = _table(table)
        found = look_up(normalise(line["name"]) for line in lines)
        for line in lines:
            rows = [p for p in found.get(normalise(line["name"]), ()) if p.kind == kind]
            assert any(abs(p.lat - float(line["lat"])) < 0.001 and abs(p.lon - float(line["lon"])) < 0.001 for p in rows), line


@pytest.mark.parametrize(
    ("name", "kind", "country", "lat", "lon"),
    [
        ("Kyiv", "city", "UKR", 50.45, 30.52),
        ("Kiev", "city", "UKR", 50.45, 30.52),
        ("Ohio", "region", "USA", 40.3, -82.8),
        ("Laurel County", "part", "USA", 37.1, -84.1),
        ("Strait of Hormuz", "water", None, 26.57, 56.25),
        ("Natanz", "city", "IRN", 33.51, 51.92),
        ("Fordow", "facility", "IRN", 34.88, 51.0),
        ("al-Tanf", "facility", "SYR", 33.49, 38.62),
        ("Donbas", "area", "UKR", 48.4, 38.4),
        ("Iran", "country", "IRN", 32.0, 53.0),
    ],
)
def test_look_up(name: str, kind: str, country: str | None, lat: float, lon: float) -> None:
    place = next(p for p in look_up([normalise(name)])[normalise(name)] if p.kind == kind and p.country == country)
    assert place.lat == pytest.approx(lat, abs=0.2)
    assert place.lon == pytest.approx(lon, abs=0.2)
    assert place.radius_km > 0


def test_the_most_populous_comes_first_and_what_is_unknown_is_left_out() -> None:
    found = look_up(["paris", "no such place anywhere"])
    assert set(found) == {"paris"}
    assert found["paris"][0].country == "FRA"
    assert [p.population for p in found["paris"]] == sorted((p.population for p in found["paris"]), reverse=True)


def test_look_up_takes_more_keys_than_one_query() -> None:
    keys = [f"nowhere {n}" for n in range(1_000)]
    assert set(look_up([*keys, "oslo"])) == {"oslo"}


# --- names ----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("St. Petersburg", "saint petersburg"),
        ("Mt. Hermon", "mount hermon"),
        ("Sana’a", "sanaa"),
        ("Bab el-Mandeb", "bab el mandeb"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("U.S.", "us"),
        ("TEHRAN", "tehran"),
        ("", ""),
    ],
)
def test_normalise(name: str, key: str) -> None:
    assert normalise(name) == key


@given(st.text(max_size=40))
def test_normalise_is_idempotent_for_names(name: str) -> None:
    once = normalise(name)
    assert once == once.strip()
    assert "  " not in once


@given(st.integers(min_value=0, max_value=40_000_000))
def test_a_town_is_never_a_pin(people: int) -> None:
    assert 2.0 <= town_radius_km(people) <= 80
