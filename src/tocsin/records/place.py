"""Places that the text names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PlaceKind = Literal["country", "region", "city", "facility", "water", "area"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One mention of a place; mentions of one place share an `id`.

    country:   ISO 3166-1 alpha-3, None for seas and for what spans several.
    lat, lon:  WGS 84 degrees of a reference point, both None where the place is not located. Never a pin: `radius_km` says how wide the
               place is, and whatever shows the place must show the radius.
    geonameid: of GeoNames, None where the place is not from there.
    """

    start: int
    end: int
    text: str
    id: str
    name: str
    kind: PlaceKind
    country: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    geonameid: int | None

    def __post_init__(self) -> None:
        if len({self.lat is None, self.lon is None, self.radius_km is None}) != 1:
            raise ValueError(f"{self.name}: lat, lon and radius_km are known together or not at all")
