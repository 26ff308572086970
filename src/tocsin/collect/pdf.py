"""PDF documents: their lines mended into paragraphs, and what they say of themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

from tocsin.collect.dates import days_in
from tocsin.collect.known import Found
from tocsin.errors import NoArticle

if TYPE_CHECKING:
    from pypdf import PdfReader

_MOST_CHARACTERS = 1_000_000  # later pages are left unread: more is never read as one article
_SOON = timedelta(days=7)  # a document is typeset at most so long after the day that it bears
_HEAD_LINES = 60
_EDGE_LINES = 2  # lines at the top and at the foot of a page that may be running heads
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": "-", "\u00a0": " "})
_PAGE_NUMBER = re.compile(r"(?:page\s+)?[-–—|]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*(?:(?:/|of)\s*\d{1,4})?\s*[-–—|]?", re.I)
_ITEM = re.compile(r"[•●▪■◦‣·*–—-]\s|\(?(?:\d{1,2}|[a-z])[.)]\s|\d+(?:\.\d+)+\.?\s")
_CLOSED = re.compile(r"[.!?:…][\"'”’»)\]\d]*$")
_BROKEN = re.compile(r"(\w+)-$")
_FILE_NAME = re.compile(
    r"^microsoft \w+ -|\.(?:docx?|rtf|odt|pdf|indd|qxd|tex|pages|pptx?|xlsx?)$|^(?:untitled|document|slide|title)\s*\d*$", re.I
)


def pdf(data: bytes) -> Found:
    """The text of a PDF in paragraphs, its title, and the day that it bears.

    The day is one on the first page that agrees with the document's own data (or stands there on a line of its own), else the day on which
    the document was made where the first page names none. Raises NoArticle for a PDF without text (a scan), a locked or a broken one.

    Give strange documents only within a `Sandbox`: a small PDF can unfold to a large one.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NoArticle("the PDF is locked with a password", do="unlock it first")
        pages = list(_pages(reader))
        title, made = _title(reader), _made(reader)
    except NoArticle:
        raise
    except (
        PyPdfError,
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
        ImportError,
    ) as error:
        # what pypdf lets through on broken documents; ImportError where a cipher is wanted that is not installed
        raise NoArticle(f"the PDF is broken or locked ({type(error).__name__})", do="export it again, or give its text") from None
    text = mended(pages)
    if not text:
        raise NoArticle("the PDF holds no text, as a scan of paper does", do="run it through OCR first")
    return Found(text=text, title=title, published=_published(pages, made))


def _pages(reader: PdfReader) -> Iterator[str]:
    held = 0
    for leaf in reader.pages:
        text = leaf.extract_text().translate(_LIGATURES)
        held += len(text)
        yield text
        if held > _MOST_CHARACTERS:
            return


def _title(reader: PdfReader) -> str | None:
    title = " ".join((reader.metadata.title or "").split()) if reader.metadata else ""
    return title if len(title) >= 8 and not _FILE_NAME.search(title) else None


def _made(reader: PdfReader) -> date | None:
    try:
        made = reader.metadata.creation_date if reader.metadata else None
    except ValueError:
        return None
    return made.date() if made else None


def _published(pages: Sequence[str], made: date | None) -> date | None:
    lines = [line for page in pages[:1] for line in page.splitlines() if line.strip()][:_HEAD_LINES]
    written = [day for line in lines for day in days_in(line)]
    near = [day for day in written if made and timedelta() <= made - day <= _SOON]
    alone = [
        day
        for line in lines
        for day in days_in(line)
        if len(line.strip()) <= len("Wednesday, September 30th, 2026") and not (made and day > made)
    ]
    return next(iter(near or alone), None if written else made)


def mended(pages: Sequence[str]) -> str:
    r"""Lines joined into paragraphs with a blank line between them; running heads, page numbers and hyphens at line ends taken out.

    >>> mended(["The minister said that the nego-\ntiations had ended."])
    'The minister said that the negotiations had ended.'
    """
    paragraphs: list[str] = []
    words = Counter(re.findall(r"[\w-]+", " ".join(pages).lower()))
    for lines in _without_edges([_lines(page) for page in pages]):
        blocks = list(_blocks(lines))
        if blocks and paragraphs and _runs_on(paragraphs[-1], blocks[0][0]):
            paragraphs[-1] = _joined([paragraphs[-1], *blocks.pop(0)], words)
        paragraphs += [_joined(block, words) for block in blocks]
    return "\n\n".join(paragraphs)


def _lines(page: str) -> list[str]:
    return [" ".join(line.split()) for line in page.splitlines()]


def _without_edges(pages: list[list[str]]) -> Iterator[list[str]]:
    """The pages without the lines at top and foot that repeat from page to page, and without page numbers."""
    edges = [[n for n, line in enumerate(lines) if line] for lines in pages]
    edges = [
        [*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:]] if len(filled) > 2 * _EDGE_LINES else filled[:1] + filled[-1:] for filled in edges
    ]
    seen = Counter(key for lines, edge in zip(pages, edges, strict=True) for key in {_shape(lines[n]) for n in edge})
    most = max(3, 0.4 * len(pages))
    for lines, edge in zip(pages, edges, strict=True):
        gone = {n for n in edge if seen[_shape(lines[n])] >= most or _PAGE_NUMBER.fullmatch(lines[n])}
        yield [line for n, line in enumerate(lines) if n not in gone]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """The lines of each paragraph."""
    lengths = sorted(len(line) for line in lines if line)
    full = lengths[-1 - len(lengths) // 10] if lengths else 0
    block: list[str] = []
    for line, following in pairwise([*lines, ""]):
        if line:
            block.append(line)
        if block and (not following or _ends(line, following, full)):
            yield block
            block = []


def _ends(line: str, following: str, full: int) -> bool:
    """Whether a paragraph, an item or a heading ends with this line; `full` is the length of a full line on this page."""
    if _ITEM.match(following):
        return True
    starts_afresh = not following[0].islower()
    if _CLOSED.search(line):
        return starts_afresh and len(line) < 0.8 * full
    return starts_afresh and len(line) < 0.5 * full and not line.endswith((",", ";", "-"))


def _runs_on(paragraph: str, following: str) -> bool:
    return not _CLOSED.search(paragraph) and following[0].islower()


def _joined(lines: Sequence[str], words: Counter[str]) -> str:
    made = lines[0]
    for line in lines[1:]:
        broken = _BROKEN.search(made)
        if broken is None:
            made += " " + line
        elif line[0].islower() and not _is_compound(broken[1].lower(), re.match(r"\w*", line)[0].lower(), words):  # type: ignore[index]
            made = made[:-1] + line
        else:
            made += line
    return made


def _is_compound(first: str, second: str, words: Counter[str]) -> bool:
    """Whether a hyphen at a line end belongs to the word, as the rest of the document writes it."""
    if words[first + second]:
        return False
    return bool(words[f"{first}-{second}"]) or (len(first) > 3 and len(second) > 3 and words[first] > 0 and words[second] > 1)
