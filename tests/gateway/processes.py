"""``movewatch gateway`` as a process, started as a user would."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SENDERS = """
[hubspot.acme]
scheme = "bearer"
secrets = ["env:HOOK_SECRET"]
"""
SECRET = "a-secret-of-the-tests"


@contextmanager
def running_gateway(folder: Path, environ: Mapping[str, str]) -> Iterator[str]:
    """The address of a gateway. It must end with 0 when it is told to stop."""
    senders = folder / "senders.toml"
    senders.write_text(SENDERS)
    given = {"MOVEWATCH_GATEWAY_SENDERS": str(senders), "MOVEWATCH_GATEWAY_PORT": "0", "HOOK_SECRET": SECRET, **environ}
    process = subprocess.Popen(
        [sys.executable, "-m", "movewatch", "gateway"],
        env={**os.environ, **given},
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said: list[str] = []
    try:
        for line in process.stderr:
            said.append(line)
            if found := re.search(r"listening on (http://\S+)", line):
                yield found[1]
                break
        else:
            raise AssertionError("the gateway ended:\n" + "".join(said))
        process.send_signal(signal.SIGTERM)
        rest = process.communicate(timeout=30)[1]
        assert process.returncode == 0, rest
        assert SECRET not in "".join(said) + rest
    finally:
        process.kill()
        process.communicate()
