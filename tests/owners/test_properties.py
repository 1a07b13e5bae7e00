"""What holds of the owners' decide for any facts."""

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from movewatch.owners import Owner, decide
from movewatch.policy import OwnerPolicy, Policy
from movewatch.stage import Decision
from schemas.facts import AskRecorded
from schemas.suggestions import CLOSED, Suggestion, SuggestionState
from schemas.ticks import Due
from tests.support.facts import ACCOUNT, at, key, owner
from tests.support.play import play
from tests.support.suggestions import ANNA, answered, muted, proposed, published, taken_back

POLICY = Policy(owners=OwnerPolicy(daily_cap=2, open_suggestions=3, closed_suggestions=100))

NUMBERS = st.integers(0, 4)
DAYS = st.sampled_from([0, 0.2, 1, 1.5, 3, 10, 44, 60])
ANSWERS = st.sampled_from(["delivered", "undeliverable", "accepted", "edited", "dismissed", "snoozed", "won", "lost"])
KINDS = st.sampled_from(["departmental-move", "reference-request", "successor"])
PROPOSED = st.builds(
    lambda number, days, kind, more: proposed(number, days, kind=kind, outreach_from=at(more)),
    NUMBERS,
    DAYS,
    KINDS,
    st.integers(0, 1),
)
KNOWN = st.builds(
    lambda days, **known: owner(f"o{days}", days, **known),
    st.integers(-2, 50),
    email=st.sampled_from(["a@example.com", "b@example.com", None]),
    time_zone=st.sampled_from(["Europe/Berlin", "Pacific/Auckland", "nowhere", None]),
    work_from=st.sampled_from(["07:30", "22:00", None]),
    absent_until=st.sampled_from([at(5), at(20), None]),
    active=st.sampled_from([True, True, False, None]),
    digest=st.booleans(),
)
OTHERS = st.one_of(
    KNOWN,
    st.builds(taken_back, NUMBERS, DAYS, st.sampled_from(["corrected", "opted-out", "erased"])),
    st.builds(answered, ANSWERS, NUMBERS, DAYS),
    st.builds(answered, ANSWERS, NUMBERS, DAYS),
    st.builds(lambda days, unmute: muted("account", ACCOUNT, days, unmute=unmute), DAYS, st.booleans()),
    st.builds(lambda number: muted("contact", key(f"c{number}"), until=at(8)), NUMBERS),
)
# After each fact up to so many timers fire.
STEPS = st.lists(st.tuples(st.one_of(PROPOSED, OTHERS), st.integers(0, 3)), max_size=20)


def run(steps: list[tuple[Any, int]], policy: Policy = POLICY) -> tuple[Owner, list[Decision[Any]]]:
    """Play the facts, and let timers fire in between."""
    row, decisions = Owner.empty(ANNA), []
    for fact, timers in steps:
        row, said = play(decide, row, [fact], policy)
        decisions += said
        for _ in range(timers):
            # What is closed is forgotten after 400 days; from then on its id would count from one again.
            if row.due_at is not None and row.due_at < at(300):
                row, said = play(decide, row, [Due(row.due_at)], policy)
                decisions += said
    return row, decisions


