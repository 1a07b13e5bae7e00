"""Dead letters as their headers tell them, which of them are wanted, and what of them is shown. Pure."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from schemas.letters import PREFIX, REPLAYS, VALUE_LEFT_OUT
from schemas.records import Headers

_DIGITS: Final = 18


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a record lies."""

    topic: str
    partition: int
    offset: int

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"


@dataclass(frozen=True, slots=True)
class Letter:
    """A record that nobody could use.

    ``at``: where the letter lies. ``origin``: where the record lay, its topic with the installation's prefix.
    ``reason``: what was wrong, as a word. ``attempts``: how often a stage has refused it. ``replays``: how often it was
    sent back. ``left_out``: the size of a value that was too large to be kept.
    """

    at: Place
    origin: Place
    stage: str
    reason: str
    message: str
    stacktrace: str
    attempts: int
    replays: int
    left_out: int | None
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers

    @property
    def written_at(self) -> datetime:
        """When the record was written, as its source's clock or the broker's had it."""
        return datetime.fromtimestamp(self.timestamp / 1000, UTC)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letters. None takes all; topics and offsets are those of the records, not of the letters.

    ``since`` and ``until`` are milliseconds since 1970, of the record's timestamp; ``until`` and ``last`` are included.
    """

    topic: str | None = None
    stage: str | None = None
    partition: int | None = None
    first: int | None = None
    last: int | None = None
    since: int | None = None
    until: int | None = None
    reason: str | None = None

    def includes(self, letter: Letter) -> bool:
        """Whether this letter is one of those."""
        origin = letter.origin
        return (
            self.topic in {None, origin.topic}
            and self.stage in {None, letter.stage}
            and self.partition in {None, origin.partition}
            and self.reason in {None, letter.reason}
            and _within(self.first, origin.offset, self.last)
            and _within(self.since, letter.timestamp, self.until)
        )

    @property
    def name(self) -> str:
        """The same for the same wishes: under it is kept how far a replay has come."""
        return sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]


def letter_of(at: Place, timestamp: int, key: bytes | None, value: bytes | None, headers: Headers) -> Letter:
    """A record of a dead-letter topic, its headers read. What a header does not tell is empty, 0 or -1.

    ``timestamp`` is the letter's, and counts where no header tells the record's.
    """
    said = {name: (text or b"").decode("utf-8", "replace") for name, text in headers}

    def text(name: str) -> str:
        return said.get(PREFIX + name, "")

    def number(name: str, otherwise: int) -> int:
        return _number(said.get(name), otherwise)

    left_out = number(VALUE_LEFT_OUT, -1)
    return Letter(
        at=at,
        origin=Place(text("topic"), number(PREFIX + "partition", -1), number(PREFIX + "offset", -1)),
        stage=text("stage"),
        reason=text("exception.class.name"),
        message=text("exception.message"),
        stacktrace=text("stacktrace"),
        attempts=number(PREFIX + "attempts", 1),
        replays=number(REPLAYS, 0),
        left_out=None if left_out < 0 else left_out,
        timestamp=number(PREFIX + "timestamp", timestamp),
        key=key,
        value=value,
        headers=headers,
    )


def why_not(letter: Letter, most_replays: int, compacted: Collection[str] = ()) -> str | None:
    """Why a letter is not sent back, in words; None where it may be.

    Args:
        letter: the letter.
        most_replays: how often one may be sent back.
        compacted: topics that keep the latest record of each key.
    """
    if letter.origin.topic in compacted:
        return "its topic keeps the latest record of a key, and an older one must not take its place: publish it anew"
    if letter.left_out is not None:
        return f"its value of {letter.left_out} bytes was too large to be kept"
    if not letter.origin.topic or letter.origin.partition < 0:
        return "its headers do not say where it came from"
    if letter.replays >= most_replays:
        return f"it was sent back {letter.replays} times already"
    return None


def headers_to_send(letter: Letter) -> Headers:
    """The record's own headers, and how often it has been sent back: once more."""
    own = tuple(header for header in letter.headers if not header[0].startswith(PREFIX) and header[0] != REPLAYS)
    return (*own, (REPLAYS, str(letter.replays + 1).encode()))


def shown_value(value: bytes | None, *, redact: bool) -> str | None:
    """A value as it may be shown: as it is, or only its shape, since it may be personal."""
    if value is None or not redact:
        return None if value is None else value.decode("utf-8", "backslashreplace")
    try:
        return json.dumps(_shape(json.loads(value)), ensure_ascii=False)
    except (ValueError, RecursionError):
        return f"<{len(value)} bytes>"


def _shape(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _shape(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_shape(part) for part in value]
    if value is None or isinstance(value, bool):
        return value
    return "<text>" if isinstance(value, str) else "<number>"


def _within(first: int | None, value: int, last: int | None) -> bool:
    return (first is None or value >= first) and (last is None or value <= last)


def _number(text: str | None, otherwise: int) -> int:
    if text is None or not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        return otherwise
    return int(text)
