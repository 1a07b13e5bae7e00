"""How many open suggestions an owner's row holds. Pure."""

from datetime import datetime

from movewatch.owners.life import TAKEN_UP
from movewatch.owners.revising import close
from movewatch.owners.row import MAX_OPEN_BYTES, Open, Owner
from movewatch.policy import Policy
from schemas.base import Id, Message
from schemas.suggestions import SuggestionState


def within_bounds(row: Owner, newest: Id, at: datetime, policy: Policy) -> tuple[Owner, tuple[Message, ...]]:
    """Let the oldest expire until the row is within its bounds again; the newest stays.

    First goes what is held, then what was told and not taken up, last what the owner works on. So many open
    suggestions mean that nobody works on them (UserGems: a holding-queue problem).
    """
    outputs: list[Message] = []
    while _too_many(row, policy) and (victim := _victim(row, newest)) is not None:
        row, said = close(row, victim, SuggestionState.EXPIRED, at, policy, "queue-full")
        outputs.extend(said)
    return row, tuple(outputs)


def _too_many(row: Owner, policy: Policy) -> bool:
    return len(row.open) > policy.owners.open_suggestions or sum(entry.size for entry in row.open) > MAX_OPEN_BYTES


def _victim(row: Owner, newest: Id) -> Open | None:
    others = [entry for entry in row.open if entry.suggestion.suggestion_id != newest]
    return min(others, key=_worth, default=None)


def _worth(entry: Open) -> tuple[int, datetime, Id]:
    suggestion = entry.suggestion
    return _rank(suggestion.state), suggestion.proposed_at, suggestion.suggestion_id


def _rank(state: SuggestionState) -> int:
    if state is SuggestionState.HELD:
        return 0
    return 2 if state in TAKEN_UP else 1
