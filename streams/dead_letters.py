"""What a record looks like that nobody could use: as it came, with headers that say what was wrong. Pure."""

from typing import Final

from schemas.letters import PREFIX, REPLAYS, VALUE_LEFT_OUT
from schemas.records import Headers, Poison

MAX_STACKTRACE_BYTES: Final = 8_192
MAX_MESSAGE_BYTES: Final = 2_048
_ROOM_FOR_HEADERS: Final = 16_384

_DIGITS: Final = 9


def headers_of_dead_letter(poison: Poison, *, topic: str, group: str, stage: str) -> Headers:
    """The record's own headers, then ours. ``topic``: the record's topic with its prefix."""
    record = poison.record
    said = {
        "topic": topic,
        "partition": str(record.partition),
        "offset": str(record.offset),
        "timestamp": str(record.timestamp),
        "group": group,
        "stage": stage,
        "exception.class.name": poison.error,
        "exception.message": _cut(poison.message, MAX_MESSAGE_BYTES),
        "stacktrace": _cut(poison.stacktrace, MAX_STACKTRACE_BYTES),
        "attempts": str(_attempts(record.header(REPLAYS))),
    }
    kept = tuple(header for header in record.headers if not header[0].startswith(PREFIX))
    return kept + tuple((PREFIX + name, value.encode("utf-8", "replace")) for name, value in said.items())


def fitting_value(value: bytes | None, headers: Headers, max_bytes: int) -> tuple[bytes | None, Headers]:
    """The value and headers to send: without the value, and saying so, where the letter would be refused."""
    if value is None or len(value) + _size(headers) + _ROOM_FOR_HEADERS <= max_bytes:
        return value, headers
    return None, (*headers, (VALUE_LEFT_OUT, str(len(value)).encode()))


def _size(headers: Headers) -> int:
    return sum(len(name) + len(value or b"") for name, value in headers)


def _attempts(replays: str | None) -> int:
    """One more than the replay tool counted; what anybody else wrote there counts as nothing."""
    counted = replays is not None and replays.isascii() and replays.isdecimal() and len(replays) <= _DIGITS
    return int(replays or 0) + 1 if counted else 1


def _cut(text: str, max_bytes: int) -> str:
    """The end of a stack trace says most, the beginning of a message does: keep the beginning of both ends fairly."""
    encoded = text.encode("utf-8", "replace")
    if len(encoded) <= max_bytes:
        return text
    half = (max_bytes - 5) // 2
    return encoded[:half].decode("utf-8", "ignore") + "\n...\n" + encoded[-half:].decode("utf-8", "ignore")
