from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.indicators.made import DAY0, IRAN, ISRAEL, articles, baseline, became, claim, incident, indicator, material, moment, read, watch

from tocsin.indicators import Heard, Matcher, Material, readings
from tocsin.records import Link, Pattern, Routine

MEETINGS = [incident(f"m{number}", 3 + 28 * number) for number in range(10)]
TWICE = [incident("x1", 281), incident("x2", 284)]
PAIR = Pattern(who=("IRN",), whom=("ISR",), between=True)


def day(number):
    return DAY0 + timedelta(days=number)


def deed(name, known, **changes):
    return incident(name, known, **({"sources": (IRAN,), "targets": (ISRAEL,), "type": "ACCUSE"} | changes))


class TestIncidents:
    def test_what_was_announced_counts_in_the_window_in_which_it_is_told_as_having_happened(self):
        told = (became("scheduled", 258), became("occurred", 284), became("disputed", 285))
        announced = incident("x1", 258, latest=day(284), history=told, status="disputed")
        assert read(indicator(), material(286, incidents=[*MEETINGS, announced])).value == 1
        assert read(indicator(), material(264, incidents=[*MEETINGS, announced])).value == 0

    def test_twice_in_a_week_is_rare_after_forty_weeks_of_one_a_month(self):
        now = read(indicator(), material(286, incidents=MEETINGS + TWICE))
        assert (now.value, now.routine, now.first_day, now.last_day) == (2, 0, day(280), day(286))
        assert now.expected == pytest.approx(0.26, abs=0.02)
        assert 0.025 < now.p_value < 0.045
        assert 4.5 < now.surprise_bits < 5.4
        assert now.last_as_often is None
        assert (now.level, now.incidents, now.note) == ("emerging", ("x1", "x2"), None)

    def test_last_seen_so_often(self):
        now = read(indicator(), material(286, incidents=[*MEETINGS, *TWICE, incident("y1", 101), incident("y2", 104)]))
        assert now.last_as_often == day(107)  # the last week that holds both
        assert read(indicator(), material(286, incidents=MEETINGS)).last_as_often is None  # none this week: nothing to have been as often

    def test_a_short_past_has_no_number(self):
        now = read(indicator(), material(27, incidents=[incident("x", 26)]))
        assert (now.value, now.expected, now.p_value, now.surprise_bits, now.level) == (1, None, None, None, "inactive")
        assert now.note == "not enough history: 3 of 8 windows"

    def test_what_is_known_beforehand_stands_in_for_a_past(self):
        known = baseline(prior_per_week=0.5, prior_weeks=20.0, prior_source="minutes of 2017")
        now = read(indicator(baseline=known), material(6, incidents=[incident("x", 5)]))
        assert now.expected == 0.5
        assert now.note == "rests on what was known beforehand (minutes of 2017): 0 windows of own history"

    def test_a_window_that_reaches_back_beyond_the_first_article_is_exposed_as_much_less(self):
        known = baseline(prior_per_week=0.7, prior_weeks=20.0, prior_source="minutes of 2017")
        now = read(indicator(baseline=known), material(1, incidents=[incident("x", 1)]))
        assert (now.expected, now.exposure) == (pytest.approx(0.7), pytest.approx(2 / 7))

    def test_history_begins_with_the_first_article(self):
        late = [heard for heard in articles(287) if heard.known_at >= moment(259)]
        now = read(indicator(), material(286, incidents=MEETINGS + TWICE, articles=late))
        assert now.note == "not enough history: 3 of 8 windows"

    def test_windows_without_an_article_are_no_windows_of_zeros(self):
        some = [heard for heard in articles(287) if not moment(20) < heard.known_at < moment(259)]
        assert read(indicator(), material(286, incidents=TWICE, articles=some)).note == "not enough history: 6 of 8 windows"
        none = read(indicator(), material(286, incidents=TWICE, articles=articles(200)))
        assert (none.value, none.note) == (None, "no article was read in this window")

    def test_the_regime_cuts_off_an_older_past(self):
        busy = [incident(f"b{number}", number) for number in range(140)]
        since = indicator(baseline=baseline(since=day(140), why="the elections"))
        assert read(since, material(286, incidents=busy)).expected < 0.1 < read(indicator(), material(286, incidents=busy)).expected

    def test_history_days_cut_off_an_older_past(self):
        busy = [incident(f"b{number}", number) for number in range(140)]
        assert read(indicator(baseline=baseline(history_days=120)), material(286, incidents=busy)).expected < 0.1

    def test_an_incident_counts_once_in_the_window_in_which_it_became_known(self):
        known = incident("x", 284, latest=day(275), earliest=day(275))
        assert read(indicator(), material(286, incidents=[*MEETINGS, known, known])).incidents == ("x",)
        assert read(indicator(), material(286, incidents=[*MEETINGS, known])).value == 1

    @pytest.mark.parametrize(("latest", "counts"), [(270, 1), (269, 0), (None, 1)], ids=["14 days", "15 days", "no day"])
    def test_background_does_not_count(self, latest, counts):
        one = incident("x", 284, earliest=None, latest=None if latest is None else day(latest))
        assert read(indicator(), material(286, incidents=[one])).value == counts

    def test_routine_acts_weigh_less_and_are_shown(self):
        routine = (Routine(words=("annual",), weight=0.25, why="on the plan"),)
        told = {"x1": ["The annual session was held."]}
        now = read(indicator(routine=routine), material(286, incidents=MEETINGS + TWICE, sentences=told))
        plain = read(indicator(), material(286, incidents=MEETINGS + TWICE))
        assert (now.value, now.routine) == (2, 0.75)
        assert 4 * plain.p_value < 4 * now.p_value < 1

    def test_more_articles_make_more_of_the_same_less_surprising(self):
        many = articles(280) + [heard for heard in articles(287, a_day=20) if heard.known_at >= moment(280)]
        now = read(indicator(), material(286, incidents=MEETINGS + TWICE, articles=many))
        usual = read(indicator(), material(286, incidents=MEETINGS + TWICE))
        assert (usual.exposure, now.exposure) == (1.0, pytest.approx(150 / 80))
        assert now.expected == pytest.approx(usual.expected * 150 / 80)
        assert now.p_value > usual.p_value

    def test_the_share_of_healthy_sources_matters_where_there_are_few_articles(self):
        few = read(indicator(), material(286, incidents=TWICE, articles=articles(287, a_day=1), healthy=0.5))
        assert few.exposure == pytest.approx(12 / 17)
        assert read(indicator(), material(286, incidents=TWICE, healthy=0.5)).exposure == pytest.approx(75 / 80)

    def test_where_nobody_knows_what_was_read_exposure_is_unknown(self):
        now = read(indicator(), material(286, incidents=MEETINGS + TWICE, articles=None))
        assert now.exposure is None
        assert now.p_value == pytest.approx(read(indicator(), material(286, incidents=MEETINGS + TWICE)).p_value, rel=0.2)

    def test_where_nothing_was_read_nothing_is_said(self):
        known = replace(indicator().baseline, prior_per_week=0.5, prior_weeks=20.0, prior_source="made up")
        now = read(indicator(baseline=known), material(286, articles=()))
        assert (now.value, now.expected, now.p_value, now.level) == (None, None, None, "inactive")
        assert now.note == "no article was read in this window"

    def test_the_season_of_the_week_compares_the_same_days(self):
        daily = [incident(f"b{number}", number) for number in range(287) if number % 7 == 6]  # on Sundays
        now = material(286, incidents=daily)
        plain, weekly = (read(indicator(window_days=1, baseline=baseline(season=season)), now) for season in ("none", "week"))
        assert plain.expected == pytest.approx(1 / 7, abs=0.02)
        assert weekly.expected == pytest.approx(1, abs=0.05)

    def test_the_season_of_the_year_needs_two_years(self):
        seasonal = indicator(baseline=baseline(season="year", history_days=1500))
        autumns = [incident(f"a{year}-{number}", 365 * year + 30 + number) for year in range(4) for number in range(28)]
        short, long = (read(seasonal, material(end, incidents=autumns)) for end in (400, 3 * 365 + 42))
        assert short.note == "the season of the year is not taken out: less than two years of history"
        assert "season" not in (long.note or "")
        plain = indicator(baseline=baseline(history_days=1500))
        assert long.expected > 2.5 > 1 > read(plain, material(3 * 365 + 42, incidents=autumns)).expected

    def test_unusually_little(self):
        weekly = [incident(f"w{number}", number) for number in range(270)]
        less = read(indicator(less=True), material(286, incidents=weekly))
        assert (less.value, less.level) == (0, "strong")
        assert less.last_as_often == day(279)  # the week before was as empty
        assert read(indicator(), material(286, incidents=weekly)).p_value == 1


