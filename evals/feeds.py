"""How the reading of feeds agrees with feedparser, and how it stands broken feeds.

python -m evals.feeds [-v]

The material is feeds.tar.gz (the test suites of feedparser and of the W3C feed validator) in the folder `TOCSIN_CORPORA`
(default ../shared/corpora). Exit status 0, or 1 where a figure misses its goal.

Compared are title, link and date of every feed and every entry, and the number of entries. A document agrees where all of them do; the
figures by field count the places where either reader finds something. Titles are compared as plain text; a link that is not of the web
counts as none on both sides.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tarfile
import time
from calendar import timegm
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser

from tocsin.collect.columns import host
from tocsin.collect.feed_dates import stamp
from tocsin.collect.feed_raw import RawEntry, RawFeed, Words
from tocsin.collect.feeds import feed, raw_feed
from tocsin.collect.opml import opml
from tocsin.errors import BadDate, InputError

VARIABLE = "TOCSIN_CORPORA"
GOAL, MOST_SECONDS = 0.99, 2.0
SEEN_AT = datetime(2030, 1, 1, tzinfo=UTC)
WELL_FORMED = "feeds-feedparser/tests/wellformed/"

_HEADER = re.compile(rb"^Header:[ \t]+([^:\r\n]+):([^\r\n]*)$", re.M)


@dataclass(slots=True)
class Tally:
    """What was compared, by field: places, and places where the two agree; the cases in which they are apart, and where."""

    places: Counter[str] = field(default_factory=Counter)
    agreed: Counter[str] = field(default_factory=Counter)
    cases: set[str] = field(default_factory=set)
    apart: list[str] = field(default_factory=list)

    def add(self, case: str, name: str, ours: object, theirs: object) -> None:
        """One place. Where neither finds anything there is nothing to compare."""
        if ours is None and theirs is None:
            return
        self.places[name] += 1
        if ours == theirs:
            self.agreed[name] += 1
        else:
            self.cases.add(case)
            self.apart.append(f"{case}: {name}: {ours!r:.100} / feedparser {theirs!r:.100}")


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.feeds", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="list every disagreement, every error and every slow document")
    verbose = parser.parse_args().verbose
    path = Path(os.environ.get(VARIABLE, "../shared/corpora")) / "feeds.tar.gz"
    if not path.exists():
        print(f"not measured: {path} is not there (set {VARIABLE} to its folder)", file=sys.stderr)
        return 0
    documents = list(_documents(path))
    agreed = agreement([(name, data) for name, data in documents if name.startswith(WELL_FORMED)], verbose=verbose)
    stood = robustness(documents, verbose=verbose)
    speed()
    return 0 if agreed and stood else 1


def _documents(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as archive:
        for member in archive:
            opened = archive.extractfile(member) if member.name.endswith((".xml", ".rss", ".atom", ".rdf", ".json", ".opml")) else None
            if opened:
                yield member.name.removeprefix("./"), opened.read()


def agreement(cases: list[tuple[str, bytes]], *, verbose: bool) -> bool:
    """Every well-formed case is read, and agrees with feedparser. Prints the figures."""
    tally, failed = Tally(), []
    for name, data in cases:
        headers = {key.decode().strip().lower(): value.decode().strip() for key, value in _HEADER.findall(data)}
        try:
            ours = raw_feed(data, url=headers.get("content-location"))
        except InputError as error:
            failed.append(f"{name}: {error}")
            continue
        theirs = feedparser.parse(data, response_headers=headers)
        compare(tally, name.removeprefix(WELL_FORMED), ours, theirs)
    share = 1 - (len(failed) + len(tally.cases)) / max(len(cases), 1)
    print(f"well-formed: {len(cases)} documents, {len(failed)} refused, {share:.4f} agree in everything (goal {GOAL})")
    for key, places in sorted(tally.places.items()):
        print(f"  {key:<12} {tally.agreed[key]:>5} of {places:>5} = {tally.agreed[key] / places:.4f}")
    facts = [key for key in tally.places if key != "entries"]
    agreed, places = sum(tally.agreed[key] for key in facts), sum(tally.places[key] for key in facts)
    print(f"  titles, links, dates: {agreed} of {places} = {agreed / max(places, 1):.4f}")
    if verbose:
        print("\n".join((*failed, *tally.apart)))
    return not failed and share >= GOAL


def compare(tally: Tally, case: str, ours: RawFeed, theirs: Any) -> None:
    """The fields of the feed and of its entries."""
    _compare(tally, case, "feed", ours, theirs.feed)
    tally.add(case, "entries", len(ours.entries), len(theirs.entries))
    for entry, other in zip(ours.entries, theirs.entries, strict=False):
        _compare(tally, case, "entry", entry, other)


def _compare(tally: Tally, case: str, what: str, ours: RawFeed | RawEntry, theirs: Any) -> None:
    link = ours.home if isinstance(ours, RawFeed) else ours.link
    tally.add(case, f"{what} title", _plain(ours.title), _plain(Words(value=theirs["title"])) if theirs.get("title") else None)
    tally.add(case, f"{what} link", _web(link), _web(theirs.get("link")))
    tally.add(case, f"{what} date", _ours(ours.published or ours.updated), _theirs(theirs))


def _plain(words: Words | None) -> str | None:
    return " ".join(words.plain().split()) or None if words else None


def _web(link: str | None) -> str | None:
    return link.rstrip("/") if link and re.match(r"https?://", link, re.I) and host(link) else None


def _ours(written: str | None) -> datetime | None:
    try:
        day, at = stamp(written, seen_at=SEEN_AT) if written else (None, None)
    except BadDate:
        return None
    return at or (datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None)


def _theirs(made: Any) -> datetime | None:
    parts = next((dict.get(made, f"{key}_parsed") for key in ("published", "created", "updated") if dict.get(made, f"{key}_parsed")), None)
    return datetime.fromtimestamp(timegm(parts), UTC) if parts else None


def robustness(documents: list[tuple[str, bytes]], *, verbose: bool) -> bool:
    """No document of any suite, whole or cut in half, makes an exception that is not typed, or takes long. Prints the figures."""
    outcomes: Counter[str] = Counter()
    bad: list[str] = []
    longest = 0.0
    for name, data in documents:
        for part in (data, data[: len(data) // 2]):
            begun = time.perf_counter()
            outcome = _outcome(part)
            taken = time.perf_counter() - begun
            longest = max(longest, taken)
            outcomes[outcome] += 1
            if outcome.startswith("exception") or taken > MOST_SECONDS:
                bad.append(f"{name}: {outcome}, {taken:.2f} s")
    print(f"robustness: {len(documents)} documents, each whole and cut in half; the longest took {longest:.3f} s (goal {MOST_SECONDS})")
    for outcome, count in sorted(outcomes.items()):
        print(f"  {outcome:<24} {count:>6}")
    if verbose:
        print("\n".join(bad))
    return not bad


def speed() -> None:
    """Prints what a feed of fifty entries of ordinary length costs."""
    entry = (
        "<item><title>The crane of pier {n} stands still</title><link>https://a.example/{n}</link>"
        "<pubDate>Mon, 09 Mar 2026 10:00:00 GMT</pubDate>"
        "<description>&lt;p&gt;"
        + "The crane of the pier stood still on Monday, the harbour office said. " * 8
        + "&lt;/p&gt;</description></item>"
    )
    data = f"<rss><channel><title>T</title>{''.join(entry.replace('{n}', str(n)) for n in range(50))}</channel></rss>".encode()
    ours = _median(lambda: feed(data, url=None, charset=None, seen_at=SEEN_AT))
    theirs = _median(lambda: feedparser.parse(data))
    print(f"50 entries, {len(data):,} bytes: {ours * 1000:.0f} ms of processor time; feedparser {theirs * 1000:.0f} ms")


def _median(run: Callable[[], object]) -> float:
    times = []
    for _ in range(15):
        begun = time.process_time()
        run()
        times.append(time.process_time() - begun)
    return sorted(times)[len(times) // 2]


def _outcome(data: bytes) -> str:
    try:
        feed(data, url="https://feeds.example/feed", charset=None, seen_at=SEEN_AT)
    except InputError as error:
        outcome = error.code
    except Exception as error:
        return f"exception {type(error).__name__}"
    else:
        return "read"
    try:
        opml(data)
    except InputError:
        return outcome
    except Exception as error:
        return f"exception {type(error).__name__}"
    return "read as OPML"


if __name__ == "__main__":
    sys.exit(main())
