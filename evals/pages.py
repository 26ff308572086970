"""How well the bodies of pages are found, beside trafilatura's own default on the same pages.

python -m evals.pages    (pages from html_pages.tar.gz in the folder TOCSIN_CORPORA, else ../shared/corpora)

The measure is that of trafilatura's evaluation (Barbaresi 2021): for each page a few segments were marked by hand that belong to its body,
and a few that do not. A segment is found where it stands in the extracted text, white space aside; precision, recall and F1 are over the
segments of all pages. A page on which nothing is extracted misses all of its segments. Exit status 1 where ours is below.
"""

from __future__ import annotations

import json
import os
import sys
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tocsin.collect.page import page
from tocsin.errors import InputError

CORPORA_VARIABLE = "TOCSIN_CORPORA"
ARCHIVE = "html_pages.tar.gz"

Extract = Callable[[bytes], str]


@dataclass(slots=True)
class Counts:
    """Segments over all pages: found and of the body, found and not of it, of the body and missed; pages without any text."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    empty: int = 0

    def add(self, text: str, of_body: list[str], of_rest: list[str]) -> None:
        """The segments of one page, as its extracted text has them."""
        plain = _squeezed(text)
        found = sum(_squeezed(segment) in plain for segment in of_body)
        self.right += found
        self.missed += len(of_body) - found
        self.wrong += sum(_squeezed(segment) in plain for segment in of_rest)
        self.empty += not plain

    @property
    def precision(self) -> float:
        """Share of the found segments that are of the body."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the body's segments that were found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def corpora_folder() -> Path:
    """The folder of material that is not ours to publish: `TOCSIN_CORPORA`, else ../shared/corpora."""
    return Path(os.environ.get(CORPORA_VARIABLE, "../shared/corpora"))


def pages(archive: Path) -> Iterator[tuple[bytes, list[str], list[str]]]:
    """Each marked page that the archive holds: its bytes, segments of its body, segments of the rest."""
    with tarfile.open(archive) as files:
        by_name = {Path(member.name).name: member for member in files if member.isfile()}
        marked: dict[str, Any] = json.load(_content(files, by_name["evaldata.json"]))
        for item in marked.values():
            if (member := by_name.get(item["file"])) is not None:
                yield _content(files, member).read(), item["with"], item["without"]


def ours(data: bytes) -> str:
    """The body as `collect` takes it in; "" for a page that it refuses."""
    try:
        return page(data).text
    except InputError:
        return ""


def bare(data: bytes) -> str:
    """The body as trafilatura's own evaluation takes it: tables, no comments."""
    from trafilatura import extract

    return extract(data, include_comments=False, include_tables=True, include_formatting=False) or ""


def main() -> int:
    """Exit status 0, or 1 where ours is below."""
    archive = corpora_folder() / ARCHIVE
    if not archive.exists():
        print(f"not measured, {archive} is not there (set {CORPORA_VARIABLE} to the folder of corpora)", file=sys.stderr)
        return 0
    extracts: dict[str, Extract] = {"ours": ours, "trafilatura": bare}
    counts = {name: Counts() for name in extracts}
    marked = list(pages(archive))
    for data, of_body, of_rest in marked:
        for name, extract in extracts.items():
            counts[name].add(extract(data), of_body, of_rest)
    print(f"{len(marked)} pages")
    for name, made in counts.items():
        print(f"{name:12} F1 {made.f1:.4f}  precision {made.precision:.4f}  recall {made.recall:.4f}  without text {made.empty}")
    return int(counts["ours"].f1 < counts["trafilatura"].f1)


def _content(files: tarfile.TarFile, member: tarfile.TarInfo) -> Any:
    content = files.extractfile(member)
    if content is None:
        raise ValueError(f"{member.name} is no file")
    return content


def _squeezed(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    sys.exit(main())
