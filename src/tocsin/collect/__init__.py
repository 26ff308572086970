"""From files, pages, PDFs, URLs and batches to articles. `fetch` is the only way out to the network."""

from tocsin.collect.dates import day
from tocsin.collect.intake import collected
from tocsin.collect.known import Known
from tocsin.collect.rows import rows

__all__ = ["Known", "collected", "day", "rows"]
