"""The headers of a dead letter, and what happens to one that is too large."""

import pytest

from schemas.letters import VALUE_LEFT_OUT
from schemas.records import Headers, Poison, Record
from streams.dead_letters import MAX_STACKTRACE_BYTES, fitting_value, headers_of_dead_letter


def record(headers: Headers = (), value: bytes = b"{") -> Record:
    return Record("contact-facts", 3, 17, 1_700_000_000_000, b"key", value, headers)


def headers_of(poison: Poison) -> list[tuple[str, bytes]]:
    return list(headers_of_dead_letter(poison, topic="x-contact-facts", group="x-movewatch-contacts", stage="contacts"))


def test_all_that_is_needed_to_find_and_judge_the_record_is_there():
    poison = Poison(record((("source", b"crm"),)), "ValidationError", "2 fields", "line 1\nline 2")
    assert headers_of(poison) == [
        ("source", b"crm"),
        ("__movewatch.errors.topic", b"x-contact-facts"),
        ("__movewatch.errors.partition", b"3"),
        ("__movewatch.errors.offset", b"17"),
        ("__movewatch.errors.timestamp", b"1700000000000"),
        ("__movewatch.errors.group", b"x-movewatch-contacts"),
        ("__movewatch.errors.stage", b"contacts"),
        ("__movewatch.errors.exception.class.name", b"ValidationError"),
        ("__movewatch.errors.exception.message", b"2 fields"),
        ("__movewatch.errors.stacktrace", b"line 1\nline 2"),
        ("__movewatch.errors.attempts", b"1"),
    ]


def test_a_letter_that_was_sent_back_carries_its_last_error_only_and_counts():
    again = record((("__movewatch.errors.stage", b"old"), ("__movewatch.replays", b"2")))
    headers = headers_of(Poison(again, "KeyError", "x"))
    assert [value for name, value in headers if name == "__movewatch.errors.stage"] == [b"contacts"]
    assert dict(headers)["__movewatch.errors.attempts"] == b"3"


@pytest.mark.parametrize("count", [b"many", None, b"9" * 5000, "\u0663".encode(), b""])
def test_a_replay_count_that_is_no_number_is_not_believed(count: bytes | None):
    headers = headers_of(Poison(record((("__movewatch.replays", count),)), "KeyError", "x"))
    assert dict(headers)["__movewatch.errors.attempts"] == b"1"


def test_a_long_stack_trace_keeps_both_ends():
    trace = "begin " + "é" * 20_000 + " end"
    kept = dict(headers_of(Poison(record(), "E", "m", trace)))["__movewatch.errors.stacktrace"].decode()
    assert len(kept.encode()) <= MAX_STACKTRACE_BYTES
    assert kept.startswith("begin é")
    assert kept.endswith("é end")


def test_a_value_too_large_is_left_out_and_its_size_told():
    headers = (("a", b"1"),)
    assert fitting_value(b"x" * 1000, headers, 100_000) == (b"x" * 1000, headers)
    assert fitting_value(b"x" * 100_000, headers, 100_000) == (None, (("a", b"1"), (VALUE_LEFT_OUT, b"100000")))
    assert fitting_value(None, headers, 0) == (None, headers)
