"""Records as lines of text: the JSON that ``kcat -J`` writes, one record a line. Pure.

    {"topic": "feedback", "partition": 0, "offset": 7, "ts": 1771234567890,
     "headers": ["source", "delighted"], "key": "a/b/c", "payload": "{...}"}

Ours beyond kcat's: ``payload`` may be the JSON value itself, and all but ``topic`` and ``payload`` may be missing.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, field_validator

from movewatch.errors import MovewatchError
from schemas.base import LAST_YEAR
from schemas.records import Headers, Record

FIRST_TIMESTAMP: Final = 1_767_225_600_000
"""2026-01-01T00:00:00Z: the time of a first record that says nothing of its time."""

_LATEST: Final = int(datetime(LAST_YEAR, 1, 1, tzinfo=UTC).timestamp() * 1000)
_LONGEST_PAUSE: Final = 366 * 86_400_000


class LineError(MovewatchError):
    """A line is not a record. ``number`` counts from 1."""

    def __init__(self, number: int, problem: str) -> None:
        super().__init__(f"line {number}: {problem}")
        self.number = number


class Line(BaseModel):
    """One line as it is written. What kcat adds beyond this (``tstype``, ``broker``) is passed over."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    topic: Annotated[str, Field(min_length=1, max_length=249)]
    partition: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    offset: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    ts: Annotated[int, Field(ge=0, le=_LATEST)] | None = None
    """Milliseconds since 1970, UTC."""
    headers: tuple[str, ...] = ()
    key: str | None = None
    payload: JsonValue = Field()

    @field_validator("headers", mode="before")
    @classmethod
    def _pairs(cls, headers: Any) -> Any:
        if headers is None:
            return ()
        if isinstance(headers, list) and len(headers) % 2:
            raise ValueError("is a list of names and values in turn, so its length is even")
        return tuple(headers) if isinstance(headers, list) else headers

    @cached_property
    def value(self) -> bytes | None:
        """The payload as the record carries it: text as it is, another JSON value compact, null as no value."""
        if self.payload is None:
            return None
        if isinstance(self.payload, str):
            return self.payload.encode()
        return json.dumps(self.payload, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def header_pairs(self) -> Headers:
        """The headers as pairs."""
        return tuple((name, value.encode()) for name, value in zip(self.headers[::2], self.headers[1::2], strict=True))


def parse_line(text: str | bytes, number: int) -> Line:
    """Read one line.

    Raises:
        LineError: not JSON, or not of this form: with the line's number and the path to what is wrong.
    """
    try:
        value = json.loads(text)
    except ValueError as error:  # also a text that is not UTF-8
        raise LineError(number, f"is not JSON ({_where(error)})") from None
    except RecursionError:
        raise LineError(number, "is nested too deeply") from None
    if not isinstance(value, dict):
        raise LineError(number, "is JSON, but not an object with topic and payload")
    try:
        line = Line.model_validate(value)
        _ = line.value, line.header_pairs, (line.key or "").encode()  # here, where a fault still has a line number
    except UnicodeEncodeError:
        raise LineError(number, "holds half a character (a surrogate), which no record can carry") from None
    except ValidationError as error:
        mistakes = error.errors(include_url=False, include_input=False, include_context=False)
        raise LineError(number, "; ".join(_mistake(mistake["loc"], mistake["msg"]) for mistake in mistakes)) from None
    return line


def read_lines(lines: Iterable[str | bytes]) -> Iterator[tuple[int, Line | LineError]]:
    """Each line that is not blank with its number, from 1, as a ``Line`` or as what is wrong with it."""
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            yield number, parse_line(text, number)
        except LineError as error:
            yield number, error


class Numbering:
    """Fills in what lines leave out, the same for the same lines.

    A missing partition is 0. A missing offset follows the last one of its partition. A missing time is the one that
    the payload names (``observed_at``, else ``occurred_at``), else that of the line before, else ``FIRST_TIMESTAMP``.
    """

    def __init__(self) -> None:
        self._next: Counter[tuple[str, int]] = Counter()
        self._last_ts = FIRST_TIMESTAMP
        self._begun: int | None = None

    def record(self, line: Line, topic: str) -> Record:
        """The line as a record of ``topic``."""
        partition = line.partition or 0
        offset = self._next[topic, partition] if line.offset is None else line.offset
        self._next[topic, partition] = offset + 1
        self._last_ts = self._begun = line.ts if line.ts is not None else self._time_of(line.payload)
        key = None if line.key is None else line.key.encode()
        return Record(topic, partition, offset, self._last_ts, key, line.value, line.header_pairs)

    def _time_of(self, payload: JsonValue) -> int:
        """The time that a payload tells, unless it is far ahead of the line before: then it is a mistake."""
        told = _told_time(payload)
        if told is None or (self._begun is not None and told > self._begun + _LONGEST_PAUSE):
            return self._last_ts
        return told


def _told_time(payload: JsonValue) -> int | None:
    """The time that a payload tells of itself, in milliseconds since 1970."""
    if not isinstance(payload, dict):
        return None
    told = payload.get("observed_at") or payload.get("occurred_at")
    try:
        at = datetime.fromisoformat(str(told))
    except ValueError:
        return None
    return None if at.tzinfo is None else int(at.timestamp() * 1000)


def _where(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"column {error.colno}: {error.msg}"
    return "not UTF-8" if isinstance(error, UnicodeDecodeError) else "a number is too long"


def _mistake(path: tuple[int | str, ...], message: str) -> str:
    return f"{'.'.join(map(str, path))}: {message.removeprefix('Value error, ')}"
