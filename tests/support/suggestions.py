"""Suggestions and what owners make of them, for tests, in few words."""

from datetime import datetime
from typing import Any

from movewatch.stage import Decision
from schemas.base import Message, SourceRef
from schemas.evidence import Evidence
from schemas.facts import AskRecorded
from schemas.signals import AccountAskReleased, SuggestionProposed, SuggestionWithdrawn
from schemas.suggestions import (
    AccountCard,
    AnswerGiven,
    ContactCard,
    OwnerCard,
    OwnerMuted,
    Suggestion,
    SuggestionKind,
)
from tests.support.facts import ACCOUNT, at, base, key

ANNA = key("anna")


def suggestion(
    number: int = 1, days: float = 0, *, kind: str = "departmental-move", settles: float = 1, **more: Any
) -> Suggestion:
    """A suggestion to Anna about one contact each, proposed after so many days, settling so many days later."""
    given: dict[str, Any] = {
        "suggestion_id": f"s{number}",
        "kind": SuggestionKind(kind),
        "tenant": "t",
        "owner": OwnerCard(key=ANNA),
        "contact": ContactCard(key=key(f"c{number}"), name=f"Name of c{number}"),
        "account": AccountCard(key=ACCOUNT, name="Acme"),
        "occurred_at": at(days),
        "proposed_at": at(days),
        "settles_at": at(days + settles),
        "expires_at": at(days + 45),
        "evidence": Evidence(sources=(SourceRef(topic="crm-events", partition=0, offset=number),)),
    }
    return Suggestion(**{**given, **more})


def proposed(number: int = 1, days: float = 0, **more: Any) -> SuggestionProposed:
    """It is proposed to Anna."""
    given = suggestion(number, days, **more)
    return SuggestionProposed(**base(f"p{number}-{days}", days), owner_id="anna", suggestion=given)


def taken_back(number: int = 1, days: float = 0.5, reason: str = "corrected") -> SuggestionWithdrawn:
    """It holds no longer."""
    return SuggestionWithdrawn(
        **base(f"w{number}-{days}", days), owner_id="anna", suggestion_id=f"s{number}", reason=reason
    )


def answered(answer: Any, number: int = 1, days: float = 2, **more: Any) -> AnswerGiven:
    """Anna, or delivery, says what became of it."""
    return AnswerGiven(
        **base(f"{answer}{number}-{days}", days), owner_id="anna", suggestion_id=f"s{number}", answer=answer, **more
    )


def muted(what: Any, value: str, days: float = 0, until: datetime | None = None, unmute: bool = False) -> OwnerMuted:
    """Anna wants to hear no more of it."""
    return OwnerMuted(
        **base(f"mute-{value}", days), owner_id="anna", what=what, value=value, until=until, unmute=unmute
    )


def heard(decision: Decision[Any]) -> list[str]:
    """What an owner's decision says: ``s1 held 1``, ``ask reserved``, ``no: muted-kind``."""
    return [_word(output) for output in decision.outputs] + [f"no: {one.reason}" for one in decision.suppressions]


def _word(output: Message) -> str:
    match output:
        case Suggestion():
            reason = output.history[-1].reason
            return f"{output.suggestion_id} {output.state} {output.revision}" + (f": {reason}" if reason else "")
        case AskRecorded():
            return f"ask {output.state}"
        case AccountAskReleased():
            return f"{output.account_id} not asked"
    return type(output).__name__


def published(decisions: list[Decision[Any]]) -> list[Suggestion]:
    """Every revision, in order."""
    return [output for decision in decisions for output in decision.outputs if isinstance(output, Suggestion)]
