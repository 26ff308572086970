"""The commands of watches and forecasts from end to end, on made-up reports of a fortnight."""

from __future__ import annotations

import json
import re
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.pipeline.frontier import FILES, FORTNIGHT, day, season, written
from tests.pipeline.newsroom import MADE_BY, NOW, Newsreader, take
from typer.testing import CliRunner

from tocsin.cli import app
from tocsin.lake import Lake
from tocsin.pipeline.folding import Folding
from tocsin.pipeline.ingest import Ingest
from tocsin.records import Forecast, Judgement

THEN = day(8).isoformat()
RAID = "Will arland do ASSAULT to borland within 14 days?"


def run(*words: object, lake: Path | None = None, columns: int = 100) -> Result:
    named = [] if lake is None else ["--lake", str(lake)]
    return CliRunner().invoke(app, [*map(str, words), *named], env={"COLUMNS": str(columns), "TOCSIN_LAKE": ""})


def said(text: str) -> str:
    """As people read it, whatever the width."""
    return " ".join(re.sub("[│╭╮╰╯─]", " ", text).split())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the watch, a lake of the fortnight, and a long one with nothing but five raids."""
    folder = tmp_path_factory.mktemp("made")
    written(folder)
    with Lake.open(folder / "lake", create=True, clock=lambda: NOW) as lake:
        take(lake, FORTNIGHT)
        Folding(lake).catch_up()
    later = NOW + timedelta(days=90)
    with Lake.open(folder / "long", create=True, clock=lambda: later) as lake:
        for _ in Ingest(lake, Newsreader(), MADE_BY, clock=lambda: later).run(season(84, raid=range(3, 70, 14))):
            pass
        Folding(lake).catch_up()
    return folder


@pytest.fixture
def lake(made: Path) -> Path:
    """Only looked at."""
    return made / "lake"


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    """A lake to write to."""
    shutil.copytree(made / "lake", tmp_path / "lake")
    return tmp_path / "lake"


@pytest.fixture
def watch(made: Path) -> Path:
    return made / "frontier"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A watch with a wrong word in line 26 of its indicators."""
    return written(tmp_path, **{"indicators/frontier.yaml": FILES["indicators/frontier.yaml"].replace("kind: claims", "kind: clams")})


class TestNew:
    def test_what_is_written_can_be_run(self, tmp_path: Path, lake: Path) -> None:
        done = run("watch", "new", "nile", "--in", tmp_path)
        assert (done.exit_code, done.stdout) == (0, "")
        assert f"tocsin watch check {tmp_path / 'nile'}" in said(done.stderr)
        assert run("watch", "check", tmp_path / "nile").exit_code == 0
        done = run("watch", "status", tmp_path / "nile", "--as-of", THEN, lake=lake)
        assert (done.exit_code, "not enough history" in said(done.stdout)) == (0, True)

    def test_one_can_begin_with_another(self, tmp_path: Path, watch: Path) -> None:
        assert run("watch", "new", "second", "--in", tmp_path, "--like", watch).exit_code == 0
        assert (tmp_path / "second" / "watch.toml").read_bytes() == (watch / "watch.toml").read_bytes()

    @pytest.mark.parametrize(
        ("name", "more", "found"),
        [
            ("No Name", (), "cannot be called"),
            ("taken", (), "There is something at"),
            ("third", ("--like", "nowhere"), "There is no folder 'nowhere'"),
        ],
    )
    def test_what_cannot_be_made(self, tmp_path: Path, name: str, more: tuple[str, ...], found: str) -> None:
        (tmp_path / "taken").mkdir()
        done = run("watch", "new", name, "--in", tmp_path, *more)
        assert (done.exit_code, found in said(done.stderr)) == (1, True)


