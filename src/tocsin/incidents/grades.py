"""Admiralty grades: of a source from what came of its earlier claims, of information from who else affirms or denies it.

The two axes are judged apart (NATO AJP-2.1): a source from A, completely reliable, to E, unreliable; information from 1, confirmed by other
independent sources, to 5, improbable. F and 6 say "cannot be judged", not "worst".

Reliability. Each outcome is a claim of the source that was later confirmed or refuted by somebody independent of it. The rate at which its
claims are confirmed has a Beta(1 + confirmed, 1 + refuted) posterior, in which an outcome weighs half after a year; the grade goes by the
rate that is exceeded with a probability of 90 %. The regularised incomplete beta function is evaluated by its continued fraction (DLMF
8.17.22, https://dlmf.nist.gov/8.17.E22) with the modified Lentz method.
"""

from __future__ import annotations

import csv
import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from types import MappingProxyType

from tocsin.errors import DataError
from tocsin.incidents.sides import party_keys
from tocsin.ontology.cameo import cameo
from tocsin.records import Credibility, Incident, Origin, Reliability, StatusChange

LOWER = 0.90
"""The probability with which the true rate lies above the lower bound."""
HALF_LIFE_DAYS = 365.25
FEWEST = 10.0
"""Below so many outcomes, each weighed by its age, a source cannot be judged."""

_THRESHOLDS: tuple[tuple[Reliability, float], ...] = (("A", 0.95), ("B", 0.80), ("C", 0.60), ("D", 0.40))
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # ages count from here, so that sums over all outcomes need no look at the day asked about
_AGAINST_INTEREST = 4
_CONVERGED = 1e-14
_TERMS = 10_000
_TINY = 1e-300


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one claim of one origin.

    origin:   its key.   topic: see `topic`.
    incident: the id of the incident that it was about.
    because:  in plain words.
    known_at: when the confirmation or refutation became known.
    """

    origin: str
    topic: str
    confirmed: bool
    incident: str
    because: str
    known_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The outcomes of a source at a moment, each weighed by its age: one of today counts 1, one a year old a half."""

    confirmed: float
    refuted: float

    @property
    def many(self) -> float:
        """Both together."""
        return self.confirmed + self.refuted

    @property
    def grade(self) -> Reliability:
        """From A to E, F where there are too few to judge."""
        if self.many < FEWEST:
            return "F"
        a, b = 1 + self.confirmed, 1 + self.refuted
        return next((letter for letter, rate in _THRESHOLDS if incomplete_beta(a, b, rate) <= 1 - LOWER), "E")

    @property
    def least(self) -> float:
        """The rate of confirmed claims that is exceeded with a probability of 90 %."""
        return lower_bound(self.confirmed, self.refuted)


