"""Publisher families: which outlets speak with one voice, because one owner stands behind them.

Two tables beside this code, `outlets.csv` (outlets with their domains, names and kind) and `families.csv` (who owns them, where, and
whether a state does); where the facts come from stands in docs/data/families.md. An outlet comes as a domain ("theguardian.com"), a host
("feeds.bbci.co.uk") or a name ("The Guardian"), and all three are one.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, get_args

from tocsin.errors import DataError

Control = Literal["state", "public", "private", "party"]
OutletKind = Literal["agency", "aggregator", "outlet"]

_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.I)
_URL = re.compile(
    r"\s*+[a-z][a-z\d+.-]*+://(?:[^/?#@\s]*+@)?(?P<host>[^\W_](?:[\w-]|\.(?=\w))*+)(?::\d+)?(?P<path>/[^?#\s]*)?(?=[?#\s]|$)", re.I
)
_GENERIC_HOST = re.compile(r"^(?:(?:www\d*|m|amp|mobile|feeds?\d*|rss|feedproxy|edition|en|eng|english)\.)+(?=[^.]+\.)")
_SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "gov", "gob", "go", "mil", "ne", "net", "or", "org"))
_ARTICLE = re.compile(r"^the (?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Those who are one publisher.

    name:    as the owner is called.
    country: ISO 3166-1 alpha-3 of its seat.
    control: "state" where a state owns it and can direct it, "public" for bodies under public law whose independence the law protects,
             "party" for organs of a party or an armed movement, else "private".
    """

    name: str
    country: str
    control: Control

    @property
    def state_run(self) -> bool:
        """Whether a state can direct it."""
        return self.control == "state"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One outlet of the table, under the name by which people know it. An "aggregator" prints the texts of others."""

    name: str
    kind: OutletKind
    family: Family


def outlet_of(outlet: str | None, url: str | None = None) -> Outlet | None:
    """The row of an outlet, by its domain or name, else by the host of its URL; None where the table does not know it.

    >>> outlet_of("feeds.bbci.co.uk").name, outlet_of("The Guardian").name, outlet_of("Village Voice of Nowhere")
    ('BBC', 'The Guardian', None)
    """
    return _known(outlet) if outlet and outlet.strip() else _known(_host(url)) if url else None


def family_of(outlet: str | None, url: str | None = None) -> Family | None:
    """The family of an outlet, None where it is not known. See `outlet_of`.

    >>> family_of("Press TV").name, family_of("sputnikglobe.com").state_run
    ('IRIB', True)
    """
    known = outlet_of(outlet, url)
    return known.family if known else None


def outlet_key(outlet: str | None, url: str | None = None) -> str | None:
    """A key equal for all spellings of one outlet: of the table where that knows it, else of the name or domain without its ending.

    None where neither outlet nor URL says anything.

    >>> (
    ...     outlet_key("BBC News") == outlet_key(None, "https://www.bbc.com/news/1"),
    ...     outlet_key("Sample Daily"),
    ...     outlet_key("www.sampledaily.co.uk"),
    ... )
    (True, 'sampledaily', 'sampledaily')
    """
    name = outlet.strip() if outlet else ""
    return _key(name or _host(url)) if name or url else None


def same_outlet(a: str | None, b: str | None) -> bool:
    """Whether two domains or names are one outlet; False where either is unknown.

    >>> same_outlet("theguardian.com", "The Guardian"), same_outlet("CBS News", "cbsnews.com"), same_outlet(None, None)
    (True, True, False)
    """
    key = outlet_key(a)
    return key is not None and key == outlet_key(b)


def address(url: str | None) -> tuple[str, str] | None:
    """Host and path of a URL, None where it has no host.

    >>> address("https://www.Sample.example:443/news/1?utm=x#top")
    ('www.sample.example', '/news/1')
    """
    match = _URL.match(url) if url else None
    return (match["host"].lower(), match["path"] or "") if match else None


def is_agency(outlet: str | None) -> bool:
    """Whether the table knows the outlet as a news agency, whose texts others print."""
    known = outlet_of(outlet)
    return known is not None and known.kind == "agency"


@cache
def agency_names() -> tuple[str, ...]:
    """All names of the news agencies of the table, the longest first."""
    return tuple(sorted((name for outlet, _, names in _outlets() if outlet.kind == "agency" for name in names), key=lambda n: (-len(n), n)))


@lru_cache(maxsize=8192)
def _key(name: str) -> str | None:
    known = _known(name)
    if known:
        return _slug(known.name)
    if not _DOMAIN.fullmatch(name):
        return _slug(name) or None
    brand = _slug(_brand(name))
    return _slug(name) if brand in _names() else brand or None  # another's name under a domain that is not its own


@lru_cache(maxsize=8192)
def _known(name: str) -> Outlet | None:
    if _DOMAIN.fullmatch(name):
        found = next((_domains()[tail] for tail in _tails(name.lower()) if tail in _domains()), None)
        if found:
            return found
    return _names().get(_slug(name))


def _tails(domain: str) -> Iterator[str]:
    """The domain and those above it: "feeds.bbci.co.uk", "bbci.co.uk", "co.uk"."""
    parts = domain.split(".")
    return (".".join(parts[at:]) for at in range(len(parts) - 1))


def _brand(domain: str) -> str:
    """The part of a domain that names its owner: "sampledaily" of "www.sampledaily.co.uk"."""
    parts = _GENERIC_HOST.sub("", domain.lower()).split(".")[:-1]
    while len(parts) > 1 and parts[-1] in _SECOND_LEVEL:
        parts.pop()
    return parts[-1]


def _host(url: str | None) -> str:
    parts = address(url)
    return parts[0] if parts else ""


def _slug(name: str) -> str:
    """Letters and digits alone, without accents, case and a leading article."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "", _ARTICLE.sub("", plain.strip()))


