"""A process whose event loop hangs ends, and says where."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from streams.exits import ExitCode

HERE = Path(__file__).resolve().parents[2]

PROGRAM = """
import asyncio, logging, os, re, signal, subprocess, sys, time
from streams.watchdog import Watchdog

def hang():
    {hang}

async def main():
    watchdog = asyncio.create_task(Watchdog({timeout}).run())
    await asyncio.sleep(0.1)
    hang()
    await asyncio.sleep(0.1)
    watchdog.cancel()
    await asyncio.wait([watchdog])

logging.basicConfig(stream=sys.stderr)
asyncio.run(main())
print("well")
"""

CASES = [
    # 1. An endless loop in Python: the watching thread still gets its turn.
    (1, "while True: pass", 0.5, ExitCode.RETRY),
    # 2. A wait that never ends, and takes no time of the processor.
    (2, "time.sleep(60)", 0.5, ExitCode.RETRY),
    # 3. An expression that backtracks for ever and lets no other thread run.
    (3, "re.match('(a+)+$', 'a' * 60 + 'b')", 0.5, -signal.SIGPROF),
    # 4. Slow, and within bounds.
    (4, "time.sleep(1)", 5.0, 0),
]


@pytest.mark.parametrize(("number", "hang", "timeout", "code"), CASES, ids=[str(case[0]) for case in CASES])
def test_who_hangs_ends(number: int, hang: str, timeout: float, code: int) -> None:
    program = PROGRAM.format(hang=hang, timeout=timeout)
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=HERE, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == code, f"case {number}: {ended.stderr}"
    assert ("in hang" in ended.stderr) == (code != 0), f"case {number}: it says where"
