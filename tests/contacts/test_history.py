"""The proof that a person's history, and what is made of it, is the same in whatever order it is told."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movewatch.contacts import Contact, decide
from movewatch.contacts.history import spells
from movewatch.policy import DEFAULT_POLICY
from schemas.signals import SignalRaised, SignalWithdrawn
from schemas.ticks import Due
from tests.support.facts import ACCOUNT, OTHER_ACCOUNT, at, changed, key
from tests.support.play import play, said

BASELINE = changed(
    "base",
    -100,
    snapshot=True,
    first_name="Ada",
    last_name="Berg",
    email="ada.berg@acme.com",
    title="Controller",
    department="Finance",
    company="Acme",
    account=ACCOUNT,
    owner=key("anna"),
)
COUNSEL = {"title": "Counsel", "department": "Legal"}
CLERK = {"title": "Clerk", "department": "Audit"}


def told(facts: list[Any]) -> list[tuple[str | None, str | None]]:
    """Department and title of each spell."""
    row, _ = play(decide, Contact.empty(key("c1")), facts)
    return [(spell.department, spell.title) for spell in spells(row.history, DEFAULT_POLICY)]


FIRST = ("Finance", "Controller")
HISTORIES: list[tuple[int, str, list[Any], list[tuple[str, str]]]] = [
    (1, "one spell after another", [changed("f1", **COUNSEL)], [FIRST, ("Legal", "Counsel")]),
    (
        2,
        "a mistake that was put right within the settling window is no spell",
        [changed("f1", 0, **COUNSEL), changed("f2", 0.5, department="Finance", title="Controller")],
        [FIRST],
    ),
    (
        3,
        "what was told in parts within the settling window is one spell",
        [changed("f1", 0, department="Legal"), changed("f2", 0.5, title="Counsel")],
        [FIRST, ("Legal", "Counsel")],
    ),
    (
        4,
        "what is told late stands where it belongs, and the present at the end",
        [changed("f1", 0, **COUNSEL), changed("late", 9, late_by=59, **CLERK)],
        [FIRST, ("Audit", "Clerk"), ("Legal", "Counsel")],
    ),
    (
        5,
        "a late part is missing from what was told before, and was so all the time",
        [changed("f1", 0, title="Counsel"), changed("late", 9, late_by=59, department="Legal")],
        [FIRST, ("Legal", "Controller"), ("Legal", "Counsel")],
    ),
    (
        6,
        "what was told again, unchanged, holds after what is told late",
        [
            changed("f1", 0, **COUNSEL),
            changed("f2", 20, **COUNSEL),
            changed("late", 30, late_by=20, **CLERK),
        ],
        [FIRST, ("Legal", "Counsel"), ("Audit", "Clerk"), ("Legal", "Counsel")],
    ),
    (
        7,
        "a later word about an earlier time replaces what was believed of it",
        [changed("f1", 0, title="Counsel"), changed("f2", 20, title="Head of Legal", start_date=at(-10))],
        [FIRST, ("Finance", "Head of Legal")],
    ),
    (
        8,
        "what is no longer said is no spell",
        [changed("f1", 0, title=None), changed("f2", 20, title="Counsel")],
        [FIRST, ("Finance", "Counsel")],
    ),
]


@pytest.mark.parametrize(
    ("number", "title", "facts", "expected"), HISTORIES, ids=[f"history {n[0]}" for n in HISTORIES]
)
def test_history(number: int, title: str, facts: list[Any], expected: list[tuple[str, str]]):
    assert told([BASELINE, *facts]) == expected, f"history {number}: {title}"


def test_beyond_what_is_kept_the_oldest_values_are_still_known():
    kept = DEFAULT_POLICY.movements.history_entries
    facts = [changed(f"n{number}", number * 40, title=f"Engineer {number}") for number in range(kept + 5)]
    row, _ = play(decide, Contact.empty(key("c1")), [BASELINE, *facts])
    assert len(row.history) == kept
    assert {spell.department for spell in spells(row.history, DEFAULT_POLICY)} == {"Finance"}


# A change that came before anything was known of the person, and then the baseline.
LATE_BASELINES: list[tuple[int, str, list[Any], list[list[str]]]] = [
    (
        1,
        "the old title is told late: the new one was a movement",
        [
            changed("f1", 0, title="Counsel"),
            changed("f2", 0.1, account=ACCOUNT, company="Acme", late_by=10),
            changed("f3", 0.2, title="Controller", late_by=10),
        ],
        [["no: no-baseline"], ["no: no-baseline"], ["departmental-move (same)"]],
    ),
    (
        2,
        "an export of yesterday is read after the change of today",
        [
            changed("f1", 0, account=OTHER_ACCOUNT, company="Globex", email="ada@globex.com"),
            BASELINE.model_copy(update={"observed_at": at(-1), "occurred_at": at(-1)}),
        ],
        [["no: no-baseline"], ["new-company (same)"]],
    ),
    (
        3,
        "the record's creation is told after its first change",
        [
            changed("f1", 0, title="Counsel"),
            changed("f2", 0, late_by=3, created=True, title="Controller", company="Acme", account=ACCOUNT),
        ],
        [["no: no-baseline"], ["departmental-move (same)"]],
    ),
    (
        4,
        "told twice, it is one movement",
        [
            changed("f1", 0, title="Counsel", account=ACCOUNT),
            changed("f2", 0, title="Controller", late_by=5),
            changed("f3", 0, title="Controller", late_by=4),
        ],
        [["no: no-baseline"], ["departmental-move (same)"], ["no: late-fact"]],
    ),
    (
        5,
        "what was told late is the same in other words",
        [changed("f1", 0, title="Chief Financial Officer", account=ACCOUNT), changed("f2", 0, late_by=5, title="CFO")],
        [["no: no-baseline"], ["no: re-worded-title"]],
    ),
    (
        6,
        "a first look that was a snapshot is no change: what came before it is history",
        [BASELINE, changed("f1", 0, late_by=200, title="Counsel")],
        [["no: baseline"], ["no: late-fact"]],
    ),
    (
        7,
        "the change became true long ago",
        [
            changed("f1", 0, title="Counsel", account=ACCOUNT, start_date=at(-200)),
            changed("f2", 0, late_by=5, title="Controller"),
        ],
        [["no: no-baseline"], ["no: too-old"]],
    ),
    (
        8,
        "somebody who wishes to be left alone",
        [
            changed("f1", 0, title="Counsel", account=ACCOUNT, opted_out=True),
            changed("f2", 0, late_by=5, title="Controller"),
        ],
        [["no: opted-out"], ["no: opted-out"]],
    ),
    (
        9,
        "what was not heard at all in between has moved on: the later change is told, not the one before it",
        [
            changed("f1", 0, title="Counsel", account=ACCOUNT),
            changed("f2", 40, title="Buyer"),
            changed("f3", 41, late_by=50, title="Controller"),
        ],
        [["no: no-baseline"], ["departmental-move (same)"], ["no: late-fact"]],
    ),
]


@pytest.mark.parametrize(
    ("number", "title", "facts", "expected"), LATE_BASELINES, ids=[f"story {n[0]}" for n in LATE_BASELINES]
)
def test_late_baseline(number: int, title: str, facts: list[Any], expected: list[list[str]]):
    _, decisions = play(decide, Contact.empty(key("c1")), facts)
    assert [said(decision) for decision in decisions] == expected, f"story {number}: {title}"


def test_a_change_judged_late_is_told_as_if_its_baseline_had_come_first():
    """Its evidence names both records; when it happened, until when it settles and its id are the same."""
    news = changed("f1", 0, title="Counsel", account=ACCOUNT)
    old = changed("f2", 0, late_by=5, title="Controller", account=ACCOUNT)
    late, early = (one_movement(facts) for facts in ([news, old], [old, news]))
    assert set(late.evidence.sources) == {*news.sources, *old.sources}
    ours, theirs = (one.model_dump(exclude={"evidence"}) for one in (late, early))
    assert ours == theirs


def test_a_hint_that_was_judged_late_is_no_more_than_a_hint():
    news = changed("f1", 0, title="Counsel", account=ACCOUNT, told_by="bounce")
    told = one_movement([news, changed("f2", 0, late_by=5, title="Controller", account=ACCOUNT)])
    assert told.told_by == ("bounce",)
    assert told.question


def one_movement(facts: list[Any]) -> Any:
    _, decisions = play(decide, Contact.empty(key("c1")), facts)
    (signal,) = [output.signal for one in decisions for output in one.outputs if isinstance(output, SignalRaised)]
    return signal


told_values = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["Sales Manager", "VP Sales", "Head of Legal"]),
        "department": st.sampled_from(["Sales", "Legal"]),
        "company": st.sampled_from(["Acme", "Globex"]),
    },
).filter(bool)


@given(st.lists(told_values, min_size=1, max_size=4), st.sampled_from([0.1, 40]), st.randoms(use_true_random=False))
def test_any_order_and_repetition_is_the_same_history(values: list[dict[str, Any]], apart: float, chance: Any):
    """Employments and the order of them. Since when one of them holds may differ where it was told again in between."""
    facts = [changed(f"n{number}", number * apart, **fields) for number, fields in enumerate(values)]
    row, _ = play(decide, Contact.empty(key("c1")), [BASELINE, *facts])
    order = [*facts, *facts]
    chance.shuffle(order)
    shuffled, _ = play(decide, Contact.empty(key("c1")), [BASELINE, *order])
    assert shuffled.fields == row.fields
    assert _without_since(shuffled) == _without_since(row)


@given(st.lists(told_values, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_any_order_within_the_settling_window_is_the_same_movement(values: list[dict[str, Any]], chance: Any):
    """What came into being in between is no news: the movement leads from where the person was to where they are."""
    facts = [changed(f"n{number}", number * 0.1, **fields) for number, fields in enumerate(values)]
    order = [*facts, *facts]
    chance.shuffle(order)
    assert _standing([BASELINE, *order]) == _standing([BASELINE, *facts])


@given(told_values, told_values, st.permutations(["before", "after", "before", "after"]))
def test_baseline_and_change_in_any_order_are_the_same_movement(
    before: dict[str, Any], after: dict[str, Any], order: list[str]
):
    known = {"account": ACCOUNT, **before}
    facts = {"before": changed("b", -5, **known), "after": changed("a", 0, **{**known, **after})}
    settled = Due(at(2))
    assert _standing([*(facts[one] for one in order), settled]) == _standing([facts["before"], facts["after"], settled])


def _standing(facts: list[Any]) -> Any:
    """The movements that were not taken back, as accounts last heard of them: what, from where, to where."""
    heard: dict[str, Any] = {}
    _, decisions = play(decide, Contact.empty(key("c1")), facts)
    for output in (output for one in decisions for output in one.outputs):
        if isinstance(output, SignalRaised):
            signal = output.signal
            ends = [one.model_dump(exclude={"since"}) for one in (signal.before, signal.after)]
            heard[signal.signal_id] = (signal.kind, signal.level, *ends)
        if isinstance(output, SignalWithdrawn):
            heard.pop(output.signal_id)
    return list(heard.values())


def _without_since(row: Contact) -> list[Any]:
    return [spell.model_dump(exclude={"since"}) for spell in spells(row.history, DEFAULT_POLICY)]
