from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tocsin.lake import Held
from tocsin.lake.lease import LASTS, lease
from tocsin.lake.store import Store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["folder", "store"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return Store(str(tmp_path) if request.param == "folder" else f"file://{tmp_path}")


def test_one_at_a_time(store: Store) -> None:
    with lease(store, "fold", lambda: NOW) as held:
        held.renew()
        with pytest.raises(Held, match="Another process"), lease(store, "fold", lambda: NOW):
            pass
        with lease(store, "optimize", lambda: NOW):
            pass
    with lease(store, "fold", lambda: NOW):
        pass


def test_it_ends_with_an_error_too(store: Store) -> None:
    with pytest.raises(RuntimeError), lease(store, "fold", lambda: NOW):
        raise RuntimeError
    with lease(store, "fold", lambda: NOW):
        pass


def test_on_an_object_store_it_runs_out_unless_it_is_renewed(tmp_path: Path) -> None:
    store = Store(f"file://{tmp_path}")
    clock = [NOW]
    with lease(store, "fold", lambda: clock[0]) as held:
        clock[0] += LASTS / 2
        held.renew()
        clock[0] += LASTS / 2 + timedelta(seconds=1)
        with pytest.raises(Held), lease(store, "fold", lambda: clock[0]):
            pass
        clock[0] += LASTS
        with lease(store, "fold", lambda: clock[0]), pytest.raises(Held):
            held.renew()