class TestClaims:
    DENIALS = indicator(kind="claims", pattern=Pattern(stances=("denies",), who=("IRN",)), unit="origins")

    def test_origins_count_and_not_claims(self):
        said = [claim(f"c{number}", 280 + number) for number in range(7)] + [claim("d", 282, "IRNMIL"), claim("e", 282, "USA")]
        now = read(self.DENIALS, material(286, claims=said))
        assert now.value == 2
        assert len(now.claims) == 8
        assert now.incidents == ()

    def test_an_origin_counts_in_each_window(self):
        said = [claim(f"c{number}", 7 * number) for number in range(41)]
        now = read(self.DENIALS, material(286, claims=said))
        assert now.value == 1
        assert now.expected == pytest.approx(1, abs=0.05)

    def test_unnamed_outlets_are_not_one_origin(self):
        own = replace(self.DENIALS, pattern=Pattern(stances=("denies",)))
        assert read(own, material(286, claims=[claim("a", 281, chain=()), claim("b", 282, chain=())])).value == 2

    def test_a_name_stands_for_an_origin_without_a_code(self):
        chain = (Link(name="a diplomat", kind="person", named=False, code=None),)
        own = replace(self.DENIALS, pattern=Pattern(stances=("denies",)))
        assert read(own, material(286, claims=[claim("a", 281, chain=chain), claim("b", 282, chain=chain)])).value == 1

    def test_an_origin_weighs_what_its_weightiest_claim_weighs(self):
        routine = (Routine(words=("as every week",), weight=0.2, why="briefing"),)
        dull = claim("a", 281, text="As every week, nothing.")
        alone, beside = (
            read(replace(self.DENIALS, routine=routine), material(286, claims=some)) for some in ([dull], [dull, claim("b", 280)])
        )
        assert (alone.routine, beside.routine) == (pytest.approx(0.8), pytest.approx(0))


