"""The fold of facts through ``decide``, shown with rules so small that each case can be read: a toy that keeps titles.

The toy obeys the title of a contact: most titles are remembered and told on, some words are orders.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from movewatch.errors import MovewatchError
from movewatch.policy import DEFAULT_POLICY, MovementPolicy, Policy
from movewatch.stage import KEPT_BYTES, POLICIES_KEPT, Decision, RewoundError, Row, Stage, key_of
from schemas.base import Message, UtcTime
from schemas.evidence import Evidence
from schemas.facts import ContactChanged, ContactErased
from schemas.flow import ContactTopicFact
from schemas.records import PartitionState, PolicySpan, Record, StoredRow, Written
from schemas.suppressions import Suppression
from schemas.ticks import Due, Tick

T0 = datetime(2026, 3, 2, tzinfo=UTC)
T0_MS = int(T0.timestamp() * 1000)
TOPIC = "contact-facts"
SECRET = "Chief Secret Officer"
HUGE = "x" * 1_000_000


class ToyRefusalError(MovewatchError):
    """The toy explains why it refuses."""


class Toy(Row):
    """What the toy remembers: titles in order, and when to ring."""

    key: str
    titles: tuple[str, ...] = ()
    alarm: UtcTime | None = None
    stuck: bool = False

    @classmethod
    def empty(cls, key: str) -> "Toy":
        return cls(key=key)

    @property
    def due_at(self) -> datetime | None:
        return self.alarm


def decide(row: Toy, fact: Any, policy: Policy) -> Decision[Toy]:  # noqa: ARG001 - the toy needs no numbers
    match fact:
        case Due(at=at):
            return ring(row, at)
        case ContactErased():
            return Decision(None)
    return obey(row, fact.fields["title"])


def obey(row: Toy, title: str) -> Decision[Toy]:
    match title.split():
        case ["nothing"]:
            return Decision(row)
        case ["bug"]:
            raise ValueError(f"cannot read {SECRET}")
        case ["refuse"]:
            raise ToyRefusalError
        case [("alarm" | "again" | "stuck") as how, seconds]:
            titles = ("again",) if how == "again" else ()
            armed = {"alarm": after(float(seconds)), "titles": titles, "stuck": how == "stuck"}
            return Decision(row.model_copy(update=armed))
        case ["astray"]:
            return Decision(row.model_copy(update={"titles": (SECRET,)}), (Tick(at=T0),))
        case ["grow"]:
            return Decision(row.model_copy(update={"titles": (*row.titles, HUGE)}))
    return Decision(row.model_copy(update={"titles": (*row.titles, title)}), *tell(row.key, title))


def ring(row: Toy, at: datetime) -> Decision[Toy]:
    """Ring once; after "again" once more, ten seconds later; with "stuck" leave the alarm where it is."""
    if row.stuck:
        return Decision(row.model_copy(update={"titles": (*row.titles, "!")}))
    rung = f"rung {int((at - T0).total_seconds())}"
    follow = at + timedelta(seconds=10) if row.titles == ("again",) else None
    return Decision(row.model_copy(update={"titles": (*row.titles, rung), "alarm": follow}), *tell(row.key, rung))


def tell(key: str, what: str) -> tuple[tuple[Message, ...], tuple[Suppression, ...]]:
    """One output and one suppression."""
    suppression = Suppression(
        tenant="acme", entity=key, by="contacts", reason="toy", about=what, at=T0, evidence=Evidence()
    )
    return (changed(key.rsplit("/", 1)[1], what),), (suppression,)


def after(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def changed(contact: str, title: str) -> ContactChanged:
    return ContactChanged(
        fact_id="f",
        tenant="acme",
        source="crm",
        contact_id=contact,
        occurred_at=T0,
        observed_at=T0,
        fields={"title": title},
    )


def raw(offset: int, key: str | None, value: bytes | None) -> Record:
    return Record(TOPIC, 3, offset, T0_MS, key.encode() if key is not None else None, value)


def said(offset: int, contact: str, title: str) -> Record:
    fact = changed(contact, title)
    return raw(offset, fact.entity, fact.to_json())


def tick(offset: int, seconds: float) -> Record:
    return raw(offset, None, Tick(at=T0 + timedelta(seconds=seconds)).to_json())


@dataclass
class FakeRows:
    """Rows in a dictionary. ``commit`` does what a transport does once the transaction is through."""

    rows: dict[bytes, StoredRow] = field(default_factory=dict)
    state: PartitionState = field(default_factory=PartitionState)

    def get(self, key: bytes) -> StoredRow | None:
        return self.rows.get(key)

    def due(self, until: int, limit: int) -> Sequence[tuple[int, bytes]]:
        due = [(row.due_at, key) for key, row in self.rows.items() if row.due_at is not None and row.due_at <= until]
        return sorted(due)[:limit]

    def commit(self, written: Written) -> None:
        for key, row in written.rows.items():
            if row is None:
                self.rows.pop(key, None)
            else:
                self.rows[key] = row
        self.state = written.state or self.state

    def toy(self, contact: str) -> Toy:
        return Toy.model_validate_json(self.rows[f"acme/crm/{contact}".encode()].value)

    def titles(self, contact: str) -> tuple[str, ...]:
        return self.toy(contact).titles


def stage(policy: Policy = DEFAULT_POLICY, slice_size: int = 1000) -> Stage[Toy]:
    return Stage(decide, Toy, TypeAdapter(ContactTopicFact), policy, slice_size=slice_size)


def play(rows: FakeRows, records: Sequence[Record], with_stage: Stage[Toy] | None = None) -> list[Written]:
    """Apply all, step by step, committing each: what a transport does."""
    running = with_stage or stage()
    steps, position = [], 0
    while position < len(records):
        written = running.apply(rows, records[position:])
        rows.commit(written)
        steps.append(written)
        position += written.consumed
        assert len(steps) < 100, "the stage makes no progress"
    return steps


def causes(written: Written) -> list[str]:
    return [dict(outgoing.headers)["cause"].decode() for outgoing in written.outputs]


def test_a_batch_is_folded_in_order_and_written_once() -> None:
    rows = FakeRows()
    written = stage().apply(rows, [said(5, "a", "one"), said(6, "b", "two"), said(7, "a", "three")])
    assert (written.consumed, written.next_offset, written.finished) == (3, 8, True)
    assert rows.rows == {}, "a stage works on copies; the transport commits"
    rows.commit(written)
    assert rows.titles("a") == ("one", "three")
    assert rows.titles("b") == ("two",)
    assert [rows.rows[key].offset for key in (b"acme/crm/a", b"acme/crm/b")] == [7, 6]


def test_outputs_go_by_type_and_name_their_cause() -> None:
    written = stage().apply(FakeRows(), [said(5, "a", "one"), said(6, "a", "nothing"), said(7, "a", "two")])
    assert [(out.topic, out.key) for out in written.outputs] == [
        ("contact-facts", b"acme/crm/a"),
        ("suppressions", b"acme/crm/a"),
    ] * 2
    assert causes(written) == [f"{TOPIC}/3/5/0", f"{TOPIC}/3/5/1", f"{TOPIC}/3/7/0", f"{TOPIC}/3/7/1"]


def test_an_untouched_row_is_not_written_again() -> None:
    rows = FakeRows()
    play(rows, [said(1, "a", "one")])
    written = stage().apply(rows, [said(2, "a", "nothing")])
    assert written.rows == {}
    assert written.state is None
    assert written.next_offset == 3


def test_a_forgotten_entity_leaves_a_tombstone_and_starts_empty() -> None:
    rows = FakeRows()
    erased = ContactErased(fact_id="f", tenant="acme", source="crm", contact_id="a", occurred_at=T0, observed_at=T0)
    play(rows, [said(1, "a", "one")])
    written = stage().apply(rows, [raw(2, erased.entity, erased.to_json())])
    assert written.rows == {b"acme/crm/a": None}
    again = stage().apply(rows, [raw(2, erased.entity, erased.to_json()), said(3, "a", "new")])
    rows.commit(again)
    assert rows.titles("a") == ("new",)


# Where a step ends: a tick begins a step of its own. 'f' is a fact, 't' a tick; the numbers: what each step consumed.
STEPS = [
    (1, "fff", [3]),
    (2, "t", [1]),
    # A tick behind facts waits for the next step; what follows a tick does too.
    (3, "fft", [2, 1]),
    (4, "tff", [1, 2]),
    (5, "ftf", [1, 1, 1]),
    # Two ticks are two steps.
    (6, "tt", [1, 1]),
]


@pytest.mark.parametrize(("number", "kinds", "consumed"), STEPS, ids=[str(case[0]) for case in STEPS])
def test_where_a_step_ends(number: int, kinds: str, consumed: list[int]) -> None:
    batch = [tick(n, n) if kind == "t" else said(n, "a", f"title {n}") for n, kind in enumerate(kinds)]
    steps = play(FakeRows(), batch)
    assert [step.consumed for step in steps] == consumed, f"case {number}"
    assert steps[-1].next_offset == len(kinds)


def test_timers_fire_in_order_of_time_then_key_and_decide_as_of_when_they_were_due() -> None:
    rows = FakeRows()
    play(rows, [said(1, "c", "alarm 5"), said(2, "a", "alarm 7"), said(3, "b", "alarm 5"), said(4, "d", "alarm 99")])
    (written,) = play(rows, [tick(9, 60)])
    assert [out.key for out in written.outputs[::2]] == [b"acme/crm/b", b"acme/crm/c", b"acme/crm/a"]
    assert causes(written) == [f"{TOPIC}/3/9/{n}" for n in range(6)]
    assert rows.titles("a") == ("rung 7",)
    assert rows.rows[b"acme/crm/a"].due_at is None
    assert rows.rows[b"acme/crm/d"].due_at == T0_MS + 99_000


def test_a_timer_set_by_a_timer_fires_in_the_same_tick_and_in_its_turn() -> None:
    rows = FakeRows()
    play(rows, [said(1, "a", "again 5"), said(2, "b", "alarm 12"), said(3, "c", "alarm 20")])
    (written,) = play(rows, [tick(9, 60)])
    assert [out.key[-1:] for out in written.outputs[::2]] == [b"a", b"b", b"a", b"c"]
    assert rows.titles("a") == ("again", "rung 5", "rung 15")


def test_a_timer_never_fires_before_its_time() -> None:
    rows = FakeRows()
    play(rows, [said(1, "a", "alarm 5")])
    play(rows, [tick(2, 4.999)])
    assert rows.titles("a") == ()
    play(rows, [tick(3, 5)])
    assert rows.titles("a") == ("rung 5",)


def test_a_time_between_two_milliseconds_is_rounded_up() -> None:
    """Row indexes count milliseconds; rounding down would fire too early."""
    rows = FakeRows()
    play(rows, [said(1, "a", "alarm 5.0001")])
    assert rows.rows[b"acme/crm/a"].due_at == T0_MS + 5_001


@pytest.mark.parametrize("slice_size", [1, 2, 3, 4, 5, 100])
def test_a_tick_is_worked_off_in_slices_with_the_same_outcome(slice_size: int) -> None:
    """However many steps it takes: the same firings in the same order, each with its own index."""
    setup = [said(1, "a", "again 1"), *(said(n, f"k{n}", f"alarm {n}") for n in range(2, 6))]
    whole, sliced = FakeRows(), FakeRows()
    for rows in (whole, sliced):
        play(rows, setup)
    (expected,) = play(whole, [tick(9, 60)])
    steps = play(sliced, [tick(9, 60)], stage(slice_size=slice_size))
    assert [step.finished for step in steps] == [False] * (len(steps) - 1) + [True]
    assert [step.next_offset for step in steps] == [9] * (len(steps) - 1) + [10]
    outputs = [out for step in steps for out in step.outputs]
    assert [out.key for out in outputs] == [out.key for out in expected.outputs]
    assert sorted(cause for step in steps for cause in causes(step)) == sorted(causes(expected))
    assert sliced.rows == whole.rows
    assert sliced.state == whole.state
    if slice_size == 2:
        assert len(steps) >= 3, "the case proves nothing unless there are several slices"


def test_the_clock_of_a_partition_only_rises() -> None:
    rows = FakeRows()
    play(rows, [tick(1, 100), tick(2, 50)])
    assert rows.state.clock == T0_MS + 100_000


def test_a_fact_first_fires_what_is_due_by_the_clock() -> None:
    rows = FakeRows()
    play(rows, [tick(1, 100)])
    play(rows, [said(2, "a", "again 60"), said(3, "b", "alarm 300")])
    written = stage().apply(rows, [said(4, "a", "late"), said(5, "b", "early")])
    rows.commit(written)
    assert rows.titles("a") == ("again", "rung 60", "rung 70", "late")
    assert rows.titles("b") == ("early",)
    assert causes(written)[:6] == [f"{TOPIC}/3/4/{n}" for n in range(6)]


def test_due_at_the_very_clock_is_due() -> None:
    rows = FakeRows()
    play(rows, [tick(1, 100), said(2, "a", "alarm 100"), said(3, "a", "after")])
    assert rows.titles("a") == ("rung 100", "after")


# What is poison, and what is said of it. Number, record, error, and a part of the message.
POISON = [
    # 1. No value: a facts topic is not compacted, so a tombstone means nothing.
    (1, raw(1, "acme/crm/a", None), "TombstoneError", "has a value"),
    (2, raw(1, "acme/crm/a", b"{not json"), "ValidationError", "Invalid JSON"),
    (3, raw(1, "acme/crm/a", b""), "ValidationError", "Invalid JSON"),
    (4, raw(1, "acme/crm/a", b"[]"), "ValidationError", "should be an object"),
    # 5. JSON, but no fact of this topic; a fact of another topic.
    (5, raw(1, "acme/crm/a", b'{"type":"secret-type"}'), "ValidationError", "not a type of this topic"),
    # 6. A fact with a fault: where it is, not what stood there.
    (
        6,
        raw(1, "acme/crm/a", changed("a", SECRET).to_json().replace(b'"occurred_at":"2026', b'"occurred_at":"never')),
        "ValidationError",
        "occurred_at",
    ),
    # 7. A fact under the key of another entity would fold into a row of another partition; no key is a wrong one.
    (7, raw(1, "acme/crm/b", changed("a", SECRET).to_json()), "KeyError", "the key of the fact's entity"),
    (8, raw(1, None, changed("a", SECRET).to_json()), "KeyError", "the key of the fact's entity"),
    # 9. The rules fail: of a foreign error only its kind is told, since its words may quote a value.
    (9, said(1, "a", "bug"), "ValueError", "ValueError in the rules"),
    # 10. An error of ours explains itself.
    (10, said(1, "a", "refuse"), "ToyRefusalError", "The toy explains why it refuses."),
    # 11. A row that no longer fits into one record of the changelog.
    (11, said(1, "a", "grow"), "RowTooLargeError", "outgrow"),
    # 12. The rules tell something that belongs on no topic: neither it nor the new row is kept.
    (12, said(1, "a", "astray"), "TypeError", "TypeError in the rules"),
]


@pytest.mark.parametrize(("number", "record", "error", "part"), POISON, ids=[str(case[0]) for case in POISON])
def test_poison_is_set_aside_and_the_rest_goes_on(number: int, record: Record, error: str, part: str) -> None:
    rows = FakeRows()
    written = stage().apply(rows, [said(0, "a", "before"), record, said(2, "a", "after"), said(3, "b", "other")])
    rows.commit(written)
    (poison,) = written.poison
    assert poison.record is record
    assert poison.error == error, f"case {number}"
    assert part in poison.message
    assert written.next_offset == 4
    assert rows.titles("a") == ("before", "after"), "a failed decision leaves no trace in its row"
    assert rows.titles("b") == ("other",)
    for told in (poison.message, poison.stacktrace):
        assert "Secret" not in told
        assert "secret" not in told
        assert "never" not in told


def test_an_error_in_the_rules_has_a_trace_and_a_bad_value_has_none() -> None:
    (bug,) = stage().apply(FakeRows(), [said(1, "a", "bug")]).poison
    assert "in decide" in bug.stacktrace
    (bad,) = stage().apply(FakeRows(), [raw(1, "acme/crm/a", b"{")]).poison
    assert bad.stacktrace == ""


def test_a_stuck_timer_is_poison_once_and_rings_no_more() -> None:
    """The tick is set aside, the row keeps what it was, and the next tick is not stuck on it again."""
    rows = FakeRows()
    play(rows, [said(1, "a", "stuck 5"), said(2, "b", "alarm 6")])
    (written,) = play(rows, [tick(3, 60)])
    assert [poison.error for poison in written.poison] == ["StuckTimerError"]
    assert rows.titles("a") == ()
    assert rows.rows[b"acme/crm/a"].due_at is None
    assert rows.titles("b") == ("rung 6",), "the timers behind a stuck one fire"
    (next_tick,) = play(rows, [tick(4, 61)])
    assert next_tick.poison == []
    play(rows, [said(5, "a", "alive")])
    assert rows.titles("a") == ("alive",)


def test_a_timer_that_a_fact_fires_first_does_not_take_the_fact_down_with_it() -> None:
    rows = FakeRows()
    play(rows, [tick(1, 100)])
    play(rows, [said(2, "a", "stuck 5")])
    (written,) = play(rows, [said(3, "a", "after")])
    assert [poison.error for poison in written.poison] == ["StuckTimerError"]
    assert rows.titles("a") == ("after",)


def test_only_the_fact_that_outgrows_the_row_is_set_aside() -> None:
    rows = FakeRows()
    play(rows, [said(1, "a", "one")])
    batch = [said(2, "a", "two"), said(3, "a", "grow"), said(4, "a", "three"), said(5, "b", "grow")]
    written = stage().apply(rows, batch)
    rows.commit(written)
    assert [poison.record.offset for poison in written.poison] == [3, 5]
    assert rows.titles("a") == ("one", "two", "three")
    assert b"acme/crm/b" not in rows.rows


@pytest.mark.parametrize("offset", [6, 7])
def test_the_tripwire_stops_a_worker_that_reads_what_was_applied(offset: int) -> None:
    rows = FakeRows()
    play(rows, [said(7, "a", SECRET)])
    with pytest.raises(RewoundError, match=f"{TOPIC}/3/{offset} was applied before") as stop:
        stage().apply(rows, [said(offset, "a", "again")])
    assert SECRET not in str(stop.value)
    assert rows.titles("a") == (SECRET,)


def test_an_unfinished_tick_may_come_again() -> None:
    """Between two slices the rows carry the tick's own offset: that is no rewind."""
    rows = FakeRows()
    play(rows, [said(1, "a", "again 1"), said(2, "b", "alarm 2")])
    one_by_one = stage(slice_size=1)
    first = one_by_one.apply(rows, [tick(3, 60)])
    assert (first.finished, first.consumed, first.next_offset) == (False, 0, 3)
    rows.commit(first)
    play(rows, [tick(3, 60)], one_by_one)
    assert rows.titles("a") == ("again", "rung 1", "rung 11")


