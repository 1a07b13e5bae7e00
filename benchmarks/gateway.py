"""Webhooks a second that the gateway accepts, each in Kafka before it is answered: ``python -m benchmarks.gateway``.

wrk posts over 64 connections, to the gateway as users start it, and in turns to a peer: the same server with an
application that reads the body and answers at once. Then the broker is killed under load. Prints one JSON object; ends
with 1 where something that was accepted is not in Kafka.
"""

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final

from kafka import KafkaConsumer, TopicPartition

from benchmarks import machine
from benchmarks.bench import WrongError, load
from movewatch.broker import EmbeddedKafka
from movewatch.operations import topics
from movewatch.settings import Settings

HERE: Final = Path(__file__).resolve().parent
CONNECTIONS: Final = 64
PARTITIONS: Final = 4
SECRET: Final = "a-secret-of-the-benchmark"  # noqa: S105 - opens nothing
PATH: Final = "/hooks/hubspot/acme"
DOWN_S: Final = 5.0
"""How long the broker is away."""

BODY: Final = json.dumps(
    [
        {
            "eventId": 100,
            "subscriptionId": 71,
            "portalId": 62515,
            "appId": 1001,
            "occurredAt": 1794000000000 + number,
            "subscriptionType": "contact.propertyChange",
            "attemptNumber": 0,
            "objectId": 123 + number,
            "propertyName": "jobtitle",
            "propertyValue": "Head of Finance",
            "changeSource": "CRM",
        }
        for number in range(2)
    ]
)
"""A small webhook of HubSpot's: two changes, some 500 bytes."""

SCRIPT: Final = """
wrk.method = "POST"
wrk.headers["content-type"] = "application/json"
wrk.headers["authorization"] = "Bearer %s"
wrk.body = [==[%s]==]
local threads = {}
function setup(thread) table.insert(threads, thread) end
function init() accepted = 0 end
function response(status) if status == 202 then accepted = accepted + 1 end end
function done(summary, latency)
  local sum = 0
  for _, thread in ipairs(threads) do sum = sum + thread:get("accepted") end
  io.write(string.format("accepted=%%d requests=%%d us=%%d p50=%%d p99=%%d max=%%d\\n", sum, summary.requests,
    summary.duration, latency:percentile(50), latency:percentile(99), latency.max))
end
"""

PEER: Final = """
import sys, uvicorn
async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 202, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"{}"})
uvicorn.run(app, port=int(sys.argv[1]), log_level="critical", lifespan="off")
"""


def main() -> None:
    """Print the result as JSON on stdout, and what happens on stderr."""
    parser = argparse.ArgumentParser(prog="make bench-gateway", description=__doc__)
    parser.add_argument("--seconds", type=int, default=20, help="of each run")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is missing. On Debian and Ubuntu: apt-get install wrk")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that gateway and broker are ended, too
    result: dict[str, Any] = {"machine": machine.describe(), "at": datetime.now(UTC).isoformat(timespec="seconds")}
    result["command"] = machine.command("bench-gateway")
    with (
        tempfile.TemporaryDirectory(prefix="movewatch-gateway-") as name,
        EmbeddedKafka(Path(name) / "kafka", quick=False) as kafka,
    ):
        try:
            result |= measured(kafka, Path(name), options.seconds, options.runs)
        except WrongError as error:
            sys.exit(str(error))
    print(json.dumps(result, indent=2))


def measured(kafka: EmbeddedKafka, folder: Path, seconds: int, runs: int) -> dict[str, Any]:
    """Gateway and peer in turns, then the gateway with a broker that is killed.

    Raises:
        WrongError: something that was accepted is not in Kafka.
    """
    settings = Settings(bootstrap_servers=kafka.bootstrap, partitions=PARTITIONS)
    topics.apply(settings)
    script = folder / "post.lua"
    script.write_text(SCRIPT % (SECRET, BODY))
    busy = load()
    with _gateway(kafka, folder) as gateway, _peer() as peer:
        _wrk(gateway, script, 3)
        _wrk(peer, script, 3)
        ours: list[dict[str, float]] = []
        theirs: list[dict[str, float]] = []
        for _ in range(runs):
            before = _in_kafka(kafka)
            ours.append(_wrk(gateway, script, seconds))
            # Requests under way when wrk ends are accepted, and not counted by it.
            more = _in_kafka(kafka) - before - ours[-1]["accepted"]
            if not 0 <= more <= CONNECTIONS:
                raise WrongError(f"{more} more records than accepted webhooks")
            theirs.append(_wrk(peer, script, seconds))
        killed = _killed(kafka, gateway, script, seconds)
    return {
        "load before": round(busy, 1),
        "connections": CONNECTIONS,
        "bytes of a body": len(BODY),
        "webhooks/s": _median(ours, "per second"),
        "runs": [one["per second"] for one in ours],
        "p50 ms": _median(ours, "p50 ms"),
        "p99 ms": _median(ours, "p99 ms"),
        "peer, without Kafka and without checks, requests/s": _median(theirs, "per second"),
        "ratio": round(_median(ours, "per second") / _median(theirs, "per second"), 2),
        "broker killed under load": killed,
    }