@cache
def families() -> Mapping[str, Family]:
    """The table of families by name. Raises DataError where it breaks its own rules."""
    table: dict[str, Family] = {}
    for name, country, control, _note in _rows("families.csv", ("family", "country", "control", "note")):
        if control not in get_args(Control) or not re.fullmatch("[A-Z]{3}", country) or name in table:
            raise DataError(
                f"families.csv: {name}, {country}, {control}", allowed=f"each family once, ISO alpha-3, one of {get_args(Control)}"
            )
        table[name] = Family(name=name, country=country, control=control)  # type: ignore[arg-type]
    return table


@cache
def _domains() -> Mapping[str, Outlet]:
    return _index("domains", ((domain, outlet) for outlet, domains, _ in _outlets() for domain in domains))


@cache
def _names() -> Mapping[str, Outlet]:
    return _index("names", ((slug, outlet) for outlet, _, names in _outlets() for slug in sorted({_slug(name) for name in names})))


def _index(what: str, pairs: Iterator[tuple[str, Outlet]]) -> dict[str, Outlet]:
    table: dict[str, Outlet] = {}
    for key, outlet in pairs:
        if table.setdefault(key, outlet) is not outlet:
            raise DataError(
                f"outlets.csv: {key} stands for {table[key].name} and {outlet.name}", allowed=f"{what} that stand for one outlet"
            )
    return table


@cache
def _outlets() -> tuple[tuple[Outlet, tuple[str, ...], tuple[str, ...]], ...]:
    """Each outlet with its domains and its names."""
    found = []
    for name, domains, aliases, kind, family in _rows("outlets.csv", ("outlet", "domains", "aliases", "kind", "family")):
        if kind not in get_args(OutletKind) or family not in families():
            allowed = f"one of {get_args(OutletKind)} and a family of families.csv"
            raise DataError(f"outlets.csv: {name}, {kind}, {family}", allowed=allowed)
        outlet = Outlet(name=name, kind=kind, family=families()[family])  # type: ignore[arg-type]
        found.append((outlet, _listed(domains), (name, *_listed(aliases))))
    return tuple(found)


def _listed(field: str) -> tuple[str, ...]:
    return tuple(item for item in field.split("|") if item)


def _rows(table: str, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    with files("tocsin.incidents").joinpath("data", table).open(encoding="utf-8") as file:
        reader = csv.reader(file)
        header = tuple(next(reader, ()))
        if header != columns:
            raise DataError(f"the table {table} has the columns {header}", allowed=f"{columns}")
        for row in reader:
            if len(row) != len(columns):
                raise DataError(f"line {reader.line_num} of {table} has {len(row)} fields", allowed=f"{len(columns)} fields")
            yield tuple(row)
