"""Lines to records and back."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movewatch.offline.records import FIRST_TIMESTAMP, Line, LineError, Numbering, parse_line, read_lines
from schemas.records import Record

MARCH = 1_772_442_000_000  # 2026-03-02T09:00:00Z

# A line -> the record it is.
GOOD: list[tuple[dict[str, Any], Record]] = [
    # 1. As kcat -J writes it, with what we pass over.
    (
        {"topic": "t", "partition": 1, "offset": 7, "tstype": "create", "ts": 5, "broker": 1, "headers": ["a", "b"],
         "key": "k", "payload": "{ as it came }"},
        Record("t", 1, 7, 5, b"k", b"{ as it came }", (("a", b"b"),)),
    ),
    # 2. Only what must be there.
    ({"topic": "t", "payload": "x"}, Record("t", 0, 0, FIRST_TIMESTAMP, None, b"x")),
    # 3. A payload as JSON.
    ({"topic": "t", "payload": {"ü": [1, None]}}, Record("t", 0, 0, FIRST_TIMESTAMP, None, '{"ü":[1,null]}'.encode())),
    # 4. A tombstone.
    ({"topic": "t", "key": "k", "payload": None}, Record("t", 0, 0, FIRST_TIMESTAMP, b"k", None)),
    # 5. A header twice keeps both, in order; none is null.
    ({"topic": "t", "payload": "", "headers": ["a", "1", "a", "2"]},
     Record("t", 0, 0, FIRST_TIMESTAMP, None, b"", (("a", b"1"), ("a", b"2")))),
    ({"topic": "t", "payload": "", "headers": None, "key": None}, Record("t", 0, 0, FIRST_TIMESTAMP, None, b"")),
    # 6. The payload tells the time.
    ({"topic": "t", "payload": {"observed_at": "2026-03-02T10:00:00+01:00", "occurred_at": "2020-01-01T00:00Z"}},
     Record("t", 0, 0, MARCH, None, b'{"observed_at":"2026-03-02T10:00:00+01:00","occurred_at":"2020-01-01T00:00Z"}')),
    # 7. A time without a zone is no time.
    ({"topic": "t", "payload": {"observed_at": "2026-03-02T10:00:00"}},
     Record("t", 0, 0, FIRST_TIMESTAMP, None, b'{"observed_at":"2026-03-02T10:00:00"}')),
]  # fmt: skip


@pytest.mark.parametrize(("line", "record"), GOOD)
def test_a_line_is_a_record(line: dict[str, Any], record: Record):
    assert Numbering().record(parse_line(json.dumps(line), 1), "t") == record


# A line -> what is said of it.
BAD = [
    # 1. No JSON, with the place.
    ('{"topic": ', "line 3: is not JSON (column 11: Expecting value)"),
    # 2. JSON, but no record.
    ("[1]", "line 3: is JSON, but not an object with topic and payload"),
    # 3. Two things missing, both told.
    ("{}", "line 3: topic: Field required; payload: Field required"),
    # 4. A name without a value.
    (
        '{"topic": "t", "payload": "", "headers": ["a"]}',
        "line 3: headers: is a list of names and values in turn, so its length is even",
    ),
    # 5. The path into a list.
    ('{"topic": "t", "payload": "", "headers": ["a", 1]}', "line 3: headers.1: Input should be a valid string"),
    # 6. No partition has such a number.
    ('{"topic": "t", "payload": "", "partition": -1}', "line 3: partition: Input should be greater than or equal to 0"),
    # 7. True is no number.
    ('{"topic": "t", "payload": "", "offset": true}', "line 3: offset: Input should be a valid integer"),
    # 8. Text that cannot be written as UTF-8.
    (
        '{"topic": "t", "payload": "\\ud800"}',
        "line 3: holds half a character (a surrogate), which no record can carry",
    ),
    (
        '{"topic": "t", "key": "\\ud800", "payload": "x"}',
        "line 3: holds half a character (a surrogate), which no record can carry",
    ),
    # 9. Not UTF-8.
    (b'{"topic": "\xff"}', "line 3: is not JSON (not UTF-8)"),
    # 10. A number too long to be one.
    ('{"topic": "t", "payload": ' + "9" * 5000 + "}", "line 3: is not JSON (a number is too long)"),
    # 11. Deeper than anybody means.
    ("[" * 100_000, "line 3: is nested too deeply"),
]


@pytest.mark.parametrize(("text", "said"), BAD)
def test_a_bad_line_is_told_with_number_and_path(text: str | bytes, said: str):
    with pytest.raises(LineError) as caught:
        parse_line(text, 3)
    assert str(caught.value) == said


def test_blank_lines_count_and_bad_ones_do_not_stop_the_rest():
    found = list(read_lines(["", '{"topic": "t", "payload": 1}', "x", "\n", b'{"topic": "t", "payload": 2}\n']))
    assert [number for number, _ in found] == [2, 3, 5]
    assert [type(line) for _, line in found] == [Line, LineError, Line]


def test_what_is_missing_follows_from_the_lines_before():
    numbering = Numbering()
    lines: list[dict[str, Any]] = [
        {"ts": 10},
        {},
        {"offset": 7},
        {"partition": 1},
        {"partition": 0, "ts": 20},
        {},
    ]
    records = [numbering.record(Line.model_validate({"topic": "t", "payload": "", **line}), "t") for line in lines]
    assert [(each.partition, each.offset, each.timestamp) for each in records] == [
        (0, 0, 10),
        (0, 1, 10),
        (0, 7, 10),
        (1, 0, 10),
        (0, 8, 20),
        (0, 9, 20),
    ]


TEXT = st.text(st.characters(codec="utf-8"))
RECORDS = st.builds(
    Record,
    topic=st.just("t"),
    partition=st.integers(0, 9),
    offset=st.integers(0, 2**62),
    timestamp=st.integers(0, 2**47),
    key=st.none() | TEXT.map(str.encode),
    value=st.none() | TEXT.map(str.encode),
    headers=st.lists(st.tuples(TEXT, TEXT.map(str.encode))).map(tuple),
)


def to_line(record: Record) -> str:
    """A record as ``kcat -J`` would write it. Bytes that are not UTF-8 become question marks, as there."""
    headers = [part for name, value in record.headers for part in (name, value.decode("utf-8", "replace"))]
    return json.dumps(
        {
            "topic": record.topic,
            "partition": record.partition,
            "offset": record.offset,
            "tstype": "create",
            "ts": record.timestamp,
            "headers": headers,
            "key": None if record.key is None else record.key.decode("utf-8", "replace"),
            "payload": None if record.value is None else record.value.decode("utf-8", "replace"),
        },
        ensure_ascii=False,
    )


@given(RECORDS)
def test_a_record_comes_back_as_it_was(record: Record):
    assert Numbering().record(parse_line(to_line(record), 1), "t") == record


@given(st.text() | st.binary() | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(json.dumps))
def test_no_line_brings_it_down(text: str | bytes):
    for _, line in read_lines([text]):
        if isinstance(line, Line):
            Numbering().record(line, "t")
