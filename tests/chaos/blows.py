"""What is done to the cluster, in which order, and what came of each. Pure but for the chance it is given."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import cycle, islice
from random import Random
from typing import Final, NamedTuple

CONTACTS_WORKERS: Final = 3

CREW: Final = ("intake", "identities", *["contacts"] * CONTACTS_WORKERS, "accounts", "owners", "delivery")

PROVOKED_STAGES: Final = ("contacts", "owners", "intake", "accounts")
"""Struck in turn where a blow waits for an open transaction: those that any portion of records gives work."""

WEIGHTS: Final = {"contacts": 6, "accounts": 2, "owners": 2, "intake": 2, "delivery": 1, "identities": 1}
"""Which stage a kill strikes, how often out of 14."""


class Kind(StrEnum):
    """A way to disturb."""

    KILL = "SIGKILL"
    FREEZE = "SIGSTOP, SIGCONT"
    JOIN = "join"
    LEAVE = "clean stop"
    BROKER = "SIGKILL of the broker"


class Hung(NamedTuple):
    """A transaction that its producer cannot end any more: the producer's id and epoch."""

    producer_id: int
    epoch: int


@dataclass(slots=True)
class Blow:
    """One disturbance.

    ``provoked``: its worker stops by itself in the middle of a transaction, so that the blow cannot miss one; else it
    falls at a random moment. ``hung``: the transactions that it left open, by transactional id. ``proven``: of those,
    how many the broker has aborted.
    """

    kind: Kind
    stage: str
    provoked: bool = False
    hung: dict[str, Hung] = field(default_factory=dict)
    proven: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """How many blows of each kind, and how many more that are provoked. ``deploys``: two deployments in between."""

    kills: int
    zombies: int
    comings: int
    brokers: int
    provoked_kills: int
    provoked_zombies: int
    deploys: bool

    def blows(self, random: Random) -> list[Blow]:
        """All of them, in a random order; joins and clean stops take turns."""
        kills = random.choices(list(WEIGHTS), list(WEIGHTS.values()), k=self.kills)
        made = [Blow(Kind.KILL, stage) for stage in kills]
        # Only where somebody else takes over does the sleeper wake as a zombie.
        made += [Blow(Kind.FREEZE, "contacts") for _ in range(self.zombies)]
        made += [Blow(Kind.JOIN, "contacts") for _ in range(self.comings)]
        made += [Blow(Kind.BROKER, "") for _ in range(self.brokers)]
        stages = islice(cycle(PROVOKED_STAGES), self.provoked_kills)
        made += [Blow(Kind.KILL, stage, provoked=True) for stage in stages]
        made += [Blow(Kind.FREEZE, "contacts", provoked=True) for _ in range(self.provoked_zombies)]
        random.shuffle(made)
        for blow in [blow for blow in made if blow.kind is Kind.JOIN][1::2]:
            blow.kind = Kind.LEAVE
        return made


@dataclass(frozen=True, slots=True)
class Options:
    """What to run. ``proofs``: so many of the kills must have hit an open transaction."""

    events: int
    partitions: int
    seed: int
    plan: Plan
    proofs: int
    brokers: int = 1


def dealt(blows: Sequence[Blow], weights: Sequence[int]) -> list[list[Blow]]:
    """The blows in their order, cut into runs about as long as the weights say."""
    total, begin, seen, runs = sum(weights), 0, 0, []
    for weight in weights:
        seen += weight
        end = round(len(blows) * seen / total)
        runs.append(list(blows[begin:end]))
        begin = end
    return runs
