"""What the headers of a dead letter tell, which letters are wanted, and what may be shown of them."""

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from movewatch.operations.letters import (
    Letter,
    Place,
    Wanted,
    headers_to_send,
    letter_of,
    shown_value,
    why_not,
)
from schemas.letters import PREFIX, REPLAYS, VALUE_LEFT_OUT
from schemas.records import Poison, Record
from streams.dead_letters import headers_of_dead_letter

LATER = 1_767_999_999_999
"""The letter's own timestamp: when it arrived."""
AT = Place("crm-events.movewatch-intake.dlq", 1, 7)
RECORD = Record("crm-events", 2, 40, 1_767_225_600_000, b"k", b'{"a": 1}', (("source", b"hubspot"),))


def letter(record: Record = RECORD, error: str = "invalid", **more: Any) -> Letter:
    """As a stage writes it."""
    poison = Poison(record, error, "0.objectId: missing", "Traceback ...")
    headers = headers_of_dead_letter(poison, topic="p.crm-events", group="p.movewatch-intake", stage="intake")
    return replace(letter_of(AT, LATER, record.key, record.value, headers), **more)


def test_what_a_stage_writes_is_read_back() -> None:
    said = letter()
    assert said.origin == Place("p.crm-events", 2, 40)
    assert str(said.origin) == "p.crm-events/2/40"
    assert (said.stage, said.reason, said.message) == ("intake", "invalid", "0.objectId: missing")
    assert (said.stacktrace, said.attempts, said.replays, said.left_out) == ("Traceback ...", 1, 0, None)
    assert said.written_at.isoformat() == "2026-01-01T00:00:00+00:00"
    assert (said.key, said.value) == (b"k", b'{"a": 1}')


HEADERS = [
    # 1. Nothing is said at all.
    ((), {"origin": Place("", -1, -1), "reason": "", "attempts": 1, "replays": 0}),
    # 2. What somebody else wrote there counts as nothing.
    (((REPLAYS, b"many"), (PREFIX + "attempts", b"-1"), (PREFIX + "offset", b"9" * 40)), {"replays": 0, "attempts": 1}),
    (((REPLAYS, "٣".encode()), (PREFIX + "topic", b"\xff")), {"replays": 0, "origin": Place("\ufffd", -1, -1)}),
    (((REPLAYS, None), (VALUE_LEFT_OUT, b"5")), {"replays": 0, "left_out": 5}),
    # 5. Of a header that comes twice the last one counts.
    (((REPLAYS, b"1"), (REPLAYS, b"2")), {"replays": 2}),
]


@pytest.mark.parametrize(("headers", "expected"), HEADERS, ids=range(1, len(HEADERS) + 1))
def test_headers_that_are_none(headers: Any, expected: dict[str, Any]) -> None:
    said = letter_of(AT, 0, None, None, headers)
    assert {name: getattr(said, name) for name in expected} == expected


WANTED = [
    # 1. All of them; each wish by itself.
    (Wanted(), True),
    (Wanted(topic="p.crm-events", stage="intake", partition=2, reason="invalid"), True),
    (Wanted(topic="p.feedback"), False),
    (Wanted(stage="contacts"), False),
    (Wanted(partition=0), False),
    (Wanted(reason="gap"), False),
    # 7. Offsets and times, both ends included.
    (Wanted(first=40, last=40), True),
    (Wanted(first=41), False),
    (Wanted(last=39), False),
    (Wanted(since=RECORD.timestamp, until=RECORD.timestamp), True),
    (Wanted(since=RECORD.timestamp + 1), False),
    (Wanted(until=RECORD.timestamp - 1), False),
]


@pytest.mark.parametrize(("wanted", "expected"), WANTED, ids=range(1, len(WANTED) + 1))
def test_which_letters_are_wanted(wanted: Wanted, expected: bool) -> None:
    assert wanted.includes(letter()) is expected


def test_the_same_wishes_have_the_same_name_and_others_another() -> None:
    names = {wanted.name for wanted, _ in WANTED}
    assert len(names) == len({json.dumps(asdict(wanted)) for wanted, _ in WANTED})
    assert Wanted(reason="gap").name == Wanted(reason="gap").name


def test_what_is_sent_back_has_its_own_headers_and_a_count() -> None:
    first = letter()
    assert headers_to_send(first) == (("source", b"hubspot"), (REPLAYS, b"1"))
    # It is refused again: the stage counts the tries by it.
    again = letter(RECORD._replace(headers=headers_to_send(first)))
    assert (again.attempts, again.replays) == (2, 1)
    assert headers_to_send(again) == (("source", b"hubspot"), (REPLAYS, b"2"))


def test_why_a_letter_stays() -> None:
    assert why_not(letter(), 3) is None
    assert why_not(letter(replays=3), 3) == "it was sent back 3 times already"
    assert why_not(letter(left_out=9), 3) == "its value of 9 bytes was too large to be kept"
    assert "must not take its place" in str(why_not(letter(), 3, {"p.crm-events"}))
    assert why_not(letter(origin=Place("", -1, -1)), 3) == "its headers do not say where it came from"


VALUES = [
    # 1. As it is, where it may be seen; else its shape.
    (b'{"name": "Ada", "n": 5, "on": true, "no": null, "l": ["x", 1.5]}', False, None),
    (
        b'{"name": "Ada", "n": 5, "on": true, "no": null, "l": ["x", 1.5]}',
        True,
        '{"name": "<text>", "n": "<number>", "on": true, "no": null, "l": ["<text>", "<number>"]}',
    ),
    # 3. What is no JSON has no shape.
    (b"hello", True, "<5 bytes>"),
    (b"\xff\xfe", True, "<2 bytes>"),
    (b"[" * 5000, True, "<5000 bytes>"),
    (b"\xff", False, "\\xff"),
]


@pytest.mark.parametrize(("value", "redact", "expected"), VALUES, ids=range(1, len(VALUES) + 1))
def test_what_is_shown_of_a_value(value: bytes, redact: bool, expected: str | None) -> None:
    assert shown_value(value, redact=redact) == (value.decode() if expected is None else expected)
    assert shown_value(None, redact=redact) is None
