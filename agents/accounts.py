"""Facts about accounts in; rows, proposals and suppressions out."""

from faust.types import StreamT

from schemas.records import Applies
from schemas.topics import ACCOUNTS
from streams import App, Batch


def add_to(app: App, stage: Applies) -> None:
    """Let the app work as this stage. The rules are in movewatch/accounts; nothing is decided here."""

    @app.agent(app.batches_of(*ACCOUNTS.reads), name=ACCOUNTS.name)
    async def accounts_agent(batches: StreamT[Batch]) -> None:
        async for batch in batches:
            await app.apply(stage, batch)
