"""What is wrong with a watch is told with its file and line; one change to a sound watch gives exactly these findings."""

from __future__ import annotations

import pytest

from tocsin.watches import Finding, load

TOML, A, ESC, REST, Q = "watch.toml", "indicators/a.yaml", "scenarios/escalation.yaml", "scenarios/rest.yaml", "questions/q.yaml"
OIL, PAST, OPML = "series/oil.csv", "history/past.csv", "sources.opml"
E, W = "error", "warning"


def brief(findings):
    return [(f.path, f.line, f.severity) for f in findings]


CASES = [
    # id, file, old, new, line, severity, what is said
    ("toml syntax", TOML, 'title = "Straits"', 'title = "Straits', 1, E, "not TOML"),
    ("toml double key", TOML, "alarms_per_month = 2", "horizon_days = 31", 4, E, "not TOML: Cannot overwrite a value"),
    ("unknown key", TOML, "horizon_days = 30", "horizn_days = 30", 3, E, '"horizn_days" is no key of watch.toml'),
    ("no title", TOML, 'title = "Straits"\nabout', "about", 1, E, 'watch.toml has no "title"'),
    ("horizon", TOML, "horizon_days = 30", "horizon_days = 0", 3, E, '"horizon_days" is "0"'),
    ("number in quotes", TOML, "alarms_per_month = 2", 'alarms_per_month = "2"', 4, E, 'is the text "2"'),
    ("half a month", TOML, "horizon_days = 30", "horizon_days = 30.5", 3, E, '"horizon_days" is "30.5"'),
    ("not a number", TOML, "alarms_per_month = 2", "alarms_per_month = nan", 4, E, '"alarms_per_month" is "nan"'),
    ("country", TOML, '["IRN", "USA"]', '["IRN", "Iraq"]', 5, E, '"Iraq" is no code of a state'),
    ("alias of an actor", TOML, '["Hezbollah", "LBNREBH"]', '["Hizbollah", "LBNREBH"]', 8, W, '"Hizbollah" is another name of "Hezbollah"'),
    ("actor misspelt", TOML, '["Hezbollah", "LBNREBH"]', '["Hezbolah", "LBNREBH"]', 8, W, 'the tables of actors have no "Hezbolah"'),
    ("name of a state", TOML, '["Hezbollah", "LBNREBH"]', '["Iraq", "LBNREBH"]', 8, W, '"Iraq" is the name of a state'),
    ("code of nobody", TOML, '"LBNREBH"', '"LBNXYZ"', 8, W, 'has a code that begins with "LBNXYZ"'),
    ("code of no state", TOML, '"LBNREBH"', '"QQQREB"', 8, E, '"QQQREB" is neither a code nor a name'),
    ("group in a group misspelt", TOML, '  "partners",', '  "partner",', 11, E, '"partner" is no group'),
    ("area half a circle", TOML, "lon = 54.0\n", "", 13, E, 'the area "gulf" has lat and radius_km only'),
    ("latitude", TOML, "lat = 26.5", "lat = 126.5", 15, E, '"lat" is "126.5"'),
    ("path out", TOML, '"series/oil.csv"', '"../oil.csv"', 19, E, "is no path in the watch's folder"),
    ("licence", TOML, 'licence = "CC0"\n[history.past]', "[history.past]", 18, E, 'the series "oil" has no "licence"'),
    ("history backwards", TOML, "2018-12-31", "2017-12-31", 30, E, "2017-12-31 is before 2018-01-01"),
    ("day with a time", TOML, "2018-12-31", "2018-12-31T10:00:00", 30, E, '"last" is "2018-12-31T10:00:00"'),
    ("yaml syntax", Q, "topic: talks", "topic: [talks", 4, E, "not YAML"),
    ("double key", A, "  title: Strikes", "  title: Strikes\n  title: More", 3, E, '"title" stands twice, first on line 2'),
    ("double expectation", ESC, "  strikes: CC", "  strikes: CC\n  strikes: I", 15, E, '"strikes" stands twice, first on line 14'),
    ("tag", A, "why: They hurt.", "why: !!python/object:os.system [ls]", 3, E, 'a tag ("tag:yaml.org,2002:python/object:os.system")'),
    ("anchor", A, "who: [axis]", "who: &a [axis]", 6, E, 'an anchor or alias ("a")'),
    ("second document", REST, "id: rest", "id: rest\n---\nid: more", 2, E, "a second document"),
    ("control character", REST, "Nothing changes", "Nothing\x07changes", 2, E, "the character U+0007"),
    ("key is a list", REST, "rest: true", "[rest]: true", 5, E, "a key that is empty, a list or a mapping"),
    ("not a list", Q, "- id: meet", "  id: meet", 1, E, "the file is a mapping"),
    ("indicator is a word", A, "- id: price", "- word\n- id: price", 22, E, 'indicator is "word"'),
    ("comma", ESC, "it rose before", "it rose, before", 15, E, '"before" is no key of the expectation'),
    ("indicator without an id", A, "- id: price\n  title", "- title", 22, E, 'the indicator has no "id"'),
    ("no value", A, "title: Strikes", "title:", 2, E, '"title" has no value'),
    ("same id", A, "- id: price", "- id: strikes", 22, E, 'the id "strikes" stands twice, first in indicators/a.yaml on line 1'),
    ("same id in another file", Q, "id: meet", "id: rest", 1, E, 'the id "rest" stands twice, first in scenarios/rest.yaml on line 1'),
    ("group of indicators", A, "group: military preparation", "group: military", 4, E, '"military" is not known as "group"'),
    ("kind", A, "kind: incidents", "kind: incident", 5, E, '"incident" is not known as "kind"'),
    ("type", A, "types: [ASSAULT]", "types: [ASSAUT]", 8, E, '"ASSAUT" is not known as "types"'),
    ("mode of another type", A, "modes: [aerial]", "modes: [riot]", 9, E, '"riot" is not known as "modes"'),
    ("area", A, "where: [gulf, IRQ]", "where: [golf, IRQ]", 10, E, '"golf" is no area of this watch'),
    ("status", A, "status: [occurred]", "status: [happened]", 11, E, '"happened" is not known as "status"'),
    ("stance of incidents", A, "status: [occurred]", "stances: [denies]", 11, E, 'an indicator of kind "incidents" takes no "stances"'),
    ("window", A, "  window_days: 7\n  baseline", "  baseline", 1, E, 'the indicator has no "window_days"'),
    ("windows that never fit", A, "min_windows: 8", "min_windows: 60", 15, E, "60 windows, one every 7 days, never fit into 365 days"),
    ("year in a year", A, "min_windows: 8", "season: year", 15, W, "hold no time of the year twice"),
    ("regime without a reason", A, "    why: since the agreement was left\n", "", 16, E, "nobody knows why no older past counts"),
    ("half a prior", A, "    min_windows: 8", "    prior_per_week: 1", 15, E, "the prior has prior_per_week only"),
    ("no day", A, "2018-05-08", "2018-05-38", 16, E, '"since" is "2018-05-38"'),
    ("routine weight", A, "weight: 0.3", "weight: 3", 20, E, '"weight" is "3"'),
    ("words that hold none", A, "[yearly exercise]", '["*"]', 19, E, '"*" holds no word'),
    ("series not there", A, "name: oil", "name: gas", 28, E, '"gas" is no series of this watch'),
    ("no series", A, "  series: {name: oil, measure: change}\n", "", 22, E, 'an indicator of kind "series" has no series'),
    ("series with a pattern", A, "measure: change}\n", "measure: change}\n  who: [iran]\n", 29, E, 'an indicator of kind "series" takes no "who"'),
    ("no limit", A, "measure: change", "measure: limit", 28, E, 'the measure "limit" has no limit'),
    ("limit of a change", A, "measure: change", "measure: change, limit: 3", 28, E, 'the measure "change" has a limit'),
    ("since after the series", A, "measure: change}\n", "measure: change}\n  baseline: {since: 2020-01-01, why: new}\n", 29, E, "the series ends on 2019-01-09"),
    ("rest with a rule", ESC, "order: 1", "order: 1\nrest: true", 7, E, "the scenario that is the rest has a rule"),
    ("order twice", REST, "order: 9", "order: 1", 4, E, 'the order 1 is that of "escalation" too'),
    ("rest before others", ESC, "order: 1", "order: 10", 4, E, 'the rest has the order 9, before "escalation"'),
    ("no rest", REST, "rest: true\n", "", 1, E, 'the scenario has no "rule"'),
    ("flag", REST, "rest: true", "rest: yes", 5, E, '"rest" is "yes"'),
    ("rating", ESC, "strikes: CC", "strikes: CCC", 14, E, '"CCC" is no rating'),
    ("certain", ESC, "strikes: CC", "strikes: 1", 14, E, "1 would be certain"),
    ("impossible", ESC, "strikes: CC", "strikes: 0.0", 14, E, "0 would be certain"),
    ("beyond", ESC, "strikes: CC", "strikes: 1.5", 14, E, "1.5 is no probability"),
    ("expectation without seen", ESC, "seen: 0.7, ", "", 15, E, 'the expectation has no "seen"'),
    ("horizon of a rule", ESC, "  at_least: 2", "  within_days: 20", 10, E, '"within_days" is 20, the horizon of the watch 30'),
    ("deadline of a scenario", ESC, "  at_least: 2", "  deadline: 2020-01-01", 10, E, "the rule of a scenario has a day"),
    ("rule of anything", Q, "    who: [iran]\n    whom: [USA]\n    between: true\n    types: [CONSULT]\n", "", 4, E, "the rule is met by any incident"),
    ("no text", ESC, "  text: Two strikes.\n", "", 6, E, 'the rule has no "text"'),
    ("stance of a rule", ESC, "  at_least: 2", "  stances: [denies]", 10, E, "incidents have no stance"),
    ("itself", ESC, "  whom: [USA]", "  whom: [IRN]", 8, E, '"who" and "whom" are the same'),
    ("between one", ESC, "  whom: [USA]", "  between: true", 8, E, '"between" needs two sides'),
    ("two base rates", ESC, "{probability: 0.2,", "{probability: 0.2, history: past,", 5, E, "the base rate has probability and history"),
    ("no base rate", ESC, "{probability: 0.2, ", "{", 5, E, "the base rate has neither a probability nor a history"),
    ("no source", ESC, ", source: counted by hand", "", 5, E, 'the base rate has no "source"'),
    ("probability", ESC, "{probability: 0.2,", "{probability: 2,", 5, E, '"probability" is "2"'),
    ("history of the rest", REST, "rest: true", "rest: true\nbase_rate: {history: past, source: s}", 6, E, "no rule by which to count"),
    ("base rates", REST, "rest: true", "rest: true\nbase_rate: {probability: 0.9, source: s}", 6, E, "add up to 1.1"),
    ("base rates that leave something", REST, "rest: true", "rest: true\nbase_rate: {probability: 0.5, source: s}", 6, W, "add up to 0.7"),
    ("history not there", Q, "history: past", "history: passed", 12, E, '"passed" is no history of this watch'),
    ("history knows no words", Q, "    between: true", "    between: true\n    words: [summit]", 13, W, "the history knows nothing of words"),
    ("no end", Q, "    within_days: 14\n", "", 4, E, "the rule has no end"),
    ("two ends", Q, "    within_days: 14", "    within_days: 14\n    deadline: 2020-01-01", 10, E, 'both "within_days" and "deadline"'),
    ("opens too late", Q, "    within_days: 14", "    deadline: 2019-05-01", 13, E, "opens on 2019-05-01, its deadline is 2019-05-01"),
    ("question without a rule", Q, "  rule:\n", "  base:\n", 4, E, '"base" is no key of the question'),
    ("columns", OIL, "day,value", "date,value", 1, E, 'the first row is "date,value"'),
    ("double day", OIL, "2019-01-09,62", "2019-01-08,62", 4, E, "2019-01-08 stands twice, first on line 3"),
    ("unsorted", OIL, "2019-01-07,60\n2019-01-08,61.5", "2019-01-08,61.5\n2019-01-07,60", 3, W, "a day before that of the row above it"),
    ("no number", OIL, "61.5", "n/a", 3, E, '"n/a" is no number'),
    ("infinite", OIL, "61.5", "inf", 3, E, '"inf" is no number'),
    ("empty value", OIL, "61.5", "", 3, E, '"" is no number'),
    ("no such day", OIL, "2019-01-09", "2019-02-29", 4, E, '"2019-02-29" is no day'),
    ("gap", OIL, "2019-01-09,62", "2019-02-09,62", 4, W, "no value between 2019-01-08 and 2019-02-09, 32 days"),
    ("three values", OIL, "61.5", "61,5", 3, E, "a row of 3 values"),
    ("quote", OIL, "61.5", '"61.5', 3, E, "not CSV"),
    ("Tuesday", PAST, "2018-01-08", "2018-01-09", 3, E, "2018-01-09 is a Tuesday"),
    ("week outside", PAST, "2018-01-08", "2019-01-07", 3, E, "is not one of 2018-01-01 to 2018-12-31"),
    ("double week", PAST, "2018-01-08", "2018-01-01", 3, E, "2018-01-01, IRN, ASSAULT, USA stands twice, first on line 2"),
    ("no events", PAST, "USA,1", "USA,0", 3, E, '"0" is no number of events'),
    ("type of a history", PAST, "IRN,ASSAULT,USA,1", "IRN,ASSULT,USA,1", 3, E, '"ASSULT" is no type of event'),
    ("actor of a history", PAST, "IRN,ASSAULT,USA,1", "QQQ,ASSAULT,USA,1", 3, E, '"QQQ" is no actor'),
    ("doctype", OPML, '<opml version="2.0">', '<!DOCTYPE opml [<!ENTITY a "b">]>\n<opml>', 2, E, "a document type"),
    ("not xml", OPML, "  </outline>\n", "", 6, E, "not XML"),
    ("not opml", OPML, '<opml version="2.0"><body>', "<rss><body>", 7, E, "not XML"),
    ("address", OPML, "https://example.org/b.xml", "file:///etc/passwd", 5, E, '"file:///etc/passwd" is no address of the web'),
    ("feed twice", OPML, "https://example.org/b.xml", "https://example.org/a.xml", 5, W, "stands twice, first on line 3"),
]  # fmt: skip

