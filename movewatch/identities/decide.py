"""Which contacts are one person, by a hard identifier. Pure. Names never link."""

from movewatch.identities.row import Identity
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.base import stable_id
from schemas.facts import ContactLinked, IdentifierClaimed
from schemas.keys import split_key
from schemas.ticks import Due


def decide(row: Identity, fact: IdentifierClaimed | Due, policy: Policy) -> Decision[Identity]:
    """Tell both contacts when a second one carries the identifier; fall silent when too many do.

    Args:
        row: who has claimed the identifier so far.
        fact: a further claim. Identities have no timers.
        policy: ``identities.most_contacts`` bounds how many records one person has.
    """
    if isinstance(fact, Due) or row.shared or fact.contact in row.contacts:
        return Decision(row)
    contacts = (*row.contacts, fact.contact)
    if len(contacts) > policy.identities.most_contacts:
        return Decision(row.model_copy(update={"contacts": (), "shared": True}))
    links = tuple(link for other in row.contacts for link in _both_ways(fact, other))
    return Decision(row.model_copy(update={"contacts": contacts}), links)


def _both_ways(fact: IdentifierClaimed, other: str) -> tuple[ContactLinked, ContactLinked]:
    return _link(fact, fact.contact, other), _link(fact, other, fact.contact)


def _link(fact: IdentifierClaimed, contact: str, other: str) -> ContactLinked:
    tenant, source, contact_id = split_key(contact)
    return ContactLinked(
        fact_id=stable_id("linked", contact, other),
        tenant=tenant,
        source=source,
        contact_id=contact_id,
        occurred_at=fact.occurred_at,
        observed_at=fact.observed_at,
        sources=fact.sources,
        other=other,
        identifier=fact.identifier,
    )
