"""Measures the readers of titles and answers on published data, restated in ``evaluation/data``."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Final

from evaluation.occupations import FUNCTIONS, functions_of_soc
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


Titles = dict[tuple[str, str], frozenset[Function]]
"""Language and words of titles, and the functions that each may stand for."""


def occupations(*, apart: bool) -> Titles:
    """The names of occupations; a name in several groups has the functions of all."""
    found: Titles = {}
    for language, group, title in rows("titles.tsv"):
        if is_kept_apart(title) is apart:
            found[language, title] = found.get((language, title), frozenset()) | FUNCTIONS[group]
    return found


def reported(*, apart: bool) -> Titles:
    """The titles that people gave as their own; a title of several occupations has the functions of all."""
    found: Titles = {}
    for half, code, title, _ in rows("reported.tsv"):
        if (half == "apart") is apart:
            found["en", title] = found.get(("en", title), frozenset()) | functions_of_soc(code)
    return found


def rewordings(*, apart: bool) -> list[tuple[str, str, str]]:
    """Language and two wordings of one title, as people gave both of them: abbreviated, and written out."""
    return sorted(
        {("en", title, other) for half, _, title, other in rows("reported.tsv") if other and (half == "apart") is apart}
    )


def within_occupations(*, apart: bool) -> list[tuple[str, str, str]]:
    """Language and two titles that people of one occupation gave: each title with the next of its occupation."""
    drawn = sorted(
        (code, sha256(title.encode()).hexdigest(), title)
        for half, code, title, _ in rows("reported.tsv")
        if (half == "apart") is apart
    )
    return [("en", old, new) for (code, _, old), (other, _, new) in pairwise(drawn) if code == other and old != new]


def titles(known: Titles, name: str, source: str) -> Result:
    """Whether a title's function is read. Who says nothing is right about nothing."""
    items = [_title(language, title, functions) for (language, title), functions in known.items()]
    return judge(name, source, items, merged="any function")


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


def pairs(known: Titles) -> list[tuple[str, str, str]]:
    """Language and two titles that no function has in common: each title with the next that fits."""
    drawn = sorted(known, key=lambda name: (name[0], sha256(name[1].encode()).hexdigest()))
    return [
        (language, old, new)
        for (language, old), (other, new) in pairwise(drawn)
        if language == other and known[language, old].isdisjoint(known[language, new])
    ]
