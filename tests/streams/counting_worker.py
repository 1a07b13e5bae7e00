"""A worker process with the counting stage. Arguments: the transport's settings as JSON, and what to do otherwise."""

import json
import logging
import sys
import time
from pathlib import Path

import faust
from faust import Stream

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from schemas.records import Applies, Performs
from streams import App, Batch, TransportSettings, create_app
from tests.streams import counting_stage


def add_to(app: App, stage: Applies) -> None:
    """The agent under test."""

    @app.agent(app.batches_of(counting_stage.FACTS), name="counting")
    async def counting_agent(batches: Stream[Batch]) -> None:
        async for batch in batches:
            await app.apply(stage, batch)


def add_sink_to(app: App, sink: Performs) -> None:
    """The same with a sink."""

    @app.agent(app.batches_of(counting_stage.FACTS), name="counting")
    async def counting_agent(batches: Stream[Batch]) -> None:
        async for batch in batches:
            await app.perform(sink, batch)


def main() -> None:
    """Run until a signal comes."""
    settings = json.loads(sys.argv[1])
    if "rows_folder" in settings:
        settings["rows_folder"] = Path(settings["rows_folder"])
    extra = json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(name)s %(message)s")
    stage = counting_stage.TICKING if extra.get("ticking") else counting_stage.COUNTING
    ahead = extra.get("clock_ahead", 0.0)
    app = create_app(TransportSettings(**settings), stage, clock=lambda: time.time() + ahead)
    if "sink" in extra:
        add_sink_to(app, counting_stage.CountingSink(Path(extra["sink"])))
    else:
        add_to(app, counting_stage.CountingStage(extra.get("delay", 0.0)))
    faust.Worker(app, loglevel="INFO", override_logging=False, redirect_stdouts=False).execute_from_commandline()


if __name__ == "__main__":
    main()
