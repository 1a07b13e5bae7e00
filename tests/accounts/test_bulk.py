"""The proof of bulk: when many changes are one case, and what is told of it."""

from typing import Any

import pytest

from movewatch.accounts import Account, decide
from movewatch.policy import BulkPolicy, MovementPolicy, Policy
from movewatch.stage import Decision
from schemas.signals import SignalRaised
from schemas.ticks import Due
from tests.support.facts import ACCOUNT, OTHER_ACCOUNT, account, at, key
from tests.support.play import play
from tests.support.signals import arrived, proposals, raised, signal, withdrawn, words

MINUTE = 1 / 1440
KNOWN = account(name="Acme", owner=key("anna"), status="customer")
POLICY = Policy(bulk=BulkPolicy(transaction_contacts=3, hourly_contacts=4))


def moves(
    count: int,
    *,
    every: float = 0,
    start: float = 0,
    transaction: str | None = None,
    name: str = "m",
    contact: str | None = None,
    kind: str = "departmental-move",
) -> list[SignalRaised]:
    """So many contacts move, one after another, ``every`` so many minutes from ``start`` on."""
    return [
        raised(
            signal(
                kind,
                f"{name}{n}",
                (start + n * every) * MINUTE,
                contact=contact or f"{name}{n}",
                transaction_id=transaction,
            )
        )
        for n in range(count)
    ]


def outcome(decisions: list[Decision[Any]]) -> dict[str, int]:
    """How often each thing was said."""
    said = [word for decision in decisions for word in words(decision)]
    return {word: said.count(word) for word in dict.fromkeys(said)}


LEAD = "departmental-move to anna"
BACK = "anna no longer: bulk"

CASES: list[tuple[int, list[Any], dict[str, int]]] = [
    # 1. Two in one transaction are two leads.
    (1, moves(2, transaction="t1"), {LEAD: 2}),
    # 2. The third makes it one case: the two are taken back, the third is not told by itself.
    (2, moves(3, transaction="t1"), {LEAD: 2, BACK: 2, "bulk-case of 3 to anna": 1, "no: bulk": 1}),
    # 3. Whoever follows belongs to it, and nobody is told again for each.
    (3, moves(30, transaction="t1"), {LEAD: 2, BACK: 2, "bulk-case of 3 to anna": 1, "no: bulk": 28}),
    # 4. One contact with several signals is one contact.
    (4, moves(3, transaction="t1", contact="c1"), {LEAD: 3}),
    # 5. Two transactions with two each.
    (5, [*moves(2, transaction="t1"), *moves(2, transaction="t2", name="n")], {LEAD: 4}),
    # 6. Four within an hour are four leads; so is each of a slow stream.
    (6, moves(4, every=1), {LEAD: 4}),
    (7, moves(9, every=16), {LEAD: 9}),
    # 8. More than four within an hour are a case, without any transaction.
    (8, moves(6, every=1), {LEAD: 4, BACK: 4, "bulk-case of 5 to anna": 1, "no: bulk": 2}),
    # 9. An hour to the minute still counts, a minute more does not.
    (9, moves(5, every=15), {LEAD: 4, BACK: 4, "bulk-case of 5 to anna": 1, "no: bulk": 1}),
    (10, moves(5, every=15.25), {LEAD: 5}),
    # 11. A transaction's case takes in what else makes it a crowd: one decision for a person.
    (
        11,
        [*moves(3, transaction="t1"), *moves(2, name="n")],
        {LEAD: 3, BACK: 3, "bulk-case of 3 to anna": 1, "no: bulk": 2},
    ),
    # 12. Once it is quiet for an hour, a single move is a lead again.
    (
        12,
        [*moves(5), *moves(1, start=61, name="n")],
        {LEAD: 5, BACK: 4, "bulk-case of 5 to anna": 1, "no: bulk": 1},
    ),
    # 13. Another crowd on another day is another case.
    (
        13,
        [*moves(5), *moves(5, start=2000, name="n")],
        {LEAD: 8, BACK: 8, "bulk-case of 5 to anna": 2, "no: bulk": 2},
    ),
    # 14. Different movements at one time are one crowd: a reorganisation does not only move people.
    (
        14,
        [*moves(2, transaction="t1"), *moves(1, transaction="t1", name="n", kind="departure")],
        {LEAD: 2, BACK: 2, "bulk-case of 3 to anna": 1, "no: bulk": 1},
    ),
    # 15. Praise is not a change.
    (
        15,
        moves(3, transaction="t1", kind="project-praised"),
        {"reference-request to anna": 3},
    ),
]


@pytest.mark.parametrize(("number", "facts", "expected"), CASES, ids=[str(case[0]) for case in CASES])
def test_bulk(number: int, facts: list[Any], expected: dict[str, int]):
    _, decisions = play(decide, Account.empty(ACCOUNT), [KNOWN, *facts], POLICY)
    assert outcome(decisions) == expected, f"case {number}"


