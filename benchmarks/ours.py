"""Contender: movewatch's transport, exactly once. A stage as small as the work, under streams/ as it is."""

import logging
import sys
from collections.abc import Sequence

import faust
from faust.types import StreamT

from benchmarks.work import Task, next_row, validate
from schemas.records import Applies, Outgoing, Record, Rows, StoredRow, Written
from schemas.topics import StageTopics, Topic
from streams import App, Batch, TransportSettings, create_app


class Writing:
    """The work as a stage."""

    def __init__(self, outputs: str) -> None:
        self._outputs = outputs

    def apply(self, rows: Rows, batch: Sequence[Record]) -> Written:
        """Validate each record, and write its row and an output."""
        written = Written(next_offset=batch[-1].offset + 1, consumed=len(batch))
        for record in batch:
            key, value = record.key or b"", record.value or b""
            validate(value)
            before = written.rows.get(key) or rows.get(key)
            row = next_row(before.value if before else None, value)
            written.rows[key] = StoredRow(row, None, record.offset)
            written.outputs.append(Outgoing(self._outputs, key, row))
        return written


def run(app: App, source: Topic, stage: Applies) -> None:
    """Work as that stage until a signal comes."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)

    @app.agent(app.batches_of(source), name="bench")
    async def agent(batches: StreamT[Batch]) -> None:
        async for batch in batches:
            await app.apply(stage, batch)

    faust.Worker(app, loglevel="WARNING", override_logging=False, redirect_stdouts=False).execute_from_commandline()


def main() -> None:
    """Run until a signal comes."""
    task = Task.of_command_line()
    source = Topic(task.source, "contact", "Change")
    rows = Topic(task.rows, "contact", "a row", cleanup="compact")
    outputs = Topic(task.outputs, "contact", "a row")
    stage = StageTopics(task.group, (source,), rows, (outputs,))
    run(create_app(TransportSettings(task.bootstrap), stage), source, Writing(outputs.name))


if __name__ == "__main__":
    main()