MOVED = {"rest before others": REST}
MORE = {  # the files in which more comes of it
    "same id": [ESC, REST],
    "rest with a rule": [REST],
    "no rest": ["scenarios"],
    "flag": ["scenarios", REST],
    "question without a rule": [Q],
}


@pytest.mark.parametrize(("name", "path", "old", "new", "line", "severity", "said"), CASES, ids=[case[0] for case in CASES])
def test_one_slip(watch, name, path, old, new, line, severity, said):
    watch.change(path, old, new)
    made = load(watch.write())
    found = [f for f in made.findings if brief([f]) == [(MOVED.get(name, path), line, severity)] and said in f.found]
    assert len(found) == 1, made.findings
    assert [f.path for f in made.findings if f not in found] == MORE.get(name, []), made.findings
    assert (made.watch is None) == (severity == E)


def test_everything_is_told_in_one_go_by_file_and_line(watch):
    watch.change(TOML, "horizon_days = 30", "horizon_days = 0")
    watch.change(A, "types: [ASSAULT]", "types: [ASSAUT]")
    watch.change(A, "kind: incidents", "kind: incident")
    watch.change(OIL, "61.5", "n/a")
    assert brief(load(watch.write()).findings) == [(A, 5, E), (A, 8, E), (OIL, 3, E), (TOML, 3, E)]


