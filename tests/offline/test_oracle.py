"""The oracle and the stage agree, however the records are cut into batches; and the oracle sees what is wrong.

The toy rules obey orders in the comment of a feedback: one order a line. They can do what real rules can, and what real
rules should not: fail, ring late, grow, forget, change nothing.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from movewatch.offline.memory import MemoryRows
from movewatch.offline.oracle import DeadLetter, Folded, Output, UnknownPolicyError, compare, fold
from movewatch.policy import DEFAULT_POLICY, MovementPolicy, Policy
from movewatch.stage import MAX_ROW_BYTES, Decision, Row, Stage
from schemas.base import UtcTime
from schemas.evidence import Evidence
from schemas.facts import AskRecorded, FeedbackReceived
from schemas.flow import ContactTopicFact
from schemas.records import PolicySpan, Record
from schemas.suppressions import Suppression
from schemas.ticks import Due, Tick

T0 = datetime(2026, 3, 2, tzinfo=UTC)
FACTS: TypeAdapter[Any] = TypeAdapter(ContactTopicFact)
POLICIES = [DEFAULT_POLICY, Policy(movements=MovementPolicy(settling_hours=1)), Policy(version="other")]
BY_HASH = {policy.hash: policy for policy in POLICIES}
HALF_A_ROW = "x" * (MAX_ROW_BYTES // 2 + 1000)


class Toy(Row):
    """Keeps what it heard, one timer, and orders for when it rings."""

    key: str
    heard: tuple[str, ...] = ()
    rings_at: UtcTime | None = None
    then: str | None = None
    weight: float = 0.0

    @classmethod
    def empty(cls, key: str) -> "Toy":
        return cls(key=key)

    @property
    def due_at(self) -> datetime | None:
        return self.rings_at


def decide(row: Toy, fact: Any, policy: Policy) -> Decision[Toy]:
    if isinstance(fact, Due):
        return obey(row.model_copy(update={"rings_at": None, "then": None}), row.then or "", fact.at, policy, fired=row)
    return obey(row, fact.comment or "", fact.observed_at, policy, fired=None)


def obey(row: Toy, order: str, at: datetime, policy: Policy, fired: Toy | None) -> Decision[Toy]:
    match order.split():
        case ["nothing"]:
            return Decision(fired or row)
        case ["fail"]:
            raise RuntimeError("order")
        case ["forget"]:
            return Decision(None, said(row, "forgotten", at, policy))
        case ["grow"]:
            return Decision(row.model_copy(update={"heard": (*row.heard, HALF_A_ROW)}))
        case ["shrink"]:
            return Decision(row.model_copy(update={"heard": ()}))
        case ["arm", microseconds, *then]:
            ring = at + timedelta(microseconds=int(microseconds))
            return Decision(row.model_copy(update={"rings_at": ring, "then": " ".join(then)}))
        case ["disarm"]:
            return Decision(row.model_copy(update={"rings_at": None, "then": None}))
    word = f"{order or 'rung'} at {at.isoformat()} under {policy.hash}"
    heard = (*row.heard, word)[-5:]
    return Decision(
        row.model_copy(update={"heard": heard, "weight": row.weight + 0.1}),
        said(row, word, at, policy),
        no(row, word, at),
    )


def said(row: Toy, word: str, at: datetime, policy: Policy) -> tuple[AskRecorded, ...]:
    about = row.key.rsplit("/", 1)[1]
    base = {"tenant": "t", "source": "s", "occurred_at": at, "observed_at": at}
    ask = AskRecorded(
        fact_id=policy.hash, contact_id=about, suggestion_id=word[:200] or "x", purpose="outreach", state="made", **base
    )
    return (ask, ask) if len(row.heard) % 2 else (ask,)


def no(row: Toy, word: str, at: datetime) -> tuple[Suppression, ...]:
    return (
        Suppression(
            tenant="t", entity=row.key, by="contacts", reason="toy", about=word[:500], at=at, evidence=Evidence()
        ),
    )


def heard(offset: int, contact: str, order: str, minute: int) -> Record:
    at = T0 + timedelta(minutes=minute, microseconds=minute)
    fact = FeedbackReceived(
        fact_id="f",
        tenant="t",
        source="s",
        contact_id=contact,
        occurred_at=at,
        observed_at=at,
        response_id="r",
        comment=order,
    )
    return Record("contact-facts", 2, offset, 0, fact.entity.encode(), fact.to_json())


def tick(offset: int, minute: int) -> Record:
    return Record(
        "contact-facts", 2, offset, 0, None, Tick(at=T0 + timedelta(minutes=minute, microseconds=7)).to_json()
    )


# What a record can be. Minutes are few, so that timers meet each other, ticks and facts.
MINUTES = st.integers(0, 12)
PLAIN = st.sampled_from(["hello", "nothing", "fail", "forget", "disarm", "grow", "shrink", ""])
# Microseconds from now on: at once, within the same millisecond, before now, some minutes on.
DELAYS = st.sampled_from([0, 1, 999, 1000, -5_000_000, 60_000_000, 120_000_000, 180_000_001, 300_000_000])
ORDERS = st.recursive(PLAIN, lambda then: st.builds("arm {} {}".format, DELAYS, then), max_leaves=4)
CONTACTS = st.sampled_from(["a", "b", "c", "é/ß"])
FACT = st.tuples(st.just("fact"), CONTACTS, ORDERS, MINUTES)
TICK = st.tuples(st.just("tick"), MINUTES)
BROKEN = st.tuples(st.just("broken"), st.sampled_from([None, b"", b"{}", b'{"type":"nix"}', b"\xff", b"wrong-key"]))
STEPS = st.lists(st.one_of(FACT, FACT, FACT, TICK, TICK, BROKEN), min_size=1, max_size=40)


def record_of(offset: int, step: tuple[Any, ...]) -> Record:
    match step:
        case ("fact", contact, order, minute):
            return heard(offset, contact, order, minute)
        case ("tick", minute):
            return tick(offset, minute)
        case (_, b"wrong-key"):
            return Record("contact-facts", 2, offset, 0, b"t/s/z", heard(offset, "a", "hello", 0).value)
        case (_, value):
            return Record("contact-facts", 2, offset, 0, b"t/s/a", value)
    raise AssertionError(step)


def run_stage(
    records: Sequence[Record], cuts: Sequence[int], slices: Sequence[int], policies: Sequence[int]
) -> tuple[MemoryRows, list[Output], list[DeadLetter]]:
    """Feed a stage step by step, each with a batch, a slice size and a policy of its own, as workers come and go."""
    rows, outputs, letters = MemoryRows(), [], []
    turn, rest = 0, list(records)
    while rest:
        policy = POLICIES[policies[turn % len(policies)]]
        stage = Stage(decide, Toy, FACTS, policy, slice_size=slices[turn % len(slices)])
        written = stage.apply(rows, rest[: cuts[turn % len(cuts)]])
        rows.commit(written)
        outputs += [Output(o.topic, o.key, o.value or b"", dict(o.headers)["cause"].decode()) for o in written.outputs]
        letters += [DeadLetter(poison.record.offset, poison.error) for poison in written.poison]
        rest = rest[written.consumed :]
        turn += 1
        assert turn < 10_000, "the stage does not come forward"
    return rows, outputs, letters


def fold_all(records: Sequence[Record], spans: Sequence[PolicySpan]) -> Folded:
    return fold(decide, Toy, FACTS, BY_HASH, spans, records)


SMALL = st.lists(st.integers(1, 6), min_size=1, max_size=5)


@given(steps=STEPS, cuts=SMALL, slices=SMALL, policies=st.lists(st.integers(0, 2), min_size=1, max_size=3))
@settings(max_examples=400, deadline=None)
def test_stage_and_oracle_agree_however_the_records_are_cut(
    steps: list[tuple[Any, ...]], cuts: list[int], slices: list[int], policies: list[int]
):
    # Offsets have gaps, as transaction markers leave them.
    records = [record_of(2 * n + 5, step) for n, step in enumerate(steps)]

    rows, outputs, letters = run_stage(records, cuts, slices, policies)
    folded = fold_all(records, rows.state.policies)

    assert compare(folded, {key: row.value for key, row in rows.rows.items()}, outputs) == []
    assert folded.due == {key: row.due_at for key, row in rows.rows.items() if row.due_at is not None}
    assert sorted(folded.dead_letters) == sorted(letters)
    assert folded.clock == rows.state.clock
    assert (rows.state.fired, rows.state.emitted) == (0, 0)


def test_how_large_a_row_may_grow_does_not_depend_on_the_cut():
    """The second one is void, although the third would have made the row small again within the same batch."""
    records = [heard(n, "a", order, 0) for n, order in enumerate(["grow", "grow", "shrink"])]
    for cut in (1, 3):
        _, _, letters = run_stage(records, [cut], [5], [0])
        assert letters == [DeadLetter(1, "RowTooLargeError")]


STORY = [heard(0, "a", "arm 60000000 hello", 0), heard(1, "b", "hello", 0), tick(2, 5), heard(3, "a", "hello", 9)]
SPAN = PolicySpan(offset=0, fired=0, policy=DEFAULT_POLICY.hash)


def test_by_hand():
    """The timer fires as of its own time, within the tick, and before the fact that follows."""
    folded = fold_all(STORY, [SPAN])
    row = Toy.model_validate_json(folded.rows[b"t/s/a"])
    assert [word.split(" under")[0] for word in row.heard] == [
        "hello at 2026-03-02T00:01:00+00:00",
        "hello at 2026-03-02T00:09:00.000009+00:00",
    ]
    assert [(output.topic, output.cause) for output in folded.outputs] == [
        ("contact-facts", "contact-facts/2/1/0"),
        ("suppressions", "contact-facts/2/1/1"),
        ("contact-facts", "contact-facts/2/2/0"),
        ("suppressions", "contact-facts/2/2/1"),
        ("contact-facts", "contact-facts/2/3/0"),
        ("contact-facts", "contact-facts/2/3/1"),
        ("suppressions", "contact-facts/2/3/2"),
    ]


def test_what_kafka_holds_otherwise_is_told():
    folded = fold_all(STORY, [SPAN])
    a, b = folded.rows[b"t/s/a"], folded.rows[b"t/s/b"]
    first, second, third, *rest = folded.outputs
    changed = third._replace(value=b"{}")

    assert compare(folded, {b"t/s/b": b}, folded.outputs) == ["row t/s/a: missing from the changelog"]
    assert compare(folded, {b"t/s/a": a, b"t/s/b": b, b"x": b""}, folded.outputs) == [
        "row x: in the changelog, and should not be"
    ]
    assert compare(folded, {b"t/s/a": a, b"t/s/b": b[:5] + b"?"}, folded.outputs) == [
        "row t/s/b: differs from byte 5 on"
    ]
    assert compare(folded, folded.rows, [first, first, changed, *rest]) == [
        f"output {first.cause} (to contact-facts, key t/s/b): written 1x too often",
        f"output {second.cause} (to suppressions, key t/s/b): missing 1x",
        f"output {third.cause} (to contact-facts, key t/s/a): is another one than it should be",
    ]


def test_a_policy_that_is_not_known_is_no_verdict():
    with pytest.raises(UnknownPolicyError, match="Needed to judge this partition"):
        fold_all(STORY, [SPAN, PolicySpan(offset=2, fired=0, policy="0123456789abcdef")])
    with pytest.raises(UnknownPolicyError, match="offset 0"):
        fold_all(STORY, [PolicySpan(offset=1, fired=0, policy=DEFAULT_POLICY.hash)])
