"""Deals with an account: what is known of them, who is told of somebody who joins, when nobody asks for references."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movewatch.accounts import Account, decide
from movewatch.accounts.deals import deal_owner, open_deals
from movewatch.accounts.references import may_ask
from movewatch.policy import DEFAULT_POLICY, Policy, RoutingPolicy
from tests.support.facts import ACCOUNT, OTHER_ACCOUNT, account, at, key
from tests.support.play import play
from tests.support.signals import arrived, deal, proposals, raised, signal, words

JOINS = arrived(signal("new-company"), owner=key("anna"))


def globex(*facts: Any, policy: Policy = DEFAULT_POLICY) -> Account:
    row, _ = play(decide, Account.empty(OTHER_ACCOUNT), facts, policy)
    assert isinstance(row, Account)
    return row


KNOWN: list[tuple[int, str, list[Any], list[str]]] = [
    (
        1,
        "by when they close, those without a day last",
        [deal("a"), deal("b", closes_at=at(9)), deal("c", closes_at=at(5))],
        ["c", "b", "a"],
    ),
    (
        2,
        "won, lost and deleted ones are not open",
        [deal("a", stage="won"), deal("b", stage="lost"), deal("c", deleted=True)],
        [],
    ),
    (3, "won after a while", [deal("a", -5), deal("a", -1, stage="won")], []),
    (4, "late news of a deal that is won does not open it again", [deal("a", -1, stage="won"), deal("a", -5)], []),
    (
        5,
        "what is not said is unchanged",
        [deal("a", -5, closes_at=at(5)), deal("a", -1, stage=None, name="R"), deal("b")],
        ["a", "b"],
    ),
]


@pytest.mark.parametrize(("number", "title", "facts", "expected"), KNOWN, ids=[f"case {n[0]}" for n in KNOWN])
def test_what_is_being_negotiated(number: int, title: str, facts: list[Any], expected: list[str]):
    assert [one.opportunity_id for one in open_deals(globex(*facts))] == expected, f"case {number}: {title}"


ROUTES: list[tuple[int, str, list[Any], str]] = [
    (1, "no deal: the account's owner", [account(owner=key("otto"), account="globex")], "new-company to otto via anna"),
    (
        2,
        "a deal: who negotiates it",
        [account(owner=key("otto"), account="globex"), deal(owner=key("dana"))],
        "new-company to dana via anna",
    ),
    (
        3,
        "at a customer its owner, whatever is being negotiated",
        [account(owner=key("otto"), status="customer", account="globex"), deal(owner=key("dana"))],
        "new-company to otto via anna",
    ),
    (
        4,
        "a deal that is lost leads to nobody",
        [account(owner=key("otto"), account="globex"), deal(owner=key("dana")), deal(days=-0.5, stage="lost")],
        "new-company to otto via anna",
    ),
    (
        5,
        "of two the one that closes first",
        [deal("a", owner=key("dana"), closes_at=at(90)), deal("b", owner=key("emil"), closes_at=at(20))],
        "new-company to emil via anna",
    ),
    (6, "who negotiates it had the contact already", [deal(owner=key("anna"))], "new-company to anna"),
]


@pytest.mark.parametrize(("number", "title", "facts", "expected"), ROUTES, ids=[f"route {n[0]}" for n in ROUTES])
def test_who_is_told_of_somebody_who_joins(number: int, title: str, facts: list[Any], expected: str):
    _, decisions = play(decide, Account.empty(OTHER_ACCOUNT), [*facts, JOINS])
    assert words(decisions[-1]) == [expected], f"route {number}: {title}"


def test_the_suggestion_quotes_the_deals_that_close_first():
    facts = [deal(f"d{n}", name=f"Deal {n}", closes_at=at(30 - n), owner=key("dana")) for n in range(4)]
    _, decisions = play(decide, Account.empty(OTHER_ACCOUNT), [*facts, JOINS])
    (suggestion,) = proposals(decisions)
    assert [(one.name, one.owner) for one in suggestion.deals] == [("Deal 3", key("dana")), ("Deal 2", key("dana"))]
    assert "deal-owner" in suggestion.evidence.route[-1]


def test_who_waits_for_somebody_to_be_responsible_hears_of_a_deal():
    nobody = arrived(signal("new-company", owner=None))
    _, decisions = play(decide, Account.empty(OTHER_ACCOUNT), [nobody, deal(days=1, owner=key("dana"))])
    assert [words(one) for one in decisions] == [["no: no-owner"], ["new-company to dana"]]


RENEWALS: list[tuple[int, str, list[Any], str]] = [
    (1, "a renewal that closes soon", [deal(renewal=True, closes_at=at(45))], "renewal-negotiation"),
    (2, "one that was opened the day the last was signed", [deal(renewal=True, closes_at=at(46))], "may-be-asked"),
    (3, "one without a day", [deal(renewal=True)], "renewal-negotiation"),
    (4, "renewed", [deal(renewal=True, closes_at=at(5)), deal(days=-0.5, stage="won")], "may-be-asked"),
    (5, "another deal", [deal(closes_at=at(5))], "may-be-asked"),
]


@pytest.mark.parametrize(("number", "title", "facts", "expected"), RENEWALS, ids=[f"case {n[0]}" for n in RENEWALS])
def test_during_a_renewal_nobody_asks_for_a_reference(number: int, title: str, facts: list[Any], expected: str):
    assert may_ask(globex(*facts), "s1", at(0), DEFAULT_POLICY.asks).verdict == expected, f"case {number}: {title}"


def test_what_is_kept_is_bounded_and_open_ones_stay_longest():
    two = DEFAULT_POLICY.model_copy(update={"routing": RoutingPolicy(deals=2)})
    facts = [deal("old", -9), deal("won", -1, stage="won"), deal("new", -2)]
    assert {one.opportunity_id for one in globex(*facts, policy=two).deals} == {"old", "new"}


STAGES = st.sampled_from(["open", "won", "lost"])


told_of = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), st.integers(-20, 0), STAGES), max_size=6, unique_by=lambda one: one[:2]
)


@given(told_of, st.randoms(use_true_random=False))
def test_any_order_is_the_same(said: list[tuple[str, int, str]], chance: Any):
    facts = [deal(name, days, stage=stage) for name, days, stage in said]
    shuffled = [*facts, *facts]
    chance.shuffle(shuffled)
    known = {(one.opportunity_id, one.stage) for one in globex(*facts).deals}
    assert {(one.opportunity_id, one.stage) for one in globex(*shuffled).deals} == known


def test_a_deal_elsewhere_owns_nothing_here():
    assert deal_owner(Account.empty(ACCOUNT)) is None
    told = raised(signal())
    _, decisions = play(decide, Account.empty(ACCOUNT), [account(owner=key("anna")), told])
    assert proposals(decisions)[0].deals == ()
