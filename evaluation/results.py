"""What a measurement yields: counts by kind and language, errors to look at, and what is wanted. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from evaluation.figures import Counts, total

ALL: Final = "all"
"""Stands for all languages together."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is wanted of a kind; None: no wish."""

    precision: float | None = None
    recall: float | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One judged thing. ``said`` and ``so`` are kinds, or None for nothing; ``seen`` is shown if they differ."""

    language: str
    said: str | None
    so: str | None
    seen: str


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured of one reader or rule.

    ``counts``: by kind, then by language, ``ALL`` first. ``errors``: what was seen, said and so. ``targets``: by kind.
    """

    name: str
    source: str
    counts: Mapping[str, Mapping[str, Counts]]
    items: int
    errors: tuple[Item, ...] = ()
    targets: Mapping[str, Target] = field(default_factory=dict)

    def missed_targets(self) -> list[str]:
        """Each figure that is below what is wanted, in words."""
        missed = []
        for kind, target in self.targets.items():
            counts = self.counts.get(kind, {}).get(ALL, Counts())
            for name, wanted, found in (
                ("precision", target.precision, counts.precision.value),
                ("recall", target.recall, counts.recall.value),
            ):
                if wanted is not None and (found is None or found < wanted):
                    missed.append(
                        f"{self.name}, {kind}: {name} {found if found is None else round(found, 3)} < {wanted}"
                    )
        return missed


def judge(
    name: str,
    source: str,
    items: Iterable[Item],
    targets: Mapping[str, Target] | None = None,
    *,
    merged: str | None = None,
) -> Result:
    """Count by kind and language.

    Args:
        name: of the reader or rule.
        source: what was measured on.
        items: each thing that was judged.
        targets: what is wanted.
        merged: a name under which all kinds are counted together as well.
    """
    counts: defaultdict[str, defaultdict[str, Counts]] = defaultdict(lambda: defaultdict(Counts))
    errors, number = [], 0
    for item in items:
        number += 1
        if item.said != item.so:
            errors.append(item)
        for kind, one in _counted(item):
            for group in (kind, *((merged,) if merged else ())):
                for language in (ALL, item.language):
                    counts[group][language] += one
    return Result(
        name, source, {kind: dict(each) for kind, each in counts.items()}, number, tuple(errors), targets or {}
    )


def _counted(item: Item) -> list[tuple[str, Counts]]:
    if item.said == item.so:
        return [(item.so, Counts(right=1))] if item.so is not None else []
    found = []
    if item.said is not None:
        found.append((item.said, Counts(wrong=1)))
    if item.so is not None:
        found.append((item.so, Counts(missed=1)))
    return found


def worst_language(each: Mapping[str, Counts]) -> tuple[str, Counts] | None:
    """The language in which F1 is lowest, and its counts."""
    languages = [(language, counts) for language, counts in each.items() if language != ALL]
    return min(languages, key=lambda pair: pair[1].f1 or 0.0) if languages else None


def everything(result: Result) -> Counts:
    """All kinds together."""
    return total(each[ALL] for each in result.counts.values())