class TestCheck:
    def test_a_sound_one(self, watch: Path) -> None:
        done = run("watch", "check", watch)
        assert done.exit_code == 0
        assert "frontier: 4 indicators, 3 scenarios, 2 questions, 0 series, 0 histories, 0 feeds; it can be run." in done.stderr
        assert 'watch.toml:7: warning: The tables of actors have no "Arland"' in done.stdout

    def test_what_is_wrong_where_and_how_to_mend_it(self, broken: Path, watch: Path) -> None:
        done = run("watch", "check", watch, broken)
        assert done.exit_code == 1
        assert f'{broken}/indicators/frontier.yaml:26: error: "clams" is not known as "kind".' in done.stdout
        assert 'Write "claims".' in done.stdout
        assert done.stderr.count("it can be run") == 1

    @pytest.mark.parametrize("name", ["gulf-2019", "karabakh-2020", "sudan-2023"])
    def test_shipped_ones_go_by_their_names(self, name: str) -> None:
        done = run("watch", "check", name)
        assert (done.exit_code, done.stdout) == (0, "")
        assert f"{name}: " in done.stderr


class TestNamesAndDays:
    @pytest.mark.parametrize(
        "words",
        [
            ("watch", "run"),
            ("watch", "status"),
            ("watch", "why", "--as-of", THEN),
            ("backtest", "--from", THEN, "--to", THEN),
            ("brief",),
            ("scorecard", "--watch"),
            ("forecast", RAID, "--watch"),
        ],
        ids=" ".join,
    )
    def test_a_watch_must_be_there_and_be_sound(self, words: tuple[str, ...], lake: Path, broken: Path) -> None:
        more = ("raid",) if "why" in words else ()
        done = run(*words, "nowhere", *more, lake=lake)
        assert done.exit_code == 1
        assert "There is no folder 'nowhere', and no shipped watch of that name. Shipped are gulf-2019," in said(done.stderr)
        done = run(*words, broken, *more, lake=lake)
        assert done.exit_code == 1
        assert 'The watch "frontier" has 1 error: indicators/frontier.yaml:26: error: "clams"' in said(done.stderr)

    @pytest.mark.parametrize("words", [("watch", "run"), ("watch", "status"), ("brief",), ("forecast", RAID, "--watch")], ids=" ".join)
    def test_nothing_is_said_as_of_a_day_ahead(self, words: tuple[str, ...], watch: Path, lake: Path) -> None:
        done = run(*words, watch, "--as-of", "2999-01-01", lake=lake)
        assert (done.exit_code, done.stdout) == (1, "")
        assert "2999-01-01 lies ahead" in said(done.stderr)

    @pytest.mark.parametrize("words", [("watch", "run"), ("watch", "status"), ("brief",), ("scorecard", "--watch")], ids=" ".join)
    def test_a_lake_must_be_named_and_be_there(self, words: tuple[str, ...], watch: Path, tmp_path: Path) -> None:
        done = run(*words, watch)
        assert (done.exit_code, "name the lake, or set TOCSIN_LAKE" in said(done.stderr)) == (2, True)
        assert run(*words, watch, lake=tmp_path / "none").exit_code == 1


class TestRun:
    def test_it_keeps_what_it_shows_once(self, watch: Path, own: Path) -> None:
        done = run("watch", "run", watch, "--as-of", THEN, lake=own)
        assert done.exit_code == 0, done.stderr
        assert "Kept 4 readings and 3 assessments; issued 3 forecasts, resolved 0." in done.stderr
        assert "LEVEL critical" in said(done.stdout)
        again = run("watch", "run", watch, "--as-of", THEN, lake=own)
        assert "Kept 0 readings and 0 assessments; issued 0 forecasts, resolved 0." in again.stderr

    def test_today(self, watch: Path, own: Path) -> None:
        done = run("watch", "run", watch, lake=own)
        assert (done.exit_code, "issued" in done.stderr) == (0, True)
        with Lake.open(own) as opened:
            assert {row.model for row in opened.read(Forecast)} == {"weighed/1", "rates/1"}

    def test_an_empty_lake(self, watch: Path, tmp_path: Path) -> None:
        Lake.open(tmp_path / "lake", create=True).close()
        done = run("watch", "run", watch, lake=tmp_path / "lake")
        assert (done.exit_code, done.exception) == (0, None)
        assert "no article was read" in said(done.stdout)
        assert "Confidence: low" in said(done.stdout)


