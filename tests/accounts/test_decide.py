"""The proof of the accounts' decide: stories of one account, told fact by fact."""

from datetime import timedelta
from typing import Any

import pytest

from movewatch.accounts import Account, decide
from movewatch.policy import DEFAULT_POLICY, Policy, RoutingPolicy
from tests.support.facts import ACCOUNT, OTHER_ACCOUNT, account, at, division, key
from tests.support.play import play
from tests.support.signals import arrived, gone, proposals, raised, signal, spotted, withdrawn, words

KNOWN = account(name="Acme", owner=key("anna"), status="customer")
BUYING = division("Buying", "dora", names=("Procurement",))
LEAVES = signal("new-company")
ELSEWHERE = signal("new-company", after={"company": "Initech", "account": None})

STORIES: list[tuple[int, list[Any], list[list[str]]]] = [
    # 1. The same signal again says nothing new, whenever it comes.
    (1, [KNOWN, raised(signal()), raised(signal(), 9)], [[], ["departmental-move to anna"], []]),
    # 2. Another content under the same id replaces the proposal.
    (
        2,
        [KNOWN, raised(signal()), raised(signal(after={"title": "CPO"}), 0.1)],
        [[], ["departmental-move to anna"], ["departmental-move to anna"]],
    ),
    # 3. Content that leads to somebody else: the first one hears that it holds no longer.
    (
        3,
        [account(owner=key("anna"), divisions=(BUYING,)), raised(signal(after={"department": "IT"})), raised(signal())],
        [[], ["departmental-move to anna"], ["anna no longer: another-owner", "hand-over to dora via carl"]],
    ),
    # 4. Withdrawn: who was told hears it. Withdrawn again: nobody is left to hear it.
    (
        4,
        [KNOWN, raised(signal()), withdrawn(), withdrawn()],
        [[], ["departmental-move to anna"], ["anna no longer: corrected"], []],
    ),
    # 5. The correction is corrected: raised again.
    (
        5,
        [KNOWN, raised(signal()), withdrawn(), raised(signal(), 0.6)],
        [[], ["departmental-move to anna"], ["anna no longer: corrected"], ["departmental-move to anna"]],
    ),
    # 6. What was sent on is taken back there.
    (6, [KNOWN, raised(LEAVES), withdrawn()], [[], ["arrives at globex"], ["not at globex: corrected"]]),
    # 7. The account joined turns out to be another one.
    (
        7,
        [KNOWN, raised(LEAVES), raised(signal("new-company", after={"account": key("initech")}))],
        [[], ["arrives at globex"], ["not at globex: another-account", "arrives at initech"]],
    ),
    # 8. ... or none of ours.
    (
        8,
        [KNOWN, raised(LEAVES), raised(ELSEWHERE)],
        [[], ["arrives at globex"], ["not at globex: another-owner", "new-company to carl"]],
    ),
    # 9. A signal nobody knew of is withdrawn.
    (9, [KNOWN, withdrawn()], [[], []]),
    # 10. Nobody is responsible; once somebody is, it is told.
    (
        10,
        [raised(signal(owner=None)), account(days=1, name="Acme"), account(days=2, owner=key("anna"))],
        [["no: no-owner"], [], ["departmental-move to anna"]],
    ),
    # 11. ... but not if it has been withdrawn meanwhile, nor twice.
    (
        11,
        [raised(signal(owner=None)), withdrawn(), account(days=2, owner=key("anna"))],
        [["no: no-owner"], [], []],
    ),
    (
        12,
        [raised(signal(owner=None)), account(days=2, owner=key("anna")), account(days=3, owner=key("bob"))],
        [["no: no-owner"], ["departmental-move to anna"], []],
    ),
    # 13. What turns out to be no lead is taken back from whoever was told.
    (
        13,
        [KNOWN, raised(signal()), account(days=0, status="never"), raised(signal(after={"title": "CPO"}))],
        [[], ["departmental-move to anna"], [], ["anna no longer: account-never", "no: account-never"]],
    ),
    # 14. An older word of the directory does not undo a newer one.
    (
        14,
        [account(days=-1, owner=key("anna")), account(days=-5, owner=key("old"), name="Acme"), raised(signal())],
        [[], [], ["departmental-move to anna"]],
    ),
    # 15. What the owner typed is no news to that owner, by key or by bare id.
    (15, [KNOWN, raised(signal(changed_by=key("anna")))], [[], ["no: own-edit"]]),
    (16, [KNOWN, raised(signal("promotion", changed_by="anna"))], [[], ["no: own-edit"]]),
    (17, [KNOWN, raised(signal("departure", changed_by="anna"))], [[], ["no: own-edit"]]),
    # 18. To somebody else it is.
    (18, [KNOWN, raised(signal(changed_by="carl"))], [[], ["departmental-move to anna"]]),
    # 19. Where the next step is the news, it is told.
    (
        19,
        [account(owner=key("anna"), divisions=(BUYING,)), raised(signal(changed_by="dora"))],
        [[], ["hand-over to dora via carl"]],
    ),
    (
        20,
        [KNOWN, raised(signal("new-company", changed_by="carl", after={"account": None}))],
        [[], ["new-company to carl"]],
    ),
]


