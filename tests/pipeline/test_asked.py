"""Questions in words: answered from what is known, not answered where too little is; kept, resolved and scored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from tests.pipeline.frontier import LATER, day, end, season, written
from tests.pipeline.newsroom import MADE_BY, Newsreader

from tocsin.errors import BadDate
from tocsin.forecast.asks import BadQuestion
from tocsin.forecast.rules import BadRule
from tocsin.lake import Lake
from tocsin.pipeline.asked import Scorecard, answered, ended, ledger, scorecard
from tocsin.pipeline.folding import Folding
from tocsin.pipeline.ingest import Ingest
from tocsin.pipeline.warning import Ledger
from tocsin.records import Forecast, History, HistoryCount, WatchDefinition
from tocsin.watches import loaded

RAID = "Will arland do ASSAULT to borland within 14 days?"
STRAITS = "Will IRN do ASSAULT to ISR within 30 days?"


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> WatchDefinition:
    """With two tables of the past; only the second knows Iran and Israel: an assault every fourth week of two years."""
    made = loaded(written(tmp_path_factory.mktemp("watch")))
    weeks = [date(2022, 1, 3) + timedelta(weeks=4 * n) for n in range(26)]
    tables = {"far": ("USA", "CAN"), "near": ("IRN", "ISR")}
    histories = tuple(
        History(
            id=name,
            title=f"Table {name}",
            source="made up",
            licence="public domain",
            first=date(2022, 1, 3),
            last=date(2023, 12, 31),
            counts=tuple(HistoryCount(week=week, who=who, type="ASSAULT", whom=whom, events=1) for week in weeks),
        )
        for name, (who, whom) in tables.items()
    )
    return replace(made, histories=histories)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    """Twelve weeks, with a raid in every second of the first ten."""
    with Lake.open(tmp_path_factory.mktemp("asked") / "lake", create=True, clock=lambda: LATER) as made:
        for _ in Ingest(made, Newsreader(), MADE_BY, clock=lambda: LATER).run(season(84, raid=range(3, 70, 14))):
            pass
        Folding(made).catch_up()
        yield made


class TestAnswers:
    def test_a_history_that_knows_the_actors_gives_the_long_run(self, lake: Lake, watch: WatchDefinition) -> None:
        made = answered(lake, STRAITS, watch, as_of=end(20), now=LATER)
        assert made.forecast is not None
        assert made.forecast.probability is not None
        assert made.low is not None
        assert made.high is not None
        assert 0 < made.low < made.forecast.probability < made.high < 1
        assert any(each.startswith("Table near: 26 events in 104 weeks") for each in made.because)
        assert (made.forecast.watch, made.forecast.topic, made.forecast.known_at) == (watch.id, None, end(20))
        assert (made.forecast.issued, made.forecast.deadline) == (day(20), day(50))

    def test_it_does_so_in_an_old_lake_too_though_another_history_stands_before_it(self, lake: Lake, watch: WatchDefinition) -> None:
        made = answered(lake, STRAITS, watch, as_of=end(80), now=LATER)
        assert any(each.startswith("Table near: 26 events in 104 weeks") for each in made.because)

    def test_without_one_the_lake_is_what_there_is(self, lake: Lake, watch: WatchDefinition) -> None:
        made = answered(lake, RAID, watch, as_of=end(69), now=LATER)
        assert made.forecast is not None
        assert made.forecast.probability is not None
        assert made.forecast.base_rate is not None
        assert 0.3 < made.forecast.probability < 0.99
        assert any("this lake: 5 in 10 weeks" in each for each in made.because)
        assert made.rule == made.forecast.rule
        assert made.void == made.forecast.void_rule

    def test_today_is_as_the_replay_of_today(self, lake: Lake, watch: WatchDefinition) -> None:
        now = end(84)
        then = answered(lake, RAID, watch, as_of=now, now=now)
        assert answered(lake, RAID, watch, as_of=None, now=now) == then
        assert then.forecast is not None
        assert then.forecast.model == "rates/1"

    def test_nothing_later_is_known(self, lake: Lake, watch: WatchDefinition, tmp_path: Path) -> None:
        then = answered(lake, RAID, watch, as_of=end(65), now=LATER)
        with Lake.open(tmp_path / "lake", create=True, clock=lambda: LATER) as cut:
            for _ in Ingest(cut, Newsreader(), MADE_BY, clock=lambda: LATER).run(season(66, raid=range(3, 70, 14))):
                pass
            assert answered(cut, RAID, watch, as_of=end(65), now=LATER) == then
        assert then.forecast is not None
        assert then.forecast.model == "rates/1 replayed"

    @pytest.mark.parametrize(
        ("ask", "as_of", "weeks"),
        [(RAID, end(40), 5), (STRAITS, end(40), 5), (RAID, end(-5), 0)],
        ids=["a young lake", "no history asked with", "before the first report"],
    )
    def test_with_too_little_history_there_is_no_number(
        self, lake: Lake, watch: WatchDefinition, ask: str, as_of: datetime, weeks: int
    ) -> None:
        made = answered(lake, ask, replace(watch, histories=()), as_of=as_of, now=LATER)
        assert (made.forecast, made.low, made.high) == (None, None, None)
        assert made.because == (f"this lake has {weeks} whole weeks, and 8 are needed where no history knows the actors",)
        assert made.rule.startswith("At least 1 incident of ASSAULT by")

    def test_without_a_watch(self, lake: Lake) -> None:
        made = answered(lake, STRAITS, None, as_of=end(80), now=LATER)
        assert made.forecast is not None
        assert (made.forecast.watch, made.forecast.topic) == (None, None)


class TestRefusals:
    @pytest.mark.parametrize(
        ("ask", "found"),
        [
            ("Will it rain?", "no horizon"),
            ("Will arland do ASSAULT to borland?", "no horizon"),
            ("Will nobodyland do ASSAULT to ISR within 3 days?", "the actor 'nobodyland'"),
            ("Will IRN do ASAULT to ISR within 3 days?", "no \"will WHO do|the act 'ASAULT'"),
        ],
    )
    def test_what_is_not_understood(self, lake: Lake, watch: WatchDefinition, ask: str, found: str) -> None:
        with pytest.raises(BadQuestion, match=rf"(?i){found}(?s:.*)Ask for example: Will IRN do ASSAULT to ISR"):
            answered(lake, ask, watch, as_of=None, now=LATER)

    def test_groups_belong_to_their_watch(self, lake: Lake) -> None:
        with pytest.raises(BadQuestion, match="The actor 'arland'"):
            answered(lake, RAID, None, as_of=None, now=LATER)

    def test_a_deadline_that_has_passed(self, lake: Lake, watch: WatchDefinition) -> None:
        with pytest.raises(BadRule, match="2024-05-20"):
            answered(lake, "Will IRN do ASSAULT to ISR by 2024-05-20?", watch, as_of=end(14), now=LATER)

    def test_a_day_that_lies_ahead(self, lake: Lake, watch: WatchDefinition) -> None:
        with pytest.raises(BadDate, match="lies ahead"):
            answered(lake, RAID, watch, as_of=LATER + timedelta(days=1), now=LATER)


class TestKept:
    @pytest.fixture
    def own(self, tmp_path: Path) -> Iterator[Lake]:
        """Twelve weeks with two raids and two meetings. Who belongs to no table can be asked for by a watch's group alone, so all ask for anyone."""
        with Lake.open(tmp_path / "lake", create=True, clock=lambda: LATER) as made:
            for _ in Ingest(made, Newsreader(), MADE_BY, clock=lambda: LATER).run(season(84, raid=(2, 40), meeting=(3, 65))):
                pass
            Folding(made).catch_up()
            yield made

    def test_what_belongs_to_no_watch_is_resolved_by_itself(self, own: Lake, watch: WatchDefinition) -> None:
        asks = [f"Will anyone do {act} to anyone within 10 days?" for act in ("CONSULT", "ASSAULT")]
        for ask in asks:
            made = answered(own, ask, None, as_of=end(60), now=end(60))
            assert made.forecast is not None
            own.commit({Forecast: [made.forecast]})
        of_watch = answered(own, asks[0].replace("10", "11"), watch, as_of=end(60), now=end(60)).forecast
        assert of_watch is not None
        own.commit({Forecast: [of_watch]})
        assert ended(own, now=end(61)) == ()
        for number in (66, 72, 78, 83):
            own.commit({Forecast: ended(own, now=end(number))})
        # By day 66 the meeting is known, but fewer than ten articles are.
        rows = {row.question: (row.resolution, row.known_at, len(row.incidents)) for row in own.read(Forecast) if row.resolves}
        assert rows == {asks[0]: ("yes", end(72), 1), asks[1]: ("no", end(78), 0)}
        assert ended(own, now=LATER) == ()

    def test_an_empty_lake_has_nothing_to_resolve(self, tmp_path: Path) -> None:
        with Lake.open(tmp_path / "lake", create=True, clock=lambda: LATER) as made:
            assert ended(made, now=LATER) == ()


