"""What could be known as of a moment: gone through day by day it is the same as asked for each day by itself, whatever the order of filing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random

import pytest
from tests.pipeline.frontier import FORTNIGHT, end, judgement, told, written
from tests.pipeline.newsroom import FIRST, NOW, filing, take

from tocsin.lake import Lake
from tocsin.pipeline.filing import Filing
from tocsin.pipeline.folding import Folding, picture_as_of
from tocsin.pipeline.warning import Earlier, Ledger, Warner
from tocsin.pipeline.worlds import Replay, World, counted, present, replay_of
from tocsin.records import FiledClaim, Judgement, WatchDefinition
from tocsin.watches import loaded

DAYS = range(15)


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> WatchDefinition:
    return loaded(written(tmp_path_factory.mktemp("watch")))


@pytest.fixture(scope="module")
def reports() -> tuple[Filing, ...]:
    return tuple(filing(one) for one in FORTNIGHT)


def news(reports: Sequence[Filing], *words: str) -> list[str]:
    """The ids of the first event of each article whose title ends so, in this order."""
    ids = {filing.article.title: filing.events[0].id for filing in reports}
    return [next(id_ for title, id_ in ids.items() if title and title.endswith(word)) for word in words]


@pytest.fixture(scope="module")
def judged(reports: Sequence[Filing]) -> tuple[Judgement, ...]:
    """Two raids are one; a raid that two papers tell of is two; neither, after all."""
    merged = judgement("merge", *news(reports, "raided Borland at Velm", "raided Borland at Pell"), at=7.5)
    parted = judgement(
        "split", *(filing.events[0].id for filing in reports if filing.article.title == "Arland raided Borland at Pell"), at=5
    )
    graded = judgement("review", "frontier", at=2)
    return merged, parted, graded, judgement("retract", merged.id, at=10.5), judgement("retract", parted.id, at=12.2)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory, judged: tuple[Judgement, ...]) -> Iterator[Lake]:
    """The fortnight, with all that was judged on the way."""
    with Lake.open(tmp_path_factory.mktemp("worlds") / "lake", create=True, clock=lambda: NOW) as made:
        take(made, FORTNIGHT)
        made.commit({Judgement: judged})
        Folding(made).catch_up()
        yield made


class TestReplay:
    def test_each_day_is_as_if_it_had_been_asked_alone(self, lake: Lake, watch: WatchDefinition) -> None:
        replay = replay_of(lake, watch, until=NOW)
        seen = []
        for number in DAYS:
            world, alone = replay.at(end(number)), picture_as_of(lake, end(number))
            assert world.incidents == alone.incidents
            assert {made.id for made in world.judgements} <= {made.id for made in lake.read(Judgement, as_of=end(number))}
            seen.append(len(world.incidents))
        assert len(set(seen)) > 8  # the days differ

    def test_what_was_judged_holds_from_its_day_until_it_is_withdrawn(
        self, lake: Lake, watch: WatchDefinition, reports: Sequence[Filing]
    ) -> None:
        velm, pell = news(reports, "raided Borland at Velm", "raided Borland at Pell")
        replay = replay_of(lake, watch, until=NOW)
        together, in_force = [], []
        for number in DAYS:
            world = replay.at(end(number))
            together.append(any({velm, pell} <= set(made.events) for made in world.incidents.values()))
            in_force.append([made.decision for made in world.judgements])
        assert [number for number in DAYS if together[number]] == [7, 8, 9]
        assert in_force[1:8:2] == [[], ["review"], ["split", "review"], ["merge", "split", "review"]]
        assert in_force[14] == ["review"]

    def test_a_split_parts_what_would_be_one(self, lake: Lake, watch: WatchDefinition, reports: Sequence[Filing]) -> None:
        bells = [filing.events[0].id for filing in reports if filing.article.title == "Arland raided Borland at Pell"]
        replay = replay_of(lake, watch, until=NOW)
        raids = [sum(bool({*bells} & {*made.events}) for made in replay.at(end(number)).incidents.values()) for number in DAYS]
        assert raids[6:] == [2, 2, 2, 2, 2, 2, 1, 1, 1]

    @pytest.mark.parametrize("seed", range(3))
    def test_the_order_of_filing_leaves_no_trace(
        self, watch: WatchDefinition, reports: Sequence[Filing], judged: Sequence[Judgement], seed: int
    ) -> None:
        def claims(some: Sequence[Filing]) -> list[FiledClaim]:
            return [claim for filing in some for claim in filing.claims]

        usual = Replay(reports, counted(watch, claims(reports)), judged)
        mixed, judged_mixed = list(reports), list(judged)
        Random(seed).shuffle(mixed)
        Random(seed).shuffle(judged_mixed)
        assert mixed != list(reports)
        other = Replay(mixed, counted(watch, claims(mixed)), judged_mixed)
        for number in DAYS:
            assert other.at(end(number)) == usual.at(end(number))

    def test_steps_of_any_length_lead_to_the_same(
        self, watch: WatchDefinition, reports: Sequence[Filing], judged: Sequence[Judgement]
    ) -> None:
        by_day, at_once = Replay(reports, (), judged), Replay(reports, (), judged)
        hours = [by_day.at(FIRST + timedelta(hours=hour)) for hour in range(0, 24 * 14, 7)]
        assert at_once.at(hours[-1].as_of) == hours[-1]

    def test_nobody_asks_backwards(self, reports: Sequence[Filing]) -> None:
        replay = Replay(reports, ())
        first = replay.at(end(5))
        assert replay.at(end(5)) == first
        with pytest.raises(ValueError, match="was asked already"):
            replay.at(end(4))

    def test_a_day_before_the_first_report_has_nothing(self, reports: Sequence[Filing]) -> None:
        world = Replay(reports, ()).at(end(-1))
        assert (world.incidents, world.sentences, tuple(world.heard), tuple(world.claims), world.outlets) == ({}, {}, (), (), {})

    def test_nothing_of_a_world_became_known_after_its_day(self, lake: Lake, watch: WatchDefinition) -> None:
        replay = replay_of(lake, watch, until=NOW)
        for number in DAYS:
            world = replay.at(end(number))
            known = [*(made.updated_at for made in world.incidents.values()), *(made.known_at for made in world.heard)]
            known += [claim.known_at for claim in world.claims]
            assert all(moment <= world.as_of for moment in known)
        assert len(world.claims) == 2  # both denials of the fortnight

    def test_an_earlier_world_is_not_moved_by_later_days(self, watch: WatchDefinition, reports: Sequence[Filing]) -> None:
        replay = Replay(reports, ())
        early = replay.at(end(3))
        incidents, sentences = dict(early.incidents), dict(early.sentences)
        replay.at(end(14))
        assert (early.incidents, early.sentences) == (incidents, sentences)


class TestPresent:
    def test_it_is_the_replay_as_of_now(self, lake: Lake, watch: WatchDefinition) -> None:
        assert alike(present(lake, watch, now=NOW)) == alike(replay_of(lake, watch, until=NOW).at(NOW))

    def test_what_is_said_of_both_is_the_same(self, lake: Lake, watch: WatchDefinition) -> None:
        told_of = [
            Warner(watch).outlook(world, earlier=Earlier(), ledger=Ledger(), recorded_at=NOW)
            for world in (present(lake, watch, now=NOW), replay_of(lake, watch, until=NOW).at(NOW))
        ]
        assert told_of[0] == told_of[1]

    def test_what_says_that_it_comes_from_the_future_is_not_known_yet(self, tmp_path, watch: WatchDefinition) -> None:
        with Lake.open(tmp_path / "lake", create=True, clock=lambda: NOW) as made:
            take(made, [told("raid", 1, "Velm", "nine oxen"), told("raid", 90, "Pell", "two church bells")])
            Folding(made).catch_up()
            assert alike(present(made, watch, now=NOW)) == alike(replay_of(made, watch, until=NOW).at(NOW))

    def test_an_empty_lake(self, tmp_path, watch: WatchDefinition) -> None:
        with Lake.open(tmp_path / "lake", create=True, clock=lambda: NOW) as made:
            world = present(made, watch, now=NOW)
            assert alike(world) == alike(replay_of(made, watch, until=NOW).at(NOW))
            assert (len(world.incidents), len(world.heard), len(world.claims)) == (0, 0, 0)


class TestClaims:
    def test_only_those_that_an_indicator_counts_are_kept(self, lake: Lake, watch: WatchDefinition, reports: Sequence[Filing]) -> None:
        wanted = {claim.id for filing in reports for claim in filing.claims if claim.stance == "denies"}
        assert len(wanted) == 2
        assert {claim.id for claim in present(lake, watch, now=NOW).claims} == wanted
        assert {claim.id for claim in counted(watch, lake.read(FiledClaim))} == wanted


def alike(world: World) -> World:
    """With what comes in no order in one that is always the same."""
    return World(
        as_of=world.as_of,
        incidents=dict(world.incidents),
        sentences=dict(world.sentences),
        heard=sorted(world.heard, key=repr),
        claims=sorted(world.claims, key=repr),
        judgements=world.judgements,
        outlets=dict(world.outlets),
    )
