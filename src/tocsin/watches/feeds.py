"""sources.opml: the feeds of a watch."""

from __future__ import annotations

import re

from lxml import etree

from tocsin.watches.findings import At, Report, printable, quoted

SOURCES = "sources.opml"

_WEB = re.compile(r"https?://[^\s/?#]\S*", re.IGNORECASE)
_DECLARED = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


def read_feeds(text: str, report: Report) -> tuple[str, ...]:
    """Addresses of the feeds, each once, in the order of the file; what is wrong with it is reported.

    A document type is refused: no list of feeds needs one, and entities are how a small file grows without end.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        line = text.count("\n", 0, text.index("<!")) + 1
        report.error(At(SOURCES, line), "a document type", allowed="<opml> alone", do="delete it")
        return ()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(_undeclared(text).encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        said = printable(str(getattr(error, "msg", error)))
        report.error(At(SOURCES, getattr(error, "lineno", None)), f"not XML: {said}", do="export it again")
        return ()
    if etree.QName(root).localname != "opml":
        report.error(
            At(SOURCES, root.sourceline), f"the file begins with {quoted(str(root.tag))}", allowed="<opml>", do="export it as OPML"
        )
        return ()
    found: dict[str, int] = {}
    for element in root.iter("{*}outline"):
        _add(element, found, report)
    return tuple(found)


def _undeclared(text: str) -> str:
    """Without the declaration, which may name another encoding than the one read; its lines stay."""
    return _DECLARED.sub(lambda declared: "\n" * declared[0].count("\n"), text, count=1)


def _add(element: etree._Element, found: dict[str, int], report: Report) -> None:
    address = next((value.strip() for name, value in element.attrib.items() if name.lower() == "xmlurl"), "")
    at = At(SOURCES, element.sourceline)
    if not address:
        return
    if not _WEB.fullmatch(address):
        report.error(at, f"{quoted(address)} is no address of the web", allowed="http:// or https://", do="mend it")
    elif address in found:
        report.warning(at, f"{quoted(address)} stands twice, first on line {found[address]}", do="keep one of the two")
    else:
        found[address] = element.sourceline
