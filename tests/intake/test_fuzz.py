"""Whatever is done to a message or its bytes: it ends as facts, a suppression or a dead letter, never an exception."""

import json
import random
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from movewatch.intake import REASONS
from schemas.facts import Fact
from schemas.flow import TOPIC_OF
from schemas.records import Record, Written
from schemas.suppressions import Suppression
from schemas.topics import INTAKE
from tests.support.raw import AT, apply, message_of, ms, record
from tests.support.raw_messages import CONTACT, MESSAGES


def accounted(written: Written, raw: Record) -> None:
    """Facts or suppressions that their readers can read, or one dead letter for a reason that we know."""
    assert written.consumed == 1
    assert bool(written.outputs) != bool(written.poison)
    assert all(poison.error in REASONS and REASONS[poison.error].poison for poison in written.poison)
    writes = {topic.name for topic in INTAKE.writes}
    for output in written.outputs:
        message = message_of(output)
        assert isinstance(message, Fact | Suppression)
        assert output.key == message.entity.encode()
        assert output.topic == TOPIC_OF[type(message)].name
        assert output.topic in writes
        if isinstance(message, Fact):
            assert [str(source) for source in message.sources] == [f"{raw.topic}/0/7"]
            assert ms(message.observed_at) <= raw.timestamp
        else:
            assert not REASONS[message.reason].poison


STRINGS = st.sampled_from(
    [
        *("", " ", "t", "a/b", "a/b/c", "default/crm/c1", "//", "%", "%ff/%/%2F", "\x00", "é" * 300, "x" * 1001),
        *("contact_changed", "2026-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1e999", "0x40"),
        *(CONTACT, "003*", "000000000000000AAA", "ann@gmail.com", "ann@@x", "+4930123456", "linkedin.com/in/%ff"),
        *("Contact", "Account", "User", "Case", "CREATE", "UPDATE", "DELETE", "UNDELETE", "GAP_UPDATE", "Prospect"),
    ]
) | st.text(max_size=20)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | STRINGS
    | st.sampled_from([10**400, -1, 2**63, 1745500706683617281])
)
VALUES = st.recursive(
    SCALARS, lambda v: st.lists(v, max_size=4) | st.dictionaries(STRINGS, v, max_size=4), max_leaves=8
)
NAMES = st.sampled_from(
    [
        "tenant",
        "fact_id",
        "observed_at",
        "contacts",
        "old",
        "fields",
        "changed_by",
        "merged_into",
        "entity",
        "nulledFields",
    ]
)
HEADERS = st.dictionaries(
    st.sampled_from(["tenant", "source", "type"]),
    st.sampled_from([b"", b"t", b"default", b"salesforce", b"\xff", None, b"account_changed"]) | st.binary(max_size=5),
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for name, part in items for deeper in paths(part, (*path, name)))]


def put(value: Any, path: tuple[Any, ...], new: Any, *, remove: bool) -> Any:
    """The value with another one, or nothing, at a place."""
    if not path:
        return new
    copy = value.copy()
    if len(path) == 1 and remove:
        del copy[path[0]]
    else:
        copy[path[0]] = put(copy[path[0]], path[1:], new, remove=remove)
    return copy


@st.composite
def mutated(draw: st.DrawFn) -> Record:
    """A good message with up to three changes: another value somewhere, nothing there, a further name."""
    topic, value = draw(st.sampled_from(MESSAGES))
    for _ in range(draw(st.integers(0, 3))):
        path = draw(st.sampled_from(paths(value)))
        value = put(value, path, draw(VALUES), remove=draw(st.booleans()))
        if not isinstance(value, dict):
            break
        if draw(st.booleans()):
            value = {**value, draw(NAMES): draw(VALUES)}
    sent: dict[str, Any] = draw(HEADERS)
    headers = sent if draw(st.integers(0, 3)) == 0 else {"source": "salesforce"}
    return record(topic, value, key=draw(st.none() | st.binary(max_size=5)), **headers)


@st.composite
def garbage(draw: st.DrawFn) -> Record:
    """A good message with bytes cut, replaced or put in; or no message at all."""
    topic, message = draw(st.sampled_from([*MESSAGES, ("elsewhere", {})]))
    good = json.dumps(message).encode()
    start, length = draw(st.integers(0, len(good))), draw(st.integers(0, 20))
    broken = good[:start] + draw(st.binary(max_size=8)) + good[start + length :]
    value = draw(st.sampled_from([broken, good[:start]]) | st.binary(max_size=60) | st.none())
    at = draw(st.sampled_from([ms(AT), ms(AT), -1, 0, 2**62]) | st.integers(-(2**63), 2**63 - 1))
    headers: dict[str, Any] = draw(HEADERS)
    return record(topic, value, key=draw(st.none() | st.binary(max_size=30)), at=at, **headers)


FUZZ = settings(
    max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@FUZZ
@given(mutated())
def test_no_change_to_a_message_is_lost_or_raises(raw: Record) -> None:
    accounted(apply(raw), raw)


@FUZZ
@given(garbage())
def test_no_bytes_are_lost_or_raise(raw: Record) -> None:
    accounted(apply(raw), raw)


def test_thousands_of_broken_messages_are_accounted_for() -> None:
    chance = random.Random(20260601)  # noqa: S311 - the same messages each time, nothing secret
    fates: Counter[str] = Counter()
    for _ in range(6000):
        topic, message = chance.choice(MESSAGES)
        value = bytearray(json.dumps(message).encode())
        for _ in range(chance.randint(1, 3)):
            # Often a character of JSON, which breaks more than any byte does.
            value[chance.randrange(len(value))] = chance.choice([*b'{}[]",:0159-eE', chance.randrange(256)])
        raw = record(topic, bytes(value), source="salesforce")
        written = apply(raw)
        accounted(written, raw)
        fates.update(poison.error for poison in written.poison)
        fates["written"] += bool(written.outputs)
    assert fates["written"] > 500, "hardly anything was readable: this proves little"
    assert {"not-json", "invalid", "unknown-type", "not-a-change-event", "bad-id"} <= set(fates)


@settings(FUZZ, max_examples=150)
@given(mutated())
def test_a_record_that_comes_again_has_the_same_ids(raw: Record) -> None:
    again = Record(raw.topic, raw.partition, raw.offset + 5, raw.timestamp + 60_000, raw.key, raw.value, raw.headers)
    first, second = ([message_of(output) for output in apply(one).outputs] for one in (raw, again))
    facts = [[fact.fact_id for fact in found if isinstance(fact, Fact)] for found in (first, second)]
    # A tombstone has no content: its time is all that tells it from the next one.
    assert facts[0] == facts[1] or raw.value is None
