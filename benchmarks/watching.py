"""From an item in a feed to an incident in the lake: 200 feeds on this machine, watched by `tocsin ingest --watch`.

    python -m benchmarks.watching [--feeds 200] [--items 60] [--every 5]

Each feed holds five reports from the start. When those are taken in, a new report appears in a feed chosen at random, one after the
other, and the time is taken until an incident of the lake rests on it.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Lock, Thread

from tocsin.lake import Lake, NoLake

GOAL_SECONDS = 20.0
HELD = 5
LONGEST_SECONDS = 900.0

_ARMIES = (
    "Sudan",
    "Ethiopia",
    "Eritrea",
    "Chad",
    "Libya",
    "Egypt",
    "Syria",
    "Turkey",
    "Iraq",
    "Iran",
    "Israel",
    "Lebanon",
    "Yemen",
    "Oman",
)
_PLACES = (
    "a bridge",
    "an airfield",
    "a depot",
    "a port",
    "a radar station",
    "a refinery",
    "a border post",
    "a convoy",
    "a bakery",
    "a school",
)
_ACTS = ("shelled", "bombed", "raided", "attacked", "seized", "blockaded")


@dataclass(slots=True)
class Feeds:
    """What the server serves: for each feed its items, the newest first."""

    items: list[list[str]]
    lock: Lock = field(default_factory=Lock)

    def document(self, number: int) -> bytes:
        """One feed as RSS 2.0."""
        with self.lock:
            items = "".join(self.items[number])
        return f"<rss version='2.0'><channel><title>Daily {number}</title>{items}</channel></rss>".encode()

    def publish(self, number: int, item: str) -> None:
        """Put a new item on top of a feed."""
        with self.lock:
            self.items[number] = [item, *self.items[number]][:HELD]


def main() -> int:
    """Prints the figures; exit status 1 where the goal is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.watching", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--items", type=int, default=60)
    parser.add_argument("--every", type=float, default=5.0, help="seconds between two polls of a feed")
    arguments = parser.parse_args()
    chance = random.Random(7)  # noqa: S311 - makes reports, hides nothing
    old = datetime.now(UTC) - timedelta(hours=30)
    feeds = Feeds(items=[[report(chance, n * HELD + m, old - timedelta(minutes=m)) for m in range(HELD)] for n in range(arguments.feeds)])
    with served(feeds) as port, TemporaryDirectory() as folder:
        delays = watched(feeds, port, Path(folder) / "lake", arguments.items, arguments.every, chance)
    p95 = quantiles(delays, n=20)[-1]
    print(f"{arguments.feeds} feeds polled every {arguments.every:g} s, {len(delays)} new items")
    print(f"{'from feed to incident, median':32} {median(delays):6.1f} s")
    print(f"{'from feed to incident, p95':32} {p95:6.1f} s (goal: under {GOAL_SECONDS:g})")
    return 0 if p95 < GOAL_SECONDS else 1


class served:  # noqa: N801 - a context, used like a function
    """The feeds on a port of this machine."""

    def __init__(self, feeds: Feeds) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = feeds.document(int(self.path.rsplit("/", 1)[1]))
                self.send_response(200)
                self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing: what is asked is no news."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> int:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self._server.server_port

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def watched(feeds: Feeds, port: int, lake: Path, items: int, every: float, chance: random.Random) -> list[float]:
    """Seconds from the moment when an item appeared in its feed to that when an incident rests on it."""
    many = len(feeds.items)
    outlines = "".join(f"<outline type='rss' text='Daily {n}' xmlUrl='http://127.0.0.1:{port}/{n}'/>" for n in range(many))
    listed = lake.with_suffix(".opml")
    listed.write_text(f"<opml version='2.0'><body>{outlines}</body></opml>", encoding="utf-8")
    tocsin = Path(sys.executable).with_name("tocsin")
    command = [str(tocsin), "ingest", str(listed), "--lake", str(lake), "--watch", "--every", str(every), "--allow-private"]
    with subprocess.Popen(command) as watch:  # noqa: S603 - our own command
        try:
            await_incidents(lake, many * HELD, watch)
            return [delay(feeds, lake, number, every, chance) for number in range(items)]
        finally:
            watch.terminate()


def delay(feeds: Feeds, lake: Path, number: int, every: float, chance: random.Random) -> float:
    """Publish one report, and wait until an incident rests on it."""
    url = f"https://daily.example/new/{number}"
    time.sleep(chance.uniform(0, every))
    feeds.publish(chance.randrange(len(feeds.items)), report(chance, 10_000_000 + number, datetime.now(UTC), url))
    began = time.monotonic()
    rests = "SELECT count(*) FROM articles a JOIN placements p USING (id) WHERE a.url = $url AND len(p.incidents) > 0"
    with Lake.open(lake) as opened:
        while opened.sql(rests, parameters={"url": url}).column(0)[0].as_py() == 0:
            if time.monotonic() - began > LONGEST_SECONDS:
                raise TimeoutError(f"no incident rests on {url}")
            time.sleep(0.2)
    return time.monotonic() - began


def await_incidents(lake: Path, articles: int, watch: subprocess.Popen[bytes]) -> None:
    """Wait until so many articles have their place among the others."""
    for _ in ticks():
        if watch.poll() is not None:
            raise ChildProcessError(f"the watch ended with status {watch.returncode}")
        try:
            with Lake.open(lake) as opened:
                if opened.sql("SELECT count(*) FROM placements").column(0)[0].as_py() >= articles:
                    return
        except NoLake:
            continue


def ticks() -> Iterator[None]:
    """One a second, until it has been long enough."""
    until = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < until:
        time.sleep(1.0)
        yield
    raise TimeoutError("the first reports were not taken in")


def report(chance: random.Random, number: int, moment: datetime, url: str | None = None) -> str:
    """One item: who attacked what, where, how many were hurt."""
    army, other = chance.sample(_ARMIES, 2)
    act, target, hurt = chance.choice(_ACTS), chance.choice(_PLACES), chance.randrange(2, 90)
    title = f"{army} {act} {target} in {other}"
    text = f"{army} {act} {target} in {other} on {moment:%A}, wounding {hurt} people, {other}'s defence ministry said. Report {number}."
    address = url or f"https://daily.example/{number}"
    return (
        f"<item><title>{escape(title)}</title><link>{address}</link><description>{escape(text)}</description>"
        f"<pubDate>{format_datetime(moment)}</pubDate></item>"
    )


if __name__ == "__main__":
    sys.exit(main())
