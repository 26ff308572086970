"""Chains across days: the plan that is carried out, the threat that is made good, the attack that is answered."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.records import Incident


def follows(one: Incident, earlier: Sequence[Incident]) -> str | None:
    """The id of the incident among `earlier` that `one` carries out, makes good or answers; None where no rule ties it to any."""
    raise NotImplementedError


def linked(incidents: Sequence[Incident]) -> tuple[Incident, ...]:
    """The incidents in the order given, each with the one that it follows."""
    raise NotImplementedError