OTHER_POLICY = Policy(movements=MovementPolicy(settling_hours=1))


def test_the_state_remembers_from_where_on_which_policy_decided() -> None:
    rows = FakeRows()
    play(rows, [said(4, "a", "one")], stage(DEFAULT_POLICY))
    play(rows, [said(5, "a", "two")], stage(DEFAULT_POLICY))
    play(rows, [said(6, "a", "three")], stage(OTHER_POLICY))
    assert rows.state.policies == (
        PolicySpan(offset=4, fired=0, policy=DEFAULT_POLICY.hash),
        PolicySpan(offset=6, fired=0, policy=OTHER_POLICY.hash),
    )


def test_a_policy_that_changes_within_a_tick_is_told_apart_by_the_timers_fired() -> None:
    rows = FakeRows()
    play(rows, [said(1, "a", "alarm 1"), said(2, "b", "alarm 2")])
    rows.commit(stage(DEFAULT_POLICY, slice_size=1).apply(rows, [tick(3, 60)]))
    play(rows, [tick(3, 60)], stage(OTHER_POLICY))
    assert rows.state.policies[-1] == PolicySpan(offset=3, fired=1, policy=OTHER_POLICY.hash)


def test_the_oldest_policies_are_forgotten() -> None:
    rows = FakeRows()
    for n in range(POLICIES_KEPT + 5):
        play(rows, [said(n, "a", "nothing")], stage(Policy(version=str(n))))
    assert len(rows.state.policies) == POLICIES_KEPT
    assert [span.offset for span in rows.state.policies] == list(range(5, POLICIES_KEPT + 5))


