"""What the weighing takes as given: every number that is a convention and not a measurement, with its reason."""

from __future__ import annotations

from types import MappingProxyType

from tocsin.records import Credibility, Rating, Reliability
from tocsin.records.warning import Level

LIKELIHOOD: MappingProxyType[Rating, float] = MappingProxyType({"CC": 0.95, "C": 0.8, "N": 0.5, "I": 0.2, "II": 0.05})
"""P(item | scenario) of a rating in words. NA has none: it leaves the scenario as it is."""

OPPOSITE: MappingProxyType[Rating, Rating] = MappingProxyType({"CC": "II", "C": "I", "N": "N", "I": "C", "II": "CC", "NA": "NA"})
"""How the absence of an item fits, where its presence fits like that."""

CREDIBILITY: MappingProxyType[Credibility, float] = MappingProxyType({1: 1.0, 2: 0.75, 3: 0.5, 4: 0.25, 5: 0.0, 6: 0.5})
"""Trust by the Admiralty grade of the information: the values of MISP's machine-readable Admiralty scale, per cent / 100."""

RELIABILITY: MappingProxyType[Reliability, float] = MappingProxyType({"A": 1.0, "B": 1.0, "C": 1.0, "D": 0.75, "E": 0.5, "F": 1.0})
"""A factor on it: a source with a bad record takes away from what it says. F says that nobody knows, and takes nothing away; a good record
adds nothing, for the credibility has it already."""

UNGRADED = 0.5
"""Trust in what has no grade at all: as for information that cannot be judged."""

LEVEL: MappingProxyType[Level, float] = MappingProxyType({"inactive": 0.0, "emerging": 0.75, "active": 0.9, "strong": 1.0})
"""How surely an indicator is seen. That it may be seen by chance is not discounted here: whoever writes P(seen | scenario) has that in it,
for every scenario alike. What remains is misreading: an indicator that emerges rests on one or two coded reports, of which three in four
are coded right (evals/SCORES.md, events typed); where it is active or strong, more of them would have to be wrong at once."""

ABSENCE = 0.15
"""Trust in what is not seen (times the exposure). Low enough never to outweigh the presence of the same item, not even one that only
emerges and rests on a report that is possibly true: absence with trust a weighs less than presence with trust t for all likelihoods
if a <= t / (1 + 2t), and t = .75 * .5 gives .214. The window is shorter than the horizon, besides."""

DEPENDENCE = 0.5
"""A factor on every weight. Bayes takes items for independent given the scenario, and indicators of one crisis are not: n of them with a
correlation of r are worth n / (1 + (n - 1) r), which halves the weight of five at r = .25. Right for a handful; too hard on one item that
stands alone (its `weight` can say so), too lenient with twenty."""

CHANCE = 0.05
"""The rate of windows in which an indicator is seen though nothing happens (the p-value from which it is "emerging")."""

CERTAIN = 0.99
"""No likelihood is taken as more than this, or less than 1 minus this: nobody who wrote 1 meant that one report ends the matter."""

FLOOR = 0.005
"""No scenario gets less, neither before nor after the evidence: below that, neither histories nor ratings can tell numbers apart."""
