"""Forecasts: which facts come next, who acts violently against whom; rates, models, calibration, scores."""
