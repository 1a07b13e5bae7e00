"""Facts about owners in; rows, suggestions and suppressions out."""

from faust.types import StreamT

from schemas.records import Applies
from schemas.topics import OWNERS
from streams import App, Batch


def add_to(app: App, stage: Applies) -> None:
    """Let the app work as this stage. The rules are in movewatch/owners; nothing is decided here."""

    @app.agent(app.batches_of(*OWNERS.reads), name=OWNERS.name)
    async def owners_agent(batches: StreamT[Batch]) -> None:
        async for batch in batches:
            await app.apply(stage, batch)
