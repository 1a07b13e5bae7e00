"""The life of a suggestion: which answer is allowed in which state, and what follows. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from schemas.suggestions import SuggestionState as State


@dataclass(frozen=True, slots=True)
class Step:
    """From which states an answer leads where."""

    allowed: frozenset[State]
    leads_to: State


_TOLD: Final = frozenset({State.RELEASED, State.DELIVERED, State.SNOOZED})
_TAKEN_UP: Final = frozenset({State.ACCEPTED, State.EDITED})

STEPS: Final[Mapping[str, Step]] = MappingProxyType(
    {
        "delivered": Step(frozenset({State.RELEASED}), State.DELIVERED),
        "accepted": Step(_TOLD | {State.EDITED}, State.ACCEPTED),
        "edited": Step(_TOLD | {State.ACCEPTED}, State.EDITED),
        "dismissed": Step(_TOLD | _TAKEN_UP, State.DISMISSED),
        "snoozed": Step(_TOLD, State.SNOOZED),
        "won": Step(frozenset({State.DELIVERED}) | _TAKEN_UP, State.WON),
        "lost": Step(frozenset({State.DELIVERED}) | _TAKEN_UP, State.LOST),
    }
)
"""An owner may answer before the mail is reported as delivered; an outcome needs one who has read it."""

UNTOLD: Final = frozenset({State.HELD, State.RELEASED})
"""Not delivered yet, as far as is known: its content may still be replaced."""

RETRACTABLE: Final = UNTOLD | {State.SNOOZED}
"""What may be taken back: not delivered, or to be told again."""

TAKEN_UP: Final = _TAKEN_UP
"""The owner works on it: the ask counts as made, and it does not expire unanswered."""


def step(state: State, answer: str) -> State | None:
    """The state that follows, or None where the answer is not allowed."""
    known = STEPS.get(answer)
    return known.leads_to if known is not None and state in known.allowed else None
