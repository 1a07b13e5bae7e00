"""What holds of the accounts' decide for any facts."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from movewatch.accounts import Account, decide
from movewatch.policy import BulkPolicy, Policy
from movewatch.stage import Decision
from schemas.signals import SuggestionProposed
from schemas.ticks import Due
from tests.support.facts import ACCOUNT, account, division, key
from tests.support.play import play
from tests.support.signals import raised, signal, spotted, withdrawn

POLICY = Policy(bulk=BulkPolicy(transaction_contacts=3, hourly_contacts=4))

KINDS = st.sampled_from(["departmental-move", "new-company", "promotion", "departure", "project-praised"])
PEOPLE = st.sampled_from(["anna", "bob", None])
SIGNALS = st.builds(
    lambda kind, number, days, owner, typed, transaction: raised(
        signal(
            kind,
            f"{kind}{number}",
            days,
            contact=f"c{number}",
            owner=owner,
            changed_by=typed,
            transaction_id=transaction,
        )
    ),
    KINDS,
    st.integers(0, 5),
    st.sampled_from([0, 0.01, 1, 40]),
    PEOPLE,
    PEOPLE,
    st.sampled_from([None, "t1"]),
)
DIRECTORY = st.builds(
    lambda owner, status, days, own: account(
        f"a{days}",
        days,
        owner=key(owner) if owner else None,
        status=status,
        divisions=(division("Buying", "dora", names=("Procurement",)),) if own else None,
    ),
    PEOPLE,
    st.sampled_from(["customer", "never", None]),
    st.integers(-3, 3),
    st.booleans(),
)
WITHDRAWALS = st.builds(lambda kind, number: withdrawn(f"{kind}{number}"), KINDS, st.integers(0, 5))
PROBLEMS = st.builds(lambda number, days: spotted(f"b{number}", days), st.integers(0, 3), st.integers(-3, 3))
FACTS = st.lists(st.one_of(SIGNALS, SIGNALS, SIGNALS, DIRECTORY, WITHDRAWALS, PROBLEMS), max_size=25)


def proposed(decisions: list[Decision[Any]]) -> list[SuggestionProposed]:
    return [output for decision in decisions for output in decision.outputs if isinstance(output, SuggestionProposed)]


@settings(max_examples=150, deadline=None)
@given(st.lists(SIGNALS, max_size=4, unique_by=lambda fact: fact.signal.signal_id), st.lists(DIRECTORY, max_size=3))
def test_facts_that_come_again_lead_to_nothing_again(signals: list[Any], directory: list[Any]):
    """A signal that was told is not told again; one that was refused may be refused again (movewatch.accounts.news)."""
    directory = [
        fact for n, fact in enumerate(directory) if fact.observed_at not in {d.observed_at for d in directory[:n]}
    ]
    row, _ = play(decide, Account.empty(ACCOUNT), [*directory, *signals])
    again, decisions = play(decide, row, [*directory, *signals])
    assert [decision.outputs for decision in decisions if decision.outputs] == []
    assert again.told == row.told
    assert again.reserved == row.reserved


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_order_of_facts_about_different_people_does_not_matter(data: st.DataObject):
    signals = data.draw(st.lists(SIGNALS, max_size=4, unique_by=lambda fact: fact.signal.contact.key))
    # References count against one limit for all, so they are related.
    signals = [fact for fact in signals if fact.signal.kind != "project-praised"]
    known = [account(owner=key("anna")), spotted()]
    first = play(decide, Account.empty(ACCOUNT), [*known, *signals])[1]
    second = play(decide, Account.empty(ACCOUNT), [*reversed(known), *data.draw(st.permutations(signals))])[1]
    assert sorted(fact.to_json() for fact in proposed(first)) == sorted(fact.to_json() for fact in proposed(second))


@settings(max_examples=150, deadline=None)
@given(SIGNALS, st.integers(0, 2))
def test_the_directory_may_come_later_than_the_signal(given_signal: Any, days: int):
    """What has no other owner waits for one, so both orders tell the same people of the same things."""
    alone = given_signal.model_copy(update={"signal": given_signal.signal.model_copy(update={"owner": None})})
    known = account(days=days, owner=key("anna"))
    first = play(decide, Account.empty(ACCOUNT), [known, alone])[1]
    second = play(decide, Account.empty(ACCOUNT), [alone, known])[1]
    assert [f.suggestion.suggestion_id for f in proposed(first)] == [
        f.suggestion.suggestion_id for f in proposed(second)
    ]


@settings(max_examples=200, deadline=None)
@given(FACTS)
def test_whatever_comes(facts: list[Any]):
    row = Account.empty(ACCOUNT)
    told: dict[str, set[str]] = {}
    for fact in facts:
        row, decisions = play(decide, row, [fact], POLICY)
        row, more = play(decide, row, [Due(row.due_at)] if row.due_at is not None else [], POLICY)
        for decision in [*decisions, *more]:
            assert row is not None
            for suppression in decision.suppressions:
                assert suppression.evidence.sources
                assert suppression.evidence.verdicts
            for output in decision.outputs:
                assert output.tenant == "t"
                if isinstance(output, SuggestionProposed):
                    assert output.suggestion.evidence.sources
                    assert output.suggestion.evidence.route
                    told.setdefault(output.suggestion.suggestion_id, set()).add(output.entity)
        # The row survives its own JSON, which is what the changelog holds.
        assert Account.model_validate_json(row.to_json()) == row
    assert all(len(owners) == 1 for owners in told.values()), "one id, one owner: revisions are counted there"


@settings(max_examples=150, deadline=None)
@given(FACTS)
def test_timers_make_progress(facts: list[Any]):
    row, _ = play(decide, Account.empty(ACCOUNT), facts, POLICY)
    while row.due_at is not None:
        due = row.due_at
        row, _ = play(decide, row, [Due(due)], POLICY)
        assert row.due_at is None or row.due_at > due


@settings(max_examples=150, deadline=None)
@given(FACTS)
def test_after_everything_is_withdrawn_nothing_is_left_told(facts: list[Any]):
    """Each proposal about a person is matched by a withdrawal to the same owner."""
    row, decisions = play(decide, Account.empty(ACCOUNT), facts, POLICY)
    everything = [withdrawn(told.signal_id, 100) for told in row.told if not told.withdrawn]
    row, more = play(decide, row, everything, POLICY)
    assert all(told.withdrawn for told in row.told)
    open_ids: set[str] = set()
    for decision in [*decisions, *more]:
        for output in decision.outputs:
            if isinstance(output, SuggestionProposed) and output.suggestion.kind != "bulk-case":
                open_ids.add(output.suggestion.suggestion_id)
            elif hasattr(output, "suggestion_id"):
                open_ids.discard(output.suggestion_id)
    assert open_ids == set()
