"""When each source was last heard of: what of it is silent, and how it is told. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from schemas.freshness import SourceHeard

COLUMNS: Final = ("TENANT", "SOURCE", "LAST-HEARD", "SECONDS-AGO", "TOPIC")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source of a tenant, and when it last sent something to a topic."""

    tenant: str
    source: str
    topic: str
    at: datetime

    def ago(self, now: datetime) -> timedelta:
        """How long ago. Never negative: the record's clock may be ahead of ours."""
        return max(now - self.at, timedelta())

    def as_dict(self, now: datetime) -> dict[str, Any]:
        """The line by the names of the columns, in lower case with underscores."""
        return {
            "tenant": self.tenant,
            "source": self.source,
            "last_heard": self.at.isoformat(),
            "seconds_ago": int(self.ago(now).total_seconds()),
            "topic": self.topic,
        }


def lines_of(heard: Iterable[SourceHeard]) -> list[SourceLine]:
    """One line for each source and topic, the longest silent first: the latest of its partitions counts."""
    latest: dict[tuple[str, str, str], datetime] = {}
    for one in heard:
        place = (one.tenant, one.source, one.topic)
        latest[place] = max(latest.get(place, one.at), one.at)
    lines = (SourceLine(*place, at) for place, at in latest.items())
    return sorted(lines, key=lambda line: (line.at, line.tenant, line.source, line.topic))


def silent(lines: Iterable[SourceLine], now: datetime, longest: timedelta) -> list[str]:
    """Sources that have sent nothing for longer than that, on any topic, in words."""
    latest: dict[tuple[str, str], SourceLine] = {}
    for line in lines:
        known = latest.get((line.tenant, line.source))
        if known is None or known.at < line.at:
            latest[line.tenant, line.source] = line
    return [
        f"{line.tenant}/{line.source}: nothing since {line.at:%Y-%m-%d %H:%M} UTC."
        for line in latest.values()
        if line.ago(now) > longest
    ]


def table(lines: Sequence[SourceLine], now: datetime) -> list[str]:
    """The lines as aligned columns under a heading."""
    cells = [COLUMNS, *(tuple(str(value) for value in line.as_dict(now).values()) for line in lines)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(COLUMNS))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]


def metrics(lines: Iterable[SourceLine]) -> str:
    """The lines as Prometheus reads them, for a file that node_exporter collects."""
    registry = CollectorRegistry()
    heard = Gauge(
        "movewatch_source_last_heard_timestamp_seconds",
        "When a source last sent something that could be read.",
        ("tenant", "source", "topic"),
        registry=registry,
    )
    for line in lines:
        heard.labels(line.tenant, line.source, line.topic).set(line.at.timestamp())
    return generate_latest(registry).decode()