def test_a_message_without_a_key_is_a_mistake_of_the_rules() -> None:
    with pytest.raises(TypeError, match="Tick has no key"):
        key_of(Tick(at=T0))


TITLES = st.sampled_from(["one", "two", "nothing", "bug", "refuse", "alarm 3", "alarm 30", "again 5", "stuck 8"])
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from("abc"), TITLES),
        st.tuples(st.just("tick"), st.integers(0, 60)),
    ),
    max_size=25,
)


@given(events=EVENTS, cuts=st.sets(st.integers(1, 24)), slice_size=st.integers(1, 4))
def test_how_a_partition_is_cut_into_batches_changes_nothing(
    events: list[tuple[str, Any]], cuts: set[int], slice_size: int
) -> None:
    """Exactly once rests on this: a take-over cuts the log elsewhere, and must come to the same rows and outputs."""
    log = [tick(n, what) if who == "tick" else said(n, who, what) for n, (who, what) in enumerate(events)]
    one, many = FakeRows(), FakeRows()
    at_once = play(one, log)
    borders = [0, *sorted(cut for cut in cuts if cut < len(log)), len(log)]
    in_pieces: list[Written] = []
    for begin, end in pairwise(borders):
        in_pieces += play(many, log[begin:end], stage(slice_size=slice_size))
    assert many.rows == one.rows
    assert many.state == one.state
    assert [out for step in in_pieces for out in step.outputs] == [out for step in at_once for out in step.outputs]
    assert [bad for step in in_pieces for bad in step.poison] == [bad for step in at_once for bad in step.poison]


