"""``python -m tests.chaos``: see docs/how-to/break-it.md."""

import argparse
import random
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from movewatch.errors import MovewatchError
from tests.chaos.blows import Options, Plan
from tests.chaos.run import chaos

LONG = Plan(kills=20, zombies=5, comings=5, brokers=2, provoked_kills=5, provoked_zombies=1, deploys=True)
SHORT = Plan(kills=1, zombies=0, comings=0, brokers=0, provoked_kills=4, provoked_zombies=1, deploys=False)
LONG_EVENTS, SHORT_EVENTS = 100_000, 1_500


def main() -> int:
    """Run as the command line says; 0 where all holds, else 1."""
    arguments = _arguments()
    seed = random.randrange(1_000_000) if arguments.seed is None else arguments.seed  # noqa: S311 - no secret
    plan = SHORT if arguments.short else LONG
    if arguments.short and arguments.brokers > 1:
        plan = replace(plan, brokers=2)
    events = arguments.events or (SHORT_EVENTS if arguments.short else LONG_EVENTS)
    options = Options(events, arguments.partitions, seed, plan, plan.provoked_kills, arguments.brokers)
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
    parser.add_argument("--events", type=int, help="how many are generated (100000; with --short 1500)")
    parser.add_argument("--partitions", type=int, default=8, help="of each topic (8)")
    parser.add_argument("--seed", type=int, help="of events, blows and moments; a random one that is printed")
    parser.add_argument(
        "--brokers", type=int, choices=(1, 3), default=1, help="3: replication 3, and one of them killed at a time (1)"
    )
    parser.add_argument("--short", action="store_true", help="5 kills and a zombie instead of 38 blows, no deployment")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
