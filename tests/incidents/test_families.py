"""Outlets by every spelling, and who stands behind them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.incidents.families import agency_names, families, family_of, is_agency, outlet_key, outlet_of, same_outlet


@pytest.mark.parametrize(
    ("outlet", "family", "control"),
    [
        ("The Wall Street Journal", "News Corp", "private"),
        ("nypost.com", "News Corp", "private"),
        ("mirror.co.uk", "Reach", "private"),
        ("usatoday.com", "Gannett", "private"),
        ("komonews.com", "Sinclair", "private"),
        ("politico.eu", "Axel Springer", "private"),
        ("sputnikglobe.com", "Rossiya Segodnya", "state"),
        ("ITAR-TASS", "TASS", "state"),
        ("globaltimes.cn", "People's Daily", "state"),
        ("CGTN", "China Media Group", "state"),
        ("Press TV", "IRIB", "state"),
        ("tehrantimes.com", "Islamic Development Organization", "state"),
        ("Mehr News Agency", "Islamic Development Organization", "state"),
        ("farsnews.ir", "IRGC media", "state"),
        ("feeds.bbci.co.uk", "BBC", "public"),
        ("almasirah.net.ye", "Al-Masirah", "party"),
    ],
)
def test_an_outlet_has_its_family(outlet: str, family: str, control: str) -> None:
    found = family_of(outlet)
    assert found is not None
    assert (found.name, found.control, found.state_run) == (family, control, control == "state")


def test_one_family_under_several_names_is_not_independent() -> None:
    assert family_of("tasnimnews.com") == family_of("Fars")
    assert family_of("The Times") == family_of("the-sun.com") != family_of("The Telegraph")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("theguardian.com", "The Guardian"),
        ("The New York Times", "rss.nytimes.com"),
        ("CBS News", "cbsnews.com"),
        ("Agence France-Presse", "AFP"),
        ("Hürriyet", "hurriyetdailynews.com"),
        ("Sample Daily", "www.sampledaily.co.uk"),
        ("The Sample Daily", "SAMPLE DAILY"),
        ("feeds.sampledaily.example", "sampledaily.example"),
    ],
)
def test_spellings_of_one_outlet(a: str, b: str) -> None:
    assert same_outlet(a, b)
    assert same_outlet(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("independent.ie", "independent.co.uk"),
        ("abc.net.au", "abcnews.go.com"),
        ("thenational.scot", "thenationalnews.com"),
        ("guardian.ng", "The Guardian"),
        ("independent.com.mt", "The Independent"),  # a name of the table under a domain that is not its own
        ("Sample Daily", "Sample Weekly"),
        (None, None),
        ("", ""),
        (None, "Sample Daily"),
    ],
)
def test_other_outlets_are_others(a: str | None, b: str | None) -> None:
    assert not same_outlet(a, b)


def test_the_address_tells_where_no_outlet_is_given() -> None:
    assert outlet_key(None, "https://www.bbc.com/news/1") == outlet_key("BBC")
    assert family_of(None, "https://english.alarabiya.net/x").name == "MBC"  # type: ignore[union-attr]
    assert outlet_key(None, "http://[broken") is None
    assert outlet_of("Village Voice of Nowhere", "https://www.bbc.com/news/1") is None  # what it says of itself comes first


def test_agencies_are_told_from_papers_and_aggregators() -> None:
    assert is_agency("Reuters")
    assert not is_agency("nytimes.com")
    assert not is_agency(None)
    assert outlet_of("news.google.com").kind == "aggregator"  # type: ignore[union-attr]
    assert {"AFP", "Agence France-Presse", "Xinhua"} <= set(agency_names())


def test_every_family_has_an_outlet() -> None:
    names = {family.name for family in families().values()}
    assert names == {outlet.family.name for name in _all_outlets() if (outlet := outlet_of(name))}


def _all_outlets() -> list[str]:
    from importlib.resources import files

    lines = files("tocsin.incidents").joinpath("data/outlets.csv").read_text(encoding="utf-8").splitlines()
    return [line.split(",")[0] for line in lines[1:]]


@given(st.text(max_size=40))
def test_any_name_is_the_same_as_itself_unless_it_says_nothing(name: str) -> None:
    assert same_outlet(name, name) == (outlet_key(name) is not None)
