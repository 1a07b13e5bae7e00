"""What accounts say, as owners hear it: the two stages joined."""

from typing import Any

from movewatch import accounts, owners
from movewatch.accounts import Account
from movewatch.owners import Owner
from movewatch.policy import DEFAULT_POLICY
from schemas.base import Message
from schemas.directory import OwnerFact
from tests.support.facts import ACCOUNT, account, division, key
from tests.support.signals import raised, signal, withdrawn
from tests.support.suggestions import published

BUYING = division("Buying", "dora", names=("Procurement",))
KNOWN = account(owner=key("anna"), name="Acme", divisions=(BUYING,))


def heard(facts: list[Any]) -> dict[str, list[str]]:
    """What each owner hears, as kind and state, in order."""
    row = Account.empty(ACCOUNT)
    people: dict[str, Owner] = {}
    said: dict[str, list[str]] = {}
    for fact in facts:
        decision = accounts.decide(row, fact, DEFAULT_POLICY)
        assert decision.row is not None
        row = decision.row
        for output in decision.outputs:
            _hear(output, people, said)
    return said


def _hear(output: Message, people: dict[str, Owner], said: dict[str, list[str]]) -> None:
    assert isinstance(output, OwnerFact)
    name = output.owner_id
    person = people.get(name) or Owner.empty(output.entity)
    decision = owners.decide(person, output, DEFAULT_POLICY)  # type: ignore[arg-type]  # an account's facts for owners
    assert decision.row is not None
    people[name] = decision.row
    said.setdefault(name, []).extend(f"{one.kind} {one.state} {one.revision}" for one in published([decision]))


def test_a_move_that_turns_out_to_be_somebody_elses_changes_hands():
    assert heard([KNOWN, raised(signal(after={"department": "Legal"})), raised(signal())]) == {
        "anna": ["departmental-move held 1", "departmental-move retracted 2"],
        "dora": ["hand-over held 1"],
    }


def test_a_correction_of_a_correction_reaches_the_owner():
    assert heard([KNOWN, raised(signal()), withdrawn(), raised(signal(), 0.6)]) == {
        "dora": ["hand-over held 1", "hand-over retracted 2", "hand-over held 3"]
    }


def test_a_crowd_becomes_one_case():
    crowd = [raised(signal("promotion", f"m{n}", contact=f"c{n}", transaction_id="t1")) for n in range(20)]
    said = heard([KNOWN, *crowd])
    held, retracted = ["promotion held 1"] * 4, ["promotion retracted 2"] * 4
    assert said == {"anna": [*held, *retracted, "bulk-case held 1"]}