def test_the_case_says_in_words_what_changed_and_why_it_is_one():
    _, decisions = play(decide, Account.empty(ACCOUNT), [KNOWN, *moves(3, transaction="t1")], POLICY)
    case = proposals(decisions)[-1]
    assert case.examples == tuple(f"Name of m{n}: Finance -> Procurement" for n in range(3))
    assert case.contact is None
    assert case.account.name == "Acme"
    (verdict,) = case.evidence.verdicts
    assert (verdict.verdict, verdict.saw) == ("one-transaction", ("episode: t1", "contacts so far: 3"))
    assert len(case.evidence.sources) == 3


def test_each_member_that_is_not_told_is_accounted_for():
    _, decisions = play(decide, Account.empty(ACCOUNT), [KNOWN, *moves(3, transaction="t1")], POLICY)
    (suppression,) = decisions[-1].suppressions
    assert suppression.signal_id == "m2"
    assert suppression.evidence.sources
    assert suppression.evidence.verdicts[-1].rule == "bulk"


def test_the_final_number_is_told_once_by_timer():
    row, decisions = play(decide, Account.empty(ACCOUNT), [KNOWN, *moves(30, transaction="t1")], POLICY)
    opened = proposals(decisions)[-1]
    assert row.due_at == at(60 * MINUTE)
    decision = decide(row, Due(at(60 * MINUTE)), POLICY)
    (settled,) = proposals([decision])
    assert (settled.members, settled.suggestion_id) == (30, opened.suggestion_id)
    assert settled.settles_at == opened.settles_at > at(60 * MINUTE)
    assert decision.row is not None
    assert decision.row.due_at is None


def test_a_number_that_did_not_change_is_not_told_again():
    row, _ = play(decide, Account.empty(ACCOUNT), [KNOWN, *moves(3, transaction="t1")], POLICY)
    assert words(decide(row, Due(at(60 * MINUTE)), POLICY)) == []


def test_a_case_is_not_released_before_it_has_gathered_even_without_a_settling_time():
    policy = Policy(bulk=POLICY.bulk, movements=MovementPolicy(settling_hours=0))
    row, decisions = play(decide, Account.empty(ACCOUNT), [KNOWN, *moves(3, transaction="t1")], policy)
    assert row.due_at is not None
    assert proposals(decisions)[-1].settles_at > row.due_at


def test_latecomers_of_a_transaction_make_it_gather_again():
    row, _ = play(decide, Account.empty(ACCOUNT), [KNOWN, *moves(3, transaction="t1")], POLICY)
    row, _ = play(decide, row, [Due(at(60 * MINUTE)), *moves(1, start=300, transaction="t1", name="late")], POLICY)
    assert row.due_at == at(360 * MINUTE)
    assert words(decide(row, Due(at(360 * MINUTE)), POLICY)) == ["bulk-case of 4 to anna"]


def test_a_member_raised_again_is_still_a_member():
    facts = [KNOWN, *moves(5), raised(signal(signal_id="m1", days=3, contact="m1", after={"title": "CPO"}))]
    row, decisions = play(decide, Account.empty(ACCOUNT), facts, POLICY)
    assert words(decisions[-1]) == ["no: bulk"]
    assert row.cases[0].members == 5


def test_a_withdrawn_member_is_no_longer_quoted():
    row, _ = play(decide, Account.empty(ACCOUNT), [KNOWN, *moves(3, transaction="t1")], POLICY)
    row, decisions = play(decide, row, [withdrawn("m1", 0.5, reason="erased"), Due(at(60 * MINUTE))], POLICY)
    (settled,) = proposals(decisions)
    assert settled.examples == tuple(f"Name of m{n}: Finance -> Procurement" for n in (0, 2))
    assert "m1" not in row.to_json().decode()


def test_a_withdrawn_signal_does_not_count_towards_a_case():
    facts = [KNOWN, *moves(2, transaction="t1"), withdrawn("m0"), *moves(1, transaction="t1", name="n")]
    _, decisions = play(decide, Account.empty(ACCOUNT), facts, POLICY)
    assert outcome(decisions) == {LEAD: 3, "anna no longer: corrected": 1}


def test_what_was_sent_on_is_taken_back():
    _, decisions = play(
        decide, Account.empty(ACCOUNT), [KNOWN, *moves(3, transaction="t1", kind="new-company")], POLICY
    )
    assert outcome(decisions) == {
        "arrives at globex": 2,
        "not at globex: bulk": 2,
        "bulk-case of 3 to anna": 1,
        "no: bulk": 1,
    }


