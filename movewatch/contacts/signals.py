"""How a contact raises a signal and takes it back. Pure."""

from collections.abc import Callable, Iterable
from datetime import datetime

from movewatch.contacts.row import Contact, Raised, card_of
from movewatch.policy import Policy
from schemas.base import Message, Reason, SourceRef, stable_id
from schemas.evidence import Evidence
from schemas.facts import MAX_SOURCES, ContactFact
from schemas.keys import split_key
from schemas.signals import Signal, SignalRaised, SignalWithdrawn
from schemas.suppressions import Suppression


def raise_signal(
    row: Contact, raised: Raised, signal: Signal, now: datetime, policy: Policy
) -> tuple[Contact, Message]:
    """Remember a signal and tell its account. A signal with the same id is replaced."""
    others = tuple(one for one in row.raised if one.signal_id != raised.signal_id)
    tenant, source, account_id = split_key(raised.account)
    told = SignalRaised(
        fact_id=stable_id(signal.signal_id, "raised", signal.model_dump_json(include={"kind", "after", "level"})),
        tenant=tenant,
        source=source,
        account_id=account_id,
        occurred_at=signal.occurred_at,
        observed_at=now,
        sources=signal.evidence.sources,
        signal=signal,
    )
    return row.with_(raised=(*others, raised)[-policy.movements.remembered_signals :]), told


def withdraw(
    row: Contact, which: Callable[[Raised], bool], reason: Reason, fact: ContactFact
) -> tuple[Contact, tuple[Message, ...]]:
    """Take back the signals that ``which`` picks. Those already taken back stay as they are."""
    taken = [one for one in row.raised if not one.withdrawn and which(one)]
    if not taken:
        return row, ()
    ids = {one.signal_id for one in taken}
    kept = tuple(one.model_copy(update={"withdrawn": True}) if one.signal_id in ids else one for one in row.raised)
    return row.with_(raised=kept), tuple(_withdrawal(one, reason, fact) for one in taken)


def settle(row: Contact, at: datetime) -> Contact:
    """Mark what has settled by ``at``: from now on only an opt-out or an erasure takes it back."""
    if not row.raised:
        return row  # most rows, at each of their facts
    if not any(one.is_open and one.settles_at <= at for one in row.raised):
        return row
    settled = tuple(
        one.model_copy(update={"settled": True}) if one.is_open and one.settles_at <= at else one for one in row.raised
    )
    return row.with_(raised=settled)


def build_signal(row: Contact, raised: Raised, **details: object) -> Signal:
    """A signal from what is remembered of it, with the details of its kind."""
    return Signal.model_validate(
        {
            "signal_id": raised.signal_id,
            "kind": raised.kind,
            "contact": card_of(row),
            "owner": row.fields.get("owner"),
            "before": raised.before,
            "after": raised.after,
            "occurred_at": raised.occurred_at,
            "settles_at": raised.settles_at,
            **details,
        }
    )


def suppressed(
    row: Contact, fact: ContactFact, reason: Reason, evidence: Evidence, about: str = "", signal_id: str | None = None
) -> Suppression:
    """Why a fact about this contact did not become a signal."""
    return suppressed_at(row, fact.observed_at, reason, evidence, about, signal_id)


def suppressed_at(
    row: Contact, at: datetime, reason: Reason, evidence: Evidence, about: str = "", signal_id: str | None = None
) -> Suppression:
    """Why what was known of this contact at a moment did not become a signal."""
    return Suppression(
        tenant=row.tenant,
        entity=row.key,
        by="contacts",
        reason=reason,
        about=about[:500],
        signal_id=signal_id,
        contact=row.key,
        at=at,
        evidence=evidence,
    )


def merge_sources(*groups: Iterable[SourceRef]) -> tuple[SourceRef, ...]:
    """Source records of several pieces of evidence, each once, in order."""
    return tuple(dict.fromkeys(source for group in groups for source in group))[:MAX_SOURCES]


def settles(now: datetime, policy: Policy) -> datetime:
    """Until when a signal noticed now can be taken back unheard."""
    return now + policy.settling


def _withdrawal(raised: Raised, reason: Reason, fact: ContactFact) -> SignalWithdrawn:
    tenant, source, account_id = split_key(raised.account)
    return SignalWithdrawn(
        fact_id=stable_id(raised.signal_id, "withdrawn", reason, fact.fact_id),
        tenant=tenant,
        source=source,
        account_id=account_id,
        occurred_at=fact.occurred_at,
        observed_at=fact.observed_at,
        sources=fact.sources,
        signal_id=raised.signal_id,
        reason=reason,
    )