@pytest.mark.parametrize(("number", "facts", "expected"), STORIES, ids=[str(story[0]) for story in STORIES])
def test_story(number: int, facts: list[Any], expected: list[list[str]]):
    _, decisions = play(decide, Account.empty(ACCOUNT), facts)
    assert [words(decision) for decision in decisions] == expected, f"story {number}"


def test_the_account_joined_takes_back_as_well():
    facts = [account(account="globex", owner=key("gina")), arrived(LEAVES), gone()]
    row, decisions = play(decide, Account.empty(OTHER_ACCOUNT), facts)
    assert [words(decision) for decision in decisions] == [
        [],
        ["new-company to gina via carl"],
        ["gina no longer: corrected"],
    ]
    assert [told.withdrawn for told in row.told] == [True]


def test_nothing_new_gives_back_the_same_row():
    row, _ = play(decide, Account.empty(ACCOUNT), [KNOWN, spotted(), raised(signal())])
    for fact in (KNOWN, spotted(), raised(signal()), withdrawn("another")):
        assert decide(row, fact, DEFAULT_POLICY).row is row


def test_when_to_write_when_it_settles_and_when_it_expires():
    given = signal(after={"since": at(20)})
    (suggestion,) = proposals(play(decide, Account.empty(ACCOUNT), [KNOWN, raised(given, 0.5)])[1])
    assert suggestion.outreach_from == at(34)
    assert suggestion.settles_at == given.settles_at
    assert suggestion.proposed_at == at(0.5)
    assert suggestion.expires_at == at(45.5)


@pytest.mark.parametrize(("kind", "days"), [("promotion", 14), ("departure", None), ("project-praised", None)])
def test_only_who_may_be_written_to_has_a_time_for_it(kind: str, days: int | None):
    (suggestion,) = proposals(play(decide, Account.empty(ACCOUNT), [KNOWN, raised(signal(kind))])[1])
    assert suggestion.outreach_from == (None if days is None else at(days))


def test_a_lead_starts_from_the_problems_of_this_account():
    many = [spotted(f"b{n}", n - 30, yearly_cost=1000.0 * n, currency="EUR") for n in range(25)]
    row, decisions = play(decide, Account.empty(ACCOUNT), [KNOWN, *many, raised(signal())])
    (suggestion,) = proposals(decisions)
    assert [problem.problem_id for problem in suggestion.problems] == ["b24", "b23", "b22", "b21", "b20"]
    assert len(row.problems) == DEFAULT_POLICY.routing.problems


def test_the_problems_of_one_company_are_not_told_at_another():
    (suggestion,) = proposals(play(decide, Account.empty(ACCOUNT), [KNOWN, spotted(), raised(ELSEWHERE)])[1])
    assert suggestion.problems == ()


PROBLEMS = [
    # 1. A later word replaces an earlier one.
    (1, [spotted(days=-2), spotted(days=-1, yearly_cost=5.0)], [5.0]),
    # 2. ... in whichever order they come.
    (2, [spotted(days=-1, yearly_cost=5.0), spotted(days=-2)], [5.0]),
    # 3. What the contract covers starts no lead.
    (3, [spotted(in_scope=True)], []),
    # 4. It turned out to be covered.
    (4, [spotted(days=-2), spotted(days=-1, in_scope=True)], []),
]


@pytest.mark.parametrize(("number", "facts", "costs"), PROBLEMS, ids=[str(case[0]) for case in PROBLEMS])
def test_problems(number: int, facts: list[Any], costs: list[float]):
    row, _ = play(decide, Account.empty(ACCOUNT), facts)
    assert [entry.problem.yearly_cost for entry in row.problems] == costs, f"case {number}"


def test_the_ledger_is_bounded_in_number_and_time():
    policy = Policy(routing=RoutingPolicy(remembered_signals=3, remembered_days=10))
    facts = [KNOWN, *(raised(signal(signal_id=f"s{n}", days=n, contact=f"c{n}")) for n in range(5))]
    row, _ = play(decide, Account.empty(ACCOUNT), facts, policy)
    assert [told.signal_id for told in row.told] == ["s2", "s3", "s4"]
    row, _ = play(decide, row, [raised(signal(signal_id="s9", days=13.5, contact="c9"))], policy)
    assert [told.signal_id for told in row.told] == ["s4", "s9"]


