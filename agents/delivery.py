"""Suggestions in; mails, rows and delivery answers out."""

from faust.types import StreamT

from schemas.records import Performs
from schemas.topics import DELIVERY
from streams import App, Batch


def add_to(app: App, sink: Performs) -> None:
    """Let the app deliver. What is sent, and when again, is in movewatch/delivery."""

    @app.agent(app.batches_of(*DELIVERY.reads), name=DELIVERY.name)
    async def delivery_agent(batches: StreamT[Batch]) -> None:
        async for batch in batches:
            await app.perform(sink, batch)
