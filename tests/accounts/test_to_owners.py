"""What accounts say, as owners hear it: the two stages joined."""

from typing import Any

import pytest

from movewatch import accounts, owners
from movewatch.accounts import Account
from movewatch.owners import Owner
from movewatch.policy import DEFAULT_POLICY
from schemas.base import Message
from schemas.directory import AccountFact, OwnerFact
from schemas.signals import SuggestionProposed, SuggestionWithdrawn
from schemas.suggestions import AnswerGiven
from schemas.ticks import Due
from tests.support.facts import ACCOUNT, account, at, base, division, key, owner
from tests.support.play import play
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


def praised(number: int) -> Any:
    return raised(signal("project-praised", f"s{number}", number / 10, contact=f"c{number}"))


PRAISES = DEFAULT_POLICY.asks.account_per_quarter
ENDS: list[tuple[int, list[str], bool]] = [
    # 1. Three references are waiting: a fourth is too many.
    (1, [], False),
    # 2. One was dismissed, or taken back: there is room again.
    (2, ["delivered", "dismissed"], True),
    (3, ["withdrawn"], True),
    # 4. One was asked, whatever came of it.
    (4, ["delivered", "accepted"], False),
    (5, ["delivered", "accepted", "dismissed"], False),
    (6, ["delivered", "lost"], False),
]


@pytest.mark.parametrize(("number", "answers", "room"), ENDS, ids=[str(case[0]) for case in ENDS])
def test_a_reference_that_is_not_asked_uses_up_nothing(number: int, answers: list[str], room: bool):
    row, decisions = play(accounts.decide, Account.empty(ACCOUNT), [KNOWN, *(praised(n) for n in range(PRAISES))])
    told = [output for decision in decisions for output in decision.outputs]
    person, _ = play(owners.decide, Owner.empty(key("anna")), [owner(email="a@example.com"), *told, Due(at(2))])
    suggestion_id = person.open[0].suggestion.suggestion_id
    for answer in answers:
        about = {**base(answer, 3), "owner_id": "anna", "suggestion_id": suggestion_id}
        fact: Any = (
            SuggestionWithdrawn(**about, reason="corrected")
            if answer == "withdrawn"
            else AnswerGiven(**about, answer=answer)
        )
        person, (decision,) = play(owners.decide, person, [fact])
        row, _ = play(accounts.decide, row, [o for o in decision.outputs if isinstance(o, AccountFact)])
    _, (last,) = play(accounts.decide, row, [raised(signal("project-praised", "s9", 4, contact="c9"))])
    assert bool(last.outputs) == room, f"case {number}"


def test_a_crowd_becomes_one_case():
    crowd = [raised(signal("promotion", f"m{n}", contact=f"c{n}", transaction_id="t1")) for n in range(20)]
    said = heard([KNOWN, *crowd])
    held, retracted = ["promotion held 1"] * 4, ["promotion retracted 2"] * 4
    assert said == {"anna": [*held, *retracted, "bulk-case held 1"]}


def test_a_question_stays_a_question_on_its_way_to_the_owner():
    weak = signal(confidence=0.4, question=True)
    decision = accounts.decide(
        accounts.decide(Account.empty(ACCOUNT), KNOWN, DEFAULT_POLICY).row, raised(weak), DEFAULT_POLICY
    )
    (told,) = (output for output in decision.outputs if isinstance(output, SuggestionProposed))
    assert (told.suggestion.confidence, told.suggestion.question) == (0.4, True)
