"""Text, folded so that case, accents and punctuation no longer differ. Pure."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

MAX_TEXT: Final = 500
"""Characters of a name or title that are read; schemas.base.Text holds no more."""

_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "`": "'", "´": "'"}
)
_UNDECOMPOSED: Final = re.compile(r"[øłđðþæœı’`´]")


def word_set(text: str, between: str | None = None) -> frozenset[str]:
    """The words of a table, written with spaces (or ``between``) between them."""
    return frozenset(word.strip() for word in text.split(between))


def clipped(text: str | None) -> str:
    """At most as much as is read; empty for None. Keeps long texts out of the caches."""
    return (text or "")[:MAX_TEXT]


def fold(text: str) -> str:
    """Lower case, without accents; full-width and composed characters become plain. Punctuation stays."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return bare.translate(_LETTERS) if _UNDECOMPOSED.search(bare) else bare


@lru_cache(maxsize=16_384)
def is_typo(a: str, b: str, slips: int) -> bool:
    """Whether at most so many slips (a letter wrong, missing, added or swapped) lead from one word to the other."""
    return a[:1] == b[:1] and OSA.distance(a, b, score_cutoff=slips) <= slips
