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

LEVEL: MappingProxyType[Level, float] = MappingProxyType({"inactive": 0.0, "emerging": 0.5, "active": 0.83, "strong": 1.0})
"""How much an indicator is seen. Chance alone makes it emerge in one window of 20, active in one of 100, strong in one of 1,000. If in any
window one indicator of 20 really moves, then .05 / (.05 + chance) of those met are real: .50, .83, .98."""

ABSENCE = 0.15
"""Trust in what is not seen (times the exposure). Low enough never to outweigh the presence of the same item, not even one that only
emerges and rests on a report that is possibly true: absence with trust a weighs less than presence with trust t for all likelihoods
if a <= t / (1 + 2t), and t = .5 * .5 gives .167. The window is shorter than the horizon, besides."""

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
