from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from tocsin.collect.pdf import mended, pdf
from tocsin.errors import NoArticle

from .factory import pdf_of

LINES = (
    "The ministry of Arland said on Monday that it would send two ships to",
    "the strait, and that the nego-",
    "tiations with Borland, long the stron-",
    "gest of its neighbours, had ended without a result.",
    "Borland called the step a provocation.",
)


def test_lines_become_paragraphs():
    assert pdf(pdf_of([LINES])).text == (
        "The ministry of Arland said on Monday that it would send two ships to the strait, and that the negotiations with Borland, "
        "long the strongest of its neighbours, had ended without a result.\n\nBorland called the step a provocation."
    )


LONG_TERM = ("a long-term plan was made, and the long-", "term plan held")
HEADS = [["Sample Report", f"{which} page."] for which in ("first", "second", "third")]


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        pytest.param([LONG_TERM], "a long-term plan was made, and the long-term plan held", id="a hyphen of the word"),
        pytest.param([["the post-Cold-", "War order"]], "the post-Cold-War order", id="a hyphen before a capital"),
        pytest.param([["One paragraph.", "", "Another."]], "One paragraph.\n\nAnother.", id="a blank line"),
        pytest.param([["They want:", "• ships", "• planes"]], "They want:\n\n• ships\n\n• planes", id="items"),
        pytest.param([["the last page went", "12"], ["13", "on to the next."]], "the last page went on to the next.", id="over the page"),
        pytest.param(HEADS, "first page.\n\nsecond page.\n\nthird page.", id="running heads"),
        pytest.param([[""], [" ", " "]], "", id="nothing"),
    ],
)
def test_mending(pages, expected):
    assert mended(["\n".join(lines) for lines in pages]) == expected


MADE = {"CreationDate": "D:20190619120000+04'30'"}


@pytest.mark.parametrize(
    ("lines", "info", "expected"),
    [
        pytest.param(LINES, MADE, date(2019, 6, 19), id="the day it was made, where it names none"),
        pytest.param(("18 June 2019", *LINES), MADE, date(2019, 6, 18), id="the day it bears"),
        pytest.param(("3 January 2012", *LINES), MADE, date(2012, 1, 3), id="a day on a line of its own, long before"),
        pytest.param(("As agreed on 3 January 2012, all ships will leave.", *LINES), MADE, None, id="a day in the text casts doubt"),
        pytest.param(LINES, {}, None, id="nothing"),
        pytest.param(LINES, {"CreationDate": "D:soon"}, None, id="unreadable"),
    ],
)
def test_day(lines, info, expected):
    assert pdf(pdf_of([lines], info=info)).published == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Ships for the strait", "Ships for the strait"),
        ("Microsoft Word - ships.doc", None),
        ("ships_final.indd", None),
        ("untitled", None),
    ],
)
def test_title(title, expected):
    assert pdf(pdf_of([LINES], info={"Title": title})).title == expected


def locked() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf_of([LINES]))))
    writer.encrypt("secret", algorithm="RC4-128")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(pdf_of([(), ()]), "no text", id="a scan"),
        pytest.param(locked(), "password", id="locked"),
        pytest.param(b"%PDF-1.4\nnothing else", "broken", id="broken"),
        pytest.param(pdf_of([LINES])[:300], "broken", id="cut off"),
    ],
)
@pytest.mark.filterwarnings("default")
def test_a_pdf_that_cannot_be_read(data, words):
    with pytest.raises(NoArticle, match=words):
        pdf(data)
