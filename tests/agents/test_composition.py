"""A stage's app is put together from the settings, in both ways that a worker can be started."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pydantic import SecretStr

from agents.composition import transport_settings
from agents.worker import app_of
from movewatch.broker import EmbeddedKafka
from movewatch.errors import MovewatchError
from movewatch.operations import topics
from movewatch.settings import Settings
from schemas.topics import STAGES

HERE = Path(__file__).parent.parent.parent
SALT = "a salt for tests only"


def faust(*arguments: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Faust's own command with our module, as a user gives it."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "faust", "-A", "agents.worker", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(HERE), "MOVEWATCH_IDENTITY_SALT": SALT, **variables},
    )


@pytest.mark.parametrize("stage", ["contacts", "delivery"])
def test_fausts_own_command_finds_the_stage_in_its_variable(stage: str, tmp_path: Path):
    """``agents`` builds the app as ``worker`` does, and needs no Kafka."""
    ended = faust("agents", folder=tmp_path, MOVEWATCH_STAGE=stage)
    assert ended.returncode == 0, ended.stderr
    assert f"@{stage}" in ended.stdout


def test_a_stage_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(MovewatchError, match=r"There is no stage 'nix'\. Stages are: intake, identities,"):
        app_of("nix")
    ended = faust("agents", folder=tmp_path)
    assert ended.returncode != 0
    assert ended.stderr == (
        "Error: There is no stage ''. Stages are: intake, identities, contacts, accounts, owners, delivery. "
        "Name one in MOVEWATCH_STAGE.\n"
    )


def test_each_stage_has_a_port_of_its_own():
    settings = Settings(identity_salt=SecretStr(SALT), web_port=7000)
    assert [transport_settings(settings, stage).web_port for stage in STAGES] == [7000, 7001, 7002, 7003, 7004, 7005]


def test_no_port_is_no_server():
    assert {transport_settings(Settings(), stage).web_port for stage in STAGES} == {None}


def test_all_stages_serve_side_by_side(kafka: EmbeddedKafka, topic_prefix: str, tmp_path: Path):
    """With one port for all, five of six could not start."""
    first = first_of_free_ports(len(STAGES))
    topics.apply(Settings(bootstrap_servers=kafka.bootstrap, topic_prefix=topic_prefix, partitions=1))
    variables = {
        "MOVEWATCH_BOOTSTRAP_SERVERS": kafka.bootstrap,
        "MOVEWATCH_TOPIC_PREFIX": topic_prefix,
        "MOVEWATCH_PARTITIONS": "1",
        "MOVEWATCH_IDENTITY_SALT": SALT,
        "MOVEWATCH_WEB_PORT": str(first),
    }
    log = tmp_path / "log"
    with log.open("wb") as file:
        worker = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "movewatch", "worker"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(HERE), **variables},
            stdout=file,
            stderr=file,
        )
    try:
        deadline = time.monotonic() + 120
        while not all(somebody_listens(first + number) for number in range(len(STAGES))):
            assert worker.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
    finally:
        worker.send_signal(signal.SIGTERM)
        code = worker.wait(timeout=60)
    assert code == 0, log.read_text(encoding="utf-8")


def first_of_free_ports(count: int) -> int:
    """The first of so many ports in a row that nobody uses, below those that the system hands out by itself."""
    for first in range(20_000, 30_000, count):
        with contextlib.ExitStack() as stack:
            try:
                for number in range(count):
                    stack.enter_context(socket.create_server(("127.0.0.1", first + number)))
            except OSError:
                continue
            return first
    raise AssertionError("no free ports")


def somebody_listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
