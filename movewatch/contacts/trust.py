"""How sure a movement is, by what was read and by who told it. Pure.

Source: feeds that discover moves are trusted differently, and two that agree are trusted more (crm-formats, "Which
fields carry a move").
"""

from typing import Final

from movewatch.classifiers.companies import CompanyEvidence, Verdict, same_company
from movewatch.contacts.movements import Movement
from movewatch.contacts.row import Contact
from movewatch.policy import Policy
from schemas.evidence import Employment
from schemas.facts import ContactChanged
from schemas.keys import split_key
from schemas.signals import SignalKind

MOST_WITNESSES: Final = 10
"""As many as a signal names (schemas.signals)."""


def witnesses(row: Contact, fact: ContactChanged, earlier: tuple[str, ...]) -> tuple[str, ...]:
    """The sources that have told of a movement, each once: the feed that found it out, else the record's own."""
    teller = (fact.told_by or split_key(row.key)[1]).lower()
    return tuple(dict.fromkeys((*earlier, teller)))[:MOST_WITNESSES]


def confidence_of(
    row: Contact, movement: Movement, after: Employment, told_by: tuple[str, ...], policy: Policy
) -> float:
    """From 0 to 1: the reading, by the trust in who told it; more where another source says the same."""
    sources = set(told_by)
    if movement.kind is SignalKind.NEW_COMPANY:
        sources |= _agreeing(row, after, policy)
    doubt = 1.0
    for source in sorted(sources):
        doubt *= 1 - movement.confidence * trust_in(source, policy)
    return round(1 - doubt, 4)


def trust_in(source: str, policy: Policy) -> float:
    """How far a source is believed, from 0 to 1."""
    return dict(policy.movements.trust).get(source.lower(), 1.0)


def _agreeing(row: Contact, after: Employment, policy: Policy) -> set[str]:
    """The sources of linked records that have the person at the same new company, besides the record's own."""
    now = CompanyEvidence(after.company, after.email_domain)
    own = split_key(row.key)[1].lower()
    return {
        source
        for link in row.links
        if link.profile is not None
        and (source := split_key(link.other)[1].lower()) != own
        and same_company(
            CompanyEvidence(link.profile.company, link.profile.email_domain), now, policy.classifiers
        ).verdict
        is Verdict.SAME
    }
