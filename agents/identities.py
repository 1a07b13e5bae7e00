"""Claims of hard identifiers in; links between contacts out."""

from faust.types import StreamT

from schemas.records import Applies
from schemas.topics import IDENTITIES
from streams import App, Batch


def add_to(app: App, stage: Applies) -> None:
    """Let the app work as this stage. The rules are in movewatch/identities; nothing is decided here."""

    @app.agent(app.batches_of(*IDENTITIES.reads), name=IDENTITIES.name)
    async def identities_agent(batches: StreamT[Batch]) -> None:
        async for batch in batches:
            await app.apply(stage, batch)
