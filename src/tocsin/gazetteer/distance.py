"""Distances on the earth."""

from __future__ import annotations

import math

_EARTH_KM = 6371.0


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance of two points in degrees (haversine formula).

    >>> round(distance_km(0, 0, 0, 90))
    10008
    """
    a, b = math.radians(lat), math.radians(other_lat)
    turn = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(turn)))