class TestScorecard:
    def test_of_nothing(self, lake: Lake) -> None:
        kept = ledger(lake, None, as_of=LATER, replayed=False)
        assert kept == Ledger()
        assert scorecard(kept, as_of=LATER).curve == ()
        assert scorecard(kept, as_of=LATER).brier_interval is None

    def test_ten_resolved_give_figures_and_a_curve(self, lake: Lake, watch: WatchDefinition) -> None:
        made = answered(lake, RAID, watch, as_of=end(69), now=LATER).forecast
        assert made is not None
        some = [replace(made, id=str(n), issued=day(n), deadline=day(n + 14), probability=0.2 + 0.05 * n) for n in range(12)]
        ends = [
            replace(one, id=f"of {one.id}", resolves=one.id, probability=None, resolution="yes" if n > 5 else "no", known_at=end(n + 22))
            for n, one in enumerate(some)
        ]
        kept = Ledger(issued=tuple(some), resolutions=tuple(ends))
        early, late = (scorecard(kept, as_of=end(number)) for number in (30, 60))
        assert isinstance(late, Scorecard)
        assert (early.scores[0].resolved, early.scores[0].brier, early.curve) == (9, None, ())
        assert late.scores[0].resolved == 12
        assert late.scores[0].brier == pytest.approx(sum((one.probability - (n > 5)) ** 2 for n, one in enumerate(some)) / 12)  # type: ignore[operator]
        assert late.curve == ((pytest.approx(0.2), pytest.approx(0.45), 0.0), (pytest.approx(0.5), pytest.approx(0.75), 1.0))
        assert late.brier_interval is None  # of fewer than three months
