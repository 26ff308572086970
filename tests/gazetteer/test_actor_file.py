"""A user's own actors: what a file may say, what is told of one that is wrong, and what a reading makes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.config import Config, OwnActor
from tocsin.entities.actors import read_actors
from tocsin.entities.places import read_places
from tocsin.errors import DataError
from tocsin.gazetteer.actor_file import COLUMNS, actors_of, load_actors
from tocsin.gazetteer.actor_tables import ActorTables, shipped
from tocsin.records import Parse

FILE = """\
name,kind,aliases,country,sector,code,sponsors,role,start,end
Vandria,country,Republic of Vandria,VDR,,,,,,
Vandrian,demonym,Vandrians,VDR,,,,,,
Port Lessing,seat,,VDR,,,,,,
Kestrel Brigade,body,Kestrels,MLI,REB,MLIREBKES,VDR,,,
Harbour Relief,,,,NGO,,,,,
Ilse Varga,person,,VDR,GOV,,,Foreign Minister,2024-02-01,2025-06-30
Ilse Varga,person,,VDR,OPP,,,,2025-07-01,
"""


@pytest.fixture(scope="module")
def tables() -> ActorTables:
    return ActorTables(actors_of(FILE, "own.csv"))


def test_what_a_row_leaves_open_follows_from_its_kind() -> None:
    state, adjective, seat, brigade, relief, *_ = actors_of(FILE, "own.csv")
    assert (state.country, state.sector, state.code) == ("VDR", "GOV", "VDRGOV")
    assert (adjective.sector, seat.sector) == ("GOV", "GOV")
    assert brigade == OwnActor(
        kind="body", name="Kestrel Brigade", aliases=("Kestrels",), country="MLI", sector="REB", code="MLIREBKES", sponsors=("VDR",)
    )
    assert (relief.kind, relief.country, relief.code) == ("body", None, "NGO")


def test_only_the_name_must_be_there_in_any_order_of_columns() -> None:
    assert actors_of("sector, name\nMIL,  Tern   Guard\n\n", "own.csv") == (
        OwnActor(kind="body", name="Tern Guard", sector="MIL", code="MIL"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "Line 1 of own.csv has no column `name`", id="nothing"),
        pytest.param("name,colour\n", "Line 1 of own.csv has the column 'colour'. Name, kind, aliases,", id="column"),
        pytest.param("name,name\n", "Line 1 of own.csv has a column twice", id="twice"),
        pytest.param("name,sector\nTern Guard\n", "Line 2 of own.csv has 1 fields. 2, as its header", id="fields"),
        pytest.param("name\n\n--\n", "Line 3 of own.csv: the name is '--'", id="no letters"),
        pytest.param("name,kind\nTern,guild\n", "Line 2 of own.csv: the kind is 'guild'. Country, seat, demonym,", id="kind"),
        pytest.param("name,sector\nTern,ARMY\n", "the sector is 'ARMY'. GOV, MIL,", id="sector"),
        pytest.param("name,country\nTern,IR\n", "the country is 'IR'. ISO 3166-1 alpha-3, as IRN, or", id="country"),
        pytest.param(
            "name,kind\nTern,demonym\n", "the country is empty. The code of a state, which every row of kind demonym", id="no state"
        ),
        pytest.param("name,code\nTern,tern\n", "the code is 'tern'. 3 to 15 capital letters", id="code"),
        pytest.param("name,sponsors\nTern,IRN|XYZ\n", "the sponsors is 'IRN|XYZ'. Codes of states", id="sponsors"),
        pytest.param("name,role\nTern,Chief\n", "the role is 'Chief'. None: only a person", id="role of a body"),
        pytest.param("name,kind,code\nA Tern,person,IRN\n", "the code is 'IRN'. None: that of a person", id="code of a person"),
        pytest.param("name,kind,start\nA Tern,person,1.2.2024\n", "the start is '1.2.2024'. A date as 2019-06-19", id="date"),
        pytest.param("name,kind,start,end\nA Tern,person,2024-05,2023\n", "the end is '2023'. A day not before the start", id="end"),
        pytest.param("name,aliases\nTern,Gull\nGull,\n", "Line 3 of own.csv: the name 'Gull' stands in line 2 too", id="name twice"),
        pytest.param('name\n"Tern\n', "is no row of a CSV file", id="quotes"),
    ],
)
def test_an_error_names_file_and_line_and_what_is_allowed(text: str, said: str) -> None:
    with pytest.raises(DataError) as raised:
        actors_of(text, "own.csv")
    assert said in str(raised.value)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_bytes("name\nMüller Guard\n".encode("latin-1"))
    with pytest.raises(DataError, match=r"The file own\.csv is not in UTF-8 \(byte 6\)\. Save it as CSV in UTF-8"):
        load_actors(tmp_path / "own.csv")


def test_the_file_in_the_reference_is_one() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/actors.md").read_text(encoding="utf-8")
    shown = page[page.index("    name,kind") :]
    lines = [line.removeprefix("    ") for line in shown[: shown.index("\n\n")].splitlines()]
    assert [actor.name for actor in actors_of("\n".join(lines), "own.csv")][:2] == ["Harbour Relief", "Kestrel Brigade"]


@given(st.text(max_size=80))
def test_any_text_is_a_table_or_an_error(text: str) -> None:
    try:
        made = actors_of(",".join(COLUMNS) + "\n" + text, "own.csv")
    except DataError:
        return
    assert all(actor.name for actor in made)


def test_offices_of_a_person_are_those_of_the_file(tables: ActorTables) -> None:
    assert tables.office("Ilse Varga", date(2024, 5, 1)).role == "Foreign Minister"
    assert (tables.office("Ilse Varga", date(2026, 1, 1)).sector, tables.office("Ilse Varga", date(2026, 1, 1)).role) == ("OPP", None)
    assert tables.office_holders(("Varga",), country="VDR", day=None) == ("Ilse Varga",)


def test_own_names_stand_before_the_shipped_ones() -> None:
    mine = ActorTables(actors_of("name,sector\nHezbollah,BUS\n", "own.csv"))
    (hit,) = mine.names.find(["Hezbollah"])
    (usual,) = shipped().names.find(["Hezbollah"])
    assert (hit.entry.sector, usual.entry.sector) == ("BUS", "REB")


def test_a_reading_knows_them(parse: Callable[[str], Parse], tables: ActorTables) -> None:
    text = "Vandrian troops attacked the Kestrel Brigade near the border. Foreign Minister Ilse Varga condemned Harbour Relief."
    actors, _ = read_actors(parse(text), published=date(2024, 5, 1), tables=tables)
    assert {(a.code, a.role) for a in actors} >= {("VDRMIL", None), ("MLIREBKES", None), ("VDRGOV", "Foreign Minister"), ("NGO", None)}
    without, _ = read_actors(parse(text), published=date(2024, 5, 1))
    assert not {a.code for a in without} & {"VDRMIL", "MLIREBKES"}


def test_a_state_of_ones_own_is_a_place_without_a_pin(parse: Callable[[str], Parse]) -> None:
    tables = ActorTables(actors_of("name,kind,country\nGeorgia,country,VDR\nPort Lessing,seat,VDR\n", "own.csv"))
    read = parse("Troops entered Georgia on Monday and met nobody in Port Lessing or in Paris.")
    own = [(p.text, p.kind, p.country, p.lat) for p in read_places(read, (), tables) if p.country == "VDR"]
    assert own == [("Georgia", "country", "VDR", None), ("Port Lessing", "city", "VDR", None)]
    assert [p.country for p in read_places(read, (), tables)] == ["VDR", "VDR", "FRA"]
    assert "VDR" not in {p.country for p in read_places(read, ())}


def test_the_digest_of_the_settings_tells_files_apart_but_not_the_order_of_rows() -> None:
    own = actors_of(FILE, "own.csv")
    assert Config(actors=own).digest() == Config(actors=own[::-1]).digest()
    assert len({Config().digest(), Config(actors=own).digest(), Config(actors=own[:3]).digest()}) == 3