class TestNewTypes:
    NEW = indicator(kind="new-types", pattern=PAIR, unit="types")

    def test_a_type_that_was_not_seen_in_the_year_before(self):
        told = [deed(f"o{number}", 10 * number) for number in range(40)] + [deed("n", 396, type="ASSAULT"), deed("o", 397)]
        now = read(self.NEW, material(399, incidents=told))
        assert (now.value, now.incidents, now.note) == (1, ("n",), None)
        assert now.p_value < 0.05
        assert read(self.NEW, material(406, incidents=told)).value == 0

    def test_it_is_new_again_after_a_year(self):
        told = [deed("n", 3, type="ASSAULT"), deed("again", 3 + 372, type="ASSAULT")]
        assert read(self.NEW, material(3 + 378, incidents=told)).value == 1
        assert read(self.NEW, material(3 + 360, incidents=[told[0], deed("soon", 360, type="ASSAULT")])).value == 0

    def test_background_takes_away_newness_and_is_not_new(self):
        old = deed("old", 300, type="ASSAULT", latest=day(200))
        assert read(self.NEW, material(303, incidents=[old])).value == 0
        assert read(self.NEW, material(310, incidents=[old, deed("n", 309, type="ASSAULT")])).value == 0

    def test_with_less_than_a_year_it_says_so(self):
        assert read(self.NEW, material(286, incidents=[deed("n", 284)])).note == "new in 280 days: there are no 365 days of history"

    def test_with_hardly_any_history_nothing_can_be_called_new(self):
        now = read(self.NEW, material(27, incidents=[deed("n", 26)]))
        assert (now.value, now.p_value, now.note) == (None, None, "not enough history: 3 of 8 windows")

    def test_what_is_routine_is_not_read(self):
        routine = (Routine(words=("drill",), weight=0.0, why="yearly"),)
        now = read(replace(self.NEW, routine=routine), material(286, incidents=[deed("n", 284, type="MOBILIZE", title="Drill begins")]))
        assert (now.value, now.routine, now.p_value) == (1, 1, 1)


