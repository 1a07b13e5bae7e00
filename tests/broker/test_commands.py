"""`movewatch broker run`, `status` and `stop`, as processes of their own."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from movewatch.broker import EmbeddedKafka, commands
from movewatch.broker.errors import BrokerNotReadyError
from movewatch.broker.state import DataLock

ENDS_S = 60  # for a busy machine; an idle one takes two

RUN = """
import functools, pathlib, sys
from movewatch.broker import commands
commands.run(pathlib.Path(sys.argv[1]), 0, functools.partial(print, flush=True))
"""


@contextmanager
def running(data_dir: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`run` in a process of its own, and the line that it announces itself with."""
    process = subprocess.Popen([sys.executable, "-c", RUN, str(data_dir)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.kafka
def test_run_status_stop_and_run_again(tmp_path: Path, kafka: EmbeddedKafka) -> None:
    assert kafka  # the jars are there
    with running(tmp_path) as (process, line):
        up = commands.status(tmp_path)
        assert up.phase == "running"
        assert up.state is not None
        assert up.state.bootstrap in line
        assert commands.stop(tmp_path) == up
        assert process.wait(ENDS_S) == 0
    assert commands.status(tmp_path).phase == "stopped"
    with running(tmp_path) as (process, _):
        again = commands.status(tmp_path)
        assert again.state is not None
        assert again.state.cluster_id == up.state.cluster_id  # the data was kept
        process.send_signal(signal.SIGTERM)
        assert process.wait(ENDS_S) == 0
    assert commands.status(tmp_path).phase == "stopped"


@pytest.mark.kafka
def test_run_says_when_the_broker_ended_by_itself(tmp_path: Path, kafka: EmbeddedKafka) -> None:
    assert kafka
    script = RUN.replace("commands.run(", "import os, signal\ndata = pathlib.Path(sys.argv[1])\ncommands.run(").replace(
        "functools.partial(print, flush=True)", "lambda _: os.kill(commands.status(data).state.pid, signal.SIGKILL)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, timeout=2 * ENDS_S, check=False
    )
    assert done.returncode == 1
    assert "BrokerStoppedError: The broker ended (exit code 137)" in done.stderr


@pytest.mark.kafka
def test_a_sigterm_while_it_starts_leaves_nothing_behind(tmp_path: Path, kafka: EmbeddedKafka) -> None:
    assert kafka
    with subprocess.Popen([sys.executable, "-c", RUN, str(tmp_path)], stdout=subprocess.PIPE) as process:
        while commands.status(tmp_path).phase != "starting":
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=ENDS_S)[0] == b""  # it never announced itself
    assert process.returncode == 0
    assert commands.status(tmp_path).phase == "stopped"


def test_status_and_stop_where_nothing_ever_ran(tmp_path: Path) -> None:
    assert commands.status(tmp_path / "none").phase == "stopped"
    assert commands.stop(tmp_path / "none").phase == "stopped"
    assert not (tmp_path / "none").exists()


def test_a_broker_that_is_starting_is_not_stopped(tmp_path: Path) -> None:
    lock = DataLock(tmp_path)
    assert commands.status(tmp_path).phase == "starting"
    with pytest.raises(BrokerNotReadyError, match="is just starting"):
        commands.stop(tmp_path)
    lock.release()
    assert commands.status(tmp_path).phase == "stopped"


def test_the_default_directory() -> None:
    assert commands.default_data_dir({"MOVEWATCH_HOME": "/srv/movewatch"}) == Path("/srv/movewatch/broker")
    assert commands.default_data_dir({}) == Path.cwd() / ".movewatch" / "broker"
