"""The rung of the escalation ladder on which an incident stands: Kahn, On Escalation: Metaphors and Scenarios (1965), rungs 1 to 20."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tocsin.errors import DataError
from tocsin.ontology import PLOVER
from tocsin.records import Incident

HIGHEST = 20
"""Kahn has 44; above 20 come rungs that no news report tells apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One row of `data/ladder.csv`: incidents of this kind stand at least this high. type, mode, cameo: None where any will do.

    step:  as Kahn calls the rung. cameo: the beginning of a CAMEO code.
    """

    rung: int
    step: str
    type: str | None
    mode: str | None
    cameo: str | None
    statuses: frozenset[str]
    why: str

    def holds(self, incident: Incident) -> bool:
        """Whether the incident is of the kind."""
        return (
            incident.status in self.statuses
            and self.type in (None, incident.type)
            and self.mode in (None, incident.mode)
            and (self.cameo is None or (incident.cameo or "").startswith(self.cameo))
        )


def rung(incident: Incident) -> int:
    """The highest rung whose rows the incident meets; 0 where it meets none."""
    return max((row.rung for row in ladder() if row.holds(incident)), default=0)


@cache
def ladder() -> tuple[Rung, ...]:
    """The table, lowest rung first. Raises DataError where a row breaks its rules."""
    lines = files("tocsin.indicators").joinpath("data/ladder.csv").read_text(encoding="utf-8").splitlines()
    return tuple(_row(cells) for cells in csv.DictReader(lines))


def _row(cells: dict[str, str]) -> Rung:
    row = Rung(
        rung=int(cells["rung"]),
        step=cells["step"],
        type=cells["type"] or None,
        mode=cells["mode"] or None,
        cameo=cells["cameo"] or None,
        statuses=frozenset(cells["statuses"].split(";")),
        why=cells["why"],
    )
    if not 1 <= row.rung <= HIGHEST or (row.type is not None and row.type not in PLOVER):
        raise DataError(f"ladder.csv: rung {row.rung} with type {row.type}", allowed=f"rungs 1 to {HIGHEST}, PLOVER types")
    return row
