"""The row of a hard identifier. Pure."""

from typing import Self

from movewatch.stage import Row
from schemas.base import Key


class Identity(Row):
    """Which contacts carry the identifier, in the order in which they claimed it.

    ``shared``: more contacts carry it than one person has records, so it says nothing about a person any more.
    """

    key: Key
    contacts: tuple[Key, ...] = ()
    shared: bool = False

    @classmethod
    def empty(cls, key: str) -> Self:
        """An identifier that nobody has claimed."""
        return cls(key=key)
