"""Outlets that a state owns and directs, for the sourcing statement of what rests on them.

"State-controlled" as the State Media Monitor has it (Media and Journalism Research Center): owned or mainly paid by a state, or by a body
of it, which appoints who decides. Public broadcasters with a guarded independence are not in the table.
"""

from __future__ import annotations

from functools import cache

from tocsin.gazetteer.actors import bodies
from tocsin.gazetteer.tables import listed, rows


def is_state_media(outlet: str | None, url: str | None) -> bool | None:
    """Whether the outlet is of the table; None where neither this table nor that of the media knows it.

    >>> is_state_media("Xinhua", None), is_state_media("Reuters", None), is_state_media("Sample Daily", None)
    (True, False, None)
    >>> is_state_media(None, "https://en.irna.ir/news/1")
    True
    """
    names, domains = _state_media()
    host = (url or "").partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0].casefold()
    name = (outlet or "").casefold().removeprefix("www.")
    if name in names or _is_below(host, domains) or _is_below(name, domains):
        return True
    return False if name in _media() else None


def _is_below(host: str, domains: frozenset[str]) -> bool:
    parts = host.split(".")
    return any(".".join(parts[n:]) in domains for n in range(len(parts) - 1))


@cache
def _state_media() -> tuple[frozenset[str], frozenset[str]]:
    names, domains = set(), set()
    for name, aliases, hosts, _ in rows("state_media.csv", ("name", "aliases", "domains", "country")):
        names |= {each.casefold() for each in (name, *listed(aliases))}
        domains |= set(listed(hosts))
    return frozenset(names), frozenset(domains)


@cache
def _media() -> frozenset[str]:
    return frozenset(name.casefold() for body, names in bodies() if body.sector == "MED" for name in names)
