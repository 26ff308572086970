"""The lake: tables of records that many processes may write at once and anybody may query, as of any day."""

from tocsin.lake.check import Finding
from tocsin.lake.failures import Held, LakeError, NoLake, Overtaken
from tocsin.lake.lake import Committed, Lake, Since
from tocsin.lake.optimize import Optimized, Patience
from tocsin.lake.tables import TABLES, Table, table_of

__all__ = [
    "TABLES",
    "Committed",
    "Finding",
    "Held",
    "Lake",
    "LakeError",
    "NoLake",
    "Optimized",
    "Overtaken",
    "Patience",
    "Since",
    "Table",
    "table_of",
]
