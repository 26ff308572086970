"""Pages and documents made by hand."""

from __future__ import annotations

from collections.abc import Sequence

PROSE = (
    "The ministry of Arland said on Monday that it would send two ships to the strait. "
    "Borland called the step a provocation and asked for a meeting of the council."
)


def html(
    *, head: str = "", body: str = f"<article><h1>Ships for the strait</h1><p>{PROSE}</p><p>{PROSE[::-1]}. {PROSE}</p></article>"
) -> bytes:
    return f"<!doctype html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()


def pdf_of(pages: Sequence[Sequence[str]], *, info: dict[str, str] | None = None) -> bytes:
    """A PDF with these lines on these pages; no lines for a page without text."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, lines in enumerate(pages):
        content = _content(lines)
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * n} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    objects.append("<< " + " ".join(f"/{key} ({value})" for key, value in (info or {}).items()) + " >>")
    made, offsets = "%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(made))
        made += f"{number} 0 obj\n{item}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return f"{made}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("cp1252")


def _content(lines: Sequence[str]) -> str:
    if not lines:
        return ""
    shown = " T* ".join("({}) Tj".format(line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")) for line in lines)
    return f"BT /F1 11 Tf 14 TL 72 720 Td {shown} ET"