class TestLadder:
    LADDER = indicator(kind="ladder", pattern=PAIR)

    def test_the_highest_rung_of_the_window_against_those_before(self):
        told = [deed(f"a{week}", 7 * week) for week in range(40)] + [deed("up", 283, type="ASSAULT", cameo="190"), deed("a", 284)]
        now = read(self.LADDER, material(286, incidents=told))
        assert (now.value, now.unit, now.expected, now.incidents) == (8, "rung", 1, ("up",))
        assert now.p_value == pytest.approx(1 / 41)
        assert read(self.LADDER, material(279, incidents=told)).p_value == 1

    def test_no_rung(self):
        now = read(self.LADDER, material(286, incidents=[deed("c", 284, type="CONSULT")]))
        assert (now.value, now.p_value, now.incidents) == (0, 1, ())


class TestSilence:
    SILENCE = indicator(kind="silence", pattern=Pattern(who=("IRN",)), unit="origins")
    TALK = tuple(claim(f"c{number}", number) for number in range(280))

    def test_silence_where_there_used_to_be_talk(self):
        now = read(self.SILENCE, material(286, claims=self.TALK))
        assert (now.value, now.level, now.claims, now.note) == (0, "strong", (), None)
        assert now.expected == pytest.approx(7, abs=0.1)

    def test_no_silence(self):
        assert read(self.SILENCE, material(279, claims=self.TALK)).level == "inactive"

    @pytest.mark.parametrize(
        "changes",
        [
            {"healthy": 0.5},
            {"articles": articles(280) + articles(287, a_day=1)[280:]},
            {"articles": articles(280, outlets=("A", "B")) + articles(287, outlets=("A",))[2800:]},
        ],
        ids=["sources", "articles", "outlets"],
    )
    def test_silence_of_the_sources_is_not_that_of_the_speaker(self, changes):
        now = read(self.SILENCE, material(286, claims=self.TALK, **changes))
        assert (now.value, now.p_value, now.expected, now.level) == (None, None, None, "inactive")
        assert now.note.startswith("the sources themselves are silent: ")

    def test_a_pattern_of_types_is_about_what_is_done(self):
        acts = [incident(f"b{number}", number) for number in range(280)]
        now = read(indicator(kind="silence"), material(286, incidents=acts))
        assert (now.value, now.level, now.claims) == (0, "strong", None)


