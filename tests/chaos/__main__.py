"""``python -m tests.chaos``: see docs/how-to/break-it.md."""

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from movewatch.errors import MovewatchError
from tests.chaos.blows import Plan
from tests.chaos.run import Options, chaos

LONG = Plan(kills=20, zombies=5, comings=5, brokers=2)
SHORT = Plan(kills=5, zombies=1, comings=0, brokers=0)
SHORT_EVENTS = 3_000


def main() -> int:
    """Run as the command line says; 0 where all holds, else 1."""
    arguments = _arguments()
    seed = random.randrange(1_000_000) if arguments.seed is None else arguments.seed  # noqa: S311 - no secret
    plan = SHORT if arguments.short else LONG
    events = arguments.events or (SHORT_EVENTS if arguments.short else 100_000)
    options = Options(events, arguments.partitions, seed, plan, proofs=max(1, plan.kills // 4))
    home = Path(tempfile.mkdtemp(prefix="movewatch-chaos-"))
    began = time.monotonic()

    def say(line: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {line}", flush=True)

    say(f"seed {seed}; everything lies in {home}")
    try:
        report = chaos(options, home, say)
    except MovewatchError as error:
        print(f"\nFAILED with seed {seed}: {error}", file=sys.stderr)
        return 1
    print(f"\n{report.page()}")
    if report.problems:
        print(f"Logs and records: {home}")
        return 1
    shutil.rmtree(home, ignore_errors=True)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description="Break the watcher, and compare.")
    parser.add_argument("--events", type=int, help="how many are generated (100000; with --short 3000)")
    parser.add_argument("--partitions", type=int, default=8, help="of each topic (8)")
    parser.add_argument("--seed", type=int, help="of events, blows and moments; a random one that is printed")
    parser.add_argument("--short", action="store_true", help="5 kills and a zombie instead of 32 blows")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
