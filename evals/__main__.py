"""Scores the reading, writes SCORES.md, and fails where a figure fell below its floor.

python -m evals [TASK ...] [--raise-floors] [--processes N]
python -m evals errors [TASK ...] [--worst 10] [--write]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from evals import errors, floors
from evals.measure import Figure, measure
from evals.tasks import GOLD_VARIABLE, Task, gold_folder, tasks

SCORES = Path(__file__).parent / "SCORES.md"


def main() -> int:
    """Exit status 0, or 1 where a floor was breached."""
    if sys.argv[1:2] == ["errors"]:
        return errors.main(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", nargs="*", help="only these (default: all)")
    parser.add_argument("--raise-floors", action="store_true", help="set each floor to the figure less the margin, where that is higher")
    parser.add_argument("--answers", type=Path, metavar="FOLDER", help="keep answers there, and take those that are there")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    wanted = [t for t in tasks() if not arguments.task or t.name in arguments.task]
    missing = [t for t in wanted if not t.gold.exists()]
    for task in missing:
        print(f"{task.name}: not measured, {task.gold} is not there (set {GOLD_VARIABLE} to the folder of labelled data)", file=sys.stderr)
    held = floors.load(floors.FLOORS.read_text(encoding="utf-8")) if floors.FLOORS.exists() else {}
    results = {}
    for task in wanted:
        if task not in missing:
            results[task.name] = measure(task, errors.kept(task, arguments.answers, arguments.processes))
            print(section(task, results[task.name], held.get(task.name)))
    broken = [line for task in wanted if task.name in results for line in floors.breaches(task, results[task.name], held)]
    if arguments.raise_floors:
        held |= {t.name: floors.raised(t, results[t.name], held.get(t.name)) for t in wanted if t.name in results}
        floors.FLOORS.write_text(floors.dump(held), encoding="utf-8")
    if not arguments.task:
        SCORES.write_text(report(wanted, results, held), encoding="utf-8")
    print("\n".join(broken), file=sys.stderr)
    return 1 if broken else 0


def report(wanted: list[Task], results: dict[str, tuple[Figure, ...]], held: dict[str, floors.Floor]) -> str:
    """SCORES.md."""
    head = (
        "# Scores\n\nWritten by `make eval`. Intervals are 90 % bootstrap intervals over texts; a floor is what no commit may fall below.\n"
        f"Labelled data outside this repository come from `{GOLD_VARIABLE}` (default `../shared/gold`).\n"
    )
    parts = []
    for task in wanted:
        if task.name in results:
            parts.append(section(task, results[task.name], held.get(task.name)))
        else:
            parts.append(f"## {task.name}\n\nNot measured: the labelled data are not in `{gold_folder().name}`.\n")
    return head + "\n" + "\n".join(parts)


def section(task: Task, figures: tuple[Figure, ...], floor: floors.Floor | None) -> str:
    """One task as a table."""
    goals, low = dict(task.goals), floor.figures if floor and floor.digest == task.digest() else {}
    lines = [f"## {task.name}", ""] + ([task.note + ".", ""] if task.note else [])
    lines += ["| figure | value | 90 % interval | goal | floor |", "|---|---|---|---|---|"]
    for f in figures:
        interval = f"{f.interval[0]:.3f} - {f.interval[1]:.3f}" if f.interval else ""
        goal = f"{goals[f.name]:.2f} {'reached' if reached(f, goals[f.name]) else 'NOT REACHED'}" if f.name in goals else ""
        lines.append(f"| {f.name} | {f.value:.3f} | {interval} | {goal} | {low.get(f.name, '')} |")
    return "\n".join(lines) + "\n"


def reached(figure: Figure, goal: float) -> bool:
    """Whether a figure meets its goal; over-production is better the lower."""
    return figure.value <= goal if figure.name.startswith("over-production") else figure.value >= goal


if __name__ == "__main__":
    sys.exit(main())
