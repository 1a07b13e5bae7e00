"""Facts for tests, in few words. All people and companies are made up."""

from datetime import UTC, datetime, timedelta
from typing import Any

from schemas.base import SourceRef
from schemas.directory import AccountChanged, Division, OwnerChanged
from schemas.facts import (
    ContactChanged,
    ContactErased,
    ContactLinked,
    ContactRemoved,
    ContactUnlinked,
    FeedbackReceived,
    MilestoneReached,
    ProjectCompleted,
)

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning, on which stories begin."""

TENANT, SOURCE = "t", "crm"
ACCOUNT, OTHER_ACCOUNT = f"{TENANT}/{SOURCE}/acme", f"{TENANT}/{SOURCE}/globex"


def at(days: float = 0) -> datetime:
    """So many days after the beginning."""
    return START + timedelta(days=days)


def key(entity_id: str) -> str:
    """The key of an entity of the usual tenant and source."""
    return f"{TENANT}/{SOURCE}/{entity_id}"


def base(fact_id: str, days: float, **more: Any) -> dict[str, Any]:
    """What every fact carries. The source record follows from the id, so that evidence can be looked at."""
    number = int.from_bytes(fact_id.encode()[-4:], "big")
    return {
        "fact_id": fact_id,
        "tenant": TENANT,
        "source": SOURCE,
        "occurred_at": at(days),
        "observed_at": at(days),
        "sources": (SourceRef(topic="crm-events", partition=0, offset=number),),
        **more,
    }


def changed(
    fact_id: str = "f1",
    days: float = 0,
    *,
    contact: str = "c1",
    late_by: float = 0,
    snapshot: bool = False,
    created: bool = False,
    old: dict[str, Any] | None = None,
    changed_by: str | None = None,
    told_by: str | None = None,
    transaction: str | None = None,
    **fields: Any,
) -> ContactChanged:
    """A change of a contact. ``late_by``: the source recorded it so many days before ``days``."""
    return ContactChanged(
        **base(fact_id, days - late_by),
        contact_id=contact,
        snapshot=snapshot,
        created=created,
        fields=fields,
        old=old,
        changed_by=changed_by,
        told_by=told_by,
        transaction_id=transaction,
    )


def removed(fact_id: str, days: float, how: str, *, contact: str = "c1") -> ContactRemoved:
    """A record deleted, merged or restored."""
    return ContactRemoved(**base(fact_id, days), contact_id=contact, how=how)


def erased(fact_id: str, days: float, *, contact: str = "c1") -> ContactErased:
    """A person asks to be forgotten."""
    return ContactErased(**base(fact_id, days), contact_id=contact)


def completed(
    fact_id: str, days: float, *, contact: str = "c1", project: str = "p1", outcome: str = "success", **more: Any
) -> ProjectCompleted:
    """A project has ended."""
    return ProjectCompleted(
        **base(fact_id, days),
        contact_id=contact,
        project_id=project,
        project=f"Project {project}",
        outcome=outcome,
        **more,
    )


def reached(
    fact_id: str, days: float, milestone: str, *, contact: str = "c1", name: str = "The new ledger", **more: Any
) -> MilestoneReached:
    """Something has gone live, or a contract was renewed."""
    return MilestoneReached(
        **base(fact_id, days),
        contact_id=contact,
        milestone=milestone,
        milestone_id=more.pop("milestone_id", f"m-{milestone}"),
        name=name,
        **more,
    )


def feedback(
    fact_id: str, days: float, score: float | None, *, contact: str = "c1", response: str = "r1", **more: Any
) -> FeedbackReceived:
    """An answer to a survey; NPS unless said otherwise."""
    return FeedbackReceived(**base(fact_id, days), contact_id=contact, response_id=response, score=score, **more)


def linked(fact_id: str, days: float, contact: str, other: str, identifier: str = "linkedin") -> ContactLinked:
    """Two records carry one identifier."""
    return ContactLinked(**base(fact_id, days), contact_id=contact, other=key(other), identifier=identifier)


def unlinked(fact_id: str, days: float, contact: str, other: str, identifier: Any = None) -> ContactUnlinked:
    """Two records are two people."""
    return ContactUnlinked(**base(fact_id, days), contact_id=contact, other=key(other), identifier=identifier)


def account(fact_id: str = "a1", days: float = -1, *, account: str = "acme", **more: Any) -> AccountChanged:
    """What is known of an account."""
    return AccountChanged(**base(fact_id, days), account_id=account, **more)


def division(name: str, owner: str, *, names: tuple[str, ...] = (), functions: tuple[str, ...] = ()) -> Division:
    """A division of an account."""
    return Division(name=name, names=names, functions=functions, owner=key(owner))


def owner(fact_id: str = "o1", days: float = -1, *, owner: str = "anna", **more: Any) -> OwnerChanged:
    """What is known of one of our people."""
    return OwnerChanged(**base(fact_id, days), owner_id=owner, **more)
