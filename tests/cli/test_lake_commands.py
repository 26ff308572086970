"""The commands of a lake from end to end, on a few made-up reports."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.pipeline.feeds import Desk
from typer.testing import CliRunner

from tocsin.cli import app
from tocsin.collect.polling import Polled
from tocsin.lake import Lake
from tocsin.pipeline.folding import Folded
from tocsin.pipeline.intake import Intake
from tocsin.pipeline.watching import Tick
from tocsin.records import FiledArticle, SourceHealth

FERRY = "A ferry with eighty people aboard sank off the island of Samos on Monday, and twelve of them drowned, the Greek coast guard said."
HOSTILE = "\x1b[31mRed\x1b[0m \u202etitle\u202c with a bell\x07"
ROWS: tuple[dict[str, Any], ...] = (
    {"id": "row 1", "outlet": "Island Post", "title": "Ferry sinks off Samos, twelve drown", "date": "2024-05-06T10:00:00Z", "text": FERRY},
    {
        "id": "row 2",
        "outlet": "Harbour Gazette",
        "title": "Ferry sinks off Samos, twelve drown",
        "date": "2024-05-06T14:00:00Z",
        "text": FERRY,
        "url": "https://harbour.example/2",
    },
    {
        "id": "row 3",
        "outlet": "Border Times",
        "title": "Iran attacked a tanker off Oman, United States says",
        "date": "2024-05-07T08:00:00Z",
        "text": "Iran attacked a tanker off Oman on Monday, the United States said. Iran denied that it had attacked the tanker.",
    },
    {
        "id": "row 4",
        "outlet": "=HYPERLINK(1)",
        "title": HOSTILE,
        "date": "2024-05-20",
        "text": "Turkey's army shelled a village near Afrin on Sunday, killing three people.",
    },
    {
        "outlet": "Abendblatt",
        "text": "Der Minister sagte am Montag, dass die Regierung keine weiteren Truppen an die Grenze verlegen werde.",
    },
    {"id": "row 6", "text": "  "},
)
ESCAPES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
CONTRACT = {"id", "outlet", "title", "published", "url", "story", "incidents", "copy_of", "known_at"}


def run(*words: object, lake: Path | None = None, env: dict[str, str] | None = None) -> Result:
    named = [] if lake is None else ["--lake", str(lake)]
    usual = {"COLUMNS": "120", "TOCSIN_LAKE": ""}
    return CliRunner().invoke(app, [*map(str, words), *named], env={**usual, **(env or {})})


def jsonl(done: Result) -> list[dict[str, Any]]:
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def words(text: str) -> str:
    """As people read it, whatever the width."""
    return " ".join(re.sub("[│╭╮╰╯─]", " ", text).split())


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reports") / "reports.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, reports: Path) -> tuple[Path, Result]:
    """A lake that took the reports in with the real reader, and what that said."""
    lake = tmp_path_factory.mktemp("made") / "lake"
    return lake, run("ingest", reports, "--processes", 1, lake=lake)


@pytest.fixture
def lake(made: tuple[Path, Result]) -> Path:
    """The lake; only looked at."""
    return made[0]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is ingested is read by the simple reader."""
    monkeypatch.setattr("tocsin.pipeline.intake.engine", Desk())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a lake of three reports that the simple reader has read, and the reports."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "reports.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS[:3]))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("tocsin.pipeline.intake.engine", Desk())
        assert run("ingest", folder / "reports.jsonl", lake=folder / "own").exit_code == 0
    return folder


@pytest.fixture
def own(tmp_path: Path, small: Path) -> Path:
    """A small lake to change."""
    shutil.copytree(small, tmp_path, dirs_exist_ok=True)
    return tmp_path / "own"