class TestStatus:
    def test_the_board_keeps_nothing(self, watch: Path, own: Path) -> None:
        with Lake.open(own) as opened:
            before = opened.head()
        done = run("watch", "status", watch, "--as-of", THEN, lake=own)
        assert done.exit_code == 0
        for word in ("The frontier", "A raid", "Talks", "Nothing changes", "because: it is happening: A raid"):
            assert word in said(done.stdout)
        with Lake.open(own) as opened:
            assert opened.head() == before

    def test_several_come_as_cards(self, watch: Path, lake: Path, tmp_path: Path) -> None:
        other = written(tmp_path, **{"watch.toml": FILES["watch.toml"].replace("The frontier", "The far frontier")})
        done = run("watch", "status", watch, other, "--as-of", THEN, lake=lake)
        assert done.exit_code == 0
        assert {"The frontier", "The far frontier"} <= set(re.findall(r"The (?:far )?frontier", done.stdout))
        assert done.stdout.count("╭") == 2


class TestWhy:
    @pytest.mark.parametrize(
        ("one", "shown"),
        [
            ("raid", "Arland raids Borland within the week."),
            ("raids", "Raids were what wars here began with."),
            ("denials", "Arland denies that it raided Borland at Velm"),
            ("fine-soon", "Will Borland fine Arland within 4 days?"),
        ],
    )
    def test_numbers_open_down(self, watch: Path, lake: Path, one: str, shown: str) -> None:
        done = run("watch", "why", watch, one, "--as-of", day(4).isoformat(), lake=lake)
        assert done.exit_code == 0, done.stderr
        assert shown in said(done.stdout)

    def test_what_is_no_id(self, watch: Path, lake: Path) -> None:
        done = run("watch", "why", watch, "rade", "--as-of", THEN, lake=lake)
        assert (done.exit_code, done.stdout) == (1, "")
        assert "'rade' is no id of this watch. Near it are raid and raids." in said(done.stderr)


class TestForecast:
    def test_the_answer_and_its_rule(self, made: Path, watch: Path) -> None:
        done = run("forecast", RAID, "--watch", watch, "--as-of", day(69), lake=made / "long")
        assert done.exit_code == 0, done.stderr
        shown = said(done.stdout)
        assert re.search(r"\d+ % .*\(\d+ % to \d+ %, for how little was seen\)", shown)
        assert "this lake: 5 in 10 weeks" in shown
        assert "Decided by: At least 1 incident of ASSAULT by Arland against Borland" in shown
        assert "Void if fewer than 1 article a day was read" in shown

    def test_without_history_there_is_no_number_and_nothing_to_keep(self, own: Path, watch: Path) -> None:
        done = run("forecast", RAID, "--watch", watch, "--as-of", THEN, "--keep", lake=own)
        assert done.exit_code == 0
        assert "Not enough history: no number. · this lake has 1 whole weeks, and 8 are needed" in said(done.stdout)
        assert "%" not in done.stdout
        assert done.stderr == ""
        with Lake.open(own) as opened:
            assert list(opened.read(Forecast)) == []

    def test_it_is_kept_when_that_is_asked_for(self, made: Path, watch: Path, tmp_path: Path) -> None:
        shutil.copytree(made / "long", tmp_path / "lake")
        own = tmp_path / "lake"
        assert run("forecast", RAID, "--watch", watch, lake=own).stderr == ""
        done = run("forecast", RAID, "--watch", watch, "--keep", lake=own)
        with Lake.open(own) as opened:
            (row,) = opened.read(Forecast)
        assert f"Issued as {row.id}." in done.stderr
        assert (row.question, row.watch, row.model) == (RAID, "frontier", "rates/1")
        shown = run("scorecard", lake=own)
        assert (shown.exit_code, said(shown.stdout).count("all 1 0 0 1")) == (0, 1)

    def test_what_is_kept_for_no_watch_is_resolved_by_the_scorecard(self, made: Path, tmp_path: Path) -> None:
        shutil.copytree(made / "long", tmp_path / "lake")
        own = tmp_path / "lake"
        ask = "Will anyone do ASSAULT to anyone within 10 days?"
        assert run("forecast", ask, "--keep", "--as-of", day(70), lake=own).exit_code == 0
        assert run("scorecard", "--replayed", "--as-of", day(71), lake=own).exit_code == 0
        with Lake.open(own) as opened:
            assert len(list(opened.read(Forecast))) == 1
        assert "all 1 1 0 0" in said(run("scorecard", "--replayed", lake=own).stdout)

    def test_what_is_not_understood(self, lake: Path) -> None:
        done = run("forecast", "Will it rain?", lake=lake)
        assert (done.exit_code, done.stdout) == (1, "")
        assert 'No horizon in \'Will it rain\'. "within 30 days" or "by 2019-07-19". Ask for example:' in said(done.stderr)


