"""Lets Faust recover its table, and prints the seconds from the assignment on."""

import os
import time
from typing import Any

from benchmarks.plain_faust import make_app, raw_table, raw_topic, run
from benchmarks.recovery import say
from benchmarks.work import Task


def main() -> None:
    """Until the table is recovered."""
    task = Task.of_command_line()
    app = make_app(task)
    table = raw_table(app)
    started: list[float] = []

    @app.agent(raw_topic(app, task.source), name="bench")
    async def agent(stream: Any) -> None:
        async for _ in stream:
            pass

    @app.on_partitions_assigned.connect
    async def on_assigned(*_: Any, **__: Any) -> None:
        started.append(time.monotonic())

    @table.on_recover  # type: ignore[untyped-decorator]  # Faust's table is untyped here
    async def on_recover(*_: Any, **__: Any) -> None:
        say(started[0], len(table))
        os._exit(0)

    run(app)


if __name__ == "__main__":
    main()
