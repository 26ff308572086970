"""An article that could not be read: the other answer that a row of a batch may have."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.errors import TocsinError


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """One row without a reading: the caller's id (or the row's place, "line 7"), the error's code, and a sentence for people."""

    id: str
    code: str
    message: str

    @classmethod
    def from_error(cls, id: str, error: TocsinError) -> Unreadable:  # noqa: A002 - the record's own word
        """The answer for a row that met this error."""
        return cls(id=id, code=error.code, message=str(error))