def _killed(kafka: EmbeddedKafka, gateway: str, script: Path, seconds: int) -> dict[str, Any]:
    before = _in_kafka(kafka)
    command = _command(gateway, script, seconds + int(DOWN_S))
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - made above
    time.sleep(seconds / 3)
    kafka.kill()
    time.sleep(DOWN_S)
    kafka.restart()
    said = _read(running.communicate()[0])
    there = _in_kafka(kafka) - before
    if there < said["accepted"]:
        raise WrongError(f"{said['accepted'] - there} accepted webhooks are not in Kafka")
    return {
        "seconds away": DOWN_S,
        "accepted": said["accepted"],
        "refused": said["requests"] - said["accepted"],
        "in Kafka": there,
        "slowest answer, ms": said["max ms"],
    }


def _wrk(address: str, script: Path, seconds: int) -> dict[str, float]:
    done = subprocess.run(_command(address, script, seconds), capture_output=True, text=True, check=True)  # noqa: S603 - made below
    said = _read(done.stdout)
    if said["accepted"] != said["requests"]:
        raise WrongError(f"{said['requests'] - said['accepted']} webhooks were refused:\n{done.stdout}")
    return said


def _command(address: str, script: Path, seconds: int) -> list[str]:
    load_of = ["-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds}s", "--timeout", "30s"]
    return ["wrk", *load_of, "-s", str(script), address + PATH]


def _read(said: str) -> dict[str, float]:
    found = {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", said)}
    in_ms = {f"{name} ms": round(found[name] / 1000, 1) for name in ("p50", "p99", "max")}
    per_second = round(found["accepted"] / found["us"] * 1e6)
    return {"accepted": found["accepted"], "requests": found["requests"], "per second": per_second, **in_ms}


def _median(runs: list[dict[str, float]], name: str) -> float:
    return median(run[name] for run in runs)


def _in_kafka(kafka: EmbeddedKafka) -> int:
    """Records on the topic, a batch that came twice counted twice."""
    consumer = KafkaConsumer(bootstrap_servers=kafka.bootstrap)
    try:
        return sum(
            consumer.end_offsets([TopicPartition("crm-events", number) for number in range(PARTITIONS)]).values()
        )
    finally:
        consumer.close()


@contextmanager
def _gateway(kafka: EmbeddedKafka, folder: Path) -> Iterator[str]:
    senders = folder / "senders.toml"
    senders.write_text('[hubspot.acme]\nscheme = "bearer"\nsecrets = ["env:HOOK_SECRET"]\n')
    port = _free_port()
    given = {
        "HOOK_SECRET": SECRET,
        "MOVEWATCH_BOOTSTRAP_SERVERS": kafka.bootstrap,
        "MOVEWATCH_GATEWAY_SENDERS": str(senders),
        "MOVEWATCH_GATEWAY_PORT": str(port),
    }
    command = [sys.executable, "-W", "ignore", "-m", "movewatch", "gateway"]
    with _process(command, port, os.environ | given) as address:
        yield address


@contextmanager
def _peer() -> Iterator[str]:
    port = _free_port()
    with _process([sys.executable, "-c", PEER, str(port)], port, dict(os.environ)) as address:
        yield address


@contextmanager
def _process(command: list[str], port: int, environ: dict[str, str]) -> Iterator[str]:
    process = subprocess.Popen(command, env=environ, cwd=HERE.parent)  # noqa: S603 - made above
    try:
        until = time.monotonic() + 30
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > until:
                raise WrongError(f"{command} does not listen")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


if __name__ == "__main__":
    main()
