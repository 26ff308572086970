"""Fields of rows and of feed entries that hold HTML where plain text is wanted."""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(
    r"""<(?P<close>/?)(?P<name>[a-z][a-z0-9:-]*+)(?:[^<>"']++|"[^"<]*+"|'[^'<]*+'|["'])*+>|<[!?][^<>]*+>|<[a-z/!?][^<>]*+\Z""", re.I
)
# a tag ends before the next "<" at the latest, so that a text full of open ones is read over once; the last may be cut off
_KNOWN = re.compile(
    r"</?(?:p|br|div|span|a|img|b|i|em|strong|u|ul|ol|li|h[1-6]|table|tr|td|th|blockquote|figure|figcaption|iframe|script|style|font|hr"
    r"|article|section|video|audio|picture|source|small|sub|sup|center|pre|code|cite|q|time|abbr|dl|dt|dd)\b[^<>]*>"
    r"|&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{2,6}|#x[0-9a-f]{2,5});",
    re.I,
)
_BLOCK = re.compile(
    r"p|div|[bh]r|[uo]l|li|h[1-6]|table|tr|blockquote|figure|figcaption|article|section|pre|d[ltd]|center|header|footer|aside|nav|main"
)
_UNSEEN = ("script", "style", "template", "noscript", "iframe", "svg", "object")
_COMMENT = "<!--"
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


def is_markup(text: str) -> bool:
    """Whether a text holds HTML: a tag that HTML has, or an entity."""
    return _KNOWN.search(text) is not None


def plain(text: str) -> str:
    r"""The text that a browser would show of a piece of HTML: paragraphs parted by an empty line, what is not shown left out.

    >>> plain('<p>Ships &amp; men</p><script>x()</script><div>left<br>at <a href="/x">noon</a>.</div>')
    'Ships & men\n\nleft\n\nat noon.'
    """
    kept: list[str] = []
    at, end = 0, len(text)
    while at < end:
        tag = _TAG.search(text, at)
        comment = text.find(_COMMENT, at, tag.start() + 1 if tag else end)
        if comment >= 0:
            kept.append(text[at:comment])
            at = _after(text, "-->", comment)
            continue
        if tag is None:
            kept.append(text[at:])
            break
        kept.append(text[at : tag.start()])
        name, at = (tag["name"] or "").lower(), tag.end()
        if _BLOCK.fullmatch(name):
            kept.append("\n")
        elif name in _UNSEEN and not tag["close"]:
            at = _after_element(text, name, at)
    shown = _INVISIBLE.sub("", unescape("".join(kept)))
    return "\n\n".join(line for line in (" ".join(line.split()) for line in shown.splitlines()) if line)


def _after(text: str, mark: str, at: int) -> int:
    """The place behind the next such mark; the end where there is none, as browsers have it."""
    found = text.find(mark, at)
    return found + len(mark) if found >= 0 else len(text)


def _after_element(text: str, name: str, at: int) -> int:
    closing = re.compile(rf"</{name}\b[^<>]*+>", re.I).search(text, at)
    return closing.end() if closing else len(text)