def test_many_who_arrive_are_a_case_of_the_account_joined():
    given = [signal("new-company", f"m{n}", contact=f"m{n}", transaction_id="t1") for n in range(4)]
    facts = [account(account="globex", owner=key("gina")), *(arrived(one) for one in given)]
    _, decisions = play(decide, Account.empty(OTHER_ACCOUNT), facts, POLICY)
    assert outcome(decisions) == {
        "new-company to gina via carl": 2,
        "gina no longer: bulk": 2,
        "bulk-case of 3 to gina": 1,
        "no: bulk": 2,
    }


def test_those_who_arrive_and_those_who_leave_are_counted_apart():
    here = signal("new-company", "a1", contact="a1", transaction_id="t1")
    facts = [account(account="globex", owner=key("anna")), *moves(2, transaction="t1"), arrived(here)]
    _, decisions = play(decide, Account.empty(OTHER_ACCOUNT), facts, POLICY)
    assert outcome(decisions) == {LEAD: 2, "new-company to anna via carl": 1}


def test_a_case_that_nobody_is_responsible_for_waits_for_an_owner():
    leaving = [signal("new-company", f"m{n}", contact=f"m{n}", owner=None, transaction_id="t1") for n in range(3)]
    row, decisions = play(decide, Account.empty(ACCOUNT), [raised(one) for one in leaving], POLICY)
    assert outcome(decisions) == {"arrives at globex": 2, "not at globex: bulk": 2, "no: bulk": 1}
    row, decisions = play(decide, row, [Due(at(60 * MINUTE)), account(days=1, owner=key("anna"))], POLICY)
    assert outcome(decisions) == {"no: no-owner": 1}
    assert row.due_at == at(1)
    assert words(decide(row, Due(at(1)), POLICY)) == ["bulk-case of 3 to anna"]


def test_a_case_goes_to_the_owner_of_a_contact_where_the_account_has_none():
    given = [signal(signal_id=f"m{n}", contact=f"m{n}", transaction_id="t1") for n in range(3)]
    _, decisions = play(decide, Account.empty(ACCOUNT), [raised(one) for one in given], POLICY)
    back = "carl no longer: bulk"
    assert words(decisions[-1]) == [back, back, "bulk-case of 3 to carl", "no: bulk"]


def test_many_that_waited_for_an_owner_are_a_case_once_there_is_one():
    given = [signal(signal_id=f"m{n}", contact=f"m{n}", owner=None, transaction_id="t1") for n in range(3)]
    facts = [*(raised(one) for one in given), account(days=1, owner=key("anna"))]
    _, decisions = play(decide, Account.empty(ACCOUNT), facts, POLICY)
    assert words(decisions[-1])[-2:] == ["bulk-case of 3 to anna", "no: bulk"]


def test_members_beyond_what_is_remembered_are_counted_once_all_the_same():
    policy = Policy(bulk=BulkPolicy(transaction_contacts=3, hourly_contacts=4, remembered_members=20))
    row, _ = play(decide, Account.empty(ACCOUNT), [KNOWN, *moves(200, transaction="t1")], policy)
    assert row.cases[0].members == 200
    assert (len(row.cases[0].contacts), len(row.cases[0].signals)) == (20, 20)


def case_told(*facts: Any, policy: Policy = POLICY, who: dict[str, Any] | None = None) -> Any:
    """The suggestion of the first case that is told."""
    known = account(name="Acme", **({"owner": key("anna")} if who is None else who))
    _, decisions = play(decide, Account.empty(ACCOUNT), [known, *facts, Due(at(1))], policy)
    return next(one for one in proposals(decisions) if one.kind == "bulk-case")


def test_a_case_bears_its_evidence():
    told = case_told(*moves(3, every=1, transaction="t1"))
    assert told.evidence.policy == POLICY.hash
    assert told.evidence.route == (f"to: {key('anna')}",)
    assert [(one.rule, one.verdict) for one in told.evidence.verdicts] == [("bulk", "one-transaction")]
    assert len(told.evidence.sources) == 3
    # When it began, not when it was noticed to be one.
    assert told.occurred_at == at(0)


def test_what_became_true_first_is_when_a_case_began():
    early = raised(signal(signal_id="x", contact="x", transaction_id="t1").model_copy(update={"occurred_at": at(-2)}))
    assert case_told(*moves(2, transaction="t1"), early).occurred_at == at(-2)


def test_who_leaves_and_who_arrives_are_two_cases():
    left = case_told(*moves(3, transaction="t1"))
    came = case_told(*(arrived(one.signal) for one in moves(3, transaction="t1", kind="new-company")))
    assert left.suggestion_id != came.suggestion_id


# Who decides on a case, where the account does not say.
DECIDERS = [
    (1, {"owner": key("anna"), "success_manager": key("sven")}, "anna"),
    (2, {"success_manager": key("sven")}, "sven"),
    (3, {}, "carl"),
]


@pytest.mark.parametrize(("number", "who", "expected"), DECIDERS)
def test_who_decides(number: int, who: dict[str, Any], expected: str):
    told = case_told(*moves(3, transaction="t1"), who=who)
    assert told.owner.key == key(expected), number
