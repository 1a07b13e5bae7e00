"""What became of the mutants, and the page that says so. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

KILLED: Final = frozenset({"killed", "timeout", "segfault"})
"""A mutant that never ends, or ends Python, would be noticed, too."""

SPARED: Final = frozenset({"survived", "no tests", "suspicious"})
WANTED: Final = 0.85


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one run: how many mutants there are, and what became of those that were drawn, by name."""

    seed: int
    known: int
    verdicts: Mapping[str, str]

    @property
    def killed(self) -> int:
        """How many of them a test noticed."""
        return sum(verdict in KILLED for verdict in self.verdicts.values())

    @property
    def share(self) -> float:
        """The share that was noticed; 0 where none was drawn."""
        return self.killed / len(self.verdicts) if self.verdicts else 0.0

    @property
    def survivors(self) -> list[str]:
        """The names of those that nobody noticed."""
        return sorted(name for name, verdict in self.verdicts.items() if verdict in SPARED)

    @property
    def is_enough(self) -> bool:
        """Whether so many were noticed as is wanted."""
        return self.share >= WANTED


def verdicts_in(listing: str) -> dict[str, str]:
    """Name and verdict of each mutant in what ``mutmut results --all true`` prints."""
    lines = (line.strip().rpartition(": ") for line in listing.splitlines())
    return {name: verdict for name, _, verdict in lines if "__mutmut_" in name}


def unnoticed(change: str) -> str:
    """One change that no test noticed, as ``mutmut show`` prints it."""
    return f"\nNot noticed: {change.strip()}"


def page(outcome: Outcome) -> str:
    """The result in words, by package."""
    drawn, killed = Counter[str](), Counter[str]()
    for name, verdict in outcome.verdicts.items():
        package = ".".join(name.split(".")[:2])
        drawn[package] += 1
        killed[package] += verdict in KILLED
    tried = f"{len(outcome.verdicts):,} of {outcome.known:,} mutants, drawn with seed {outcome.seed}"
    lines = [
        f"{tried}: {outcome.share:.1%} noticed; wanted: {WANTED:.0%}.",
        "",
        "| package | mutants | noticed | share |",
        "|---|---|---|---|",
        *(
            f"| `{package}` | {number:,} | {killed[package]:,} | {killed[package] / number:.1%} |"
            for package, number in sorted(drawn.items())
        ),
    ]
    return "\n".join(lines)
