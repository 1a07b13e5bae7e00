"""What is remembered of one account. Pure."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal, Self

from pydantic import Field

from movewatch.policy import RoutingPolicy
from movewatch.stage import Row
from schemas.base import Id, Key, Part, SourceRef, Text, UtcTime
from schemas.directory import AccountStatus, Division
from schemas.keys import split_key
from schemas.signals import Origin, Signal
from schemas.suggestions import AccountCard, OwnerCard, Problem


class News(Part):
    """A signal as it reached this account.

    ``arrived``: the account that was left has sent it here. ``origin`` is then what that account said of itself.
    ``at``: the moment at which this account hears of it.
    """

    signal: Signal
    arrived: bool = False
    origin: Origin | None = None
    at: UtcTime


class Told(Part):
    """Who has been told of a signal: an owner, or the account that the contact joined. ``content``: what of it.

    ``withdrawn``: it was taken back since. It is remembered, because who was told must also be told to forget.
    """

    signal_id: Id
    content: str
    owner: Key | None = None
    account: Key | None = None
    suggestion_id: Id | None = None
    withdrawn: bool = False
    at: UtcTime

    def same_ear(self, other: "Told") -> bool:
        """Whether both speak of one signal to one owner or account."""
        return (self.signal_id, self.owner, self.account) == (other.signal_id, other.owner, other.account)


class Reserved(Part):
    """A reference that is going to be asked of this account."""

    signal_id: Id
    suggestion_id: Id
    at: UtcTime


class Spotted(Part):
    """A problem at this account, and when it was last spoken of."""

    problem: Problem
    at: UtcTime


class Seen(Part):
    """A movement heard of lately, as far as it matters for seeing many at once. ``case``: what it is part of."""

    signal_id: Id
    contact: Key
    arrived: bool = False
    noticed_at: UtcTime
    occurred_at: UtcTime
    transaction_id: Id | None = None
    words: Text = ""
    sources: tuple[SourceRef, ...] = ()
    case: Id | None = None


class Example(Part):
    """One change of a case in words; dropped when its signal is withdrawn."""

    signal_id: Id
    words: Text


class Case(Part):
    """Many contacts that changed alike: one decision for a person.

    ``contacts`` and ``signals`` are digests of those in the case. ``members`` counts contacts, ``proposed`` how many
    the owner was told of. ``gathers_until``: the case's timer.
    """

    suggestion_id: Id
    arrived: bool = False
    episode: Text
    transaction_id: Id | None = None
    owner: Key | None = None
    members: int = 0
    proposed: int = 0
    contacts: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    occurred_at: UtcTime
    opened_at: UtcTime
    settles_at: UtcTime
    last_at: UtcTime
    gathers_until: UtcTime | None = None


class Deal(Part):
    """A deal with the account. ``said``: when each field was last spoken of."""

    opportunity_id: Id
    said: dict[str, UtcTime] = Field(default_factory=dict)
    name: Text | None = None
    stage: Literal["open", "won", "lost"] = "open"
    owner: Key | None = None
    closes_at: UtcTime | None = None
    renewal: bool = False
    deleted: bool = False

    @property
    def is_open(self) -> bool:
        """It is being negotiated."""
        return self.stage == "open" and not self.deleted


class Account(Row):
    """The row of an account. Everything in it is bounded by the policy's numbers.

    ``said``: when each field of the directory was last spoken of. ``told`` is the ledger: a signal leads to one
    suggestion, for ever.
    """

    key: Key
    said: dict[str, UtcTime] = Field(default_factory=dict)
    name: Text | None = None
    domain: Text | None = None
    status: AccountStatus = "unknown"
    owner: Key | None = None
    owner_name: Text | None = None
    success_manager: Key | None = None
    divisions: tuple[Division, ...] = ()
    parent: Key | None = None
    ultimate_parent: Key | None = None
    renewal_at: UtcTime | None = None
    critical_cases: int = 0
    deleted: bool = False
    problems: tuple[Spotted, ...] = ()
    deals: tuple[Deal, ...] = ()
    told: tuple[Told, ...] = ()
    reserved: tuple[Reserved, ...] = ()
    waiting: tuple[News, ...] = ()
    recent: tuple[Seen, ...] = ()
    cases: tuple[Case, ...] = ()

    @classmethod
    def empty(cls, key: str) -> Self:
        """An account that no source has spoken of."""
        return cls(key=key)

    @property
    def due_at(self) -> datetime | None:
        """When the first case has gathered its members."""
        return min((case.gathers_until for case in self.cases if case.gathers_until is not None), default=None)

    @cached_property
    def tenant(self) -> str:
        """The tenant whose account it is."""
        return split_key(self.key)[0]

    @property
    def card(self) -> AccountCard:
        """The account as a mail names it."""
        return AccountCard(key=self.key, name=self.name or "", status=self.status)

    def person(self, key: Key) -> OwnerCard:
        """One of our people by key, with the name where the directory of this account tells it."""
        names = {division.owner: division.owner_name for division in self.divisions if division.owner_name}
        if self.owner is not None and self.owner_name:
            names[self.owner] = self.owner_name
        return OwnerCard(key=key, name=names.get(key, ""))

    def told_of(self, signal_id: Id) -> Told | None:
        """Who was told of a signal, and not told since that it holds no longer."""
        return next((told for told in self.told if told.signal_id == signal_id and not told.withdrawn), None)


def remember(row: Account, told: Told, policy: RoutingPolicy) -> Account:
    """Write into the ledger; the oldest entries give way. Of one signal one entry at most is not withdrawn.

    Beyond the policy's days an entry is dropped: the contact's own row would not raise the same episode again after
    so long, and a row must not grow for ever.
    """
    oldest = told.at - timedelta(days=policy.remembered_days)
    row = withdrawn(row, frozenset({told.signal_id}))
    kept = [entry for entry in row.told if not entry.same_ear(told) and entry.at >= oldest]
    return row.model_copy(update={"told": (*kept, told)[-policy.remembered_signals :]})


def withdrawn(row: Account, signal_ids: frozenset[Id]) -> Account:
    """Note that whoever was told of these signals is told no longer."""
    if not any(entry.signal_id in signal_ids and not entry.withdrawn for entry in row.told):
        return row
    told = (e.model_copy(update={"withdrawn": True}) if e.signal_id in signal_ids else e for e in row.told)
    return row.model_copy(update={"told": tuple(told)})


def forget(row: Account, signal_id: Id) -> Account:
    """Drop what was reserved, seen or is waiting for the sake of a signal, and note that it is told no longer."""
    row = withdrawn(row, frozenset({signal_id}))
    dropped = {
        name: kept
        for name in ("reserved", "recent")
        if len(kept := tuple(e for e in getattr(row, name) if e.signal_id != signal_id)) < len(getattr(row, name))
    }
    waiting = tuple(news for news in row.waiting if news.signal.signal_id != signal_id)
    if len(waiting) < len(row.waiting):
        dropped["waiting"] = waiting
    return row.model_copy(update=dropped) if dropped else row