class TrackRecord:
    """What came of the claims of every source; unchanging. An empty one judges nobody: all are F."""

    __slots__ = ("_sums",)

    def __init__(self, outcomes: Iterable[Outcome] = ()) -> None:
        kept: dict[tuple[str, str | None], list[Outcome]] = defaultdict(list)
        for outcome in sorted(set(outcomes), key=lambda o: (o.known_at, o.incident, o.confirmed)):
            kept[outcome.origin, outcome.topic].append(outcome)
            kept[outcome.origin, None].append(outcome)
        self._sums = {key: _Sums.of(rows) for key, rows in kept.items()}

    def tested(self, origin: str, *, topic: str | None, as_of: datetime) -> Weighed:
        """The outcomes of a source on a topic known by `as_of`; on all topics where those are too few, or `topic` is None."""
        on_topic = self._at(origin, topic, as_of)
        return on_topic if on_topic.many >= FEWEST or topic is None else self._at(origin, None, as_of)

    def reliability(self, origin: str, *, topic: str | None, as_of: datetime) -> Reliability:
        """The grade of a source on a topic, from outcomes known by `as_of`."""
        return self.tested(origin, topic=topic, as_of=as_of).grade

    def _at(self, origin: str, topic: str | None, as_of: datetime) -> Weighed:
        sums = self._sums.get((origin, topic))
        return sums.at(as_of) if sums else Weighed(confirmed=0.0, refuted=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    """Running sums over outcomes in order of time, each weighed as if seen from the epoch."""

    known_at: tuple[datetime, ...]
    confirmed: tuple[float, ...]
    refuted: tuple[float, ...]

    @classmethod
    def of(cls, rows: Sequence[Outcome]) -> _Sums:
        weights = [2 ** _half_lives(row.known_at) for row in rows]
        return cls(
            known_at=tuple(row.known_at for row in rows),
            confirmed=(0.0, *accumulate(w if row.confirmed else 0.0 for w, row in zip(weights, rows, strict=True))),
            refuted=(0.0, *accumulate(0.0 if row.confirmed else w for w, row in zip(weights, rows, strict=True))),
        )

    def at(self, as_of: datetime) -> Weighed:
        known, faded = bisect_right(self.known_at, as_of), 2 ** -_half_lives(as_of)
        return Weighed(confirmed=self.confirmed[known] * faded, refuted=self.refuted[known] * faded)


def _half_lives(moment: datetime) -> float:
    return (moment - _EPOCH).total_seconds() / 86400 / HALF_LIFE_DAYS


def lower_bound(confirmed: float, refuted: float, *, probability: float = LOWER) -> float:
    """The rate that the true one exceeds with this probability: the (1 - probability) quantile of Beta(1 + confirmed, 1 + refuted).

    >>> round(lower_bound(44, 0), 4)  # 0.1 ** (1 / 45)
    0.9501
    """
    low, high = 0.0, 1.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if incomplete_beta(1 + confirmed, 1 + refuted, middle) <= 1 - probability else (low, middle)
    return low


@lru_cache(maxsize=65_536)
def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function: the probability that a Beta(a, b) variable is at most x, for a, b > 0 and 0 <= x <= 1.

    >>> round(incomplete_beta(2.0, 3.0, 0.5), 12)
    0.6875
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):  # the fraction converges fast below the mean
        return 1.0 - incomplete_beta(b, a, 1.0 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    return front / _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    """The denominator 1 + d1/(1 + d2/(1 + ...)) of DLMF 8.17.22."""
    value, c, d = 1.0, 1.0, 0.0
    for n in range(1, _TERMS):
        m, odd = divmod(n, 2)
        up, down = (-(a + m) * (a + b + m), a + 2 * m + 1) if odd else (m * (b - m), a + 2 * m - 1)
        term = up * x / ((a + 2 * m) * down)
        d = 1 / (_safe(1 + term * d))
        c = _safe(1 + term / c)
        value *= c * d
        if abs(c * d - 1) < _CONVERGED:
            return value
    raise ArithmeticError(f"the incomplete beta function of a={a}, b={b}, x={x} did not converge")


def _safe(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


# The grade of information


def credibility(
    affirming: Sequence[Origin], denying: Sequence[Origin], *, publishers: int, hedged: bool, retracted: bool, accused: frozenset[str]
) -> Credibility:
    """The grade of the information that it happened, or is planned.

    1 at least three independent origins affirm it, so that each has two others beside it, and none denies it; 2 two do; 3 one does;
    4 it is disputed, or only held possible; 5 taken back, or contradicted by better sources; 6 nobody affirms it of whom anything is known.

    publishers: how many print those who affirm: where one publisher alone has them all, nothing is confirmed by others, and 1 becomes 2.
    hedged:   whether it is only held possible. retracted: whether nobody affirms it because the outlet took it back.
    accused:  keys of the sides that are said to have done it: their denial disputes, and is never the better source.
    """
    if retracted:
        return 5
    known = [origin for origin in affirming if access(origin) > 0]
    if not known:
        return 6
    if denying:
        return 5 if _outweighed(known, [origin for origin in denying if origin.key not in accused]) else 4
    if hedged:
        return 4
    return 3 if len(affirming) == 1 else 1 if len(affirming) > 2 and publishers > 1 else 2


def _outweighed(affirming: Sequence[Origin], denying: Sequence[Origin]) -> bool:
    """Whether those who deny are the better sources: of a better grade where both are judged, else of better access."""
    if not denying:
        return False
    for_it, against = best(affirming), best(denying)
    if "F" not in (for_it, against):
        return against < for_it
    return max(map(access, denying)) > max(map(access, affirming))


def best(origins: Iterable[Origin]) -> Reliability:
    """The best grade among origins, F where none can be judged."""
    return min((origin.reliability for origin in origins), default="F")


def access(origin: Origin) -> int:
    """How near a kind of source is to what it tells, 0 to 3, as `data/access.csv` has it."""
    return _access()[origin.kind, origin.named]


@cache
def _access() -> Mapping[tuple[str, bool], int]:
    with files("tocsin.incidents").joinpath("data/access.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    table = {(row["kind"], row["named"] == "yes"): int(row["rank"]) for row in rows}
    if len(table) != len(rows) or not all(0 <= rank < _AGAINST_INTEREST for rank in table.values()):
        raise DataError("access.csv breaks its own rules", allowed="each kind, named or not, once, with a rank from 0 to 3")
    return MappingProxyType(table)


# What came of claims


def topic(code: str | None) -> str:
    """What an incident of a CAMEO code is about, for the record of its sources: the class of the code, "other" where it has none.

    >>> topic("195"), topic(None)
    ('material_conflict', 'other')
    """
    return cameo(code).quad if code else "other"


def outcomes(incidents: Iterable[Incident]) -> tuple[Outcome, ...]:
    """What came of the claims in these incidents, the first known first.

    Only what is said to have happened is judged, and only by others:

    - **confirmed**: while nobody denies it, another origin with better access affirms it later, or two others do whose access is no worse;
    - **refuted**: while it stands alone, another with better access, not the accused, denies it later;
    - **refuted**: its own outlet took it back, or it later said the opposite. That is a judgement by itself, and counts only against it.
    """
    made = [outcome for incident in incidents for outcome in _of(incident)]
    return tuple(sorted(made, key=lambda o: (o.known_at, o.incident, o.origin, o.confirmed)))


def _of(incident: Incident) -> Iterator[Outcome]:
    against_itself = {outcome.origin: outcome for outcome in _reversals(incident)}
    yield from against_itself.values()
    if incident.status not in ("occurred", "ongoing", "disputed"):
        return
    affirming = [origin for origin in incident.origins if origin.side == "affirms"]
    denying = [origin for origin in incident.origins if origin.side == "denies"]
    for origin in affirming:
        if origin.key in against_itself:
            continue
        found = _contradicted(origin, affirming, denying, incident) if denying else _confirmed(origin, affirming, incident)
        if found:
            yield found


def _confirmed(origin: Origin, affirming: Sequence[Origin], incident: Incident) -> Outcome | None:
    own = _reach(origin, incident)
    later = sorted(
        (o for o in affirming if o.key != origin.key and o.first_known > origin.first_known), key=lambda o: (o.first_known, o.key)
    )
    equal = 0
    for other in later:
        reach = _reach(other, incident)
        equal += reach >= own
        if reach > own or equal > 1:
            return _outcome(origin, incident, other.first_known, f"{other.name} affirmed it later", confirmed=True)
    return None


def _contradicted(origin: Origin, affirming: Sequence[Origin], denying: Sequence[Origin], incident: Incident) -> Outcome | None:
    accused = party_keys((*incident.sources, *incident.proxies))
    reach = _reach(origin, incident)
    if any(other.key != origin.key and _reach(other, incident) >= reach for other in affirming):
        return None
    better = [o for o in denying if o.key not in accused and o.first_known > origin.first_known and access(o) > reach]
    first = min(better, key=lambda o: (o.first_known, o.key), default=None)
    return _outcome(origin, incident, first.first_known, f"{first.name} denied it later", confirmed=False) if first else None


def _reversals(incident: Incident) -> Iterator[Outcome]:
    """Origins that took back what they had said, or said the opposite later."""
    for change in incident.history:
        if change.status == "retracted":
            yield _outcome_of(change.origin, incident, change.known_at, "it took its report back", confirmed=False)
    for origin in incident.origins:
        if any(_opposed(change, origin) for change in incident.history):
            yield _outcome(origin, incident, origin.first_known, "it said the opposite before", confirmed=False)


def _opposed(change: StatusChange, origin: Origin) -> bool:
    """Whether an origin moved the status the other way before it took its present side."""
    other = ("disputed", "denied") if origin.side == "affirms" else ("occurred", "ongoing")
    return change.origin == origin.key and change.known_at < origin.first_known and change.status in other


def _reach(origin: Origin, incident: Incident) -> int:
    """Access to this incident: who admits a deed of his own that speaks against him is the best witness of it."""
    own = origin.key in party_keys((*incident.sources, *incident.proxies))
    hostile = incident.goldstein is not None and incident.goldstein < 0
    return _AGAINST_INTEREST if own and hostile and origin.side == "affirms" else access(origin)


def _outcome(origin: Origin, incident: Incident, known_at: datetime, because: str, *, confirmed: bool) -> Outcome:
    return _outcome_of(origin.key, incident, known_at, because, confirmed=confirmed)


def _outcome_of(origin: str, incident: Incident, known_at: datetime, because: str, *, confirmed: bool) -> Outcome:
    return Outcome(
        origin=origin, topic=topic(incident.cameo), confirmed=confirmed, incident=incident.id, because=because, known_at=known_at
    )
