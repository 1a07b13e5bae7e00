"""What an owner typed is no news to that owner. Pure."""

from typing import Final

from movewatch.accounts.routing import Route
from schemas.base import Key
from schemas.evidence import Verdict
from schemas.keys import split_key
from schemas.signals import Signal
from schemas.suggestions import SuggestionKind

_NO_NEWS: Final = frozenset({SuggestionKind.DEPARTMENTAL_MOVE, SuggestionKind.PROMOTION, SuggestionKind.SUCCESSOR})
"""The kinds that tell what changed, and little more. In the others the step to take is the news."""


def typed_by(route: Route, signal: Signal) -> Verdict:
    """Say whether the owner who would be told typed the change: ``own-edit``, or ``typed-by-somebody-else``."""
    own = route.kind in _NO_NEWS and is_person(signal.changed_by, route.owner.key)
    saw = (f"typed by: {signal.changed_by or 'unknown'}"[:500], f"owner: {route.owner.key}"[:500])
    return Verdict(rule="own-edit", verdict="own-edit" if own else "typed-by-somebody-else", saw=saw)


def is_person(user: str | None, person: Key) -> bool:
    """Whether a user, given as a key or as the CRM's bare id, is this person."""
    if user is None:
        return False
    return user == person or user == split_key(person)[2]
