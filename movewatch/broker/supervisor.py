"""Stands between movewatch and the JVM, so that no JVM outlives the one who started it.

    python supervisor.py COMMAND [ARGUMENT ...]

Starts the command, writes its process id to stdout as one line, and ends it (SIGTERM, after a while SIGKILL) as soon
as a byte comes on stdin, or its end, which comes whenever the parent dies, however it dies. Exits as the command did.
Uses the standard library alone and is run by path, so that it starts in a few milliseconds.

Not PR_SET_PDEATHSIG: that is tied to the thread which started the child, not to the process.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading

GRACE_S = 15.0


def main(command: list[str]) -> int:
    """Run the command until it ends or stdin does; return a shell's exit code (128 + signal)."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr)  # noqa: S603 - our own command line

    def end_child() -> None:
        child.terminate()
        try:
            child.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            child.kill()

    def end_with_parent() -> None:
        # Not sys.stdin: a thread that waits inside its buffer aborts the interpreter's shutdown.
        os.read(0, 1)
        end_child()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: child.terminate())
    threading.Thread(target=end_with_parent, daemon=True).start()
    with contextlib.suppress(BrokenPipeError):  # the parent is gone already; stdin tells so as well
        os.write(sys.stdout.fileno(), b"%d\n" % child.pid)
    code = child.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