class TestIngest:
    def test_it_tells_what_became_of_everything(self, made: tuple[Path, Result]) -> None:
        _, done = made
        assert (done.exit_code, done.stdout) == (0, "")
        assert "5 articles taken in; 0 known already; 1 of the new ones are not English and stay unread; 1 refused: empty." in done.stderr
        assert "`tocsin rejects` shows them" in done.stderr
        assert re.search(r"\d+ incidents new or changed, 0 no more\.", done.stderr)

    def test_a_second_time_it_changes_nothing(self, own: Path, quick: None) -> None:
        with Lake.open(own) as opened:
            before = opened.head()
        done = run("ingest", own.parent / "reports.jsonl", lake=own)
        assert "0 articles taken in; 3 known already." in done.stderr
        assert "0 incidents new or changed, 0 no more." in done.stderr
        with Lake.open(own) as opened:
            assert opened.head() == before

    def test_filters_and_columns(self, tmp_path: Path, quick: None) -> None:
        path = tmp_path / "t.csv"
        path.write_text("what,seen,paper\nArland raided Borland,2024-05-06,Times\nBorland met Carland,2024-05-09,Post\n")
        columns = ("--columns", "text=what,published=seen,outlet=paper")
        done = run("ingest", path, *columns, "--since", "2024-05-08", lake=tmp_path / "lake")
        assert "1 articles taken in; 0 known already; 1 left out by --since." in done.stderr
        done = run("ingest", path, *columns, "--without-outlet", "Post", "--word", "raided", lake=tmp_path / "lake")
        assert "1 articles taken in; 0 known already; 1 left out by --word." in done.stderr

    def test_a_source_that_fails_is_told_last_with_status_1(self, tmp_path: Path, quick: None) -> None:
        path = tmp_path / "report.txt"
        path.write_text("Arland raided Borland.")
        done = run("ingest", tmp_path / "missing", path, lake=tmp_path / "lake")
        assert done.exit_code == 1
        assert "1 articles taken in" in done.stderr
        assert "does not exist" in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr

    def test_a_watch_tells_each_round_and_what_failed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def watch(self: Intake, sources: list[str], stop: object) -> Iterator[Tick]:
            good, bad = (SourceHealth(id=f"https://{name}.example/feed", kind="feed") for name in ("good", "bad"))
            failed = Polled(before=bad, health=SourceHealth(id=bad.id, kind="feed", error="Nobody answers.")).health
            yield Tick(polled=(good, failed), new=3, folded=Folded(incidents=2, placements=3, retired=0, sequence=1))
            yield Tick(polled=(good,), new=0, folded=None)

        monkeypatch.setattr(Intake, "watch", watch)
        monkeypatch.setattr("signal.signal", lambda *_: None)
        done = run("ingest", "https://good.example/feed", "--watch", lake=tmp_path / "lake")
        assert done.exit_code == 0
        told = words(done.stderr)
        assert "https://bad.example/feed: Nobody answers." in told
        assert re.search(r"\d\d:\d\d:\d\d 3 new from 1 sources, 2 incidents new or changed", told)
        assert told.count(" new from ") == 1


class TestIncidents:
    def test_they_are_listed_for_people(self, lake: Path) -> None:
        done = run("incidents", lake=lake)
        assert done.exit_code == 0
        assert "Ferry sinks off Samos" in done.stdout
        assert max(map(len, done.stdout.splitlines())) <= 120

    def test_one_is_shown_with_its_sentences_by_the_beginning_of_its_id(self, lake: Path) -> None:
        ferry = next(one for one in jsonl(run("incidents", "--format", "json", lake=lake)) if "Ferry" in one["title"])
        done = run("incidents", ferry["id"][:12], lake=lake)
        assert done.exit_code == 0
        assert "sank off the island of Samos" in words(done.stdout)
        (again,) = jsonl(run("incidents", ferry["id"], "--format", "json", lake=lake))
        assert again == ferry
        assert {telling["outlet"] for telling in ferry["tellings"]} == {"Island Post", "Harbour Gazette"}

    @pytest.mark.parametrize(
        ("options", "holds"),
        [
            pytest.param(("--country", "irn"), lambda one: "IRN" in json.dumps(one), id="country"),
            pytest.param(("--type", "assault"), lambda one: one["type"] == "ASSAULT", id="type"),
            pytest.param(("--status", "disputed"), lambda one: one["status"] == "disputed", id="status"),
            pytest.param(("--since", "2024-05-10"), lambda one: (one["latest"] or "9") >= "2024-05-10", id="since"),
            pytest.param(("--until", "2024-05-10"), lambda one: (one["earliest"] or "0") <= "2024-05-10", id="until"),
            pytest.param(("--origins", "1"), lambda one: one["affirmed"] >= 1, id="origins"),
        ],
    )
    def test_only_what_is_asked_for(self, lake: Path, options: tuple[str, ...], holds: Callable[[dict[str, Any]], bool]) -> None:
        everything = jsonl(run("incidents", "--format", "json", lake=lake))
        found = jsonl(run("incidents", *options, "--format", "json", lake=lake))
        assert found
        assert all(map(holds, found))
        assert {one["id"] for one in found} <= {one["id"] for one in everything}

    def test_no_more_than_the_limit_and_those_the_latest(self, lake: Path) -> None:
        everything = jsonl(run("incidents", "--format", "json", lake=lake))
        assert jsonl(run("incidents", "--limit", 2, "--format", "json", lake=lake)) == everything[-2:]

    def test_as_of_a_day_means_its_end(self, lake: Path) -> None:
        for as_of, outlets in (
            ("2024-05-06T09:00Z", []),
            ("2024-05-06T10:00Z", ["Island Post"]),
            ("2024-05-06T13:00+02:00", ["Island Post"]),
            ("2024-05-06", ["Island Post", "Harbour Gazette"]),
        ):
            done = run("incidents", "--as-of", as_of, "--format", "json", lake=lake)
            assert [telling["outlet"] for one in jsonl(done) for telling in one["tellings"]] == outlets

    def test_none_is_told_and_is_no_error(self, lake: Path) -> None:
        done = run("incidents", "--type", "RETREAT", lake=lake)
        assert (done.exit_code, done.stdout) == (0, "")
        assert re.search(r"None of \d+ incidents is such a one", done.stderr)


