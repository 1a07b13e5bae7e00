"""Contender: Quix Streams, at least once or exactly once (its second argument). State in RocksDB, with changelog."""

import sys
from typing import Any, cast

from quixstreams import Application, State  # type: ignore[import-not-found]  # in an environment of its own

from benchmarks.work import Task, next_row, validate


def main() -> None:
    """Run until a signal comes."""
    task, guarantee = Task.of_command_line(), sys.argv[2]
    app = Application(
        broker_address=task.bootstrap,
        consumer_group=task.group,
        auto_offset_reset="earliest",
        processing_guarantee=cast(Any, guarantee),
        commit_every=task.checkpoint,
        commit_interval=1.0,
        state_dir=task.folder,
        auto_create_topics=False,
        loglevel="WARNING",
        producer_extra_config={"linger.ms": 20, "batch.size": 512 * 1024, "queue.buffering.max.messages": 1_000_000},
    )
    source = app.topic(task.source, key_deserializer="bytes", value_deserializer="bytes")
    outputs = app.topic(task.outputs, key_serializer="bytes", value_serializer="bytes")

    def work(value: bytes, state: State) -> bytes:
        validate(value)
        row = next_row(state.get_bytes("row"), value)
        state.set_bytes("row", row)
        return row

    app.dataframe(source).apply(work, stateful=True).to_topic(outputs)
    app.run()


if __name__ == "__main__":
    main()
