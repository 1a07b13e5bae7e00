"""Contender: Faust 0.15.3 as it comes, with the settings that served it best. At least once.

Pipelined: nothing is awaited per event but Faust's own ``send``, which only queues.
"""

import logging
import sys
from typing import Any

import faust
from faust.types import StreamT

from benchmarks.work import PARTITIONS, Task, next_row, validate


def make_app(task: Task) -> faust.App:
    """The application, with all that made it faster."""
    return faust.App(
        task.group,
        broker=f"kafka://{task.bootstrap}",
        store="memory://",
        datadir=task.folder,
        topic_partitions=PARTITIONS,
        topic_disable_leader=True,
        topic_allow_declare=False,
        table_standby_replicas=0,
        web_enabled=False,
        consumer_auto_offset_reset="earliest",
        broker_max_poll_records=2_000,
        stream_buffer_maxsize=16_384,
        producer_acks=-1,
        producer_linger=0.05,
        producer_max_batch_size=256 * 1024,
    )


def raw_topic(app: faust.App, name: str) -> Any:
    """A topic of bytes, which Faust neither decodes nor encodes."""
    return app.topic(name, key_type=bytes, value_type=bytes, value_serializer="raw")


def raw_table(app: faust.App) -> Any:
    """A table of bytes. Its changelog is ``<group>-rows-changelog``."""
    table: Any = app.Table("rows", key_type=bytes, value_type=bytes, partitions=PARTITIONS)
    table.key_serializer = table.value_serializer = "raw"
    return table


def run(app: faust.App) -> None:
    """Work until a signal comes."""
    app.producer.buffer.max_messages = 10_000
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    faust.Worker(app, loglevel="WARNING", override_logging=False, redirect_stdouts=False).execute_from_commandline()


def main() -> None:
    """Run until a signal comes."""
    task = Task.of_command_line()
    app = make_app(task)
    source, outputs, table = raw_topic(app, task.source), raw_topic(app, task.outputs), raw_table(app)

    @app.agent(source, name="bench")
    async def agent(stream: StreamT[bytes]) -> None:
        async for key, value in stream.items():
            validate(value)
            row = next_row(table.get(key), value)
            table[key] = row
            outputs.send_soon(key=key, value=row)

    run(app)


if __name__ == "__main__":
    main()
