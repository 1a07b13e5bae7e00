"""One process per stage: they end together, and the exit code says whether all is well."""

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from movewatch.operations.workers import command_of, run_workers

# A stage that reports that it runs, and ends well when it is told to.
OBEDIENT = """
import signal, sys, pathlib
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
pathlib.Path(sys.argv[1]).touch()
signal.pause()
"""
STUBBORN = OBEDIENT.replace("lambda *_: sys.exit(0)", "signal.SIG_IGN").replace(
    "signal.pause()", "\nwhile True: signal.pause()"
)


def program(text: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", text, *arguments]


def test_a_stage_is_started_by_name():
    assert command_of("contacts") == [sys.executable, "-m", "agents.worker", "contacts"]


@pytest.mark.parametrize("code", [0, 3])
def test_one_that_ends_by_itself_ends_all(code: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    """Also one that ends with 0: a stage has no reason to end."""
    commands = {"a": program(OBEDIENT, str(tmp_path / "a")), "b": program(f"raise SystemExit({code})")}
    assert run_workers(["a", "b"], commands.__getitem__) == 1
    assert f"stage b ended with {code}" in capfd.readouterr().err


def test_one_that_does_not_end_is_killed(tmp_path: Path):
    commands = {"a": program(STUBBORN, str(tmp_path / "a")), "b": program("raise SystemExit(1)")}
    assert run_workers(["a", "b"], commands.__getitem__, grace_s=0.2) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize(("last_words", "code"), [("sys.exit(0)", 0), ("sys.exit(7)", 1)])
def test_a_signal_ends_all(number: signal.Signals, last_words: str, code: int, tmp_path: Path):
    stage = OBEDIENT.replace("sys.exit(0)", last_words)
    parent = textwrap.dedent(
        f"""
        import sys
        from movewatch.operations.workers import run_workers
        program = [sys.executable, "-c", {stage!r}]
        sys.exit(run_workers(["a", "b"], lambda name: [*program, {str(tmp_path)!r} + "/" + name]))
        """
    )
    process = subprocess.Popen(program(parent), cwd=Path(__file__).parents[2])
    while not all((tmp_path / name).exists() for name in "ab"):
        assert process.poll() is None
    process.send_signal(number)
    assert process.wait(20) == code
