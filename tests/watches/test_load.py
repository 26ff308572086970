"""What a watch folder says, as records."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from tocsin.errors import TocsinError
from tocsin.records import Area, Baseline, BaseRate, Expectation, Pattern, Routine, SeriesPoint, SeriesUse
from tocsin.watches import BadWatch, load, loaded


@pytest.fixture
def made(watch):
    return loaded(watch.write())


def test_a_sound_watch_has_no_findings(watch):
    assert load(watch.write()).findings == ()


def test_settings(made):
    assert (made.id, made.title, made.about) == ("straits", "Straits", "Shipping in the straits.")
    assert (made.horizon_days, made.alarms_per_month, made.countries) == (30, 2.0, ("IRN", "USA"))
    assert made.areas == (Area(name="gulf", countries=("ARE",), lat=26.5, lon=54.0, radius_km=600.0),)
    assert made.feeds == ("https://example.org/a.xml", "https://example.org/b.xml")


def test_groups_are_resolved_through_groups(made):
    assert made.groups["axis"] == ("IRN", "Hezbollah", "LBNREBH")
    assert made.indicators[0].pattern.who == ("IRN", "Hezbollah", "LBNREBH")


def test_an_indicator_of_incidents(made):
    strikes = made.indicators[0]
    assert (strikes.id, strikes.group, strikes.kind, strikes.unit) == ("strikes", "military preparation", "incidents", "incidents")
    assert strikes.pattern == Pattern(
        who=("IRN", "Hezbollah", "LBNREBH"),
        whom=("USA",),
        types=("ASSAULT",),
        modes=("aerial",),
        areas=(made.areas[0], Area(name="IRQ", countries=("IRQ",))),
        statuses=("occurred",),
    )
    assert strikes.baseline == Baseline(history_days=365, min_windows=8, since=date(2018, 5, 8), why="since the agreement was left")
    assert strikes.routine == (Routine(words=("yearly exercise",), weight=0.3, why="on the plan"),)


def test_an_indicator_of_a_series(made):
    price = made.indicators[1]
    assert (price.pattern, price.series, price.unit) == (None, SeriesUse(series="oil", measure="change"), "%")
    assert price.baseline == Baseline()
    assert made.series[0].points[1] == SeriesPoint(day=date(2019, 1, 8), value=61.5)


@pytest.mark.parametrize(
    ("kind", "rest", "unit", "less"),
    [
        ("claims", "stances: [threatens]", "claims", False),
        ("silence", "who: [iran]", "claims", True),
        ("silence", "types: [CONSULT]", "incidents", True),
        ("ladder", "who: [iran]", "rung", False),
        ("ahead", "types: [CONSULT]", "incidents", False),
    ],
)
def test_the_unit_of_a_kind(watch, kind, rest, unit, less):
    lines = "- {id: more, title: More, why: For it, group: political, window_days: 7, kind: " + kind + ", " + rest + "}\n"
    watch.files["indicators/b.yaml"] = lines.encode()
    more = loaded(watch.write()).indicators[-1]
    assert (more.unit, more.less) == (unit, less)


def test_what_lies_ahead_is_what_is_not_yet_so(watch):
    watch.files["indicators/b.yaml"] = b"- {id: more, title: M, why: F, group: cyber, window_days: 7, kind: ahead, types: [CONSULT]}\n"
    assert loaded(watch.write()).indicators[-1].pattern.statuses == ("demanded", "possible", "scheduled", "threatened")


def test_scenarios_come_in_their_order_and_rest_has_no_rule(made):
    assert [(s.id, s.order, s.rest, s.rule is None) for s in made.scenarios] == [("escalation", 1, False, False), ("rest", 9, True, True)]
    assert made.scenarios[0].expects == (
        Expectation(indicator="strikes", seen=0.95, rating="CC", why=None),
        Expectation(indicator="price", seen=0.7, rating=None, why="it rose before"),
    )
    assert made.scenarios[1].expects[1] == Expectation(indicator="price", seen=0.5, rating="NA", why=None)
    assert made.scenarios[0].base_rate == BaseRate(probability=0.2, history=None, source="counted by hand")


@pytest.mark.parametrize(("word", "seen"), [("CC", 0.95), ("C", 0.8), ("N", 0.5), ("I", 0.2), ("II", 0.05)])
def test_ratings_stand_for_probabilities(watch, word, seen):
    watch.change("scenarios/rest.yaml", "strikes: 0.1", f"strikes: {word}")
    assert loaded(watch.write()).scenarios[1].expects[0] == Expectation(indicator="strikes", seen=seen, rating=word, why=None)


def test_the_rule_of_a_scenario_has_the_watchs_horizon(made):
    rule = made.scenarios[0].rule
    assert (rule.within_days, rule.deadline, rule.at_least, rule.pattern.types) == (30, None, 2, ("ASSAULT",))


def test_a_question_has_its_own_end(made):
    question = made.questions[0]
    assert (question.rule.within_days, question.rule.deadline, question.opens, question.every_days) == (14, None, date(2019, 5, 1), 7)
    assert question.base_rate == BaseRate(probability=None, history="past", source="counted")


def test_history(made):
    assert [(c.week, c.who, c.type, c.whom, c.events) for c in made.histories[0].counts] == [
        (date(2018, 1, 1), "IRN", "ASSAULT", "USA", 2),
        (date(2018, 1, 8), "IRN", "ASSAULT", "USA", 1),
    ]
    assert (made.histories[0].first, made.histories[0].last) == (date(2018, 1, 1), date(2018, 12, 31))


def test_words_that_yaml_takes_for_something_else_stay_words(watch):
    watch.change("indicators/a.yaml", "[yearly exercise]", "[no, 2019, on]")
    assert loaded(watch.write()).indicators[0].routine[0].words == ("no", "2019", "on")


def test_the_digest_is_of_paths_and_bytes_in_their_order(watch):
    wanted = hashlib.sha256()
    for path in sorted(watch.files):
        wanted.update(f"{path}\0{len(watch.files[path])}\0".encode() + watch.files[path])
    assert loaded(watch.write()).digest == f"sha256:{wanted.hexdigest()}"


def test_the_digest_is_not_of_files_that_no_watch_has(watch):
    before = loaded(watch.write()).digest
    watch.files |= {"README.md": b"x", "series/other.csv": b"x", "indicators/notes.txt": b"x", "indicators/.b.yaml": b"x"}
    assert loaded(watch.write()).digest == before


def test_a_comment_changes_the_digest(watch):
    before = loaded(watch.write()).digest
    watch.files["questions/q.yaml"] += b"# more\n"
    assert loaded(watch.write()).digest != before


def test_a_broken_watch_raises_its_first_errors(watch):
    watch.change("scenarios/rest.yaml", "order: 9", "order: nine")
    with pytest.raises(BadWatch, match=r'"straits" has 1 error:\n  scenarios/rest.yaml:4: error: "order" is "nine"') as caught:
        loaded(watch.write())
    assert isinstance(caught.value, TocsinError)
    assert load(watch.folder).watch is None


def test_a_folder_that_is_not_there(tmp_path):
    (finding,) = load(tmp_path / "none").findings
    assert (finding.path, finding.line, finding.severity) == (".", None, "error")
    assert "there is no folder" in finding.found


def test_windows_line_ends_and_a_byte_order_mark_are_read(watch):
    watch.files = {path: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n") for path, data in watch.files.items()}
    assert load(watch.write()).findings == ()
