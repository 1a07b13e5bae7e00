"""What follows from a fact about one person. Pure.

This file only finds the rule's room; the rules are beside it.
"""

from collections.abc import Callable
from typing import Any, Final

from movewatch.contacts import apart, changes, links, milestones, removal
from movewatch.contacts.row import Contact
from movewatch.contacts.signals import settle, suppressed
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.evidence import Evidence
from schemas.facts import (
    AskRecorded,
    ContactChanged,
    ContactErased,
    ContactFact,
    ContactLinked,
    ContactRemoved,
    ContactUnlinked,
    FeedbackReceived,
    LinkedAnswer,
    LinkedProfile,
    MilestoneReached,
    ProjectCompleted,
)
from schemas.ticks import Due


def decide(row: Contact, fact: ContactFact | Due, policy: Policy) -> Decision[Contact]:
    """Say what a fact changes about a contact, which signals it gives, and why it gives none.

    Args:
        row: what is held of the contact.
        fact: a fact of ``contact-facts``, or a timer of the row.
        policy: the numbers.

    A fact that was seen before changes nothing. After an erasure nothing about the person is kept.
    """
    if isinstance(fact, Due):
        return milestones.on_timer(settle(row, fact.at), fact.at, policy)
    if row.erased_at is not None and not isinstance(fact, ContactErased):
        return removal.after_erasure(row, fact, policy)
    if fact.fact_id in row.facts:
        return _not(row, fact, "duplicate", policy)
    # What has settled by the fact's own time has settled, however late the tick: ticks must not change what is said.
    decision = _decide(settle(row, fact.observed_at), fact, policy)
    if decision.row is None or decision.row is row:
        return decision
    kept = (*decision.row.facts, fact.fact_id)[-policy.movements.remembered_facts :]
    return Decision(decision.row.with_(facts=kept), decision.outputs, decision.suppressions)


def _decide(row: Contact, fact: ContactFact, policy: Policy) -> Decision[Contact]:
    rule = _RULES.get(type(fact))
    if rule is None:
        raise TypeError(f"contact-facts carry no {type(fact).__name__}")
    return rule(row, fact, policy)


def _not(row: Contact, fact: ContactFact, reason: str, policy: Policy) -> Decision[Contact]:
    evidence = Evidence(sources=fact.sources, policy=policy.hash)
    return Decision(row, suppressions=(suppressed(row, fact, reason, evidence),))


_RULES: Final[dict[type[ContactFact], Callable[[Contact, Any, Policy], Decision[Contact]]]] = {
    ContactChanged: changes.decide,
    ContactRemoved: removal.on_removed,
    ContactErased: removal.on_erased,
    ContactLinked: links.on_link,
    ContactUnlinked: apart.on_unlink,
    LinkedProfile: removal.on_profile,
    ProjectCompleted: milestones.on_project,
    MilestoneReached: milestones.on_milestone,
    FeedbackReceived: milestones.on_feedback,
    LinkedAnswer: milestones.on_linked_answer,
    AskRecorded: milestones.on_ask,
}
