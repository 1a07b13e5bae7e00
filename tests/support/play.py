"""Plays facts to a ``decide`` and says in words what came of them."""

from collections.abc import Sequence
from typing import Any

from movewatch.policy import DEFAULT_POLICY, Policy
from movewatch.stage import Decide, Decision, Row
from schemas.base import Message
from schemas.facts import ContactFact, ContactLinked, ContactUnlinked, LinkedAnswer, LinkedProfile
from schemas.flow import LEADS_TO
from schemas.signals import SignalRaised, SignalWithdrawn


def play(
    decide: Decide[Any], row: Row, facts: Sequence[Any], policy: Policy = DEFAULT_POLICY
) -> tuple[Any, list[Decision[Any]]]:
    """The row after all facts, and each decision."""
    decisions = []
    for fact in facts:
        decision = decide(row, fact, policy)
        decisions.append(decision)
        _follows_the_flow(fact, decision)
        assert decision.row is not None
        row = decision.row
    return row, decisions


def converse(decide: Decide[Any], rows: dict[str, Any], facts: Sequence[Any]) -> dict[str, list[str]]:
    """What linked contacts say to facts, and to what they tell each other; ``rows`` become what they are then."""
    heard: dict[str, list[str]] = {name: [] for name in rows}
    queue = list(facts)
    while queue:
        fact = queue.pop(0)
        rows[fact.contact_id], (decision,) = play(decide, rows[fact.contact_id], [fact])
        heard[fact.contact_id] += said(decision)
        queue = [output for output in decision.outputs if isinstance(output, ContactFact)] + queue
    return heard


def _follows_the_flow(fact: Any, decision: Decision[Any]) -> None:
    """What a fact leads to stands in the table; a timer may lead to whatever its stage's facts lead to."""
    allowed = LEADS_TO[type(fact)] if type(fact) in LEADS_TO else {one for led in LEADS_TO.values() for one in led}
    assert {type(output) for output in decision.outputs} <= set(allowed), type(fact)


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
        case LinkedAnswer():
            return f"passes on to {output.contact_id}"
        case ContactLinked():
            return f"links {output.contact_id} to {output.other.rsplit('/', 1)[1]}"
        case ContactUnlinked():
            return f"parts {output.contact_id} from {output.other.rsplit('/', 1)[1]}"
    return type(output).__name__
