"""Plays facts to a ``decide`` and says in words what came of them."""

from collections.abc import Sequence
from typing import Any

from movewatch.policy import DEFAULT_POLICY, Policy
from movewatch.stage import Decide, Decision, Row
from schemas.base import Message
from schemas.facts import ContactLinked, LinkedProfile
from schemas.signals import SignalRaised, SignalWithdrawn


def play(
    decide: Decide[Any], row: Row, facts: Sequence[Any], policy: Policy = DEFAULT_POLICY
) -> tuple[Any, list[Decision[Any]]]:
    """The row after all facts, and each decision."""
    decisions = []
    for fact in facts:
        decision = decide(row, fact, policy)
        decisions.append(decision)
        assert decision.row is not None
        row = decision.row
    return row, decisions


def said(decision: Decision[Any]) -> list[str]:
    """What a contact's decision says: signals, withdrawals and reasons."""
    return [_word(output) for output in decision.outputs] + [f"no: {one.reason}" for one in decision.suppressions]


def _word(output: Message) -> str:
    match output:
        case SignalRaised():
            level = f" ({output.signal.level.value})" if output.signal.level.value != "unknown" else ""
            return f"{output.signal.kind.value}{level}"
        case SignalWithdrawn():
            return f"withdrawn: {output.reason}"
        case LinkedProfile():
            return f"tells {output.contact_id}"
        case ContactLinked():
            return f"links {output.contact_id} to {output.other.rsplit('/', 1)[1]}"
    return type(output).__name__
