"""A gateway without Kafka: a log in memory that can be slow, and a client that speaks to the application itself."""

import asyncio
from collections.abc import Iterable

import httpx

from movewatch.gateway.app import create_gateway
from movewatch.gateway.door import Gateway
from movewatch.gateway.events import Addressed
from movewatch.gateway.log import UnacknowledgedError
from movewatch.gateway.senders import Sender, Senders
from movewatch.gateway.signatures import hashed_key
from tests.support.raw import AT, CONFIG

KEY = "mw_key-of-the-tests"
API = {"authorization": f"Bearer {KEY}"}
HOOK = {"authorization": "Bearer s3cret"}
SENDERS = Senders(
    {
        ("hubspot", "signed"): Sender("hubspot-v3", ("s3cret",)),
        ("hubspot", "acme"): Sender("bearer", ("s3cret",)),
        ("project", "acme"): Sender("bearer", ("s3cret",)),
    },
    ((hashed_key(KEY), "acme"),),
)


class LogInMemory:
    """Keeps what is appended; waits for ``may_go`` first, and fails while ``is_gone``."""

    def __init__(self) -> None:
        self.records: list[Addressed] = []
        self.is_gone = False
        self.may_go = asyncio.Event()
        self.may_go.set()
        self.asked = asyncio.Event()

    async def append(self, records: Iterable[Addressed]) -> None:
        self.asked.set()
        await self.may_go.wait()
        if self.is_gone:
            raise UnacknowledgedError("Kafka did not acknowledge within 3 s.")
        self.records += records

    async def answers(self) -> bool:
        return not self.is_gone


def gateway_on(log: LogInMemory, *, max_body: int = 4096, max_in_flight: int = 2) -> Gateway:
    return Gateway(
        log,
        SENDERS,
        CONFIG,
        "https://hooks.example.com/",
        max_body=max_body,
        max_in_flight=max_in_flight,
        clock=AT.timestamp,
    )


def client_of(gateway: Gateway) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(create_gateway(gateway))
    return httpx.AsyncClient(transport=transport, base_url="http://gateway")
