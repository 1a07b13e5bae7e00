"""``python -m tests.mutation``: changes the pure rules in small ways, and counts the changes that a test notices.

A copy of the project is changed, never the project itself. Which packages and tests: ``[tool.mutmut]`` in
pyproject.toml.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.mutation.outcome import Outcome, page, unnoticed, verdicts_in

ROOT: Final = Path(__file__).parents[2]
COPIED: Final = ("movewatch", "schemas", "streams", "agents", "templates", "docs", "evaluation", "tests")
FEW: Final = "movewatch.evidence.*"
"""The first run makes all mutants and finds out which test runs what; it must try some of them, too."""

MUTANTS: Final = 500


def main() -> int:
    """Run as the command line says; 0 where enough was noticed, else 1."""
    options = _arguments()
    with tempfile.TemporaryDirectory(prefix="movewatch-mutation-") as name:
        home = Path(name)
        _copy(home)
        _mutmut(home, "run", "--max-children", str(options.jobs), FEW)
        known = sorted(_verdicts(home))
        many = options.mutants or len(known)
        drawn = random.Random(options.seed).sample(known, min(many, len(known)))  # noqa: S311  # no secret
        _mutmut(home, "run", "--max-children", str(options.jobs), *drawn)
        verdicts = _verdicts(home)
        outcome = Outcome(options.seed, len(known), {one: verdicts[one] for one in drawn})
        print(page(outcome), flush=True)  # before the changes: to look them all up takes minutes
        for survivor in outcome.survivors:
            print(unnoticed(_output(home, "show", survivor)), flush=True)
    return 0 if outcome.is_enough else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutation", description="Change the rules, and see who notices.")
    parser.add_argument("--mutants", type=int, default=MUTANTS, help=f"drawn of all ({MUTANTS}); 0: all of them")
    parser.add_argument("--seed", type=int, default=1, help="of the draw (1)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="at once (as many as processors)")
    return parser.parse_args()


def _copy(home: Path) -> None:
    for name in COPIED:
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, home)


def _verdicts(home: Path) -> dict[str, str]:
    return verdicts_in(_output(home, "results", "--all", "true"))


def _mutmut(home: Path, *arguments: str) -> None:
    """Run mutmut; what it says of its progress goes to stderr.

    Raises:
        SystemExit: it failed, most often because a test fails without any change.
    """
    done = subprocess.run([sys.executable, "-m", "mutmut", *arguments], cwd=home, stdout=sys.stderr, check=False)
    if done.returncode:
        sys.exit(f"mutmut ended with {done.returncode}: see above")


def _output(home: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(command, cwd=home, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    sys.exit(main())
