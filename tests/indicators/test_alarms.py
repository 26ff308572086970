import numpy as np
import pytest
from tests.indicators.made import incident, indicator, moment, watch

from tocsin.indicators import Matcher, Material, readings
from tocsin.records import Party, Pattern

CODES = [f"IRN{kind}" for kind in ("GOV", "MIL", "OPP", "REB", "MED", "BUS", "COP", "JUD", "LEG", "SPY")]
A_WEEK = (0.15, 0.5, 1.0, 2.0, 5.0)
DAYS = range(200, 340)


@pytest.mark.parametrize("dispersion", [0.0, 0.5], ids=["Poisson", "overdispersed"])
def test_a_watch_that_is_read_every_day_keeps_about_its_budget(dispersion):
    """Nothing changes in these counts: each alarm is a false one. Alarms of one indicator less than a window apart are one."""
    rng = np.random.default_rng(7)
    budget = 2.0
    sample = watch(*(indicator(id=code, window_days=3, pattern=Pattern(who=(code,))) for code in CODES), alarms_per_month=budget)
    incidents = [
        incident(f"{code}-{week}-{number}", week + int(rng.integers(7)), sources=(Party(name=None, code=code, country=None, sector="GOV"),))
        for place, code in enumerate(CODES)
        for week in range(0, DAYS.stop + 7, 7)
        for number in range(rng.poisson(A_WEEK[place % 5] * (rng.gamma(1 / dispersion, dispersion) if dispersion else 1.0)))
    ]
    last, alarms, matcher = {}, 0, Matcher(sample)
    for day in DAYS:
        for one in readings(sample, Material(as_of=moment(day, 23), incidents=incidents), recorded_at=moment(day), matcher=matcher):
            if one.level in ("active", "strong"):
                alarms += day - last.get(one.indicator, -99) > 3
                last[one.indicator] = day
    assert 0 < alarms <= 1.25 * budget * len(DAYS) / 30.4375
