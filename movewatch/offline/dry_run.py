"""Runs recorded events through all stages in memory, and writes what would have come of them, one JSON line each."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from movewatch.intake import IntakeConfig
from movewatch.mapping_file import load_mappings
from movewatch.offline.pipeline import Pipeline, Watches
from movewatch.offline.records import Line, LineError, Numbering, read_lines
from movewatch.offline.show import Show
from movewatch.policy import Policy
from movewatch.settings import Settings
from schemas import topics
from schemas.records import Outgoing, Poison
from schemas.suggestions import Suggestion
from schemas.suppressions import Suppression

_SIGNALS: Final = frozenset({"signal_raised", "signal_withdrawn"})

MAX_MISTAKES: Final = 10
"""What is wrong with so many lines is kept. A file of the wrong kind has as many mistakes as lines."""

_DRY_SALT: Final = "only-of-dry-runs"
"""Nothing of a dry run is kept, so that its hashes need no secret."""


@dataclass(slots=True)
class Summary:
    """What a dry run came across.

    ``unread``: how many lines are no records that intake could read; ``mistakes``: the first few of them.
    """

    records: int = 0
    suggestions: int = 0
    suppressions: int = 0
    dead_letters: int = 0
    unread: int = 0
    mistakes: list[LineError] = field(default_factory=list)

    def not_read(self, mistake: LineError) -> None:
        """Count a line that was not read; keep what is wrong with it if it is among the first ones."""
        self.unread += 1
        if len(self.mistakes) < MAX_MISTAKES:
            self.mistakes.append(mistake)


class Printer(Watches):
    """Writes out what is asked for as it is made; suggestions only once, at the end, as they are then."""

    def __init__(self, show: frozenset[Show], write: Callable[[str], object]) -> None:
        self._show = show
        self._write = write
        self._suggestions: dict[str, Suggestion] = {}
        self.summary = Summary()

    def wants(self, what: Show) -> bool:
        """Whether this is asked for."""
        return what in self._show or Show.ALL in self._show

    def fact(self, stage: str, made: Outgoing) -> None:
        """Write signals."""
        if stage != topics.CONTACTS.name or made.value is None or not self.wants(Show.SIGNALS):
            return
        value = json.loads(made.value)
        if value.get("type") in _SIGNALS:
            self.line("signal", value)

    def suggestion(self, suggestion: Suggestion) -> None:
        """Keep the latest revision."""
        self._suggestions[suggestion.suggestion_id] = suggestion
        self.summary.suggestions = len(self._suggestions)

    def suppression(self, suppression: Suppression) -> None:
        """Write it."""
        self.summary.suppressions += 1
        if self.wants(Show.SUPPRESSIONS):
            self.line("suppression", json.loads(suppression.to_json()))

    def dead_letter(self, stage: str, poison: Poison) -> None:
        """Write where it was, and what was wrong."""
        self.summary.dead_letters += 1
        if self.wants(Show.DEAD_LETTERS):
            at = poison.record
            self.line(
                "dead-letter",
                {
                    "stage": stage,
                    "topic": at.topic,
                    "partition": at.partition,
                    "offset": at.offset,
                    "error": poison.error,
                    "message": poison.message,
                },
            )

    def finish(self, pipeline: Pipeline) -> None:
        """Write suggestions and rows as they are now."""
        if self.wants(Show.SUGGESTIONS):
            for suggestion_id in sorted(self._suggestions):
                self.line("suggestion", json.loads(self._suggestions[suggestion_id].to_json()))
        if self.wants(Show.ROWS):
            for stage, key, row in pipeline.rows():
                about = {"stage": stage, "key": key.decode("utf-8", "replace")}
                self.line("row", {**about, "row": json.loads(row.value)})

    def line(self, what: str, value: dict[str, object]) -> None:
        """Write one line, ``what`` first."""
        self._write(json.dumps({"what": what, **value}, ensure_ascii=False))


def pipeline_of(settings: Settings, policy: Policy, watch: Watches, *, assume_delivered: bool = False) -> Pipeline:
    """The pipeline of a dry run under these settings and this policy."""
    return Pipeline.build(policy, intake_of(settings), watch, assume_delivered=assume_delivered)


def intake_of(settings: Settings) -> IntakeConfig:
    """The settings' tenant, mapping and salt; a salt that is not set is not needed where nothing is kept."""
    salt = settings.identity_salt.get_secret_value() if settings.identity_salt else _DRY_SALT
    mappings = load_mappings(settings.mapping)
    return IntakeConfig(salt=salt.encode(), default_tenant=settings.tenant, mappings=mappings)


def dry_run(
    lines: Iterable[str | bytes],
    pipeline: Pipeline,
    printer: Printer,
    *,
    prefix: str = "",
    horizon: timedelta = timedelta(days=30),
    ticks: Sequence[datetime] = (),
) -> Summary:
    """Run records through the pipeline, in the order of their lines.

    Args:
        lines: as movewatch.offline.records reads them. Sorted by time, where several topics were recorded.
        pipeline: whose watcher is ``printer``.
        printer: gets what is made.
        prefix: the topics' prefix, which the lines may carry or not.
        horizon: how long time goes on after the last record, so that timers can fire.
        ticks: when given, no time passes before all records are worked off, and then it becomes these times.
    """
    summary = printer.summary
    numbering = Numbering()
    raw = {prefix + topic.name: topic.name for topic in topics.INTAKE.reads}
    raw.update({topic.name: topic.name for topic in topics.INTAKE.reads})
    take = pipeline.feed if ticks else pipeline.live
    for number, line in read_lines(lines):
        mistake = line if isinstance(line, LineError) else _foreign(number, line, raw)
        if mistake is not None:
            summary.not_read(mistake)
        elif isinstance(line, Line):
            take(numbering.record(line, raw[line.topic]))
            summary.records += 1
    for at in ticks:
        pipeline.tick(int(at.timestamp() * 1000))
    if not ticks and summary.records:
        pipeline.advance(pipeline.now + int(horizon / timedelta(milliseconds=1)))
    printer.finish(pipeline)
    return summary


def _foreign(number: int, line: Line, raw: dict[str, str]) -> LineError | None:
    if line.topic in raw:
        return None
    names = ", ".join(topic.name for topic in topics.INTAKE.reads)
    return LineError(number, f"topic: {line.topic!r} is not read by intake; these are: {names}")
