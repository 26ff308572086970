"""What a lake raises on purpose."""

from __future__ import annotations

from tocsin.errors import TocsinError


class LakeError(TocsinError):
    """A lake that cannot do what was asked."""

    code = "lake"


class NoLake(LakeError):
    """There is no lake where one was named."""

    code = "no_lake"


class Overtaken(LakeError):
    """Another process did in the meantime what was to be done here; look afresh and do what is left."""

    code = "overtaken"
    transient = True


class Held(LakeError):
    """Another process holds what was asked for."""

    code = "held"
    transient = True