class TestScorecard:
    def test_of_nothing(self, lake: Path) -> None:
        done = run("scorecard", lake=lake)
        assert (done.exit_code, done.stdout) == (0, "")
        assert "No forecast was issued here yet." in said(done.stderr)

    def test_replays_stand_apart(self, watch: Path, own: Path) -> None:
        run("watch", "run", watch, "--as-of", THEN, lake=own)
        assert run("scorecard", lake=own).stdout == ""
        assert "add --replayed" in said(run("scorecard", lake=own).stderr)
        done = run("scorecard", "--replayed", "--watch", watch, lake=own, columns=80)
        assert re.search(r"^all +3 +0 +0 +3", done.stdout, re.MULTILINE)
        assert "fewer than ten" in said(done.stdout)
        assert max(map(len, done.stdout.splitlines())) <= 80


class TestBacktest:
    DAYS = ("--from", day(0), "--to", day(14))

    def test_a_line_a_day_and_the_scores(self, watch: Path, lake: Path) -> None:
        done = run("backtest", watch, *self.DAYS, "--every", "7d", lake=lake)
        assert done.exit_code == 0, done.stderr
        lines = [line for line in done.stdout.splitlines() if re.match(r"\d+ May 2024 ", line)]
        assert [line.split()[:4] for line in lines] == [
            ["6", "May", "2024", "routine"],
            ["13", "May", "2024", "critical"],
            ["20", "May", "2024", "critical"],
        ]
        assert re.search(r"^all +9 ", done.stdout, re.MULTILINE)

    def test_for_programs(self, watch: Path, own: Path) -> None:
        with Lake.open(own) as opened:
            before = opened.head()
        done = run("backtest", watch, *self.DAYS, "--every", "2d", "--format", "jsonl", lake=own)
        rows: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
        assert [row["as_of"][:10] for row in rows] == [day(number).isoformat() for number in range(0, 15, 2)]
        assert {row["schema"] for row in rows} == {"tocsin.backtest/1"}
        for row in rows:
            assert sum(row["probabilities"].values()) == pytest.approx(1)
            assert row["probabilities"].keys() == row["base"].keys() == {"raid", "talks", "quiet"}
        with Lake.open(own) as opened:
            assert opened.head() == before  # nothing of it is kept

    def test_an_empty_lake(self, watch: Path, tmp_path: Path) -> None:
        Lake.open(tmp_path / "lake", create=True).close()
        done = run("backtest", watch, *self.DAYS, lake=tmp_path / "lake")
        assert (done.exit_code, done.stdout.count("routine")) == (0, 3)

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            (("--from", "2024-05-20", "--to", "2024-05-06"), "--to lies before --from"),
            (("--from", "2024-05-06", "--to", "2099-05-06"), "2099-05-06 lies ahead"),
            (("--from", "2024-05-06", "--to", "2024-05-20", "--every", "week"), "'week' is no number of days; write 7d"),
            (("--from", "2024-05-06", "--to", "2024-05-20", "--every", "0d"), "'0d' is no number of days"),
            (("--from", "soon", "--to", "2024-05-20"), "--from"),
        ],
    )
    def test_days_that_are_none(self, watch: Path, lake: Path, words: tuple[str, ...], found: str) -> None:
        done = run("backtest", watch, *words, lake=lake)
        assert (done.exit_code, found in said(done.stderr)) == (2, True)