def test_what_waits_is_bounded():
    policy = Policy(routing=RoutingPolicy(waiting_signals=2))
    facts = [raised(signal(signal_id=f"s{n}", contact=f"c{n}", owner=None)) for n in range(4)]
    row, decisions = play(decide, Account.empty(ACCOUNT), [*facts, account(days=1, owner=key("anna"))], policy)
    assert words(decisions[-1]) == ["departmental-move to anna"] * 2
    assert row.waiting == ()


def test_an_owner_named_anew_does_not_keep_the_name_of_the_one_before():
    facts = [account(owner=key("anna"), owner_name="Anna Aal"), account(days=1, owner=key("bob"))]
    row, _ = play(decide, Account.empty(ACCOUNT), facts)
    assert row.person(key("bob")).name == ""


def test_a_reference_is_not_asked_too_often():
    asks = DEFAULT_POLICY.asks
    facts = [
        raised(signal("project-praised", f"s{n}", n, contact=f"c{n}")) for n in range(asks.account_per_quarter + 1)
    ]
    later = raised(signal("project-praised", "later", 91, contact="x"))
    _, decisions = play(decide, Account.empty(ACCOUNT), [KNOWN, *facts, later])
    assert [words(decision) for decision in decisions[-2:]] == [
        ["no: account-asked-this-quarter"],
        ["reference-request to anna"],
    ]


def test_a_reference_that_was_withdrawn_does_not_count():
    facts: list[Any] = []
    for number in range(5):
        facts += [raised(signal("project-praised", f"s{number}", number)), withdrawn(f"s{number}", number + 0.5)]
    _, decisions = play(decide, Account.empty(ACCOUNT), [KNOWN, *facts])
    assert len(proposals(decisions)) == 5


def test_a_proposal_expires_after_the_policy_says():
    (suggestion,) = proposals(play(decide, Account.empty(ACCOUNT), [KNOWN, raised(signal())])[1])
    assert suggestion.expires_at - suggestion.proposed_at == timedelta(days=DEFAULT_POLICY.owners.expiry_days)


ERASED = withdrawn(days=9, reason="erased")
ANNA_FORGETS = "anna no longer: erased"

FORGOTTEN: list[tuple[int, list[Any], list[str]]] = [
    # 1. Whoever was told hears it, however long it has been settled.
    (1, [KNOWN, raised(signal())], [ANNA_FORGETS]),
    (2, [KNOWN, raised(LEAVES)], ["not at globex: erased"]),
    # 3. Also from whom it was taken back before: after an opt-out, a correction, ...
    (3, [KNOWN, raised(signal()), withdrawn(reason="opted-out")], [ANNA_FORGETS]),
    # 4. ... a change of hands, of accounts, ...
    (
        4,
        [account(owner=key("anna"), divisions=(BUYING,)), raised(signal(after={"department": "IT"})), raised(signal())],
        [ANNA_FORGETS, "dora no longer: erased"],
    ),
    (
        5,
        [KNOWN, raised(LEAVES), raised(signal("new-company", after={"account": key("initech")}))],
        ["not at globex: erased", "not at initech: erased"],
    ),
    # 6. ... a refusal. Each once.
    (6, [KNOWN, raised(signal()), account("a2", 0.1, status="never"), raised(signal(after={"title": "X"}))],
     [ANNA_FORGETS]),
    (7, [KNOWN, raised(signal()), withdrawn(), raised(signal(), 0.6)], [ANNA_FORGETS]),
    # 8. Nobody was told yet.
    (8, [raised(signal(owner=None))], []),
]  # fmt: skip


@pytest.mark.parametrize(("number", "facts", "expected"), FORGOTTEN, ids=[str(case[0]) for case in FORGOTTEN])
def test_who_asks_to_be_forgotten_is(number: int, facts: list[Any], expected: list[str]):
    row, _ = play(decide, Account.empty(ACCOUNT), facts)
    row, (decision,) = play(decide, row, [ERASED])
    assert words(decision) == expected, f"case {number}"
    assert (row.told, row.waiting, row.recent) == ((), (), ())
    assert "Name of c1" not in row.to_json().decode()
    assert words(decide(row, ERASED, DEFAULT_POLICY)) == []


def test_members_of_a_crowd_are_forgotten_by_those_who_were_told_of_them_before():
    crowd = [raised(signal("promotion", f"m{n}", contact=f"m{n}", transaction_id="t1")) for n in range(9)]
    row, _ = play(decide, Account.empty(ACCOUNT), [KNOWN, *crowd])
    assert words(decide(row, withdrawn("m1", 9, reason="erased"), DEFAULT_POLICY)) == [ANNA_FORGETS]