class TestQuery:
    @pytest.mark.parametrize(
        ("form", "wanted"),
        [
            ("jsonl", '{"outlet": "Island Post", "n": 1}\n'),
            ("csv", "outlet,n\nIsland Post,1\n"),
        ],
    )
    def test_an_answer_for_programs(self, lake: Path, form: str, wanted: str) -> None:
        done = run("query", "SELECT outlet, 1 AS n FROM articles WHERE row_id = 'row 1'", "--format", form, lake=lake)
        assert (done.exit_code, done.stdout) == (0, wanted)

    def test_as_of(self, lake: Path) -> None:
        query = "SELECT (SELECT count(*) FROM articles) AS a, (SELECT count(*) FROM placements) AS p"
        assert jsonl(run("query", query, "--as-of", "2024-05-07", "--format", "jsonl", lake=lake)) == [{"a": 3, "p": 3}]

    def test_what_there_is_to_ask(self) -> None:
        tables = jsonl(run("query", "--tables", "--format", "jsonl"))
        assert {"articles", "claims", "events", "incidents", "placements", "rejects"} <= {row["table"] for row in tables}
        columns = {row["column"]: row for row in jsonl(run("query", "--columns", "incidents", "--format", "jsonl"))}
        assert columns["affirmed"]["holds"]

    @pytest.mark.parametrize("sql", ["SELECT nothing FROM articles", "DELETE FROM articles", "SELECT * FROM '/etc/passwd'", "SELEKT 1"])
    def test_what_cannot_be_answered_is_one_sentence_and_status_1(self, lake: Path, sql: str) -> None:
        done = run("query", sql, lake=lake)
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr.strip()
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize("given", [(), ("SELECT 1", "--tables"), ("--tables", "--columns", "events")])
    def test_one_thing_is_asked(self, lake: Path, given: tuple[str, ...]) -> None:
        done = run("query", *given, lake=lake)
        assert done.exit_code == 2
        assert "give a SELECT, or --tables, or --columns TABLE" in words(done.stderr)