@pytest.mark.parametrize(
    ("path", "old", "new", "do"),
    [
        (TOML, "horizon_days = 30", "horizn_days = 30", 'write "horizon_days"'),
        (TOML, '["IRN", "USA"]', '["IRN", "Iraq"]', 'write "IRQ"'),
        (TOML, '["Hezbollah", "LBNREBH"]', '["Hezbolah", "LBNREBH"]', 'write "Hezbollah"'),
        (TOML, '["Hezbollah", "LBNREBH"]', '["Iraq", "LBNREBH"]', 'write "IRQ"'),
        (A, "types: [ASSAULT]", "types: [ASAULT]", 'write "ASSAULT"'),
        (A, "where: [gulf, IRQ]", "where: [golf, IRQ]", 'write "gulf"'),
        (A, "who: [axis]", "who: [axes]", 'write "axis"'),
        (ESC, "strikes: CC", "strike: CC", 'write "strikes"'),
        (PAST, "2018-01-08", "2018-01-10", "write 2018-01-08"),
    ],
)
def test_the_nearest_that_is_known_is_told(watch, path, old, new, do):
    watch.change(path, old, new)
    assert do in [f.do for f in load(watch.write()).findings]


@pytest.mark.parametrize(
    ("old", "new", "circles"),
    [
        ('["IRN"]\n', '["axis"]\n', [(7, "iran > axis > iran")]),
        ('["IRN"]\n', '["iran", "IRN"]\n', [(7, "iran > iran")]),
        ('["Hezbollah", "LBNREBH"]', '["iran"]\nold = ["new"]\nnew = ["old"]', [(9, "old > new > old")]),
        ('["Hezbollah", "LBNREBH"]', '["partners", "axis"]', [(8, "partners > partners"), (8, "partners > axis > partners")]),
    ],
)
def test_groups_in_a_circle(watch, old, new, circles):
    watch.change(TOML, old, new)
    found = load(watch.write()).findings
    assert sorted((f.line, f.found.partition(": ")[2]) for f in found) == sorted(circles)
    assert {f.found.partition(": ")[0] for f in found} == {"the groups name each other in a circle"}