class TestAhead:
    AHEAD = indicator(kind="ahead", window_days=14)

    @pytest.mark.parametrize(
        ("earliest", "latest", "counts"),
        [(290, 290, 1), (286, 286, 1), (None, 299, 1), (300, 300, 0), (285, 285, 0), (290, None, 0)],
        ids=["soon", "today", "by a day", "later", "gone by", "open"],
    )
    def test_what_lies_within_the_next_days(self, earliest, latest, counts):
        one = incident("x", 280, status="scheduled", earliest=earliest and day(earliest), latest=latest and day(latest))
        now = read(self.AHEAD, material(286, incidents=[one]))
        assert (now.value, now.first_day, now.last_day) == (counts, day(286), day(299))

    @pytest.mark.parametrize(("status", "counts"), [("scheduled", 1), ("threatened", 1), ("possible", 1), ("occurred", 0), ("failed", 0)])
    def test_only_what_has_not_happened(self, status, counts):
        assert read(self.AHEAD, material(286, incidents=[incident("x", 280, status=status, latest=day(290))])).value == counts

    def test_the_past_is_as_it_looked_then(self):
        held = [
            incident(f"x{number}", 14 * number, latest=day(14 * number + 10), history=(became("scheduled", 14 * number), became("occurred", 14 * number + 10)))
            for number in range(19)
        ]  # fmt: skip
        now = read(self.AHEAD, material(266, incidents=held))
        assert now.value == 0
        assert now.expected == pytest.approx(1, abs=0.2)

    def test_a_pattern_may_name_one_of_the_statuses(self):
        threats = replace(self.AHEAD, pattern=Pattern(statuses=("threatened",)))
        both = [incident(status, 280, status=status, latest=day(290)) for status in ("threatened", "scheduled")]
        assert read(threats, material(286, incidents=both)).incidents == ("threatened",)


INDICATORS = (
    indicator(),
    indicator(id="three", window_days=3, baseline=baseline(season="week", min_windows=4)),
    indicator(id="claims", kind="claims", pattern=Pattern(stances=("denies",)), routine=(Routine(words=("dull",), weight=0.3, why="x"),)),
    indicator(id="new", kind="new-types", pattern=Pattern(), baseline=baseline(min_windows=3)),
    indicator(id="ladder", kind="ladder", pattern=Pattern()),
    indicator(id="silence", kind="silence", pattern=Pattern(who=("IRN",))),
    indicator(id="ahead", kind="ahead", pattern=Pattern()),
)
WATCH = watch(*INDICATORS)

INCIDENTS = st.builds(
    lambda number, known, kind, status, late: incident(
        f"i{number}", known, type=kind, status=status, latest=None if late is None else day(known + late), sources=(ISRAEL,)
    ),
    st.integers(0, 10**6),
    st.integers(0, 139),
    st.sampled_from(("CONSULT", "ASSAULT", "ACCUSE")),
    st.sampled_from(("occurred", "scheduled", "disputed")),
    st.sampled_from((None, -20, 0, 5)),
)
CLAIMS = st.builds(
    lambda number, known, code, text: claim(f"c{number}", known, code, text=text),
    st.integers(0, 10**6),
    st.integers(0, 139),
    st.sampled_from(("IRN", "IRNMIL", "ISR")),
    st.sampled_from(("dull", "not us")),
)
HEARD = st.builds(lambda known, outlet: Heard(moment(known), outlet), st.integers(0, 139), st.sampled_from(("A", "B", None)))
MANY = {
    "incidents": st.lists(INCIDENTS, max_size=40, unique_by=lambda one: one.id),
    "claims": st.lists(CLAIMS, max_size=25, unique_by=lambda one: one.id),
    "heard": st.lists(HEARD, max_size=60),
}
AT = moment(120, 23)


def answers(incidents, claims, heard, *, at=AT, windows=1, matcher=None):
    known = Material(as_of=at, incidents=incidents, claims=claims, articles=heard)
    return readings(WATCH, known, recorded_at=AT, windows=windows, matcher=matcher)