class TestSearch:
    def test_the_best_match_is_found_by_its_words(self, lake: Path) -> None:
        found = jsonl(run("search", "tanker", "--format", "jsonl", lake=lake))
        assert [(row["outlet"], row["published"]) for row in found] == [("Border Times", "2024-05-07")]
        assert "tanker" in found[0]["snippet"]

    @pytest.mark.parametrize(
        ("options", "outlets"),
        [
            (("--outlet", "Harbour Gazette"), {"Harbour Gazette"}),
            (("--as-of", "2024-05-06T12:00Z"), {"Island Post"}),
            (("--since", "2024-05-07"), set()),
            (("--until", "2024-05-06"), {"Island Post", "Harbour Gazette"}),
            (("--language", "de"), set()),
        ],
    )
    def test_filters(self, lake: Path, options: tuple[str, ...], outlets: set[str]) -> None:
        found = jsonl(run("search", '"ferry with eighty"', *options, "--format", "jsonl", lake=lake))
        assert {row["outlet"] for row in found} == outlets

    def test_nothing_found_is_told(self, lake: Path) -> None:
        done = run("search", "zeppelin", lake=lake)
        assert done.exit_code == 0
        assert "Nothing is found" in done.stderr


class TestSourcesAndRejects:
    def test_sources(self, lake: Path, reports: Path) -> None:
        (row,) = jsonl(run("sources", "--format", "jsonl", lake=lake))
        assert (row["source"], row["state"], row["items"], row["error"]) == (str(reports), "ok", 5, None)
        assert "ok" in run("sources", lake=lake).stdout
        page = run("sources", "--format", "html", lake=lake).stdout
        assert page.startswith("<!doctype html>")
        assert "1 of 1 do well" in page
        assert next(csv.DictReader(io.StringIO(run("sources", "--format", "csv", lake=lake).stdout)))["items"] == "5"

    def test_rejects_are_counted_and_shown(self, lake: Path, reports: Path) -> None:
        (counted,) = jsonl(run("rejects", "--format", "jsonl", lake=lake))
        assert (counted["source"], counted["code"], counted["n"]) == (str(reports), "empty", 1)
        (one,) = jsonl(run("rejects", "--code", "empty", "--format", "jsonl", lake=lake))
        assert one["place"] == "line 6"
        assert "row 6" in one["evidence"]
        assert jsonl(run("rejects", "--code", "bomb", "--format", "jsonl", lake=lake)) == []