def test_what_watch_toml_defines_is_not_missed_where_it_cannot_be_read(watch):
    watch.change(TOML, "[groups]", "[groups")
    assert brief(load(watch.write()).findings) == [(TOML, 6, E)]


def test_the_indicators_of_a_file_that_cannot_be_read_are_not_missed(watch):
    watch.change(A, "who: [axis]", "who: [axis")
    assert {f.path for f in load(watch.write()).findings} == {A}


def test_an_indicator_that_no_scenario_expects(watch):
    watch.change(ESC, "  price: {seen: 0.7, why: it rose before}\n", "")
    watch.change(REST, "  price: NA\n", "")
    (finding,) = load(watch.write()).findings
    assert brief([finding]) == [(A, 22, W)]
    assert 'no scenario expects "price"' in finding.found


def test_an_indicator_that_all_expect_alike_can_matter_in_a_cluster(watch):
    watch.change(ESC, "seen: 0.7", "seen: N")
    (finding,) = load(watch.write()).findings
    assert brief([finding]) == [(A, 22, W)]
    assert "not diagnostic; it can matter in a cluster" in finding.found


def test_a_scenario_that_expects_nothing(watch):
    watch.change(REST, "expects:\n  strikes: 0.1\n  price: NA\n", "")
    assert brief(load(watch.write()).findings) == [(REST, 1, W)]


