"""From files, pages, PDFs, URLs, archives, feeds and tables to articles and events. `fetch` is the only way out to the network."""

from tocsin.collect.columns import ColumnMap
from tocsin.collect.dates import day
from tocsin.collect.filters import Filter, Sieve
from tocsin.collect.gather import gathered, is_url
from tocsin.collect.intake import collected
from tocsin.collect.known import Known
from tocsin.collect.mapping import EventMapping
from tocsin.collect.rows import rows
from tocsin.collect.streams import Meter

__all__ = ["ColumnMap", "EventMapping", "Filter", "Known", "Meter", "Sieve", "collected", "day", "gathered", "is_url", "rows"]
