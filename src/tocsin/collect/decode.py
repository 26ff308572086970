"""From bytes to text: the encoding told from the bytes themselves."""

from __future__ import annotations

import codecs
import re

from tocsin.errors import EmptyText, NotText

_MARKS = (  # longest first: the UTF-16 mark begins the UTF-32 one
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_MOST_HIGH = 0.15  # of all bytes; French prose has about 0.04, Cyrillic or Chinese in their own encodings over 0.5
_MOST_CONTROLS = 0.001
_DO = "save it as UTF-8 text, or give the page or the PDF itself"


def decode(data: bytes) -> str:
    """The text of these bytes, without the byte-order mark and otherwise unchanged, line ends included.

    UTF-8, UTF-16 and UTF-32 with a mark; UTF-8 and UTF-16 without; Windows-1252 (so Latin-1) where no other reading is left and the bytes
    look like Western prose. Raises EmptyText for nothing, NotText for everything else.
    """
    if not data.strip():
        raise EmptyText("the input is empty")
    text = _marked(data)
    if text is None:
        text = _unmarked(data)
    if len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text) or "\x00" in text:
        raise NotText("the input is binary, not text", do=_DO)
    if not text.strip():
        raise EmptyText("the input holds nothing but white space")
    return text


def _marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise NotText(f"the input is marked as {encoding} but breaks off that encoding at byte {error.start:,}", do=_DO) from None
    return None


def _unmarked(data: bytes) -> str:
    if b"\x00" in data:
        return _utf16(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _western(data, error.start)


def _utf16(data: bytes) -> str:
    """UTF-16 without a mark: Western letters have a zero in every second byte, always on the same side."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if len(data) % 2 == 0 and max(even, odd) > 0.35 * len(data) and min(even, odd) < 0.01 * len(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    raise NotText("the input is binary, not text", do=_DO)


def _western(data: bytes, at: int) -> str:
    high = len(_HIGH.findall(data))
    if sum(map(len, _UTF8_PAIR.findall(data))) > high / 2:
        raise NotText(f"the input is UTF-8 with a broken character at byte {at:,}", do=_DO)
    if high > max(8, _MOST_HIGH * len(data)):
        raise NotText("the encoding of the input cannot be told", do=_DO)
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise NotText("the encoding of the input cannot be told", do=_DO) from None
