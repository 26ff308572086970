"""Scenarios weighed against evidence (analysis of competing hypotheses): matrix, three scorings, what the answer hangs on, how sure it is.

Pure: definitions, readings, incidents and judgements in, `Weighed` and `Assessment` out. docs/reference/scenarios.md has the formulas.
"""

from tocsin.scenarios.assess import assessments
from tocsin.scenarios.base import base_rates
from tocsin.scenarios.level import is_warning, warning_level
from tocsin.scenarios.weighing import weigh

__all__ = ["assessments", "base_rates", "is_warning", "warning_level", "weigh"]
