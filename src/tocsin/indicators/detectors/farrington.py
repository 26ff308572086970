"""Farrington Flexible: regression on the past years, in which past outbreaks weigh little."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tocsin.indicators.detectors.counts import Floats, checked, surprise

STEPS = 6  # of iteratively reweighted least squares; further ones change no third digit
RIDGE = 1e-6  # a season that the history does not hold keeps the effect nought
LARGE_RESIDUAL = 2.58
MOST_EXPECTED = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Farrington:
    """How surprising the count is, in bits, given a quasi-Poisson regression with trend and season on the past years.

    Noufaily and others (2013), Statistics in Medicine 32: all weeks of the past five years but the last 26; a factor of ten seasons, the
    first of seven weeks around the present time of year; a linear trend; past weeks with a standardized Anscombe residual s above 2.58
    weigh s^-2; the tail is negative binomial. Here the variance of the estimated mean is added to that of the count (the paper's
    threshold leaves it out), the trend is kept but not carried
    beyond the highest past rate, and a quiet month is judged like any other.

    least: windows of usable history that must be there.
    """

    name: str = "Farrington Flexible"
    year: int = 52
    years: int = 5
    around: int = 3
    gap: int = 26
    seasons: int = 10
    least: int = 26

    def scores(self, counts: ArrayLike, exposure: ArrayLike | None = None) -> Floats:
        """Bits; NaN where the history is too short or the exposure is 0. Windows are taken as weeks."""
        series, exposed = checked(counts, exposure)
        found = np.full(len(series), np.nan)
        lags = np.arange(self.gap + 1, self.years * self.year + self.around + 1)
        moments = np.arange(len(series))[:, None] - lags
        known = (moments >= 0) & (exposed[np.maximum(moments, 0)] > 0)
        ready = np.flatnonzero((known.sum(axis=1) >= self.least) & (exposed > 0))
        if len(ready) == 0:
            return found
        past, known = np.maximum(moments[ready], 0), known[ready]
        # with less than two years of history the season cannot be told from the trend
        design = self.design(lags)
        seasonal = (moments[ready] >= 0).sum(axis=1) >= 2 * self.year - self.gap
        for part, columns in ((seasonal, design), (~seasonal, design[:, :2])):
            if part.any():
                mean, spread = _predict(series[past[part]], exposed[past[part]], known[part].astype(np.float64), columns)
                expected = mean * exposed[ready[part]]
                variance = expected * spread[0] + expected**2 * spread[1]
                found[ready[part]] = surprise(series[ready[part]], expected, variance / expected)
        return found

    def design(self, lags: Floats | np.ndarray[tuple[int], np.dtype[np.int64]]) -> Floats:
        """Columns: one, time in years before the present, seasons 1 and up (season 0, the present time of year, is the reference)."""
        phase = (self.around - lags) % self.year  # 0 .. 2 around: the present time of year
        width = (self.year - 2 * self.around - 1) / (self.seasons - 1)
        season = np.where(phase <= 2 * self.around, 0, 1 + ((phase - 2 * self.around - 1) // width))
        columns = [np.ones(len(lags)), -lags / self.year, *(season == k for k in range(1, self.seasons))]
        return np.stack(columns, axis=1).astype(np.float64)


def _predict(counts: Floats, exposure: Floats, known: Floats, design: Floats) -> tuple[Floats, tuple[Floats, Floats]]:
    """Rate now, dispersion and variance of the log rate, of each row of histories; fitted, weighted by residuals, fitted again."""
    fit = _fit(counts, exposure, known, design)
    deviation = np.sqrt(fit.dispersion[:, None] * (1 - fit.leverage))
    residual = 1.5 * (counts ** (2 / 3) - fit.mean ** (2 / 3)) / (fit.mean ** (1 / 6) * deviation)
    weight = np.where(residual > LARGE_RESIDUAL, np.maximum(residual, 1.0) ** -2, 1.0) * known
    weight *= (known.sum(axis=1) / weight.sum(axis=1))[:, None]
    fit = _fit(counts, exposure, weight, design)
    highest = np.where(known > 0, (counts + 0.5) / np.maximum(exposure, 1e-9), 0).max(axis=1)  # a trend is not carried beyond what was seen
    return np.minimum(np.exp(np.clip(fit.log_rate_now, -20, None)), highest), (fit.dispersion, fit.variance_now)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    mean: Floats
    leverage: Floats
    dispersion: Floats
    log_rate_now: Floats
    variance_now: Floats


def _fit(counts: Floats, exposure: Floats, weight: Floats, design: Floats) -> _Fit:
    """Quasi-Poisson regressions with offset log(exposure), one a row, all with one design; now is where only the first column is not 0."""
    offset = np.log(np.where(exposure > 0, exposure, 1.0))
    width = design.shape[1]
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    rate = ((weight * counts).sum(axis=1) + 0.5) / (weight * np.exp(offset)).sum(axis=1)
    beta: Floats = np.zeros((len(counts), width))
    beta[:, 0] = np.log(rate)
    ridge = RIDGE * np.eye(width)
    for _ in range(STEPS):
        linear = np.clip(beta @ design.T, -20, np.log(MOST_EXPECTED))
        mean = np.exp(linear + offset)
        heaviness = weight * mean
        information = (heaviness @ products).reshape(-1, width, width) + ridge
        pull = (heaviness * (linear + (counts - mean) / mean)) @ design
        beta[:] = np.linalg.solve(information, pull[:, :, None])[:, :, 0]
    mean = np.exp(np.clip(beta @ design.T, -20, np.log(MOST_EXPECTED)) + offset)
    inverse = np.linalg.inv(information)
    leverage = np.clip(weight * mean * (inverse.reshape(len(counts), -1) @ products.T), 0, 0.99)
    freedom = np.maximum((weight > 0).sum(axis=1) - width, 1)
    dispersion = np.maximum((weight * (counts - mean) ** 2 / mean).sum(axis=1) / freedom, 1.0)
    return _Fit(
        mean=mean,
        leverage=leverage,
        dispersion=dispersion,
        log_rate_now=beta[:, 0],
        variance_now=np.maximum(dispersion * inverse[:, 0, 0], 0),
    )