@pytest.mark.parametrize(
    ("gone", "path", "severity", "said"),
    [
        (TOML, TOML, E, "there is no such file"),
        (OPML, OPML, W, "there is no list of feeds"),
        (OIL, OIL, E, "there is no such file"),
        (REST, "scenarios", E, "the watch has 1 scenario"),
        (A, "indicators", E, "the watch has no indicators"),
        (Q, None, None, None),
    ],
)
def test_a_file_that_is_not_there(watch, gone, path, severity, said):
    del watch.files[gone]
    found = load(watch.write()).findings
    assert (brief(found)[:1], said in found[0].found) == ([(path, None, severity)], True) if path else found == ()


def test_files_that_are_nearly_yaml_are_named(watch):
    watch.files["questions/more.yml"] = b"[]"
    (finding,) = load(watch.write()).findings
    assert (finding.path, finding.severity, finding.do) == ("questions/more.yml", W, "rename it")


@pytest.mark.parametrize("path", [TOML, A, OIL, OPML])
def test_a_link_out_of_the_folder_is_not_followed(watch, tmp_path, path):
    folder = watch.write()
    (tmp_path / "outside").write_bytes(watch.files[path])
    (folder / path).unlink()
    (folder / path).symlink_to(tmp_path / "outside")
    assert ("the path leads out of the watch's folder", path) in [(f.found, f.path) for f in load(folder).findings]


