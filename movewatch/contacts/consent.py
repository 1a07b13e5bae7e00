"""What a person has agreed to or refused, for each purpose, and what may therefore not be suggested. Pure.

The latest word counts, whichever record of the person has it; of two at one time the refusal does. Where nothing was
said, the policy's section ``consent`` says for which purposes we need a yes.
"""

from collections.abc import Callable
from typing import Any, Final, cast

from movewatch.contacts.row import Contact, Raised
from movewatch.contacts.signals import suppressed, withdraw
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.base import Message, Reason
from schemas.consent import CONSENT_FIELDS, Consent, Purpose
from schemas.evidence import Evidence
from schemas.facts import ContactFact
from schemas.signals import MILESTONES, SignalKind

_NEEDS: Final[dict[SignalKind, Purpose]] = {
    SignalKind.DEPARTMENTAL_MOVE: "outreach",
    SignalKind.NEW_COMPANY: "outreach",
    SignalKind.PROMOTION: "outreach",
    **dict.fromkeys(MILESTONES, "reference"),
}
"""What each signal leads to. Of a departure the account hears, and nobody writes to the person."""


def told_here(row: Contact) -> tuple[Consent, ...]:
    """What this record has been told."""
    fields = cast("dict[str, Any]", row.fields)
    found = []
    for purpose, field in CONSENT_FIELDS.items():
        given, at = fields.get(field), row.seen.get(field)
        if isinstance(given, bool) and at is not None:
            found.append(Consent(purpose=purpose, given=given, at=at, record=row.key))
    return tuple(found)


def consents(row: Contact) -> tuple[Consent, ...]:
    """The latest word on each purpose of which anything was said, by this record or one linked to it."""
    latest: dict[Purpose, Consent] = {}
    linked = (one for link in row.links if link.profile is not None for one in link.profile.consents)
    for one in (*told_here(row), *linked):
        known = latest.get(one.purpose)
        if known is None or (one.at, not one.given, one.record) > (known.at, not known.given, known.record):
            latest[one.purpose] = one
    return tuple(latest[purpose] for purpose in CONSENT_FIELDS if purpose in latest)


def lacking(row: Contact, kind: SignalKind, policy: Policy) -> Reason | None:
    """Why a signal of this kind may not be told, or None."""
    purpose = _NEEDS.get(kind)
    if purpose is None:
        return None
    said = next((one for one in consents(row) if one.purpose == purpose), None)
    if said is None:
        return f"no-{purpose}-consent" if purpose in policy.consent.needed else None
    return None if said.given else f"refused-{purpose}"


def take_back(row: Contact, fact: ContactFact, policy: Policy) -> Decision[Contact]:
    """Take back what the person no longer agrees to, whether it has settled or not."""
    outputs: list[Message] = []
    reasons: set[Reason] = set()
    for kind in dict.fromkeys(one.kind for one in row.raised if not one.withdrawn):
        reason = lacking(row, kind, policy)
        if reason is not None:
            row, withdrawals = withdraw(row, _is_of(kind), reason, fact)
            outputs += withdrawals
            reasons.add(reason)
    evidence = Evidence(sources=fact.sources, policy=policy.hash)
    return Decision(row, tuple(outputs), tuple(suppressed(row, fact, reason, evidence) for reason in sorted(reasons)))


def _is_of(kind: SignalKind) -> Callable[[Raised], bool]:
    return lambda one: one.kind is kind
