"""The measures that are not in score.py, and what is told of the worst errors."""

from __future__ import annotations

import json

import pytest
from evals import errors, factuality, petrarch
from evals.errors import found, section
from evals.tasks import Task


def event(kind, at, sources=(), targets=(), **more):
    start, end = at
    trigger = {"start": start, "end": end}
    return {"type": kind, "trigger": trigger, "sources": list(sources), "targets": list(targets), "cameo": None, **more}


def answer(events=(), actors=None, **more):
    made = [{"id": i, "code": code, "country": code[:3], "sector": code[3:] or "UNK"} for i, code in (actors or {}).items()]
    return {"events": list(events), "actors": made, **more}


def record(events, **more):
    made = [{"source": s, "target": t, "code": c} for s, t, c in events]
    return {"id": "r1", "scheme": "CAMEO", "expect_error": None, "events": made, **more}


AB = {"a1": "VDRMIL", "a2": "MLIGOV"}


class TestPetrarch:
    @pytest.mark.parametrize(
        ("code", "root", "kind"),
        [("190", "19", "ASSAULT"), ("0871", "08", "RETREAT"), ("174L", "17", "COERCE"), ("010", "01", None), ("345", None, None)],
    )
    def test_codes(self, code, root, kind):
        assert (petrarch.root(code), petrarch.plover_of(code)) == (root, kind)

    def test_a_triple_counts_where_both_actors_and_the_type_are_right(self):
        made = {"r1": answer([event("ASSAULT", (0, 3), ["a1"], ["a2"], cameo="190")], AB)}
        figures = petrarch.score([record([("VDRMIL", "MLI", "190"), ("VDR", "---", "040")])], made)
        assert figures["source and target with sectors, PLOVER type"]["F1"] == 1.0
        assert figures["source, target, CAMEO root"]["F1"] == 1.0
        assert figures["labelled PLOVER type found"] == {"share": 0.5, "of": 2}

    def test_several_actors_of_one_code_are_each_a_triple(self):
        assert petrarch.gold_triples(record([("VDR/MLI", "GHA", "040")]), petrarch.land, petrarch.plover_of) == {
            ("VDR", "GHA", "CONSULT"),
            ("MLI", "GHA", "CONSULT"),
        }

    def test_what_cannot_be_coded_is_left_out(self):
        assert not petrarch.scorable(record([("VDR", "MLI", "345")]))
        assert not petrarch.scorable(record([], expect_error="yes"))
        assert petrarch.scorable(record([("VDR", "MLI", "345")], scheme="CAMEO/TABARI validation codes"))

    def test_of_older_codes_the_actors_alone_are_compared(self):
        gold = record([("VDR", "MLI", "223")], scheme="CAMEO/TABARI validation codes")
        figures = petrarch.score([gold], {"r1": answer([event("ASSAULT", (0, 3), ["a1"], ["a2"])], AB)})
        assert figures["source and target only"]["F1"] == 1.0
        assert not [name for name in figures if "type" in name]

    @pytest.mark.parametrize(
        ("events", "told"),
        [
            pytest.param([], ["VDR > MLI ASSAULT missed, no event found"], id="nothing"),
            pytest.param([event("COERCE", (0, 3), ["a1"], ["a2"])], ["VDR > MLI: type ASSAULT read as COERCE"], id="type"),
            pytest.param([event("ASSAULT", (0, 3), ["a2"], ["a1"])], ["ASSAULT: VDR > MLI turned round"], id="turned"),
            pytest.param(
                [event("ASSAULT", (0, 3), ["a1"], ["a2"]), event("AID", (5, 8), ["a2"], ["a1"])], ["too many: MLI > VDR AID"], id="more"
            ),
        ],
    )
    def test_errors(self, events, told):
        assert list(petrarch.errors(record([("VDR", "MLI", "190")]), answer(events, AB))) == told


SENTENCE = {"id": "0", "tokens": ["A", "b"], "targets": [{"factuality": 3.0}, {"factuality": -2.0}, {"factuality": 0.5}]}


class TestFactuality:
    def answers(self, *statuses):
        return {"0": {"id": "0", "targets": [{"status": s, "coded": n == 0} for n, s in enumerate(statuses)]}}

    def test_figures(self):
        figures = factuality.score([SENTENCE], self.answers("occurred", "occurred", "possible"))
        assert figures["mean absolute error, all"]["share"] == round((0 + 5 + 0.5) / 3, 3)
        assert figures["happened, all"] == {"P": 0.5, "R": 1.0, "F1": 0.667, "gold": 1, "answered": 2}
        assert figures["mean absolute error, coded"]["share"] == 0.0
        assert figures["share of targets coded"] == {"share": 0.333, "of": 3}

    def test_errors_are_of_class(self):
        made = self.answers("occurred", "scheduled", "denied")["0"]
        assert list(factuality.errors(SENTENCE, made)) == ["did not happen (-2.0) read as scheduled", "open (+0.5) read as denied"]

    def test_a_sentence_is_answered_target_by_target(self):
        tokens = ["Mali", "did", "not", "attack", "Ghana", ",", "which", "fled", "."]
        row = {"id": "0", "tokens": tokens, "targets": [{"tok": [3, 4], "factuality": -3.0}, {"tok": [7, 8], "factuality": 3.0}]}
        (made,) = factuality.answers([row])
        assert [target["status"] for target in made["targets"]] == ["denied", "occurred"]
        assert made["targets"][0]["coded"]


