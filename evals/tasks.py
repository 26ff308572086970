"""What is measured, on what, and which figures a version is judged by."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

OPEN = Path(__file__).parent / "open"
SCORER = Path(__file__).parent / "score.py"
GOLD_VARIABLE = "TOCSIN_GOLD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One measurement.

    name:   as it stands in SCORES.md and floors.json.
    scorer: the first argument of score.py.
    gold:   the labelled file.
    goals:  figure -> the value this version sets out to reach (at least); a figure that begins with "over-production" is a most.
    note:   what others reach, in a line.
    by:     what answers: the whole reading, or the learned tagger of attributions alone.
    """

    name: str
    scorer: str
    gold: Path
    goals: tuple[tuple[str, float], ...] = ()
    note: str = ""
    by: Literal["reading", "tagger"] = "reading"

    def digest(self) -> str:
        """sha256 of the labelled file: a floor holds only for the data it was measured on."""
        return hashlib.sha256(self.gold.read_bytes()).hexdigest()


_POLNEAR = (("source (exact)", 0.75), ("cue (exact)", 0.69), ("content (exact)", 0.64))


def gold_folder() -> Path:
    """The folder of labelled texts that are not ours to publish: `TOCSIN_GOLD`, else ../shared/gold."""
    return Path(os.environ.get(GOLD_VARIABLE, "../shared/gold"))


def tasks() -> tuple[Task, ...]:
    """All measurements; those whose labelled file is missing are left to the caller to report."""
    gold = gold_folder()
    return (
        Task(
            name="open",
            scorer="reading",
            gold=OPEN / "reading.jsonl",
            note="60 short texts written and labelled for this project; anybody can run this one",
        ),
        Task(
            name="open, second",
            scorer="reading",
            gold=OPEN / "second.jsonl",
            note="texts of our own that nobody tunes on: how the reading does on what it has not seen",
        ),
        Task(
            name="reading/dev",
            scorer="reading",
            gold=gold / "reading/dev.jsonl",
            goals=(
                ("attributed claims", 0.82),
                ("claims with the whole chain right", 0.70),
                ("events typed", 0.68),
                ("who did what to whom", 0.50),
                ("who did what to whom, with status", 0.43),
                ("status right where it is not 'occurred'", 0.75),
                ("dates right, of typed events that have one", 0.78),
                ("over-production (answered / gold events)", 1.5),
            ),
            note="a toy of keyword patterns and a cue list: .53 / 0 / .34 / .01; two annotators: .96 / .89 / .93 / .85",
        ),
        Task(
            name="stories, open",
            scorer="stories",
            gold=OPEN / "stories.jsonl",
            note="99 feed entries of an invented week, written and labelled for this project; the weights of merging have seen them",
        ),
        Task(
            name="stories/dev",
            scorer="stories",
            gold=gold / "stories/dev.jsonl",
            goals=(
                ("incidents, B-cubed", 0.86),
                ("incidents told by 2+ reports, B-cubed", 0.87),
                ("copies (pairs)", 0.80),
            ),
            note="TF-IDF with its best threshold: .794 / .794; the weights of merging have seen these entries: held out .873 / .850",
        ),
        Task(name="reading/seed", scorer="reading", gold=gold / "reading/seed.jsonl", note="one article"),
        Task(
            name="plover",
            scorer="plover",
            gold=gold / "events/plover_gsr_cameo.jsonl",
            goals=(("country dyad + type", 0.55), ("type only", 0.72)),
            note="UniversalPetrarch with spaCy parses: .26 / .46",
        ),
        Task(
            name="petrarch",
            scorer="petrarch",
            gold=gold / "events/petrarch_unit_petr2_codes.jsonl",
            note="cases of grammar with invented actors; exact codes with its own dictionaries: PETRARCH2 .52",
        ),
        Task(
            name="petrarch, TABARI codes",
            scorer="petrarch",
            gold=gold / "events/petrarch_unit_tabari_codes.jsonl",
            note="the same in older codes, of which the actors alone can be compared; exact codes with its own dictionaries: PETRARCH1 .75",
        ),
        Task(
            name="factuality",
            scorer="factuality",
            gold=gold / "factuality/uds_ih2_dev.jsonl.gz",
            note="UDS-IH2, -3 to +3; ridge regression on words in context, trained on it: mean absolute error 1.17, r .72",
        ),
        Task(
            name="factuality, MEANTIME",
            scorer="factuality",
            gold=gold / "factuality/meantime_train.jsonl.gz",
            note="nine in ten labels are +3; nothing here is fitted to them, so the training part, the largest, is measured",
        ),
        Task(
            name="polnear/dev",
            scorer="quotes",
            gold=gold / "attribution/polnear_dev.jsonl.gz",
            goals=_POLNEAR,
            note="exact source/cue/content: rules .09/.14/.06, BERT .76/.69/.73 (CofeNet, 2022)",
        ),
        Task(
            name="polnear/dev, the tagger alone",
            scorer="quotes",
            gold=gold / "attribution/polnear_dev.jsonl.gz",
            goals=_POLNEAR,
            note="what it marks, attitudes among it, before grammar says what of it is a claim (docs/methods/attribution.md)",
            by="tagger",
        ),
        Task(
            name="lgl",
            scorer="geo",
            gold=gold / "geo/lgl.jsonl.gz",
            goals=(("within 161 km, of all gold places", 0.58), ("within 161 km, of places located", 0.85)),
            note="names given: population prior .53, Mordecai3 .83 (own subset); spaCy sm finds .57 of the names",
        ),
        Task(
            name="geovirus",
            scorer="geo",
            gold=gold / "geo/geovirus.jsonl.gz",
            goals=(("within 161 km, of all gold places", 0.75), ("within 161 km, of places located", 0.92)),
        ),
    )
