"""Signals and what accounts say of them, for tests, in few words."""

from typing import Any

from movewatch.stage import Decision
from schemas.base import Message, SourceRef
from schemas.directory import OpportunityChanged, ProblemSpotted
from schemas.evidence import Employment, Evidence
from schemas.signals import (
    ArrivalWithdrawn,
    ContactArrived,
    Origin,
    Signal,
    SignalKind,
    SignalRaised,
    SignalWithdrawn,
    SuggestionProposed,
    SuggestionWithdrawn,
)
from schemas.suggestions import AccountCard, ContactCard, Suggestion
from tests.support.facts import ACCOUNT, OTHER_ACCOUNT, at, base, key

HELD = {"title": "Controller", "department": "Finance", "company": "Acme", "account": ACCOUNT}
HOLDS = {
    SignalKind.DEPARTMENTAL_MOVE: {"department": "Procurement"},
    SignalKind.NEW_COMPANY: {"company": "Globex", "account": OTHER_ACCOUNT, "title": "CFO"},
    SignalKind.PROMOTION: {"title": "CFO"},
}


def signal(
    kind: str = "departmental-move",
    signal_id: str = "s1",
    days: float = 0,
    *,
    contact: str = "c1",
    owner: str | None = "carl",
    changed_by: str | None = None,
    after: dict[str, Any] | None = None,
    **more: Any,
) -> Signal:
    """A signal. ``after``: what differs from the usual employment after a signal of this kind."""
    what = SignalKind(kind)
    holds = HOLDS.get(what)
    offset = int.from_bytes(signal_id.encode()[-4:], "big")
    return Signal(
        signal_id=signal_id,
        kind=what,
        contact=ContactCard(key=key(contact), name=f"Name of {contact}"),
        owner=key(owner) if owner else None,
        changed_by=changed_by,
        before=Employment(**HELD),
        after=Employment(**{**HELD, **holds, **(after or {})}) if holds is not None else None,
        occurred_at=at(days),
        noticed_at=at(days),
        settles_at=at(days + 1),
        evidence=Evidence(sources=(SourceRef(topic="crm-events", partition=0, offset=offset),)),
        **more,
    )


def raised(given: Signal, days: float | None = None, account: str = "acme") -> SignalRaised:
    """A contact of the account gave the signal."""
    more = {"account_id": account, "signal": given, "sources": given.evidence.sources}
    fact = base(f"raised-{given.signal_id}", 0, **more)
    when = given.noticed_at if days is None else at(days)
    return SignalRaised(**{**fact, "observed_at": when, "occurred_at": given.occurred_at})


def withdrawn(
    signal_id: str = "s1", days: float = 0.5, account: str = "acme", reason: str = "corrected"
) -> SignalWithdrawn:
    """The signal holds no longer."""
    return SignalWithdrawn(**base(f"w-{signal_id}", days), account_id=account, signal_id=signal_id, reason=reason)


def arrived(given: Signal, account: str = "globex", **origin: Any) -> ContactArrived:
    """A contact of Acme has joined the account. ``origin``: what Acme says of itself."""
    said = Origin(account=AccountCard(key=ACCOUNT, name="Acme", status="customer"), **origin)
    fact = base(f"arrived-{given.signal_id}", 0, account_id=account, signal=given, origin=said)
    return ContactArrived(**{**fact, "observed_at": given.noticed_at, "sources": given.evidence.sources})


def gone(signal_id: str = "s1", days: float = 0.5, account: str = "globex") -> ArrivalWithdrawn:
    """The contact has not joined the account after all."""
    return ArrivalWithdrawn(**base(f"g-{signal_id}", days), account_id=account, signal_id=signal_id, reason="corrected")


def spotted(problem: str = "b1", days: float = -1, **more: Any) -> ProblemSpotted:
    """Somebody saw a problem at Acme."""
    return ProblemSpotted(**base(problem, days), account_id="acme", problem_id=problem, summary=f"P {problem}", **more)


def deal(opportunity: str = "d1", days: float = -1, account: str = "globex", **more: Any) -> OpportunityChanged:
    """Something is being negotiated with an account."""
    fact = base(f"{opportunity}-{days}-{account}", days, account_id=account)
    return OpportunityChanged(**fact, opportunity_id=opportunity, **{"stage": "open", **more})


def words(decision: Decision[Any]) -> list[str]:
    """What an account's decision says: to whom, what, and why not."""
    return [_word(output) for output in decision.outputs] + [f"no: {one.reason}" for one in decision.suppressions]


def _word(output: Message) -> str:
    match output:
        case SuggestionProposed():
            return suggested(output.suggestion)
        case SuggestionWithdrawn():
            return f"{output.owner_id} no longer: {output.reason}"
        case ContactArrived():
            return f"arrives at {output.account_id}"
        case ArrivalWithdrawn():
            return f"not at {output.account_id}: {output.reason}"
    return type(output).__name__


def suggested(suggestion: Suggestion) -> str:
    """The kind, the owner, and who introduces: ``hand-over to dora via carl``."""
    via = f" via {_id(suggestion.introducer.key)}" if suggestion.introducer else ""
    many = f" of {suggestion.members}" if suggestion.members else ""
    return f"{suggestion.kind}{many} to {_id(suggestion.owner.key)}{via}"


def _id(key_: str) -> str:
    return key_.rsplit("/", 1)[1]


def proposals(decisions: list[Decision[Any]]) -> list[Suggestion]:
    """Every suggestion proposed, in order."""
    return [o.suggestion for d in decisions for o in d.outputs if isinstance(o, SuggestionProposed)]