class TestAlways:
    @settings(max_examples=25, deadline=None)
    @given(**MANY)
    def test_what_became_known_later_changes_nothing(self, incidents, claims, heard):
        then = [[one for one in some if one.known_at <= AT] for some in (incidents, claims, heard)]
        assert answers(incidents, claims, heard, windows=3) == answers(*then, windows=3)

    @settings(max_examples=25, deadline=None)
    @given(**MANY, order=st.randoms(use_true_random=False))
    def test_order_does_not_matter(self, incidents, claims, heard, order):
        mixed = [order.sample(some, len(some)) for some in (incidents, claims, heard)]
        assert answers(*mixed, windows=2) == answers(incidents, claims, heard, windows=2)

    @settings(max_examples=30, deadline=None)
    @given(**MANY, days=st.lists(st.integers(0, 139), min_size=1, max_size=4))
    def test_memory_changes_no_answer(self, incidents, claims, heard, days):
        kept = Matcher(WATCH)
        for number in days:
            at = moment(number, 23)
            changed = [replace(one, type="ASSAULT") if one.id.endswith(str(number % 10)) else one for one in incidents]
            assert answers(changed, claims, heard, at=at, matcher=kept) == answers(changed, claims, heard, at=at)

    @settings(max_examples=12, deadline=None)
    @given(**MANY)
    def test_an_earlier_window_is_what_it_was_judged_on_its_day(self, incidents, claims, heard):
        heard = [*heard, *articles(140, a_day=1)]
        series = answers(incidents, claims, heard, windows=3)
        for place, definition in enumerate(WATCH.indicators):
            earlier = series[3 * place + 1]
            then = answers(incidents, claims, heard, at=AT - timedelta(days=definition.window_days))[place]
            known_later = replace(then, id=earlier.id, known_at=AT)
            assert earlier == known_later

    @settings(max_examples=25, deadline=None)
    @given(**MANY, more=INCIDENTS.filter(lambda one: one.id != ""))
    def test_more_incidents_never_raise_p(self, incidents, claims, heard, more):
        heard = [*heard, *articles(140, a_day=1)]
        more = replace(more, id="more", known_at=moment(119), latest=day(119), status="occurred")
        before, after = answers(incidents, claims, heard), answers([*incidents, more], claims, heard)
        for one, other in zip(before, after, strict=True):
            if one.p_value is not None and one.indicator != "silence":
                assert other.p_value <= one.p_value

    @settings(max_examples=25, deadline=None)
    @given(**MANY)
    def test_more_articles_in_the_window_never_lower_p(self, incidents, claims, heard):
        heard = [*heard, *articles(140, a_day=1)]
        now = [one for one in heard if AT - timedelta(days=3) < one.known_at <= AT]  # in every window of the watch
        for one, other in zip(answers(incidents, claims, heard), answers(incidents, claims, heard + now), strict=True):
            if one.p_value is not None and one.indicator != "silence":
                assert other.p_value >= one.p_value

    @settings(max_examples=25, deadline=None)
    @given(**MANY)
    def test_no_number_without_history_and_no_level_without_a_number(self, incidents, claims, heard):
        for one in answers(incidents, claims, heard):
            assert (one.p_value is None) == (one.surprise_bits is None)
            assert one.p_value is not None or (one.level == "inactive" and one.note)


def test_an_empty_lake():
    for one in readings(WATCH, Material(as_of=AT), recorded_at=AT, windows=5):
        assert (one.p_value, one.level) == (None, "inactive")
        assert one.note


def test_windows_before_the_first_article_are_left_out():
    found = readings(watch(indicator()), material(20), recorded_at=AT, windows=10)
    assert [one.last_day for one in found] == [day(6), day(13), day(20)]


def test_a_reading_is_named_by_its_window_and_its_moment():
    one, other = (read(indicator(), material(end)) for end in (286, 287))
    assert one.id == read(indicator(), material(286, incidents=MEETINGS)).id != other.id


def test_a_matcher_of_another_watch_is_refused():
    with pytest.raises(ValueError, match="the matcher is of watch"):
        readings(watch(), material(3), recorded_at=AT, matcher=Matcher(WATCH))


@pytest.mark.parametrize("changes", [{"as_of": AT.replace(tzinfo=None)}, {"as_of": AT, "healthy": 1.2}])
def test_material_that_cannot_be(changes):
    with pytest.raises(ValueError, match=r"time zone|healthy"):
        Material(**changes)


def test_days_are_those_of_utc():
    tehran = timezone(timedelta(hours=3, minutes=30))
    early = Material(
        as_of=datetime(2019, 6, 17, 2, tzinfo=tehran), incidents=[incident("x", 286, known_at=datetime(2019, 6, 17, 1, tzinfo=tehran))]
    )
    assert (read(indicator(), early).last_day, read(indicator(), early).incidents) == (date(2019, 6, 16), ("x",))