def test_a_folder_that_is_a_link_out_is_not_followed(watch, tmp_path):
    folder = watch.write()
    (folder / "questions").rename(tmp_path / "elsewhere")
    (folder / "questions").symlink_to(tmp_path / "elsewhere")
    assert brief(load(folder).findings) == [(Q, None, E)]


def test_a_link_within_the_folder_is_followed(watch):
    folder = watch.write()
    (folder / Q).rename(folder / "asked")
    (folder / Q).symlink_to(folder / "asked")
    assert load(folder).findings == ()


def test_a_link_to_itself(watch):
    folder = watch.write()
    (folder / Q).unlink()
    (folder / Q).symlink_to(folder / Q)
    assert brief(load(folder).findings) == [(Q, None, E)]


@pytest.mark.parametrize(("path", "size"), [(OIL, 5_000_001), (A, 1_000_001), (TOML, 1_000_001)])
def test_a_file_that_is_too_large_is_refused(watch, path, size):
    watch.files[path] += b"#" * (size - len(watch.files[path]))
    assert "the file is too large" in [f.found for f in load(watch.write()).findings if f.path == path]


@pytest.mark.parametrize("path", [TOML, A, OIL, OPML])
def test_bytes_that_are_no_text(watch, path):
    watch.files[path] = b"# one\n# \xff\n"
    assert (path, 2, E) in brief([f for f in load(watch.write()).findings if "no UTF-8" in f.found])


LAUGHS = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (REST, LAUGHS, "an anchor or alias"),
        (REST, "a: *a", "an anchor or alias"),
        (REST, "[" * 500_000, "nested too deep"),
        (REST, "- " * 100_000, "nested too deep"),
        (Q, "- a\n" * 60_000, "more values than a definition can hold"),
        (TOML, "a = " + "[" * 100_000, "nested too deep"),
        (TOML, "a = " + "{a=" * 30 + "1" + "}" * 30, "nested too deep"),
        (TOML, "a = " + "9" * 5_000, "a number too long to read"),
        (OIL, "day,value\n2019-01-01," + "9" * 200_000, "not CSV"),
        (OPML, "<opml>" * 1_000, "not XML"),
        (OPML, '<?xml version="1.0" encoding="utf-16"?><rss/>', 'the file begins with "rss"'),
    ],
    ids=range(11),
)
def test_files_made_to_do_harm_are_refused(watch, path, text, said):
    watch.files[path] = text.encode()
    assert [f.severity for f in load(watch.write()).findings if f.path == path and said in f.found] == [E]


def test_of_a_file_full_of_mistakes_a_hundred_are_told_and_the_rest_counted(watch):
    watch.files[OIL] = b"day,value\n" + b"today,much\n" * 500
    found = [f for f in load(watch.write()).findings if f.path == OIL]
    assert (len(found), found[0].line, found[-1].found) == (101, 2, "900 more findings in this file")


def test_a_finding_is_a_line():
    finding = Finding(path=A, line=3, severity=E, found="it is wrong", allowed="right", do="mend it")
    assert str(finding) == "indicators/a.yaml:3: error: It is wrong. Right. Mend it."
    assert str(Finding(path=".", line=None, severity=W, found="it is odd")) == ".: warning: It is odd."


def test_what_a_file_says_does_not_reach_the_terminal_as_it_stands(watch):
    watch.change(A, "kind: incidents", 'kind: "\\e[31m\\u202e"')
    assert all(f.found.isprintable() for f in load(watch.write()).findings)


@pytest.mark.parametrize("name", ["two words", "-x", "é"])
def test_a_folder_whose_name_cannot_be_an_id(watch, name):
    watch.folder = watch.folder.parent / name
    assert brief(load(watch.write()).findings) == [(".", None, E)]
