"""The command line from end to end, on small inputs."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version

import pytest
from typer.testing import CliRunner

from tocsin.cli import app

TEXT = (
    "Arland's navy attacked two tankers off Oman on Monday, the United States said. Iran denied that it had any part in the attack. "
    "Israel will hold talks with France on Friday."
)
PAGE = f"""<html><head><meta property="og:site_name" content="Sample Daily"><meta property="article:published_time" content="2019-06-19">
<title>Tankers</title></head><body><article><h1>Tankers attacked</h1><p>{TEXT}</p></article></body></html>"""


def run(*words, stdin=None):
    return CliRunner().invoke(app, list(map(str, words)), input=stdin, env={"COLUMNS": "120"})


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    return path


def rows_of(path):
    return [json.loads(line) for line in path.read_text().split("\n") if line]


class TestRead:
    def test_json_is_one_object_on_one_line(self, report):
        done = run("read", report, "--published", "19 June 2019", "--outlet", "Sample Daily", "--title", "T", "--format", "json")
        assert done.exit_code == 0
        assert done.stdout.count("\n") == 1
        made = json.loads(done.stdout)
        assert made["schema"] == "tocsin.read/1"
        assert made["id"].startswith("sha256:")
        article = {key: made["article"][key] for key in ("title", "outlet", "published", "published_basis", "text")}
        assert article == {"title": "T", "outlet": "Sample Daily", "published": "2019-06-19", "published_basis": "given", "text": TEXT}
        for claim in made["claims"]:
            assert claim["chain"][0]["name"] == "Sample Daily"

    def test_the_brief_is_plain_where_nobody_watches(self, report):
        done = run("read", report, "--published", "2019-06-19")
        assert done.exit_code == 0
        assert "WHO SAYS SO" in done.stdout
        assert "\x1b" not in done.stdout
        assert not any(line != line.rstrip() for line in done.stdout.split("\n"))
        assert max(map(len, done.stdout.split("\n"))) <= 120

    def test_a_page_brings_its_outlet_and_its_day(self, tmp_path):
        path = tmp_path / "page.html"
        path.write_text(PAGE)
        article = json.loads(run("read", path, "--format", "json").stdout)["article"]
        assert (article["outlet"], article["published"], article["published_basis"]) == ("Sample Daily", "2019-06-19", "found")
        assert article["title"] == "Tankers attacked"
        assert TEXT in article["text"]

    def test_standard_input(self):
        assert json.loads(run("read", "-", "--format", "json", stdin=TEXT).stdout)["article"]["text"] == TEXT

    def test_a_folder_has_an_answer_for_each_file(self, tmp_path, report):
        (tmp_path / "empty.txt").write_text("")
        (tmp_path / "page.html").write_text(PAGE)
        done = run("read", tmp_path, "--format", "json")
        assert done.exit_code == 0
        made = [json.loads(line) for line in done.stdout.splitlines()]
        assert [row["id"] for row in made] == ["empty.txt", "page.html", "report.txt"]
        assert made[0]["error"]["code"] == "empty"
        briefs = run("read", tmp_path)
        assert briefs.stdout.count("WHO SAYS SO") == 2
        assert "empty.txt" in briefs.stderr

    def test_a_folder_without_files(self, tmp_path):
        done = run("read", tmp_path)
        assert done.exit_code == 1
        assert "no file" in done.stderr

    @pytest.mark.parametrize(
        ("name", "data", "words"),
        [
            ("empty.txt", b"", "empty"),
            ("binary.txt", bytes(range(256)), "binary"),
            ("odd.txt", "Министр сказал это вчера.".encode("cp1251"), "encoding"),
            ("line.txt", b"a" * 5_000_000, "larger than"),
            ("long.txt", b"Iran said no. " * 20_000, "characters"),
            ("menu.html", b"<html><body><p>Menu</p></body></html>", "no article"),
            ("scan.pdf", b"%PDF-1.4\n", "broken"),
        ],
    )
    def test_bad_input_is_one_sentence_on_standard_error_and_status_1(self, tmp_path, name, data, words):
        path = tmp_path / name
        path.write_bytes(data)
        done = run("read", path, "--format", "json")
        assert (done.exit_code, done.stdout) == (1, "")
        assert words in done.stderr
        assert done.stderr.count("\n") == 1
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize("target", ["nowhere.txt", "http://127.0.0.1/x", "http://[::ffff:10.0.0.1]/", "ftp://sample.example/x"])
    def test_what_cannot_be_had_is_told(self, target):
        done = run("read", target)
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr.count("\n") == 1
        assert not target.startswith("ftp") or "'ftp://sample.example/x'" in done.stderr  # an address is shown as it was given

    def test_another_language_is_told_in_the_brief(self, tmp_path):
        path = tmp_path / "fr.txt"
        path.write_text(
            "Le ministre des affaires étrangères a déclaré lundi que les négociations étaient terminées et que rien n'était décidé."
        )
        done = run("read", path)
        assert done.exit_code == 0
        assert "Not read: the text is in 'fr'" in done.stdout

    def test_a_hostile_text_stays_text(self, tmp_path):
        path = tmp_path / "h.txt"
        path.write_text("Iran \x1b[31mattacked\x1b[0m [bold]Israel[/bold] \u202eyadnoM no, the United States :boom: said.")
        for form in ("text", "json"):
            done = run("read", path, "--format", form, "--title", "[red]\x1b[2J:boom:[/red]")
            assert done.exit_code == 0
            assert not set(done.stdout) & set("\x1b\u202e")
            assert ":boom:" in done.stdout

    @pytest.mark.parametrize(
        "words",
        [
            (),
            ("",),
            ("x", "--jsonl", "y"),
            ("--jsonl", "x", "--outlet", "y"),
            ("x", "--out", "y"),
            ("x", "--published", "06/07/2019"),
            ("x", "--format", "xml"),
            ("--jsonl", "x", "--processes", "0"),
        ],
    )
    def test_wrong_usage_is_status_2(self, words):
        assert run("read", *words).exit_code == 2


class TestBatch:
    ROWS = (
        '{"id": "one", "text": "Iran denied the attack, the ministry said.", "published": "2019-06-19", "outlet": "Sample Daily"}\n'
        '{"id": "two", "text": "broken \n'
        '{"id": "three", "text": "", "outlet": "Sample Daily"}\n'
        '{"id": "four", "text": "Israel met France.", "published": "whenever"}\n'
        '{"id": "five", "text": "The United States will send 1,000 troops to Kuwait."}\n'
    )

    @pytest.mark.parametrize("processes", [1, 2])
    def test_every_row_has_its_answer_in_order_under_its_id(self, tmp_path, processes):
        (tmp_path / "in.jsonl").write_text(self.ROWS)
        done = run("read", "--jsonl", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl", "--processes", processes)
        assert (done.exit_code, done.stdout) == (0, "")
        made = rows_of(tmp_path / "out.jsonl")
        assert [(row["id"], row.get("error", {}).get("code")) for row in made] == [
            ("one", None),
            ("two", "bad_row"),
            ("three", "empty"),
            ("four", "bad_date"),
            ("five", None),
        ]
        assert all(row["schema"] == "tocsin.read/1" for row in made)
        assert "3 of 5 rows" in done.stderr
        assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]

    def test_standard_input_and_output(self):
        done = run("read", "--jsonl", "-", stdin=self.ROWS)
        assert done.exit_code == 0
        assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["one", "two", "three", "four", "five"]

    @pytest.mark.parametrize("rows", ["", "\n\n", "nonsense\n", '{"id": "x"}\n'])
    def test_status_1_where_no_row_could_be_read(self, tmp_path, rows):
        (tmp_path / "in.jsonl").write_text(rows)
        done = run("read", "--jsonl", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl")
        assert done.exit_code == 1
        assert len(rows_of(tmp_path / "out.jsonl")) == len(rows.split()) - (rows == '{"id": "x"}\n')
        assert done.stderr

    def test_a_batch_that_is_not_there(self, tmp_path):
        done = run("read", "--jsonl", tmp_path / "none.jsonl", "--out", tmp_path / "out.jsonl")
        assert done.exit_code == 1
        assert "none.jsonl" in done.stderr
        assert not list(tmp_path.iterdir())

    def test_an_answer_may_take_the_place_of_its_own_batch(self, tmp_path):
        path = tmp_path / "same.jsonl"
        path.write_text(self.ROWS)
        assert run("read", "--jsonl", path, "--out", path).exit_code == 0
        assert len(rows_of(path)) == 5


class TestDemo:
    def test_one_report(self):
        done = run("demo", "--report", "gulf-001")
        assert done.exit_code == 0
        assert "WHO SAYS SO" in done.stdout

    def test_a_report_that_is_not_there(self):
        assert run("demo", "--report", "none").exit_code == 2

    def test_the_timeline(self):
        done = run("demo", "--processes", "1")
        assert done.exit_code == 0
        marks = ["reports of", "WHAT IS TOLD", "LEVEL", "within 30 days", "WHERE TO LOOK NEXT"]
        places = [done.stdout.index(mark) for mark in marks]
        assert places == sorted(places)
        assert "\x1b" not in done.stdout


def test_version():
    done = run("--version")
    assert done.stdout == f"tocsin {version('tocsin')}\n"


def test_help_names_the_commands():
    done = run("--help")
    assert done.exit_code == 0
    assert "read" in done.stdout
    assert "demo" in done.stdout


def test_help_loads_nothing_heavy():
    heavy = ("spacy", "trafilatura", "pypdf", "httpx", "numpy", "lxml")
    code = f"import sys, tocsin.cli; sys.exit(str([name for name in {heavy!r} if name in sys.modules]) if any(n in sys.modules for n in {heavy!r}) else 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_that_goes_away_is_no_crash(report):
    code = f"from tocsin.cli import main; import sys; sys.argv[1:] = ['read', {str(report)!r}]; main()"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        child.stdout.close()
        assert b"Traceback" not in child.stderr.read()
