"""How much praise and how much blame stands in words. Pure."""

import re
from functools import lru_cache
from typing import Final

from movewatch.classifiers.feedback_words import BLAME, MILD_PRAISE, NEGATIONS, STRONG_PRAISE
from movewatch.classifiers.text import fold

STRONG: Final = 2
"""The weight of a strong word, and of blame; the policy's ``praise_needed`` is counted in these."""
MILD: Final = 1
"""The weight of a mild word of praise."""

_PIECE: Final = re.compile(r"[^\W_]+|[,.;:!?]")
_REACH: Final = 3
"""Words before praise in which a negation turns it: "not at all good"."""
_LONGEST: Final = 5
"""Words of the longest stem."""


def weigh(text: str, language: str | None) -> tuple[int, int]:
    """How much praise and how much blame stands in a text, by the weights above.

    Args:
        language: ISO 639-1, or a tag that begins with it; the words of all languages count where it is not known.
    """
    tables = _tables((language or "")[:2].lower())
    pieces = _PIECE.findall(fold(text))
    words = [(piece, place) for place, piece in enumerate(pieces) if piece.isalnum()]
    praise = blame = 0
    position = 0
    while position < len(words):
        here = " ".join(word for word, _ in words[position : position + _LONGEST]) + " "
        weight, length = _weight(here, tables)
        negated = _is_negated(pieces, words[position][1])
        if weight > 0 and not negated:
            praise += weight
        elif weight > 0:
            blame += weight
        elif weight < 0 and not negated:
            blame -= weight
        position += length
    return praise, blame


def _is_negated(pieces: list[str], place: int) -> bool:
    """Whether a negation stands shortly before, in the same clause: "no complaints, very happy" has none."""
    for piece in reversed(pieces[max(0, place - _REACH) : place]):
        if not piece.isalnum():
            return False
        if piece in NEGATIONS:
            return True
    return False


def _weight(here: str, tables: "_Tables") -> tuple[int, int]:
    """The weight of the longest stem at the beginning of these words, and how many words it takes."""
    found = [(len(stem), weight) for weight, stems in tables for stem in stems.at(here)]
    if not found:
        return 0, 1
    length, weight = max(found)
    return weight, here[:length].rstrip().count(" ") + 1


class _Stems:
    """Stems by their first two letters, so that a word is compared with few of them."""

    def __init__(self, stems: frozenset[str]) -> None:
        self._by_beginning: dict[str, list[str]] = {}
        for stem in stems:
            self._by_beginning.setdefault(stem[:2], []).append(stem)

    def at(self, text: str) -> list[str]:
        """Those that the text begins with."""
        return [stem for stem in self._by_beginning.get(text[:2], ()) if text.startswith(stem)]


_Tables = tuple[tuple[int, _Stems], ...]


@lru_cache(maxsize=16)
def _tables(language: str) -> _Tables:
    """Stems with their weights: of one language, or of all where it is not known."""
    return tuple(
        (weight, _Stems(table[language] if language in table else frozenset().union(*table.values())))
        for weight, table in ((STRONG, STRONG_PRAISE), (MILD, MILD_PRAISE), (-STRONG, BLAME))
    )
