"""From files, pages, PDFs, URLs and batches to articles. `fetch` is the only way out to the network."""

from tocsin.collect.dates import day
from tocsin.collect.decode import decode
from tocsin.collect.rows import rows

__all__ = ["day", "decode", "rows"]
