"""Scores the forecasters on event history, day by day, with the scorer of evals/forecast.py.

python -m evals.forecasts [TASK ...] [--permute SEED] [--peer]

The event sets are not ours to publish; see docs/reference/forecast.md for where they come from. They are sought in the folder `forecast` of
TOCSIN_GOLD (default ../shared/gold); what is not there is not measured. Each task takes minutes.
"""

from __future__ import annotations

import argparse
import importlib
import resource
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.tasks import GOLD_VARIABLE, gold_folder
from tocsin.forecast import dyad_forecaster, link_forecaster

scorer: Any = importlib.import_module("evals.forecast")  # kept to the letter, and so without types


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastTask:
    """One run of the scorer.

    goals: figure -> (at least, at most); None for no bound.
    """

    name: str
    folder: str
    dyads: bool = False
    valid: bool = False
    start: int | None = None
    goals: Mapping[str, tuple[float | None, float | None]]


TASKS = (
    ForecastTask(
        name="links/icews14",
        folder="icews14",
        goals={"MRR": (0.44, None), "Hits@10": (0.63, None), "MRR, never seen": (0.09, None), "seconds": (None, 120), "GiB": (None, 2)},
    ),
    ForecastTask(name="links/icews14/valid", folder="icews14", valid=True, goals={}),
    ForecastTask(name="links/icews18/valid", folder="icews18", valid=True, goals={"MRR": (0.335, None)}),
    ForecastTask(
        name="dyads/icews18",
        folder="icews18",
        dyads=True,
        start=180,
        goals={"log skill over climatology": (0.11, None), "ECE": (None, 0.004)},
    ),
    ForecastTask(
        name="dyads/icews0515",
        folder="icews0515",
        dyads=True,
        goals={"log skill over climatology": (0.2, None), "onset AUPRC": (0.05, None)},
    ),
)


def main() -> int:
    """Exit status 0; goals are reported, not enforced."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.forecasts", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("task", nargs="*", help=f"of {', '.join(task.name for task in TASKS)} (default: all)")
    parser.add_argument("--permute", type=int, help="seed: shuffle all numbers of entities, which must not matter")
    parser.add_argument("--peer", action="store_true", help="run the built-in peer in place of our forecaster")
    arguments = parser.parse_args()
    folder = gold_folder() / "forecast"
    for task in TASKS:
        if arguments.task and task.name not in arguments.task:
            continue
        if not (folder / task.folder).is_dir():
            print(f"{task.name}: not measured, {folder / task.folder} is not there (set {GOLD_VARIABLE})", file=sys.stderr)
            continue
        print(table(task, figures(task, folder / task.folder, permute=arguments.permute, peer=arguments.peer)), flush=True)
    return 0


def figures(task: ForecastTask, folder: Path, *, permute: int | None, peer: bool) -> dict[str, Any]:
    """What the scorer prints, and the most memory that this process has had so far, in GiB."""
    scorer.HERE = str(gold_folder())  # where it looks up the names of relations: in HERE/../gold/ontology
    make: Callable[..., Any]
    if task.dyads:
        make = scorer.Climatology if peer else dyad_forecaster
        found: dict[str, Any] = scorer.run_dyads(str(folder), None, make, task.start, 7, permute)
    else:
        make = scorer.Recurrency if peer else link_forecaster
        found = scorer.run_links(str(folder), None, make, None, permute, task.valid)
    return found | {"GiB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2)}


def table(task: ForecastTask, found: Mapping[str, Any]) -> str:
    """One task as a table, with what the goals are and whether they were reached."""
    lines = [f"## {task.name}", "", "| figure | value | goal |", "|---|---|---|"]
    for name, value in found.items():
        least, most = task.goals.get(name, (None, None))
        bound = f">= {least:g}" if least is not None else f"<= {most:g}" if most is not None else ""
        met = (least is None or value >= least) and (most is None or value <= most)
        lines.append(f"| {name} | {value} | {bound + (' reached' if met else ' NOT REACHED') if bound else ''} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
