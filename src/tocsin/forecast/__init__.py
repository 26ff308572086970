"""Forecasts: which facts come next, who acts violently against whom; rates, models, calibration, scores."""

from __future__ import annotations

from tocsin.forecast.dyads import DyadForecaster
from tocsin.forecast.links import LinkForecaster


def link_forecaster(n_entities: int, n_relations: int) -> LinkForecaster:
    """A fresh forecaster of who will do what to whom. See `links`."""
    return LinkForecaster(n_entities, n_relations)


def dyad_forecaster(n_actors: int) -> DyadForecaster:
    """A fresh forecaster of violence from one actor against another. See `dyads`."""
    return DyadForecaster(n_actors)
