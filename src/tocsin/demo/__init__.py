"""The shipped reports of a crisis, the incidents that they make together, and the watches that come with Tocsin.

The reports were written for this project from public facts of the Gulf crisis of May to July 2019; their outlets are made up.
"""

from tocsin.demo.merged import Merged, merged
from tocsin.demo.reports import reports
from tocsin.demo.timeline import timeline, where_next
from tocsin.demo.warned import warned

__all__ = ["Merged", "merged", "reports", "timeline", "warned", "where_next"]
