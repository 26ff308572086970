"""Who may do what only one process should do at a time: fold, optimise.

On a folder it is a lock of the operating system, which ends with the process that holds it. On an object store it is a row of a Delta table
that says until when, renewed by its holder; there a process that sleeps past its time can meet another, so that whatever is done under a
lease must stand that: a fold compares and sets (`Lake.publish`), and so does the replacement of files.
"""

from __future__ import annotations

import fcntl
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyarrow.parquet as pq

from tocsin.lake.failures import Held
from tocsin.lake.schema import arrow_schema, from_arrow, to_arrow
from tocsin.lake.store import Conflict, Delta, Store

FOLDER = "leases"
LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """The row of a lease: who has it, until when."""

    holder: str
    until: datetime


class Lease:
    """What is held; `renew` it when half its time is over. On a folder it needs no renewing."""

    def __init__(self, renew: Callable[[], None]) -> None:
        self.renew = renew


@contextmanager
def lease(store: Store, name: str, clock: Callable[[], datetime]) -> Iterator[Lease]:
    """Hold `name` for as long as the context lasts. Held at once where another process has it."""
    if store.folder is not None:
        folder = store.folder / FOLDER
        folder.mkdir(exist_ok=True)
        with (folder / f"{name}.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Held(f"another process holds the lease {name!r} of {store.url}", do="wait until it is done") from None
            yield Lease(lambda: None)
        return
    row = _Row(store, name, clock)
    row.take()
    try:
        yield Lease(row.take)
    finally:
        row.give_back()


class _Row:
    """The row of one lease, alone in its table; changes of it conflict with each other."""

    def __init__(self, store: Store, name: str, clock: Callable[[], datetime]) -> None:
        self._store, self._name, self._clock = store, f"{FOLDER}/{name}", clock
        self._holder = secrets.token_hex(8)
        store.create(self._name, arrow_schema(Holding))
        self._delta = Delta(store, self._name, arrow_schema(Holding))

    def take(self) -> None:
        """Hold it from now on. Held where another does."""
        for held in self._held():
            if held.holder != self._holder and held.until > self._clock():
                raise Held(f"another process holds {self._name} of {self._store.url} until {held.until:%H:%M} UTC", do="wait until then")
        self._write(self._clock() + LASTS)

    def give_back(self) -> None:
        """Hold it no more."""
        if any(held.holder == self._holder for held in self._held()):
            with suppress(Held):  # its time was over, and another took it: there is nothing to give back
                self._write(self._clock())

    def _held(self) -> Iterator[Holding]:
        version = self._delta.refresh()
        self._version = version
        for file in self._delta.files():
            rows = pq.read_table(f"{self._name}/{file.path}", filesystem=self._store.files, partitioning=None)
            yield from from_arrow(rows, Holding)

    def _write(self, until: datetime) -> None:
        row = to_arrow([Holding(holder=self._holder, until=until)], Holding).table
        try:
            self._delta.write(row, mode="overwrite", transaction=(self._name, self._version + 1))
        except Conflict:
            raise Held(f"another process took {self._name} of {self._store.url} just now", do="wait until it is done") from None
