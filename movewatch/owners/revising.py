"""The next revision of a suggestion, and its end. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from movewatch.evidence import extended
from movewatch.owners.asks import ask
from movewatch.owners.life import TAKEN_UP
from movewatch.owners.redaction import ERASED, redacted
from movewatch.owners.row import Closed, Open, Owner
from movewatch.policy import Policy
from schemas.base import Message, Reason
from schemas.evidence import Verdict
from schemas.suggestions import StateChange, Suggestion, SuggestionState

_HISTORY: Final = 40
"""As schemas.suggestions.Suggestion bounds it; the latest changes are kept."""

_OUTCOMES: Final = frozenset({SuggestionState.WON, SuggestionState.LOST})


def revised(
    row: Owner,
    suggestion: Suggestion,
    state: SuggestionState,
    at: datetime,
    policy: Policy,
    *,
    reason: Reason | None = None,
    verdicts: Iterable[Verdict] = (),
) -> Suggestion:
    """The suggestion in another state, one revision later, to its owner as the directory has them now."""
    change = StateChange(state=state, at=moment(suggestion, at), reason=reason)
    return suggestion.model_copy(
        update={
            "revision": suggestion.revision + 1,
            "state": state,
            "owner": _card(row, suggestion),
            "history": (*suggestion.history[-_HISTORY + 1 :], change),
            "evidence": extended(suggestion.evidence, policy.hash, verdicts),
        }
    )


def _card(row: Owner, suggestion: Suggestion) -> object:
    card = row.card
    return card if card.name else card.model_copy(update={"name": suggestion.owner.name})


def moment(suggestion: Suggestion, at: datetime) -> datetime:
    """When something happens to a suggestion: never before what happened to it last, even if it was reported late."""
    return max(at, suggestion.history[-1].at) if suggestion.history else at


def replaced(row: Owner, entry: Open) -> Owner:
    """The row with the entry in the place of the one with its id."""
    me = entry.suggestion.suggestion_id
    return row.model_copy(
        update={"open": tuple(entry if other.suggestion.suggestion_id == me else other for other in row.open)}
    )


def close(
    row: Owner,
    entry: Open,
    state: SuggestionState,
    at: datetime,
    policy: Policy,
    reason: Reason | None = None,
) -> tuple[Owner, tuple[Message, ...]]:
    """End a suggestion: its last revision, what becomes of the ask, and a short memory of it.

    Nothing of the person stays where the person asked to be forgotten. A case that is over quotes nobody: who is
    forgotten later could not be taken out of it any more.
    """
    before = entry.suggestion
    last = revised(row, before, state, at, policy, reason=reason)
    last = redacted(last) if reason == ERASED else last.model_copy(update={"examples": ()})
    ended_at = last.history[-1].at
    asked = before.state in TAKEN_UP or state in _OUTCOMES
    closed = Closed(
        suggestion_id=last.suggestion_id,
        revision=last.revision,
        state=state,
        kind=last.kind,
        asked=asked,
        at=ended_at,
        forgotten_at=ended_at + timedelta(days=policy.owners.closed_kept_days),
    )
    others = tuple(other for other in row.open if other.suggestion.suggestion_id != last.suggestion_id)
    remembered = (*row.closed, closed)[-policy.owners.closed_suggestions :]
    row = row.model_copy(update={"open": others, "closed": remembered})
    # An ask that was made stays made: the contact is not to be asked again so soon. Others are free again.
    settled = () if before.state in TAKEN_UP else ask(last, "made" if asked else "released", ended_at)
    return row, (last, *settled)
