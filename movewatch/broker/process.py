"""One JVM under its supervisor: started, watched, stopped or killed."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from movewatch.broker.errors import BrokerStoppedError

SUPERVISOR: Final = Path(__file__).with_name("supervisor.py")
STOP_S: Final = 20.0  # longer than the supervisor's own patience (supervisor.GRACE_S)
STOPPED_BY_SIGTERM: Final = 128 + signal.SIGTERM


class SupervisedProcess:
    """A command that cannot outlive this process.

    Args:
        command: the program and its arguments.
        output: file that receives what it prints; emptied first.
        held: open file descriptors that the supervisor keeps open until the command has ended.
    """

    def __init__(self, command: Sequence[str], output: Path, held: Sequence[int] = ()) -> None:
        with output.open("wb") as sink:
            self._supervisor = subprocess.Popen(  # noqa: S603 - our own command line
                # -I and -S: nothing of the caller's environment or packages, and a start within milliseconds.
                [sys.executable, "-I", "-S", str(SUPERVISOR), *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=sink,
                pass_fds=held,
                # Ctrl-C in a terminal reaches the parent alone, which then stops the broker in order.
                start_new_session=True,
            )
        assert self._supervisor.stdin is not None  # noqa: S101 - by stdin=PIPE; tells the type checker
        assert self._supervisor.stdout is not None  # noqa: S101 - likewise
        self._stdin, self._stdout = self._supervisor.stdin, self._supervisor.stdout
        line = self._stdout.readline()
        if not line:
            self._supervisor.kill()
            self.stop()
            raise BrokerStoppedError(f"{command[0]} could not be started; see {output}.")
        self.pid = int(line)

    def exit_code(self) -> int | None:
        """A shell's exit code (128 + signal), or None while it runs."""
        return self._supervisor.poll()

    def wait(self) -> int:
        """Wait, for ever, until it ends by itself or by another's signal. Returns the exit code."""
        return self._supervisor.wait()

    def stop(self) -> None:
        """End it in order (SIGTERM), by force when that takes too long. Nothing happens when it has ended."""
        if not self._stdin.closed:
            with contextlib.suppress(BrokenPipeError):  # it has ended
                # A word, since a forked child of ours may hold the pipe open; closing alone would not tell.
                os.write(self._stdin.fileno(), b".")
            self._stdin.close()
        try:
            self._supervisor.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._kill()
        finally:
            self._stdout.close()

    def kill(self) -> None:
        """End it at once (SIGKILL), as a crash would. Nothing happens when it has ended."""
        self._kill()
        self.stop()

    def _kill(self) -> None:
        if self._supervisor.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self._supervisor.wait(STOP_S)
