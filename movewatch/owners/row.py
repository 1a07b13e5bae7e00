"""What is remembered of one owner. Pure."""

from datetime import datetime
from functools import cached_property
from typing import Final, Literal, Self

from pydantic import Field

from movewatch.stage import Row
from schemas.base import Id, Key, Part, Text, UtcTime
from schemas.directory import Clock
from schemas.evidence import Verdict
from schemas.keys import split_key
from schemas.suggestions import OwnerCard, Suggestion, SuggestionKind, SuggestionState

MAX_OPEN_BYTES: Final = 450_000
"""Open suggestions are kept whole, since each revision is; so much of a row of 900,000 bytes they may fill."""


class Open(Part):
    """A suggestion with a life before it, as it was last published.

    ``not_before``: before that it is not released: it settles, was snoozed, or was found to be too early. ``wakes_at``:
    when its release is tried; None once it is released, or while it cannot be. ``stuck``: why it could not, last time;
    it is said once. ``delays``: what held it up longer than its settling, for the evidence. ``size``: its bytes when it
    came.
    """

    suggestion: Suggestion
    not_before: UtcTime
    wakes_at: UtcTime | None = None
    stuck: str | None = None
    delays: tuple[Verdict, ...] = ()
    size: int

    @property
    def due_at(self) -> datetime:
        """When something happens to it by itself: it is released, or expires."""
        expires_at = self.suggestion.expires_at
        return expires_at if self.wakes_at is None else min(self.wakes_at, expires_at)


class Closed(Part):
    """A suggestion that is over. Kept so that it is not made again and its revision never goes back.

    ``asked``: the contact was asked, or may have been.
    """

    suggestion_id: Id
    revision: int
    state: SuggestionState
    kind: SuggestionKind
    asked: bool = False
    at: UtcTime
    forgotten_at: UtcTime


class Mute(Part):
    """What the owner wants to hear no more of."""

    what: Literal["contact", "account", "kind"]
    value: Key
    until: UtcTime | None = None


class Day(Part):
    """How many suggestions were released on one day in the owner's time zone."""

    day: Text
    released: int


class Owner(Row):
    """The row of an owner. ``said``: when each field of the directory was last spoken of."""

    key: Key
    said: dict[str, UtcTime] = Field(default_factory=dict)
    name: Text | None = None
    email: Text | None = None
    time_zone: Text | None = None
    work_from: Clock | None = None
    work_until: Clock | None = None
    workdays: tuple[int, ...] = ()
    absent_from: UtcTime | None = None
    absent_until: UtcTime | None = None
    deputy: Key | None = None
    digest: bool = False
    active: bool = True
    mutes: tuple[Mute, ...] = ()
    open: tuple[Open, ...] = ()
    closed: tuple[Closed, ...] = ()
    days: tuple[Day, ...] = ()

    @classmethod
    def empty(cls, key: str) -> Self:
        """One of our people of whom no source has spoken."""
        return cls(key=key)

    @property
    def due_at(self) -> datetime | None:
        """When the first suggestion is to be released, expires, or is to be forgotten."""
        times = [entry.due_at for entry in self.open]
        times.extend(entry.forgotten_at for entry in self.closed)
        return min(times, default=None)

    @cached_property
    def tenant(self) -> str:
        """The tenant whose person it is."""
        return split_key(self.key)[0]

    @property
    def card(self) -> OwnerCard:
        """The owner as a mail names and reaches them."""
        return OwnerCard(key=self.key, name=self.name or "", email=self.email)

    def entry(self, suggestion_id: Id) -> Open | None:
        """The open suggestion of that id."""
        return next((entry for entry in self.open if entry.suggestion.suggestion_id == suggestion_id), None)

    def closed_entry(self, suggestion_id: Id) -> Closed | None:
        """The closed suggestion of that id, while it is remembered."""
        return next((entry for entry in self.closed if entry.suggestion_id == suggestion_id), None)