class TestExport:
    def test_one_row_an_article_as_the_contract_has_it(self, lake: Path) -> None:
        found = jsonl(run("export", "articles", "--format", "jsonl", lake=lake))
        assert all(row.keys() >= CONTRACT for row in found)
        by_id = {row["id"]: row for row in found}
        assert set(by_id) > {"row 1", "row 2", "row 3", "row 4"}
        assert len(found) == 5
        first, copy = by_id["row 1"], by_id["row 2"]
        assert (first["copy_of"], copy["copy_of"]) == (None, "row 1")
        assert first["incidents"] == copy["incidents"] != []
        assert first["story"] == copy["story"] is not None
        assert (copy["url"], copy["outlet"]) == ("https://harbour.example/2", "Harbour Gazette")
        assert (copy["published"][:16], copy["known_at"]) == ("2024-05-06T14:00", "2024-05-06T14:00:00Z")
        assert (by_id["row 4"]["published"], by_id["row 4"]["known_at"][:16]) == ("2024-05-20", "2024-05-20T23:59")
        (unnamed,) = (row for row in found if row["id"] not in {f"row {n}" for n in range(9)})
        assert (unnamed["outlet"], unnamed["incidents"], unnamed["published"]) == ("Abendblatt", [], None)
        shown = {one["id"] for one in jsonl(run("incidents", "--format", "json", lake=lake))}
        assert {incident for row in found for incident in row["incidents"]} <= shown

    def test_as_of_then(self, lake: Path) -> None:
        found = jsonl(run("export", "articles", "--as-of", "2024-05-06T10:00Z", lake=lake))
        assert [(row["id"], row["copy_of"]) for row in found] == [("row 1", None)]

    def test_a_spreadsheet_runs_nothing(self, lake: Path) -> None:
        done = run("export", "articles", "--format", "csv", lake=lake)
        found = {row["id"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
        assert found["row 4"]["outlet"] == "'=HYPERLINK(1)"
        assert json.loads(found["row 1"]["incidents"])

    def test_a_lake_without_articles_has_a_header(self, tmp_path: Path) -> None:
        with Lake.open(tmp_path / "lake", create=True):
            pass
        assert jsonl(run("export", "articles", lake=tmp_path / "lake")) == []
        header = run("export", "articles", "--format", "csv", lake=tmp_path / "lake").stdout
        assert set(header.strip().split(",")) >= CONTRACT


class TestHostileTitles:
    @pytest.mark.parametrize(
        "command",
        [
            ("incidents",),
            ("incidents", "--format", "json"),
            ("query", "SELECT title, outlet FROM articles"),
            ("query", "SELECT title FROM articles", "--format", "jsonl"),
            ("search", "Afrin"),
            ("search", "Afrin", "--format", "jsonl"),
            ("export", "articles"),
        ],
        ids=" ".join,
    )
    def test_nothing_moves_a_cursor_or_turns_a_line(self, lake: Path, command: tuple[str, ...]) -> None:
        done = run(*command, lake=lake)
        assert done.exit_code == 0
        assert "Red" in done.stdout or "Afrin" in done.stdout
        assert not ESCAPES.search(done.stdout)

    def test_json_gives_it_back_as_it_was(self, lake: Path) -> None:
        found = {row["id"]: row for row in jsonl(run("export", "articles", lake=lake))}
        assert found["row 4"]["title"] == HOSTILE

    def test_nor_does_the_page_of_an_incident(self, lake: Path) -> None:
        for one in jsonl(run("incidents", "--format", "json", lake=lake)):
            assert not ESCAPES.search(run("incidents", one["id"], lake=lake).stdout)


class TestJudging:
    def ids(self, lake: Path) -> list[str]:
        return [one["id"] for one in jsonl(run("incidents", "--format", "json", lake=lake))]

    def test_a_merge_and_its_withdrawal(self, own: Path) -> None:
        before = self.ids(own)
        who = ("--by", "An analyst", "--why", "She was there.")
        done = run("judge", "merge", before[0][:10], before[-1][:10], *who, lake=own)
        assert done.exit_code == 0
        told = re.search(r"Kept as ([0-9a-f]{24})\. .* 1 no more", words(done.stderr))
        assert told
        assert len(self.ids(own)) == len(before) - 1
        assert jsonl(run("incidents", before[-1], "--format", "json", lake=own))[0]["id"] == before[0]
        assert run("judge", "retract", told[1][:12], *who, lake=own).exit_code == 0
        assert self.ids(own) == before

    def test_a_grade_is_shown_with_who_and_why(self, own: Path) -> None:
        (first, *_) = self.ids(own)
        assert run("judge", "grade", first, "--value", "2", "--by", "Ines", "--why", "Seen by two of us.", lake=own).exit_code == 0
        shown = words(run("incidents", first, lake=own).stdout)
        assert "Ines" in shown
        assert "Seen by two of us." in shown

    @pytest.mark.parametrize(
        ("given", "status", "message"),
        [
            (("merge", "zz", "yy", "--by", "A", "--why", "B"), 1, "No events have an id that begins with 'zz'"),
            (("merge", "zz", "--by", "A"), 2, "--why"),
            (("melt", "zz", "--by", "A", "--why", "B"), 2, "'melt'"),
            (("grade", "zz", "--value", "B", "--by", "A", "--why", "B"), 1, "no source has this key"),
            (("retract", "zz", "--by", " ", "--why", "B"), 1, "without a name or without a reason"),
        ],
        ids=["no such events", "no reason", "no such decision", "no such source", "nobody"],
    )
    def test_what_cannot_be_judged(self, own: Path, given: tuple[str, ...], status: int, message: str) -> None:
        done = run("judge", *given, lake=own)
        assert done.exit_code == status
        assert message in words(done.stderr)


class TestReading:
    def test_what_another_version_read_is_read_again(self, own: Path) -> None:
        with Lake.open(own) as opened:
            (article, *_) = opened.read(FiledArticle)
        done = run("reread", "--article", article.id, "--processes", 1, lake=own)
        assert done.exit_code == 0
        assert "1 of 1 articles read again" in done.stderr

    def test_all_is_read_by_this_version_already(self, lake: Path) -> None:
        done = run("reread", "--processes", 1, lake=lake)
        assert (done.exit_code, "0 of 0 articles read again" in done.stderr) == (0, True)


class TestKeeping:
    def test_check_optimize_fold(self, own: Path) -> None:
        assert "The lake is whole." in run("lake", "check", lake=own).stderr
        optimized = run("lake", "optimize", lake=own)
        assert optimized.exit_code == 0
        assert re.search(r"\d+ files are \d+ now", optimized.stderr)
        assert "0 incidents new or changed, 0 no more." in run("lake", "fold", lake=own).stderr
        assert run("lake", "check", lake=own).exit_code == 0

    def test_a_fold_that_an_ingest_did_not_come_to(self, tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "report.txt"
        path.write_text("Arland raided Borland.")
        monkeypatch.setattr(Intake, "fold", lambda *_: Folded(incidents=0, placements=0, retired=0, sequence=0))
        run("ingest", path, lake=tmp_path / "lake")
        checked = run("lake", "check", lake=tmp_path / "lake")
        assert checked.exit_code == 0
        assert "1 batches are yet to be folded" in checked.stderr
        assert "1 incidents new or changed" in run("lake", "fold", lake=tmp_path / "lake").stderr

    def test_harm_is_told_with_status_1(self, own: Path) -> None:
        with Lake.open(own) as opened:
            Path(opened.files("events")[0]).unlink()
        done = run("lake", "check", lake=own)
        assert done.exit_code == 1
        assert "1 things are wrong." in done.stderr


class TestOptions:
    COMMANDS: tuple[tuple[str, ...], ...] = (
        ("incidents",),
        ("query", "SELECT 1"),
        ("search", "ferry"),
        ("sources",),
        ("rejects",),
        ("judge", "merge", "a", "b", "--by", "A", "--why", "B"),
        ("reread",),
        ("export", "articles"),
        ("lake", "check"),
        ("lake", "optimize"),
        ("lake", "fold"),
    )

    @pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
    def test_the_lake_is_named_and_is_there(self, command: tuple[str, ...], tmp_path: Path) -> None:
        unnamed = run(*command)
        assert unnamed.exit_code == 2
        assert "name the lake, or set TOCSIN_LAKE" in words(unnamed.stderr)
        missing = run(*command, lake=tmp_path / "none")
        assert missing.exit_code == 1
        assert "there is no lake in" in words(missing.stderr).lower()
        assert not (tmp_path / "none").exists()

    def test_the_environment_names_the_lake(self, lake: Path) -> None:
        done = run("query", "SELECT count(*) AS n FROM articles", "--format", "jsonl", env={"TOCSIN_LAKE": str(lake)})
        assert jsonl(done) == [{"n": 5}]

    @pytest.mark.parametrize(
        ("command", "option"),
        [
            (("incidents", "--as-of", "yesterday"), "--as-of"),
            (("incidents", "--as-of", "2024-05"), "--as-of"),
            (("query", "SELECT 1", "--as-of", "0001-01-01T00:00+14:00"), "--as-of"),
            (("incidents", "--since", "soon"), "--since"),
            (("search", "x", "--until", "2024-13-01"), "--until"),
            (("ingest", "x", "--since", "soon"), "--since"),
            (("search", "x", "--limit", "0"), "--limit"),
            (("export", "articles", "--format", "xml"), "--format"),
            (("incidents", "--format", "csv"), "--format"),
            (("ingest", "x", "--processes", "0"), "--processes"),
            (("ingest", "x", "--every", "0"), "--every"),
        ],
        ids=" ".join,
    )
    def test_a_bad_option_is_named_with_status_2(self, lake: Path, command: tuple[str, ...], option: str) -> None:
        done = run(*command, lake=lake)
        assert (done.exit_code, done.stdout) == (2, "")
        assert option in words(done.stderr)

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            (("--columns", "body"), "does not map a column"),
            (("--since", "2024-05-09", "--until", "2024-05-08"), "Until on the same day or later"),
            (("--engine", "dask"), "There is no engine 'dask'"),
            (("--mapping", "no-such-file.toml"), "no-such-file.toml"),
            (("--word", " "), "empty word"),
        ],
        ids=["columns", "days", "engine", "mapping", "word"],
    )
    def test_what_an_ingest_cannot_be_asked_is_told_with_status_1(
        self, tmp_path: Path, reports: Path, options: tuple[str, ...], message: str
    ) -> None:
        done = run("ingest", reports, *options, lake=tmp_path / "lake")
        assert done.exit_code == 1
        assert message in words(done.stderr)
        assert "Traceback" not in done.stderr
