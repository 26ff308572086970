"""The shipped reports of a crisis, and what many reports tell together: a preview of incidents, kept simple.

The reports were written for this project from public facts of the Gulf crisis of May to July 2019; their outlets are made up.
"""

from tocsin.demo.happenings import Happening, Telling, happenings
from tocsin.demo.reports import reports
from tocsin.demo.timeline import timeline

__all__ = ["Happening", "Telling", "happenings", "reports", "timeline"]
