"""An article that could not be read: the other answer that a row of a batch may have."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.errors import BadDate, BadRow, EmptyText, InputError, NoArticle, NotText, TocsinError, TooLong


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

    def error(self) -> InputError:
        """The answer as an exception, of the kind that its code names."""
        kinds = {kind.code: kind for kind in (EmptyText, NotText, TooLong, NoArticle, BadDate, BadRow)}
        return kinds.get(self.code, InputError)(self.message)