class TestBrief:
    @pytest.mark.parametrize(
        ("form", "begins"),
        [("text", "THE FRONTIER"), ("md", "# The frontier"), ("html", "<!doctype html>"), ("json", "{")],
    )
    def test_every_format(self, watch: Path, lake: Path, form: str, begins: str) -> None:
        done = run("brief", watch, "--as-of", THEN, "--format", form, lake=lake)
        assert done.exit_code == 0, done.stderr
        assert done.stdout.startswith(begins)
        for word in ("Nothing changes", "72", "Gorse Mill"):
            assert word in done.stdout

    def test_what_is_written_keeps_the_rules_until_it_is_edited(self, watch: Path, lake: Path, tmp_path: Path) -> None:
        file = tmp_path / "brief.json"
        done = run("brief", watch, "--as-of", THEN, "--format", "json", "--out", file, lake=lake)
        assert (done.exit_code, done.stdout) == (0, "")
        assert f"Written to {file}." in said(done.stderr)
        done = run("lint", file)
        assert (done.exit_code, done.stdout, said(done.stderr)) == (0, "", "The brief keeps the rules.")
        data = json.loads(file.read_text())
        for section in data["sections"]:
            for statement in section["statements"]:
                statement["citations"] = []
        file.write_text(json.dumps(data))
        done = run("lint", file)
        assert (done.exit_code, "a judgement cites nothing" in said(done.stdout)) == (1, True)

    def test_an_empty_lake(self, watch: Path, tmp_path: Path) -> None:
        Lake.open(tmp_path / "lake", create=True).close()
        done = run("brief", watch, lake=tmp_path / "lake")
        assert done.exit_code == 0, done.stderr
        assert "no article at all was read" in said(done.stdout)

    @pytest.mark.parametrize(
        ("text", "found"),
        [("{", "brief"), ('{"x": 1}', "'tocsin.brief/1'"), (None, "No such file or directory")],
        ids=["no JSON", "another thing", "none"],
    )
    def test_what_is_no_brief(self, tmp_path: Path, text: str | None, found: str) -> None:
        if text is not None:
            (tmp_path / "brief.json").write_text(text)
        done = run("lint", tmp_path / "brief.json")
        assert (done.exit_code, done.stdout) == (1, "")
        assert found in said(done.stderr)


class TestJudge:
    WHO = ("--by", "A. Reader", "--why", "She was there.")

    def test_a_rating_names_the_watch_by_its_id(self, watch: Path, own: Path) -> None:
        done = run("judge", "rate", watch, "raid", "raids", "--value", "II", *self.WHO, lake=own)
        assert (done.exit_code, "Kept as" in done.stderr) == (0, True)
        with Lake.open(own) as opened:
            assert [one.subjects for one in opened.read(Judgement)] == [("frontier", "raid", "raids")]

    @pytest.mark.parametrize(
        ("subjects", "words"),
        [
            (("raid", "rades"), "'rades' is no incident, and no indicator of frontier"),
            (("peas", "raids"), "frontier has no scenario 'peas'"),
        ],
        ids=["no such item", "no such scenario"],
    )
    def test_a_slip_of_the_pen_rates_nothing(self, watch: Path, own: Path, subjects: tuple[str, str], words: str) -> None:
        done = run("judge", "rate", watch, *subjects, "--value", "II", *self.WHO, lake=own)
        assert (done.exit_code, words in said(done.stderr)) == (2, True)
