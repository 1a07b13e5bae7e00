"""The supervisor, with commands that are quicker than a JVM."""

import os
import signal
from pathlib import Path

import pytest

from movewatch.broker.errors import BrokerStoppedError
from movewatch.broker.process import STOPPED_BY_SIGTERM, SupervisedProcess


def test_a_command_ends_as_it_wants_to(tmp_path: Path) -> None:
    process = SupervisedProcess(["/bin/sh", "-c", "echo said; exit 3"], tmp_path / "out")
    assert process.wait() == 3
    process.stop()
    assert (tmp_path / "out").read_text() == "said\n"


def test_stop_is_a_sigterm(tmp_path: Path) -> None:
    process = SupervisedProcess(["/bin/sleep", "600"], tmp_path / "out")
    assert process.exit_code() is None
    process.stop()
    process.stop()
    assert process.exit_code() == STOPPED_BY_SIGTERM


# Python 3.12 warns about any fork beside threads; this child touches nothing that they could hold.
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_stop_reaches_it_though_a_forked_child_holds_the_pipe(tmp_path: Path) -> None:
    process = SupervisedProcess(["/bin/sleep", "600"], tmp_path / "out")
    ready, release = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(release)
        os.read(ready, 1)  # holds all that the parent had open, until the parent is done
        os._exit(0)
    process.stop()
    os.close(release)
    os.close(ready)
    os.waitpid(child, 0)
    assert process.exit_code() == STOPPED_BY_SIGTERM


def test_kill_is_a_sigkill(tmp_path: Path) -> None:
    process = SupervisedProcess(["/bin/sleep", "600"], tmp_path / "out")
    process.kill()
    process.kill()
    assert process.exit_code() == 128 + signal.SIGKILL


def test_a_sigterm_to_the_supervisor_is_handed_on(tmp_path: Path) -> None:
    process = SupervisedProcess(["/bin/sleep", "600"], tmp_path / "out")
    process._supervisor.terminate()
    assert process.wait() == STOPPED_BY_SIGTERM
    process.stop()


def test_a_command_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BrokerStoppedError, match="/no/such/java could not be started"):
        SupervisedProcess(["/no/such/java"], tmp_path / "out")
    assert "FileNotFoundError" in (tmp_path / "out").read_text()