def run_out(row: Owner, policy: Policy = POLICY) -> tuple[Owner, list[Decision[Any]]]:
    """Let all timers fire, and see that they make progress."""
    decisions: list[Decision[Any]] = []
    while row.due_at is not None:
        due = row.due_at
        row, said = play(decide, row, [Due(due)], policy)
        decisions += said
        assert row.due_at is None or row.due_at > due
    return row, decisions


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_whatever_comes(steps: list[tuple[Any, int]]):
    row, decisions = run(steps)
    assert Owner.model_validate_json(row.to_json()) == row, "the row survives its own JSON"
    revisions: dict[str, Suggestion] = {}
    for one in published(decisions):
        before = revisions.get(one.suggestion_id)
        assert one.revision == (before.revision + 1 if before else 1), "a revision only rises, without a gap"
        assert one.evidence.sources
        assert one.evidence.policy == POLICY.hash
        assert [change.at for change in one.history] == sorted(change.at for change in one.history)
        assert one.history[-1].state is one.state
        if before is not None and before.state in CLOSED and one.history[-1].reason != "erased":
            assert (before.state, one.state) == (SuggestionState.RETRACTED, SuggestionState.HELD)
        revisions[one.suggestion_id] = one
    assert len(row.open) <= POLICY.owners.open_suggestions
    still = {entry.suggestion.suggestion_id: entry.suggestion for entry in row.open}
    assert still == {i: one for i, one in revisions.items() if one.state not in CLOSED}, "what is open was published"
    for decision in decisions:
        assert all(suppression.evidence.sources for suppression in decision.suppressions)


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_in_the_end_everything_is_closed_and_every_ask_settled(steps: list[tuple[Any, int]]):
    row, decisions = run(steps)
    row, more = run_out(row)
    assert (row.open, row.closed) == ((), ())
    asks: dict[str, str] = {}
    for decision in [*decisions, *more]:
        for output in decision.outputs:
            if isinstance(output, AskRecorded):
                before = asks.get(output.suggestion_id)
                assert (before, output.state) in {
                    (None, "reserved"),
                    ("released", "reserved"),
                    ("reserved", "made"),
                    ("reserved", "released"),
                }
                asks[output.suggestion_id] = output.state
    assert "reserved" not in asks.values()


@settings(max_examples=200, deadline=None)
@given(st.lists(PROPOSED, max_size=12), st.sampled_from(["Europe/Berlin", "Pacific/Auckland", "UTC"]))
def test_no_day_has_more_than_the_cap(proposals: list[Any], zone: str):
    known = owner(email="a@example.com", time_zone=zone)
    row, decisions = run([(known, 0), *((one, 0) for one in sorted(proposals, key=lambda one: one.observed_at))])
    _, more = run_out(row)
    days = Counter(
        verdict.saw[0][:10]
        for one in published([*decisions, *more])
        if one.state is SuggestionState.RELEASED and one.history[-1].reason is None
        for verdict in one.evidence.verdicts
        if verdict.rule == "release"
    )
    # The begin of work and its end lie on one day in UTC for two of the zones, and in Auckland on two, so that one
    # day in UTC may see the end of one local day and the begin of the next.
    most = POLICY.owners.daily_cap * (2 if zone == "Pacific/Auckland" else 1)
    assert all(number <= most for number in days.values())


@settings(max_examples=150, deadline=None)
@given(st.lists(PROPOSED, max_size=6), st.lists(st.builds(answered, ANSWERS, NUMBERS, DAYS), max_size=6))
def test_facts_that_come_again_open_nothing_again(proposals: list[Any], answers: list[Any]):
    """Proposals that are the same as the last one say nothing; answers may be refused again."""
    last = {one.suggestion.suggestion_id: one for one in proposals}
    row, _ = play(decide, Owner.empty(ANNA), [owner(email="a@example.com"), *last.values(), *answers])
    again, decisions = play(decide, row, [owner(email="a@example.com"), *last.values()])
    assert published(decisions) == []
    assert again == row


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_order_of_unrelated_proposals_does_not_matter(data: st.DataObject):
    proposals = data.draw(st.lists(PROPOSED, max_size=4, unique_by=lambda one: one.suggestion.suggestion_id))
    known = owner(email="a@example.com")
    policy = Policy(owners=OwnerPolicy(daily_cap=100))
    one, _ = play(decide, Owner.empty(ANNA), [known, *proposals], policy)
    other, _ = play(decide, Owner.empty(ANNA), [*data.draw(st.permutations(proposals)), known], policy)
    first, second = run_out(one, policy)[1], run_out(other, policy)[1]
    assert _released(first) == _released(second)


def _released(decisions: list[Decision[Any]]) -> list[bytes]:
    return sorted(one.to_json() for one in published(decisions) if one.state is SuggestionState.RELEASED)