# -- rows as objects ---------------------------------------------------------------------------------------------------


def test_a_row_just_written_is_not_read_anew_and_another_one_is():
    kept_by = stage()
    kept_by.keep(b"a", b'{"key":"a"}', row := Toy(key="a"))
    assert kept_by.row_of(b"a", b'{"key":"a"}') is row
    assert kept_by.row_of(b"a", b'{"key":"a","titles":["CFO"]}').titles == ("CFO",)
    assert kept_by.row_of(b"b", b'{"key":"b"}') == Toy(key="b")


def test_no_more_rows_are_kept_than_fit():
    kept_by, huge = stage(), b'{"key":"a","titles":["%s"]}' % (b"x" * (KEPT_BYTES // 3))
    rows = {key: Toy(key="a") for key in (b"1", b"2", b"3", b"4")}
    for key in (b"1", b"2", b"1", b"3", b"4"):
        kept_by.keep(key, huge, rows[key])
    kept = [key for key, row in rows.items() if kept_by.row_of(key, huge) is row]
    assert kept == [b"3", b"4"]  # three are a little too large


def test_a_row_that_is_to_be_forgotten_is_kept_nowhere():
    kept_by = stage()
    kept_by.keep(b"a", b'{"key":"a"}', row := Toy(key="a"))
    kept_by.forget(b"a")
    assert kept_by.row_of(b"a", b'{"key":"a"}') is not row
