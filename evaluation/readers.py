"""Measures the readers of titles and answers on published data, restated in ``evaluation/data``."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Final

from evaluation.occupations import FUNCTIONS
from evaluation.results import Item, Result, Target, judge
from movewatch.classifiers.feedback import Polarity, read_text
from movewatch.classifiers.functions import Function
from movewatch.classifiers.titles import read_title

DATA: Final = Path(__file__).parent / "data"
POSITIVE_FROM: Final = 0.5
"""A sentence counts as positive whose raters gave at least so much on average, from -4 to 4."""


def is_kept_apart(text: str) -> bool:
    """Whether a text belongs to the half on which nothing is tuned. A hash decides, so that nobody does."""
    return sha256(f"apart {text}".encode()).digest()[0] < 128  # noqa: PLR2004  # half of 256


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a data file."""
    with (DATA / name).open(encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def occupations(*, apart: bool) -> dict[tuple[str, str], frozenset[Function]]:
    """Language and name of each occupation, and its functions; a name in several groups has those of all."""
    found: dict[tuple[str, str], frozenset[Function]] = {}
    for language, group, title in rows("titles.tsv"):
        if is_kept_apart(title) is apart:
            found[language, title] = found.get((language, title), frozenset()) | FUNCTIONS[group]
    return found


def titles(*, apart: bool) -> Result:
    """Whether the function of an occupation is read from its name. Who says nothing is right about nothing."""
    items = [_title(language, title, functions) for (language, title), functions in occupations(apart=apart).items()]
    return judge("title, function", "names of occupations (ESCO 1.1, AuxCO)", items, merged="any function")


def _title(language: str, title: str, expected: frozenset[Function]) -> Item:
    found = read_title(title, language).function
    right = found if found in expected else min(expected)
    return Item(language, found.value if found else None, right.value, title)


def answers(origin: str) -> Result:
    """Whether sentences that raters found positive are taken for praise."""
    items = [
        Item(
            "en",
            "praise" if read_text(words, "en").polarity is Polarity.POSITIVE else None,
            "praise" if float(rating) >= POSITIVE_FROM else None,
            words,
        )
        for where, rating, words in rows("answers.tsv")
        if where == origin
    ]
    return judge(f"answers in words, {origin}", "Hutto & Gilbert 2014", items, {"praise": Target(precision=0.85)})


def pairs_of_occupations(*, apart: bool) -> list[tuple[str, str, str]]:
    """Language and two names of occupations that no function has in common: each name with the next that fits."""
    known = occupations(apart=apart)
    drawn = sorted(known, key=lambda name: (name[0], sha256(name[1].encode()).hexdigest()))
    return [
        (language, old, new)
        for (language, old), (other, new) in pairwise(drawn)
        if language == other and known[language, old].isdisjoint(known[language, new])
    ]
