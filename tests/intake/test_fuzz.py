"""Whatever is done to a message or its bytes: it ends as facts, a suppression or a dead letter, never an exception."""

import json
import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from movewatch.intake import REASONS, IntakeConfig
from movewatch.intake.adapters import ADAPTERS
from movewatch.intake.mapping import parse_mappings
from schemas.facts import Fact
from schemas.flow import TOPIC_OF
from schemas.records import Record, Written
from schemas.suppressions import Suppression
from schemas.topics import INTAKE
from tests.support.raw import AT, CONFIG, apply, message_of, ms, record
from tests.support.raw_messages import CONTACT, MESSAGES, OF_SOURCES


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
    topic, source, value = draw(st.sampled_from(MESSAGES))
    for _ in range(draw(st.integers(0, 3))):
        path = draw(st.sampled_from(paths(value)))
        value = put(value, path, draw(VALUES), remove=draw(st.booleans()))
        if isinstance(value, dict) and draw(st.booleans()):
            value = {**value, draw(NAMES): draw(VALUES)}
    sent: dict[str, Any] = draw(HEADERS)
    headers = sent if draw(st.integers(0, 3)) == 0 else {"source": source}
    return record(topic, value, key=draw(st.none() | st.binary(max_size=5)), **headers)


@st.composite
def garbage(draw: st.DrawFn) -> Record:
    """A good message with bytes cut, replaced or put in; or no message at all."""
    topic, source, message = draw(st.sampled_from([*MESSAGES, ("elsewhere", "crm", {})]))
    good = json.dumps(message).encode()
    start, length = draw(st.integers(0, len(good))), draw(st.integers(0, 20))
    broken = good[:start] + draw(st.binary(max_size=8)) + good[start + length :]
    value = draw(st.sampled_from([broken, good[:start]]) | st.binary(max_size=60) | st.none())
    at = draw(st.sampled_from([ms(AT), ms(AT), -1, 0, 2**62]) | st.integers(-(2**63), 2**63 - 1))
    headers: dict[str, Any] = draw(st.just({"source": source}) | HEADERS)
    return record(topic, value, key=draw(st.none() | st.binary(max_size=30)), at=at, **headers)


BROKEN = 50_000
"""So many broken messages, over all sources: about ten seconds."""

BY_VALUE = 0.6
"""How many of them are broken by a value in a wrong place; the others by their bytes."""

NASTY: list[Any] = [
    *(None, True, False, 0, -1, 5, 1.5, 10**400, 2**63, "", " ", "x", "x" * 1001, "9" * 5000, "\x00", "a/b", "a/b/c"),
    *("REDACTED", "/Date(1)/", "/Date(99999999999999999)/", "2026-01-01", "0001-01-01T00:00:00+14:00", "1767225600000"),
    *([], {}, [None], [[]], [{}], {"value": None}, {"Id": 5}, {"id": None}, {"payload": []}, [{"key": "Target"}]),
]
"""Values that stand in places where nobody expects them."""

MAPPED = IntakeConfig(
    salt=CONFIG.salt,
    mappings=parse_mappings(
        """
        [debezium."*".tables."public.customers"]
        entity = "contact"
        fields = { title = "job" }
        [pipedrive."*".contact]
        division = "1a2b"
        [jira."*".project]
        contacts = "fields.contacts"
        """,
        ["debezium", "pipedrive", "jira"],
    ),
)

FUZZ = settings(
    max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def test_there_is_a_good_message_of_every_source() -> None:
    assert OF_SOURCES.keys() == ADAPTERS.keys()
    for topic, source, message in MESSAGES:
        assert apply(record(topic, message, source=source), config=MAPPED).poison == [], (topic, source)


@FUZZ
@given(mutated())
def test_no_change_to_a_message_is_lost_or_raises(raw: Record) -> None:
    accounted(apply(raw, config=MAPPED), raw)


@FUZZ
@given(garbage())
def test_no_bytes_are_lost_or_raise(raw: Record) -> None:
    accounted(apply(raw, config=MAPPED), raw)


def broken(chance: random.Random, message: Any) -> bytes:
    """A message with other values in some places, or with other bytes."""
    if chance.random() < BY_VALUE:
        for _ in range(chance.randint(1, 3)):
            path = chance.choice(paths(message))
            message = put(message, path, chance.choice(NASTY), remove=chance.random() < BY_VALUE / 2)
        return json.dumps(message).encode()
    value = bytearray(json.dumps(message).encode())
    for _ in range(chance.randint(1, 3)):
        # Often a character of JSON, which breaks more than any byte does.
        value[chance.randrange(len(value))] = chance.choice([*b'{}[]",:0159-eE', chance.randrange(256)])
    return bytes(value)


@pytest.mark.bulk
def test_many_thousands_of_broken_messages_are_accounted_for() -> None:
    chance = random.Random(20260601)  # noqa: S311 - the same messages each time, nothing secret
    fates: Counter[tuple[str, str]] = Counter()
    for _ in range(BROKEN):
        topic, source, message = chance.choice(MESSAGES)
        raw = record(topic, broken(chance, message), source=source)
        written = apply(raw, config=MAPPED)
        accounted(written, raw)
        fates.update((source, poison.error) for poison in written.poison)
        fates[source, "written"] += bool(written.outputs)
    reasons = {reason for _, reason in fates}
    assert all(fates[source, "written"] > 100 for source in ADAPTERS), "hardly anything was readable: little is proved"
    assert {"not-json", "invalid", "unknown-type", "unknown-change", "not-a-change-event", "bad-id"} <= reasons


@settings(FUZZ, max_examples=150)
@given(mutated())
def test_a_record_that_comes_again_has_the_same_ids(raw: Record) -> None:
    again = Record(raw.topic, raw.partition, raw.offset + 5, raw.timestamp + 60_000, raw.key, raw.value, raw.headers)
    first, second = ([message_of(output) for output in apply(one, config=MAPPED).outputs] for one in (raw, again))
    facts = [[fact.fact_id for fact in found if isinstance(fact, Fact)] for found in (first, second)]
    # A tombstone has no content: its time is all that tells it from the next one.
    assert facts[0] == facts[1] or raw.value is None
