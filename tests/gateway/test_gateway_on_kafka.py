"""The gateway as a process on a real Kafka: what it accepted lies there, also when the broker is killed meanwhile."""

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from movewatch.broker import EmbeddedKafka
from movewatch.cli import run
from movewatch.operations import topics
from movewatch.settings import Settings
from tests.gateway.processes import SECRET, running_gateway
from tests.support.broker import running_kafka
from tests.support.lying import lying_in

HEADERS = {"authorization": f"Bearer {SECRET}", "content-type": "application/json"}
PATIENCE_S = 1.5
"""How long the gateway waits for Kafka in these tests."""

AT_ONCE = 20


@pytest.fixture
def mortal_kafka(tmp_path: Path) -> Iterator[EmbeddedKafka]:
    """A broker that a test may kill."""
    yield from running_kafka(tmp_path / "kafka")


def installed(kafka: EmbeddedKafka, prefix: str) -> tuple[Settings, dict[str, str]]:
    settings = Settings(bootstrap_servers=kafka.bootstrap, topic_prefix=prefix, partitions=2)
    topics.apply(settings)
    environ = {"MOVEWATCH_BOOTSTRAP_SERVERS": kafka.bootstrap, "MOVEWATCH_TOPIC_PREFIX": prefix}
    return settings, {**environ, "MOVEWATCH_GATEWAY_ACKNOWLEDGED_SECONDS": str(PATIENCE_S)}


async def test_an_accepted_webhook_lies_in_kafka(kafka: EmbeddedKafka, topic_prefix: str, tmp_path: Path) -> None:
    settings, environ = installed(kafka, topic_prefix)
    with running_gateway(tmp_path, environ) as address:
        async with httpx.AsyncClient(base_url=address, headers=HEADERS) as client:
            assert (await client.get("/readyz")).json() == {"status": "ok"}
            refused = await client.post("/hooks/hubspot/acme", content=b"[1]", headers={"authorization": "Bearer no"})
            accepted = await client.post("/hooks/hubspot/acme", content=b"[2]")
    assert (refused.status_code, accepted.status_code) == (401, 202)
    (record,) = lying_in(settings, "crm-events")
    assert (record.value, record.headers) == (b"[2]", [("source", b"hubspot"), ("tenant", b"acme")])


async def test_every_2xx_is_in_kafka_after_the_broker_was_killed_under_load(
    mortal_kafka: EmbeddedKafka, topic_prefix: str, tmp_path: Path
) -> None:
    settings, environ = installed(mortal_kafka, topic_prefix)
    answers: dict[int, int] = {}
    slowest = 0.0
    numbers = iter(range(10**9))
    stop, answered = asyncio.Event(), asyncio.Event()

    async def post_on(client: httpx.AsyncClient) -> None:
        nonlocal slowest
        while not stop.is_set():
            number = next(numbers)
            begin = time.monotonic()
            answer = await client.post("/hooks/hubspot/acme", content=json.dumps({"number": number}).encode())
            slowest = max(slowest, time.monotonic() - begin)
            answers[number] = answer.status_code
            answered.set()

    async def seen(status: int, many: int, after: int) -> None:
        answered.clear()
        while sum(code == status for number, code in answers.items() if number >= after) < many:
            await answered.wait()
            answered.clear()

    with running_gateway(tmp_path, environ) as address:
        async with (
            asyncio.timeout(120),
            httpx.AsyncClient(base_url=address, headers=HEADERS, timeout=30) as client,
            asyncio.TaskGroup() as posting,
        ):
            for _ in range(AT_ONCE):
                posting.create_task(post_on(client))
            await seen(202, 200, after=0)
            await asyncio.to_thread(mortal_kafka.kill)
            await seen(503, 2 * AT_ONCE, after=0)
            begun = max(answers)
            await asyncio.to_thread(mortal_kafka.restart)
            await seen(202, 200, after=begun)
            stop.set()
    there = {json.loads(record.value)["number"] for record in lying_in(settings, "crm-events")}
    assert {number for number, status in answers.items() if status == 202} <= there
    assert set(answers.values()) == {202, 503}
    # HubSpot waits 5 s for an answer.
    assert slowest < PATIENCE_S + 2


def test_everything_that_keeps_it_from_starting_is_said_at_once(
    kafka: EmbeddedKafka,
    topic_prefix: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    senders = tmp_path / "senders.toml"
    senders.write_text('[hubspot.acme]\nsecrets = ["env:NOT_SET_ANYWHERE"]\n')
    given = {
        "BOOTSTRAP_SERVERS": kafka.bootstrap,
        "TOPIC_PREFIX": topic_prefix,
        "GATEWAY_SENDERS": str(senders),
        "GATEWAY_PORT": str(kafka.port),
        "MAPPING": str(tmp_path / "none.toml"),
    }
    for name, value in given.items():
        monkeypatch.setenv(f"MOVEWATCH_{name}", value)
    assert run(["gateway"]) == 2
    said = capsys.readouterr().err
    for words in (
        "hubspot.acme.secrets.0: the variable NOT_SET_ANYWHERE is not set",
        "none.toml cannot be read",
        f"There is no topic {topic_prefix}crm-events. Create it: movewatch topics apply.",
        "gateway.port cannot be listened on at 127.0.0.1 (Address already in use)",
    ):
        assert words in said


def test_without_senders_nobody_may_send(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVEWATCH_BOOTSTRAP_SERVERS", "127.0.0.1:1")
    monkeypatch.setenv("MOVEWATCH_GATEWAY_PORT", "0")
    assert run(["gateway"]) == 2
    said = capsys.readouterr().err
    assert "2 thing(s) to put right" in said
    assert "gateway.senders is missing, and without it nobody may send. Set MOVEWATCH_GATEWAY_SENDERS" in said
    assert "No Kafka broker answers at 127.0.0.1:1" in said


def test_a_new_key_and_its_digest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gateway", "key", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["key"].startswith("mw_")
    assert made["digest"].startswith("sha256:")
    assert made["key"] not in made["digest"]
