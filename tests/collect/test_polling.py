"""Polling: what is due, how failures are met, what is kept of a source."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from threading import Lock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.collect.fetch import MOST_WAIT_SECONDS, Fetched
from tocsin.collect.polling import HOST_GAP_SECONDS, LONGEST_PAUSE, MOST_BACK_OFF_SECONDS, SPREAD, Given, Poller, due, next_due
from tocsin.errors import Busy, NotText, Unreachable
from tocsin.records import Article, Item, SourceHealth

NOW = datetime(2024, 5, 8, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def source(url="https://a.example/feed", **more):
    return SourceHealth(id=url, kind="feed", interval_seconds=600.0, **more)


def item(n, published=NOW):
    article = Article(
        id=str(n), text=f"Report {n}.", published=published and published.date(), published_basis="given" if published else "unknown"
    )
    return Item(article=article, source="https://a.example/feed", published_at=published)


def answer(**more):
    return Fetched(**({"body": b"x", "url": "https://a.example/feed", "charset": None, "media_type": None} | more))


def poller(fetch, things=(), **more):
    held = Given(things=tuple(things), title="A Daily", language="en")
    return Poller(
        more.pop("parse", lambda *_: held),
        fetch=fetch,
        clock=lambda: NOW,
        sleep=more.pop("sleep", lambda _: None),
        random=Random(7),
        **more,
    )


def waits(health):
    return (health.next_due - NOW).total_seconds()


def failing(error):
    def fetch(url, terms):
        raise error

    return fetch


class TestAsking:
    def test_an_answer_is_kept_with_its_validators(self):
        polled = poller(lambda u, t: answer(etag='"1"', last_modified="then"), [item(1), item(2, None)]).ask(source(errors=3, error="x"))
        assert len(polled.things) == 2
        health = polled.health
        assert (health.etag, health.last_modified, health.errors, health.error) == ('"1"', "then", 0, None)
        assert (health.title, health.given, health.undated, health.newest_item) == ("A Daily", 2, 1, NOW)
        assert 600 * (1 - SPREAD) <= waits(health) <= 600 * (1 + SPREAD)

    def test_validators_go_with_the_next_request(self):
        asked = []
        poller(lambda u, t: asked.append(t) or answer()).ask(source(etag='"1"', last_modified="then"))
        assert (asked[0].etag, asked[0].last_modified) == ('"1"', "then")

    def test_unchanged_is_a_success_without_items(self):
        before = source(given=5, etag='"1"')
        polled = poller(lambda u, t: answer(body=b"", unchanged=True)).ask(before)
        assert (polled.things, polled.health.given, polled.health.etag, polled.health.succeeded_at) == ((), 5, '"1"', NOW)

    @pytest.mark.parametrize(
        ("errors", "seconds"), [(0, 600), (1, 1200), (3, 4800), (12, MOST_BACK_OFF_SECONDS), (5000, MOST_BACK_OFF_SECONDS)]
    )
    def test_failures_back_off_to_a_day(self, errors, seconds):
        health = poller(failing(Unreachable("gone"))).ask(source(errors=errors)).health
        assert (health.errors, health.error, health.succeeded_at) == (errors + 1, "Gone.", None)
        assert seconds * (1 - SPREAD) <= waits(health) <= seconds * (1 + SPREAD)

    def test_a_busy_server_is_taken_at_its_word(self):
        health = poller(failing(Busy("busy", wait_seconds=7200.0))).ask(source()).health
        assert 7200 <= waits(health) <= 7200 * (1 + SPREAD)

    @pytest.mark.parametrize(("ttl", "least", "most"), [(None, 540, 660), (60.0, 540, 660), (900.0, 900, 990), (86_400.0, 1200, 1320)])
    def test_a_feed_may_ask_for_pauses_up_to_twice_its_interval(self, ttl, least, most):
        said = poller(lambda u, t: answer(), parse=lambda *_: Given(things=(), ttl_seconds=ttl)).ask(source()).health
        unchanged = poller(lambda u, t: answer(body=b"", unchanged=True)).ask(said).health
        assert said.ttl_seconds == unchanged.ttl_seconds == ttl
        assert least <= waits(said) <= most
        assert least <= waits(unchanged) <= most

    def test_what_is_no_feed_is_an_error_of_the_source(self):
        def parse(*_):
            raise NotText("the answer is a picture")

        assert poller(lambda u, t: answer(), parse=parse).ask(source()).health.error == "The answer is a picture."


class TestPolling:
    def test_every_source_is_answered_once_and_hosts_do_not_overlap(self):
        lock, under_way, most = Lock(), {}, {}

        def fetch(url, terms):
            host = url.split("/")[2]
            with lock:
                under_way[host] = under_way.get(host, 0) + 1
                most[host] = max(most.get(host, 0), under_way[host])
            time.sleep(0.002)
            with lock:
                under_way[host] -= 1
            return answer()

        sources = [source(f"https://{host}.example/{n}") for host in "abc" for n in range(20)]
        rested = []
        polled = list(poller(fetch, sleep=rested.append).poll(sources))
        assert sorted(p.health.id for p in polled) == sorted(s.id for s in sources)
        assert set(most.values()) == {1}
        assert len(rested) == 3 * 19

    @pytest.mark.parametrize(
        ("host", "rests"),
        [("localhost:8080", 0), ("127.0.0.1", 0), ("[::1]:81", 0), ("10.0.0.7", 0), ("8.8.8.8", 4), ("a.example", 4), ("[bad", 0)],
    )
    def test_only_a_private_host_needs_no_rest(self, host, rests):
        rested = []
        some = [source(f"http://{host}/{n}") for n in range(5)]
        assert len(list(poller(lambda u, t: answer(), sleep=rested.append, allow_private=True).poll(some))) == 5
        assert rested == [HOST_GAP_SECONDS] * rests

    def test_without_leave_every_host_is_given_rest(self):
        rested = []
        list(poller(lambda u, t: answer(), sleep=rested.append).poll([source(f"http://localhost/{n}") for n in range(5)]))
        assert len(rested) == 4

    def test_a_bug_is_not_swallowed(self):
        def fetch(url, terms):
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            list(poller(fetch).poll([source()]))

    def test_nothing_due_is_nothing_asked(self):
        assert list(poller(failing(AssertionError())).poll([])) == []


def test_due_are_those_whose_time_has_come():
    late, soon, new = source("l", next_due=NOW - MINUTE), source("s", next_due=NOW + MINUTE), source("n")
    assert [s.id for s in due([soon, late, new, replace(late, id="x", interval_seconds=None)], NOW)] == ["n", "l"]
    assert next_due([late, soon, new]) == NOW - MINUTE
    assert next_due([new]) is None


class TestNew:
    def test_gaps_are_learned_from_what_was_new(self):
        polled = poller(lambda u, t: answer(), [item(1)]).ask(source(new_at=NOW - timedelta(hours=2), items=4))
        once = polled.after(2, NOW)
        assert (once.new_at, once.gap_seconds, once.items) == (NOW, 3600, 6)
        again = poller(lambda u, t: answer(), [item(3)]).ask(replace(once, new_at=NOW - timedelta(hours=6))).after(1, NOW)
        assert again.gap_seconds == pytest.approx(0.8 * 3600 + 0.2 * 6 * 3600)

    def test_the_first_answer_tells_a_rhythm(self):
        weekly = [item(n, NOW - timedelta(days=7 * n)) for n in range(4)]
        health = poller(lambda u, t: answer(), weekly).ask(source()).after(4, NOW)
        assert health.gap_seconds == 7 * 86_400
        assert health.state(NOW + 20 * DAY) == "ok"
        assert health.state(NOW + 22 * DAY) == "silent"

    def test_two_dates_tell_none(self):
        assert poller(lambda u, t: answer(), [item(1), item(2, NOW - DAY)]).ask(source()).health.gap_seconds is None

    def test_what_is_known_of_a_rhythm_is_not_told_anew(self):
        assert (
            poller(lambda u, t: answer(), [item(n, NOW - n * DAY) for n in range(4)]).ask(source(gap_seconds=5.0)).health.gap_seconds == 5
        )

    def test_nothing_new_changes_nothing(self):
        polled = poller(lambda u, t: answer(), [item(1)]).ask(source(new_at=NOW - MINUTE))
        assert polled.after(0, NOW) == polled.health


DAY = timedelta(days=1)
GOOD = source(tried_at=NOW, succeeded_at=NOW, given=10, new_at=NOW, newest_item=NOW)


@pytest.mark.parametrize(
    ("health", "state"),
    [
        pytest.param(source(), "never", id="never asked"),
        pytest.param(GOOD, "ok", id="ok"),
        pytest.param(replace(GOOD, error="Gone."), "error", id="failed last"),
        pytest.param(replace(GOOD, given=0), "empty", id="no items"),
        pytest.param(replace(GOOD, undated=6), "undated", id="most without a date"),
        pytest.param(replace(GOOD, undated=5), "ok", id="half without a date"),
        pytest.param(replace(GOOD, newest_item=NOW - 31 * DAY), "stale", id="only old items"),
        pytest.param(replace(GOOD, new_at=NOW - DAY - MINUTE, gap_seconds=3600.0), "silent", id="an hourly one for a day"),
        pytest.param(replace(GOOD, new_at=NOW - DAY + MINUTE, gap_seconds=3600.0), "ok", id="less than a day is never silence"),
        pytest.param(replace(GOOD, new_at=NOW - 5 * DAY, gap_seconds=2 * 86400.0), "ok", id="slow by habit"),
        pytest.param(replace(GOOD, kind="file", new_at=NOW - 9 * DAY), "ok", id="a file is never silent"),
    ],
)
def test_state(health, state):
    assert health.state(NOW) == state
    assert (health.silent_since(NOW) is not None) == (state == "silent")


def test_a_day_without_a_moment_is_dated():
    exact = item(1)
    dated = replace(exact, published_at=None, article=replace(exact.article, published=date(2024, 5, 8)))
    health = poller(lambda u, t: answer(), [dated]).ask(source()).health
    assert (health.undated, health.newest_item) == (0, datetime(2024, 5, 8, tzinfo=UTC))


@given(
    interval=st.floats(1, 1e6),
    errors=st.integers(0, 10_000),
    ttl=st.none() | st.floats(0, 1e9),
    wait=st.none() | st.floats(0, MOST_WAIT_SECONDS),
    seed=st.integers(0, 9),
    fails=st.booleans(),
)
def test_no_wait_is_shorter_than_asked_for_or_beyond_all_bounds(interval, errors, ttl, wait, seed, fails):
    fetch = failing(Busy("busy", wait_seconds=wait)) if fails else lambda u, t: answer(body=b"", unchanged=True)
    asking = Poller(lambda *_: Given(things=()), fetch=fetch, clock=lambda: NOW, sleep=lambda _: None, random=Random(seed))
    waited = waits(asking.ask(replace(source(errors=errors, ttl_seconds=ttl), interval_seconds=interval)).health)
    least = max(interval * (1 - SPREAD), (wait or 0) if fails else 0)
    most = max(MOST_BACK_OFF_SECONDS, LONGEST_PAUSE * interval) * (1 + SPREAD)
    assert least - 1e-3 <= waited <= most + 1e-3
