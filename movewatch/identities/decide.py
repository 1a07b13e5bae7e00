"""Which contacts are one person, by a hard identifier. Pure. Names never link."""

from itertools import permutations
from typing import Any

from movewatch.identities.row import Identity
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.base import stable_id
from schemas.facts import ContactLinked, ContactUnlinked, IdentifierClaimed
from schemas.keys import split_key
from schemas.ticks import Due


def decide(row: Identity, fact: IdentifierClaimed | Due, policy: Policy) -> Decision[Identity]:
    """Tell both contacts when a second one carries the identifier; when too many do, take that back, and fall silent.

    Args:
        row: who has claimed the identifier so far.
        fact: a further claim. Identities have no timers.
        policy: ``identities.most_contacts`` bounds how many records one person has.
    """
    if isinstance(fact, Due) or row.shared or fact.contact in row.contacts:
        return Decision(row)
    contacts = (*row.contacts, fact.contact)
    if len(contacts) > policy.identities.most_contacts:
        parted = tuple(_unlink(fact, one, other) for one, other in permutations(row.contacts, 2))
        return Decision(row.model_copy(update={"contacts": (), "shared": True}), parted)
    links = tuple(link for other in row.contacts for link in _both_ways(fact, other))
    return Decision(row.model_copy(update={"contacts": contacts}), links)


def _both_ways(fact: IdentifierClaimed, other: str) -> tuple[ContactLinked, ContactLinked]:
    return _link(fact, fact.contact, other), _link(fact, other, fact.contact)


def _link(fact: IdentifierClaimed, contact: str, other: str) -> ContactLinked:
    return ContactLinked(fact_id=stable_id("linked", contact, other, fact.entity), **_of(fact, contact, other))


def _unlink(fact: IdentifierClaimed, contact: str, other: str) -> ContactUnlinked:
    return ContactUnlinked(fact_id=stable_id("unlinked", contact, other, fact.entity), **_of(fact, contact, other))


def _of(fact: IdentifierClaimed, contact: str, other: str) -> dict[str, Any]:
    tenant, source, contact_id = split_key(contact)
    return {
        "tenant": tenant,
        "source": source,
        "contact_id": contact_id,
        "occurred_at": fact.occurred_at,
        "observed_at": fact.observed_at,
        "sources": fact.sources,
        "other": other,
        "identifier": fact.identifier,
    }