def quotes_task(folder):
    text = "The mayor said that the bridge is safe."
    spans = {"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 38]]}
    gold = {"id": "q1", "text": text, "attributions": [{kind: [{"spans": s}] for kind, s in spans.items()}]}
    path = folder / "gold.jsonl"
    path.write_text(json.dumps(gold) + "\n" + json.dumps({**gold, "id": "q2"}) + "\n")
    return Task(name="own", scorer="quotes", gold=path)


def test_spans_are_longer_missed_or_too_many(tmp_path):
    claim = {"start": 10, "end": 38, "cue": {"start": 10, "end": 14}, "chain": [{"name": "x", "start": None, "end": None}]}
    all_found = found(quotes_task(tmp_path), [{"id": "q1", "claims": [claim]}])
    assert all_found.texts == 2
    assert [(row.id, row.count) for row in all_found.wrong] == [("q2", 3), ("q1", 2)]
    assert dict(all_found.kinds)["source missed"] == 2
    assert dict(all_found.wrong[1].reasons) == {"source missed": 1, "content longer by 1 word": 1}


def test_a_table_has_no_word_of_the_text(tmp_path):
    table = section(quotes_task(tmp_path), [], 1)
    assert "| q1 | 3 | source missed; cue missed; content missed |" in table
    assert "bridge" not in table
    assert "q2" not in table


def test_events_claims_and_sides_of_a_reading():
    text = "Mali attacked Ghana on Monday, a mayor said, and may talk."
    gold = {
        "id": "t1",
        "text": text,
        "claims": [{"start": 0, "end": 29, "stance": "accuses", "chain": [{"name": "Daily"}, {"name": "a mayor", "start": 31, "end": 38}]}],
        "events": [
            {"type": "ASSAULT", "at": [5, 13], "start": 5, "end": 13, "trigger": "attacked", "status": "occurred", "earliest": "2024-05-06",
             "latest": "2024-05-06", "sources": [{"country": "MLI"}], "targets": [{"country": "GHA"}]},
            {"type": "CONSULT", "at": [53, 57], "start": 53, "end": 57, "trigger": "talk", "status": "possible", "earliest": None,
             "latest": None, "sources": [{"country": "MLI"}], "targets": []},
        ],
    }  # fmt: skip
    made = {
        "claims": [{"start": 0, "end": 29, "stance": "asserts", "chain": [{"name": "a mayor", "start": 31, "end": 38}]}],
        **answer([event("ASSAULT", (5, 13), [], ["a2"], status="denied", when={"earliest": None, "latest": None})], AB),
    }
    assert sorted(errors.of_row("reading", gold, made)) == [
        "ASSAULT: MLI > GHA read as nobody > MLI",
        "CONSULT missed",
        "date missed",
        "stance accuses read as asserts",
        "status occurred read as denied",
    ]


def test_places_are_missed_or_far_off():
    spots = [(0, 4, 17.6, -4.0), (10, 17, 1, 1), (21, 25, 2, 2)]
    tops = [{"start": start, "end": end, "lat": lat, "lon": lon} for start, end, lat, lon in spots]
    gold = {"id": "g1", "text": "Mali met, Ivorian and Togo", "toponyms": tops}
    made = {"places": [{"start": 0, "end": 4, "lat": 48.9, "lon": 2.4}]}
    assert list(errors.of_row("geo", gold, made)) == ["demonym missed", "name missed", "located 4,000 km off"]


def test_reports_are_kept_apart_or_put_together(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps({"id": i, "incident": incident}) + "\n" for i, incident in (("a", "x"), ("b", "x"), ("c", "y"))))
    answers = [{"id": "a", "incidents": ["1"]}, {"id": "b", "incidents": ["2"]}, {"id": "c", "incidents": ["1"]}]
    all_found = found(Task(name="own", scorer="stories", gold=path), answers)
    assert all_found.kinds == (("kept apart from another", 2), ("put with another", 2))
    assert {row.id: [reason for reason, _ in row.reasons] for row in all_found.wrong} == {
        "a": ["kept apart from b", "put with c"],
        "b": ["kept apart from a"],
        "c": ["put with a"],
    }
