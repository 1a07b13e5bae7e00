"""How sure a movement is, by what was read and by who told it. Pure.

Source: feeds that discover moves are trusted differently, and two that agree are trusted more (crm-formats, "Which
fields carry a move").
"""

from movewatch.classifiers.companies import CompanyEvidence, Verdict, same_company
from movewatch.contacts.movements import Movement
from movewatch.contacts.row import Contact
from movewatch.policy import Policy
from schemas.evidence import Employment
from schemas.keys import split_key
from schemas.signals import SignalKind


def confidence_of(row: Contact, movement: Movement, after: Employment, policy: Policy) -> float:
    """From 0 to 1: the reading, by the trust in its source; more where a record of another source says the same."""
    own = split_key(row.key)[1]
    doubt = 1 - movement.confidence * trust_in(own, policy)
    if movement.kind is SignalKind.NEW_COMPANY:
        for source in sorted(_agreeing(row, after, policy) - {own}):
            doubt *= 1 - movement.confidence * trust_in(source, policy)
    return round(1 - doubt, 4)


def trust_in(source: str, policy: Policy) -> float:
    """How far a source is believed, from 0 to 1."""
    return dict(policy.movements.trust).get(source.lower(), 1.0)


def _agreeing(row: Contact, after: Employment, policy: Policy) -> set[str]:
    """The sources of linked records that have the person at the same new company."""
    now = CompanyEvidence(after.company, after.email_domain)
    return {
        split_key(link.other)[1]
        for link in row.links
        if link.profile is not None
        and same_company(
            CompanyEvidence(link.profile.company, link.profile.email_domain), now, policy.classifiers
        ).verdict
        is Verdict.SAME
    }
