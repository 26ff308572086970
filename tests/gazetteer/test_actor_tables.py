"""Every row of the actor tables is sound, the tables are as large as they should be, and offices change hands on the right day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import pytest

from tocsin.gazetteer.actor_tables import shipped
from tocsin.gazetteer.actors import bodies, roles
from tocsin.gazetteer.countries import countries
from tocsin.gazetteer.names import pieces
from tocsin.gazetteer.tables import listed, rows
from tocsin.ontology import SECTORS

UN_MEMBERS = (
    "AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA BRN BGR BFA BDI CPV KHM CMR CAN CAF TCD CHL "
    "CHN COL COM COG CRI CIV HRV CUB CYP CZE PRK COD DNK DJI DMA DOM ECU EGY SLV GNQ ERI EST SWZ ETH FJI FIN FRA GAB GMB GEO DEU GHA GRC GRD GTM "
    "GIN GNB GUY HTI HND HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM JPN JOR KAZ KEN KIR KWT KGZ LAO LVA LBN LSO LBR LBY LIE LTU LUX MDG MWI MYS MDV "
    "MLI MLT MHL MRT MUS MEX FSM MCO MNG MNE MAR MOZ MMR NAM NRU NPL NLD NZL NIC NER NGA MKD NOR OMN PAK PLW PAN PNG PRY PER PHL POL PRT QAT KOR "
    "MDA ROU RUS RWA KNA LCA VCT WSM SMR STP SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF SSD ESP LKA SDN SUR SWE CHE SYR TJK THA TLS TGO TON TTO "
    "TUN TUR TKM TUV UGA UKR ARE GBR TZA USA URY UZB VUT VEN VNM YEM ZMB ZWE"
)
OTHER_STATES = "TWN XKX PSE ESH VAT HKG MAC GRL PRI NCL"

LEADERS = ("person", "aliases", "country", "role", "sector", "start", "end")
OFFICES = ("person", "country", "role", "sector", "start", "end", "seen", "source")
GROUPS = ("name", "aliases", "country", "sector", "code", "sponsors")
BODIES = {
    "institutions.csv": ("name", "aliases", "country", "sector"),
    "international.csv": ("name", "aliases", "country", "sector", "code"),
    "armed_groups.csv": GROUPS,
    "media.csv": ("name", "aliases", "country"),
    "companies.csv": ("name", "aliases", "country"),
}


def spells() -> Iterator[tuple[str, ...]]:
    """(table, person, country, role, sector, start, end, seen) of both tables of offices."""
    for person, _, country, role, sector, start, end in rows("leaders.csv", LEADERS):
        yield "leaders.csv", person, country, role, sector, start, end, ""
    for person, country, role, sector, start, end, seen, _ in rows("offices.csv", OFFICES):
        yield "offices.csv", person, country, role, sector, start, end, seen


# --- countries ---


def test_every_un_member_is_there() -> None:
    assert len(UN_MEMBERS.split()) == 193
    assert set(UN_MEMBERS.split()) | set(OTHER_STATES.split()) <= set(countries())


def test_un_members_have_a_capital_and_a_word_for_what_is_theirs() -> None:
    without_adjective = {"DMA"}  # "Dominican" is what belongs to the Dominican Republic
    for iso3 in UN_MEMBERS.split():
        country = countries()[iso3]
        assert country.seats or country.capitals, iso3
        assert country.adjectives or iso3 in without_adjective, iso3


def test_codes_of_countries_have_three_letters() -> None:
    assert all(re.fullmatch("[A-Z]{3}", iso3) for iso3 in countries())


def test_no_name_stands_for_two_states() -> None:
    owners = defaultdict(set)
    for country in countries().values():
        for name in {*country.names, *country.seats, *country.adjectives, *country.people}:
            owners[pieces(name)].add(country.iso3)
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("Burma", "MMR"), ("Ivory Coast", "CIV"), ("Côte d'Ivoire", "CIV"), ("DRC", "COD"), ("Congo-Kinshasa", "COD"), ("Congo-Brazzaville", "COG"),
        ("South Korea", "KOR"), ("DPRK", "PRK"), ("UAE", "ARE"), ("KSA", "SAU"), ("Britain", "GBR"), ("Holland", "NLD"), ("Czechia", "CZE"),
        ("Türkiye", "TUR"), ("Swaziland", "SWZ"), ("Islamic Republic", "IRN"), ("Zionist regime", "ISR"), ("Zionist entity", "ISR"),
        ("Cabo Verde", "CPV"), ("Timor-Leste", "TLS"), ("PRC", "CHN"), ("Republic of China", "TWN"), ("FYROM", "MKD"), ("U.S.", "USA"),
    ],
)  # fmt: skip
def test_informal_names(name: str, iso3: str) -> None:
    assert name in countries()[iso3].names


@pytest.mark.parametrize(
    ("seat", "iso3"),
    [
        ("Kyiv", "UKR"), ("Kiev", "UKR"), ("Sana'a", "YEM"), ("Sanaa", "YEM"), ("N'Djamena", "TCD"), ("Naypyidaw", "MMR"), ("Tehran", "IRN"),
        ("Pyongyang", "PRK"), ("Washington", "USA"), ("Chisinau", "MDA"), ("Pristina", "XKX"), ("Nouakchott", "MRT"), ("Port-au-Prince", "HTI"),
    ],
)  # fmt: skip
def test_seats_of_government(seat: str, iso3: str) -> None:
    assert seat in countries()[iso3].seats


# --- bodies ---


def test_sizes_of_the_tables() -> None:
    count = {table: sum(1 for _ in rows(table, columns)) for table, columns in BODIES.items()}
    assert count["armed_groups.csv"] >= 200
    assert sum(sector in ("REB", "MIL") for _, _, _, sector, *_ in rows("armed_groups.csv", GROUPS)) >= 150
    assert sum(sector == "IGO" for _, _, _, sector, _ in rows("international.csv", BODIES["international.csv"])) >= 60
    assert count["institutions.csv"] >= 500
    assert sum(1 for _ in rows("leaders.csv", LEADERS)) >= 350


def test_rows_of_bodies_are_known_to_the_code_lists() -> None:
    for entry, names in bodies():
        assert entry.sector in SECTORS, names
        assert entry.country is None or entry.country in countries(), names
        assert all(state in countries() for state in entry.sponsors), names
        assert all(name == name.strip() and pieces(name) for name in names), names


def test_codes_agree_with_country_and_sector() -> None:
    for name, _, country, sector, code, _ in rows("armed_groups.csv", GROUPS):
        assert code.startswith(country + sector if country else ("IMG", sector)), name
    for name, _, country, sector, code in rows("international.csv", BODIES["international.csv"]):
        assert not code or code.startswith(country + sector), name


def test_no_name_stands_for_two_actors() -> None:
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for table, columns in BODIES.items():
        for name, aliases, *_ in rows(table, columns):
            for alias in (name, *listed(aliases)):
                owners[pieces(alias)].add(f"{table}: {name}")
    for country in countries().values():
        for name in {*country.names, *country.seats, *country.adjectives, *country.people}:
            owners[pieces(name)].add(country.iso3)
    for person, aliases, *_ in rows("leaders.csv", LEADERS):
        for alias in (person, *listed(aliases)):
            owners[pieces(alias)].add(person)
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("name", "country", "sector"),
    [
        ("Hezbollah", "LBN", "REB"), ("Hamas", "PSE", "REB"), ("Ansarallah", "YEM", "REB"), ("Daesh", None, "REB"), ("ISKP", "AFG", "REB"),
        ("JNIM", "MLI", "REB"), ("ISWAP", "NGA", "REB"), ("M23", "COD", "REB"), ("ADF", "COD", "REB"), ("FDLR", "RWA", "REB"),
        ("RSF", "SDN", "REB"), ("Wagner Group", "RUS", "REB"), ("Azov Brigade", "UKR", "MIL"), ("PKK", "TUR", "REB"), ("YPG", "SYR", "REB"),
        ("Kataib Hezbollah", "IRQ", "REB"), ("Hashd al-Shaabi", "IRQ", "MIL"), ("TTP", "PAK", "REB"), ("Arakan Army", "MMR", "REB"),
        ("ELN", "COL", "REB"), ("Tren de Aragua", "VEN", "CRM"), ("Viv Ansanm", "HTI", "CRM"), ("Fano", "ETH", "REB"), ("Polisario", "ESH", "REB"),
        ("IDF", "ISR", "MIL"), ("IRGC", "IRN", "MIL"), ("Quds Force", "IRN", "MIL"), ("Mossad", "ISR", "SPY"), ("Shin Bet", "ISR", "SPY"),
        ("Kremlin", "RUS", "GOV"), ("Élysée", "FRA", "GOV"), ("Quai d'Orsay", "FRA", "GOV"), ("Zhongnanhai", "CHN", "GOV"), ("Knesset", "ISR", "LEG"),
        ("Majlis", "IRN", "LEG"), ("Duma", "RUS", "LEG"), ("Rada", "UKR", "LEG"), ("Sejm", "POL", "LEG"), ("Lok Sabha", "IND", "LEG"),
        ("ISI", "PAK", "SPY"), ("FSB", "RUS", "SPY"), ("GRU", "RUS", "SPY"), ("SBU", "UKR", "SPY"), ("MI6", "GBR", "SPY"), ("PLA", "CHN", "MIL"),
        ("Peshmerga", "IRQ", "MIL"), ("FARDC", "COD", "MIL"), ("UNIFIL", None, "IGO"), ("IAEA", None, "IGO"), ("NATO", None, "IGO"),
        ("ICC", None, "IGO"), ("Human Rights Watch", None, "NGO"), ("Tasnim", "IRN", "MED"), ("Maersk", "DNK", "BUS"),
    ],
)  # fmt: skip
def test_bodies(name: str, country: str | None, sector: str) -> None:
    (entry,) = [entry for entry, names in bodies() if name in names]
    assert (entry.country, entry.sector) == (country, sector)


@pytest.mark.parametrize(
    ("name", "sponsor"),
    [("Hezbollah", "IRN"), ("Houthis", "IRN"), ("M23", "RWA"), ("Syrian National Army", "TUR"), ("Wagner Group", "RUS")],
)
def test_sponsors(name: str, sponsor: str) -> None:
    assert any(sponsor in entry.sponsors for entry, names in bodies() if name in names)


# --- offices ---

DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def test_rows_of_offices_are_known_and_in_order() -> None:
    for table, person, country, role, sector, start, end, seen in spells():
        where = f"{table}: {person}, {role}"
        assert len(person) > 2, where
        assert person == person.strip(), where
        assert role, where
        assert sector in SECTORS, where
        assert not country or country in countries(), where
        assert start, where
        assert all(DAY.fullmatch(day) for day in (start, end, seen) if day), where
        assert not end or start[: len(end)] <= end, where
        assert not (end and seen), where


def test_rows_from_elsewhere_say_until_when_they_hold() -> None:
    assert all(end or seen for table, *_, end, seen in spells() if table == "offices.csv")
    sources = {source for *_, source in rows("offices.csv", OFFICES)}
    assert sources == {"wikidata", "factbook", "congress", "ifg"}


def test_no_spell_stands_twice() -> None:
    seen = [(person, country, role, start) for _, person, country, role, _, start, _, _ in spells()]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    ("person", "day", "country", "sector", "role"),
    [
        ("Donald Trump", "2017-01-19", "USA", "GOV", None),
        ("Donald Trump", "2019-06-19", "USA", "GOV", "President"),
        ("Donald Trump", "2023-05-01", "USA", "GOV", None),
        ("Donald Trump", "2025-03-01", "USA", "GOV", "President"),
        ("Joe Biden", "2012-06-01", "USA", "GOV", "Vice President"),
        ("Joe Biden", "2019-06-19", "USA", "GOV", None),
        ("Joe Biden", "2024-12-31", "USA", "GOV", "President"),
        ("Patrick Shanahan", "2018-06-01", "USA", "GOV", "Deputy Secretary of Defense"),
        ("Patrick Shanahan", "2019-06-18", "USA", "GOV", "Acting Secretary of Defense"),
        ("Patrick Shanahan", "2019-07-01", "USA", "GOV", None),
        ("Mark Esper", "2019-05-01", "USA", "MIL", "Secretary of the Army"),
        ("Mark Esper", "2019-06-30", "USA", "GOV", "Acting Secretary of Defense"),
        ("Mark Esper", "2020-01-03", "USA", "GOV", "Secretary of Defense"),
        ("Mike Pompeo", "2018-04-01", "USA", "SPY", "Director of the CIA"),
        ("Mike Pompeo", "2019-06-19", "USA", "GOV", "Secretary of State"),
        ("John Bolton", "2019-06-19", "USA", "GOV", "National Security Advisor"),
        ("John Bolton", "2019-10-01", "USA", "GOV", None),
        ("Marco Rubio", "2019-06-19", "USA", "LEG", "Senator"),
        ("Marco Rubio", "2025-06-22", "USA", "GOV", "Secretary of State"),
        ("Nancy Pelosi", "2019-06-19", "USA", "LEG", "Speaker of the House"),
        ("Chuck Schumer", "2022-02-24", "USA", "LEG", "Senate Majority Leader"),
        ("John Kirby", "2021-08-26", "USA", "MIL", "Pentagon Press Secretary"),
        ("John Kirby", "2023-10-09", "USA", "GOV", "National Security Council Spokesperson"),
        ("Kenneth McKenzie", "2019-06-19", "USA", "MIL", "Commander of CENTCOM"),
        ("Mohammad Javad Zarif", "2019-06-19", "IRN", "GOV", "Foreign Minister"),
        ("Mohammad Javad Zarif", "2022-01-01", "IRN", "GOV", None),
        ("Hossein Amir-Abdollahian", "2023-10-13", "IRN", "GOV", "Foreign Minister"),
        ("Abbas Araghchi", "2019-06-19", "IRN", "GOV", "Deputy Foreign Minister"),
        ("Abbas Araghchi", "2025-06-14", "IRN", "GOV", "Foreign Minister"),
        ("Ebrahim Raisi", "2019-06-19", "IRN", "JUD", "Judiciary Chief"),
        ("Ebrahim Raisi", "2022-09-20", "IRN", "GOV", "President"),
        ("Hossein Salami", "2019-04-20", "IRN", "MIL", "IRGC Deputy Commander"),
        ("Hossein Salami", "2019-06-19", "IRN", "MIL", "IRGC Commander-in-Chief"),
        ("Qassem Soleimani", "2020-01-03", "IRN", "MIL", "Quds Force Commander"),
        ("Qassem Soleimani", "2020-01-04", "IRN", "MIL", None),
        ("Abbas Mousavi", "2019-06-19", "IRN", "GOV", "Foreign Ministry Spokesman"),
        ("Ali Khamenei", "2019-06-19", "IRN", "GOV", "Supreme Leader"),
        ("Mojtaba Khamenei", "2026-04-01", "IRN", "GOV", "Supreme Leader"),
        ("Benjamin Netanyahu", "2021-06-12", "ISR", "GOV", "Prime Minister"),
        ("Benjamin Netanyahu", "2022-01-01", "ISR", "OPP", "Opposition leader"),
        ("Benjamin Netanyahu", "2023-10-07", "ISR", "GOV", "Prime Minister"),
        ("Israel Katz", "2019-06-19", "ISR", "GOV", "Foreign Minister"),
        ("Israel Katz", "2025-01-15", "ISR", "GOV", "Defense Minister"),
        ("Yoav Gallant", "2023-10-09", "ISR", "GOV", "Defense Minister"),
        ("Yahya Sinwar", "2024-09-01", "PSE", "REB", "Hamas political chief"),
        ("Ismail Haniyeh", "2024-07-31", "PSE", "REB", "Hamas political chief"),
        ("Hassan Nasrallah", "2024-09-27", "LBN", "REB", "Hezbollah leader"),
        ("Naim Qassem", "2025-01-01", "LBN", "REB", "Hezbollah leader"),
        ("Ahmed al-Sharaa", "2020-03-01", "SYR", "REB", "HTS leader"),
        ("Ahmed al-Sharaa", "2025-05-14", "SYR", "GOV", "President"),
        ("Bashar al-Assad", "2024-12-07", "SYR", "GOV", "President"),
        ("Bashar al-Assad", "2025-01-01", "SYR", "GOV", None),
        ("Hibatullah Akhundzada", "2020-02-29", "AFG", "REB", "Taliban leader"),
        ("Hibatullah Akhundzada", "2022-02-01", "AFG", "GOV", "Supreme Leader"),
        ("Zabihullah Mujahid", "2019-06-19", "AFG", "REB", "Taliban spokesman"),
        ("Mohamed Hamdan Dagalo", "2022-01-01", "SDN", "MIL", "Deputy Chairman of the Sovereignty Council"),
        ("Mohamed Hamdan Dagalo", "2023-06-01", "SDN", "REB", "RSF commander"),
        ("Min Aung Hlaing", "2019-01-01", "MMR", "MIL", "Commander-in-Chief"),
        ("Min Aung Hlaing", "2022-01-01", "MMR", "MIL", "Junta leader"),
        ("Aung San Suu Kyi", "2018-01-01", "MMR", "GOV", "State Counsellor"),
        ("Sergei Shoigu", "2022-02-24", "RUS", "GOV", "Defense Minister"),
        ("Sergei Shoigu", "2024-06-01", "RUS", "GOV", "Secretary of the Security Council"),
        ("Andrei Belousov", "2024-06-01", "RUS", "GOV", "Defense Minister"),
        ("Yevgeny Prigozhin", "2023-06-24", "RUS", "REB", "Wagner leader"),
        ("Alexei Navalny", "2021-01-17", "RUS", "OPP", "Opposition leader"),
        ("Volodymyr Zelenskyy", "2019-05-19", "UKR", "GOV", None),
        ("Volodymyr Zelenskyy", "2022-02-24", "UKR", "GOV", "President"),
        ("Valerii Zaluzhnyi", "2023-06-01", "UKR", "MIL", "Commander-in-Chief of the Armed Forces"),
        ("Dmytro Kuleba", "2022-03-10", "UKR", "GOV", "Foreign Minister"),
        ("Boris Johnson", "2017-01-01", "GBR", "GOV", "Foreign Secretary"),
        ("Boris Johnson", "2022-04-09", "GBR", "GOV", "Prime Minister"),
        ("Keir Starmer", "2022-01-01", "GBR", "OPP", "Opposition leader"),
        ("Jeremy Hunt", "2019-06-19", "GBR", "GOV", "Foreign Secretary"),
        ("Heiko Maas", "2019-06-10", "DEU", "GOV", "Foreign Minister"),
        ("Josep Borrell", "2019-06-19", "ESP", "GOV", "Foreign Minister"),
        ("Josep Borrell", "2022-03-01", None, "IGO", "EU foreign policy chief"),
        ("Mark Rutte", "2022-01-01", "NLD", "GOV", "Prime Minister"),
        ("Mark Rutte", "2025-06-24", None, "IGO", "NATO Secretary-General"),
        ("Yukiya Amano", "2019-06-19", None, "IGO", "IAEA Director General"),
        ("Rafael Grossi", "2025-06-13", None, "IGO", "IAEA Director General"),
        ("Antonio Guterres", "2022-04-28", None, "IGO", "UN Secretary-General"),
        ("Shinzo Abe", "2007-01-01", "JPN", "GOV", "Prime Minister"),
        ("Shinzo Abe", "2019-06-13", "JPN", "GOV", "Prime Minister"),
        ("Wang Yi", "2019-06-18", "CHN", "GOV", "Foreign Minister"),
        ("Qin Gang", "2023-05-01", "CHN", "GOV", "Foreign Minister"),
        ("Yoon Suk Yeol", "2024-12-03", "KOR", "GOV", "President"),
        ("Imran Khan", "2019-06-19", "PAK", "GOV", "Prime Minister"),
        ("Imran Khan", "2023-05-09", "PAK", "OPP", "Opposition leader"),
        ("Juan Guaido", "2019-04-30", "VEN", "OPP", "Opposition leader"),
        ("Nicolas Maduro", "2026-01-02", "VEN", "GOV", "President"),
        ("Nicolas Maduro", "2026-02-01", "VEN", "GOV", None),
        ("Adel al-Jubeir", "2018-10-20", "SAU", "GOV", "Foreign Minister"),
        ("Adel al-Jubeir", "2019-06-19", "SAU", "GOV", "Minister of State for Foreign Affairs"),
        ("Adel Abdul-Mahdi", "2019-06-19", "IRQ", "GOV", "Prime Minister"),
    ],
)
def test_who_held_which_office_on_a_day(person: str, day: str, country: str | None, sector: str, role: str | None) -> None:
    held = shipped().office(person, date.fromisoformat(day))
    assert (held.country, held.sector, held.role) == (country, sector, role)


# --- roles ---


def test_roles_are_short_and_in_lower_case() -> None:
    for lemma in roles():
        assert lemma == lemma.lower().strip(), lemma
        assert len(lemma.split()) <= 5, lemma  # as far as a phrase is searched for one


@pytest.mark.parametrize(
    ("lemma", "sector"),
    [
        ("spokesperson", "GOV"), ("envoy", "GOV"), ("ambassador", "GOV"), ("diplomat", "GOV"), ("negotiator", "GOV"), ("commander", "MIL"),
        ("general", "MIL"), ("admiral", "MIL"), ("fighter", "REB"), ("militant", "REB"), ("insurgent", "REB"), ("jihadist", "REB"),
        ("gunman", "REB"), ("protester", "OPP"), ("demonstrator", "OPP"), ("activist", "OPP"), ("dissident", "OPP"), ("lawmaker", "LEG"),
        ("mp", "LEG"), ("senator", "LEG"), ("prosecutor", "JUD"), ("judge", "JUD"), ("court", "JUD"), ("police", "COP"), ("civilian", "CVL"),
        ("resident", "CVL"), ("villager", "CVL"), ("refugee", "CVL"), ("migrant", "CVL"), ("student", "EDU"), ("journalist", "MED"),
        ("reporter", "MED"), ("cleric", "REL"), ("imam", "REL"), ("bishop", "REL"), ("pope", "REL"), ("trader", "BUS"), ("company", "BUS"),
        ("oil tanker", "BUS"), ("tanker", "BUS"), ("vessel", "BUS"), ("ferry", "BUS"), ("crew", "CVL"), ("sailor", "CVL"), ("aid worker", "NGO"),
        ("union", "LAB"), ("striker", "LAB"), ("worker", "LAB"), ("un peacekeeper", "IGO"), ("gang leader", "CRM"),
    ],
)  # fmt: skip
def test_sectors_of_roles(lemma: str, sector: str) -> None:
    assert roles()[lemma].sector == sector


@pytest.mark.parametrize("word", ["street", "justice", "mosque", "market", "power", "east", "west", "refinery", "exile", "resistance"])
def test_places_and_abstract_nouns_are_no_roles(word: str) -> None:
    assert word not in roles()
