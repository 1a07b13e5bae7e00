"""Raw records of all sources in; facts, suppressions and dead letters out."""

from faust.types import StreamT

from schemas.records import Applies
from schemas.topics import INTAKE
from streams import App, Batch


def add_to(app: App, stage: Applies) -> None:
    """Let the app work as this stage. The adapters are in movewatch/intake; nothing is read here."""

    @app.agent(app.batches_of(*INTAKE.reads), name=INTAKE.name)
    async def intake_agent(batches: StreamT[Batch]) -> None:
        async for batch in batches:
            await app.apply(stage, batch)
