"""Notes of whom intake has heard, beside what it makes of it. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from schemas.freshness import COLLECTED, SourceHeard
from schemas.keys import split_key
from schemas.letters import REPLAYS
from schemas.records import Applies, Outgoing, Record, Rows, Written, headers_of
from schemas.topics import ANSWERS, CRM_EVENTS, IDENTITY_FACTS, SOURCES

TOLD_EVERY: Final = timedelta(seconds=10)
"""A source that sends all the time is told of so often, and not with each batch."""

_NOT_FROM_SOURCE: Final = (COLLECTED, REPLAYS)


class Hearing:
    """Intake, with one more record for a source in a batch: when it was last heard of.

    How many there are depends on how records are cut into batches, and on what was told before. So they stand apart
    from what intake makes of each record, and nobody decides by them.
    """

    def __init__(self, intake: Applies) -> None:
        self.intake = intake
        self._told: dict[bytes, datetime] = {}

    def apply(self, rows: Rows, batch: Sequence[Record]) -> Written:
        """What intake makes of the batch, and of whom it heard. A record that could not be read tells of nobody."""
        written = self.intake.apply(rows, batch)
        for place, heard, cause in heard_in(batch, tuple(written.outputs)):
            # Also where it is earlier: a clock that was wrong once must not hide what comes after it.
            if place not in self._told or abs(heard.at - self._told[place]) >= TOLD_EVERY:
                self._told[place] = heard.at
                written.outputs.append(Outgoing(SOURCES.name, place, heard.to_json(), headers_of(cause=cause)))
        return written


def heard_in(batch: Sequence[Record], outputs: Iterable[Outgoing]) -> Iterator[tuple[bytes, SourceHeard, str]]:
    """The latest time of each source, with the key of its record and what it follows from.

    What a rep answered, was fetched by us, or was sent back tells of no source.

    Args:
        batch: records of one partition.
        outputs: what intake made of them, each with its ``cause``.
    """
    records = {record.offset: record for record in batch if _comes_from_source(record)}
    latest: dict[tuple[str, str], Record] = {}
    for output in outputs:
        record = records.pop(_offset_of(output), None) if output.topic != IDENTITY_FACTS.name else None
        if record is None:
            continue
        who = _who(record, output)
        if who not in latest or latest[who].timestamp < record.timestamp:
            latest[who] = record
    for (tenant, source), record in latest.items():
        at = datetime.fromtimestamp(record.timestamp / 1000, UTC)
        heard = SourceHeard(tenant=tenant, source=source, topic=record.topic, partition=record.partition, at=at)
        yield heard.place.encode(), heard, f"{record.topic}/{record.partition}/{record.offset}/heard"


def _comes_from_source(record: Record) -> bool:
    return record.topic != ANSWERS.name and not any(name in _NOT_FROM_SOURCE for name, _ in record.headers)


def _who(record: Record, output: Outgoing) -> tuple[str, str]:
    """Tenant and source. A survey's answer is about a CRM's contact: its record says that the survey sent it."""
    tenant, source, _ = split_key(output.key.decode())
    sent_by = record.header("source") if record.topic == CRM_EVENTS.name else None
    return tenant, (sent_by or source).strip()


def _offset_of(output: Outgoing) -> int:
    """Of the record that an output follows from: its cause is topic/partition/offset/index."""
    cause = dict(output.headers)["cause"] or b""
    return int(cause.split(b"/")[2])
