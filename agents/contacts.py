"""Facts about contacts in; rows, signals and suppressions out."""

from faust.types import StreamT

from schemas.records import Applies
from schemas.topics import CONTACTS
from streams import App, Batch


def add_to(app: App, stage: Applies) -> None:
    """Let the app work as this stage. The rules are in movewatch/contacts; nothing is decided here."""

    @app.agent(app.batches_of(*CONTACTS.reads), name=CONTACTS.name)
    async def contacts_agent(batches: StreamT[Batch]) -> None:
        async for batch in batches:
            await app.apply(stage, batch)
