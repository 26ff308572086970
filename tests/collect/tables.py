"""Rows of event tables and archives made by hand, in the layout of the real ones."""

from __future__ import annotations

import gzip

GDELT2 = 61
GDELT1 = 58


def gdelt(columns: int = GDELT2, **changed: str) -> str:
    """One line of an export: a state visit in a town."""
    cells = [""] * columns
    place = 51 if columns == GDELT2 else 49
    facts = {
        0: "700000001", 1: "20190619", 2: "201906", 3: "2019", 4: "2019.4630",
        5: "IRNGOV", 6: "IRANIAN PRESIDENT", 7: "IRN", 12: "GOV", 15: "RUS", 16: "MOSCOW", 17: "RUS",
        25: "1", 26: "042", 27: "042", 28: "04", 29: "1", 30: "1.9", 31: "4", 32: "1", 33: "4", 34: "-1.2",
        place: "4", place + 1: "Ahvaz, Khuzestan, Iran", place + 2: "IR",
    }  # fmt: skip
    if columns == GDELT2:
        facts |= {56: "31.3203", 57: "48.6693", 59: "20190619143000", 60: "https://www.sample.example/a"}
    else:
        facts |= {53: "31.3203", 54: "48.6693", 56: "20190620"} | ({57: "https://www.sample.example/a"} if columns > 57 else {})
    names = {
        "id": 0,
        "day": 1,
        "actor1": 5,
        "name1": 6,
        "country1": 7,
        "type1": 12,
        "code": 26,
        "geo": place,
        "added": 59 if columns == GDELT2 else 56,
    }
    names |= {"fips": place + 2, "lat": 56 if columns == GDELT2 else 53, "lon": 57 if columns == GDELT2 else 54}
    for at, value in facts.items():
        cells[at] = value
    for name, value in changed.items():
        cells[names[name]] = value
    if "day" in changed:
        cells[2], cells[3] = changed["day"][:6], changed["day"][:4]
    return "\t".join(cells)


ICEWS_HEADER = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\t"
    "Target Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude"
)


def icews(**changed: str) -> dict[str, str]:
    """One row: a ministry consults armed forces."""
    cells = (
        "5001\t2018-06-01\tForeign Ministry (Vietnam)\tForeign Ministry,Executive,Government\tVietnam\tConsult\t040\t1\tArmed Forces (Japan)\t"
        "Military,Government\tJapan\t9001\t2\tSample Daily\tHanoi\tNA\tThanh Pho Ha Noi\tVietnam\t21.0245\t105.841"
    )
    made = dict(zip(ICEWS_HEADER.split("\t"), cells.split("\t"), strict=True))
    return made | {name.replace("_", " "): value for name, value in changed.items()}


def ucdp(**changed: str) -> dict[str, str]:
    """One row: a government fights a group."""
    made = {
        "id": "90001.0", "type_of_violence": "1.0", "side_a": "Government of Syria", "side_b": "Sample Front", "number_of_sources": "1.0",
        "source_office": "Sample Agency", "source_date": "2016-01-03", "source_headline": "Shells hit a village", "where_prec": "1.0",
        "where_coordinates": "Sample village", "latitude": "34.8", "longitude": "36.7", "country": "Syria", "date_prec": "1.0",
        "date_start": "2016-01-01", "date_end": "2016-01-01", "best": "4.0",
    }  # fmt: skip
    return made | changed


def record(
    uri: str, content: bytes, *, media_type: str = "text/html", status: str = "200 OK", kind: str = "response", headers: str = ""
) -> bytes:
    """One record of a WARC file."""
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{headers}\r\n".encode() + content
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2019-06-19T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def packed(*records: bytes) -> bytes:
    """Each record in a gzip member of its own, as archives are."""
    return b"".join(map(gzip.compress, records))
