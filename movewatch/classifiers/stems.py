"""Finds stems in a title or a department's name, all in one pass. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import ahocorasick

from movewatch.classifiers import dutch_stems, italian_stems, level_stems, title_stems
from movewatch.classifiers.functions import Function, Seniority
from movewatch.classifiers.text import fold

_GENDER_MARK: Final = re.compile(
    r"\(\s*[mwfdxhi](?:\s*[/|,*]\s*[mwfdxhi])*\s*\)|(?<=[a-z]{3})[:*_/(·]-?(?:innen|in|frau|euse|trice|ne|e|a)\b\)?"
)
_DOTTED: Final = re.compile(r"\b(?:[a-z]\.){2,}")
_PIECE: Final = re.compile(r"[^\W_]+|[,;:|–—•@()\[\]&+/]|(?<=\s)-+(?=\s)")
_MEANT: Final = (
    dict.fromkeys(",;:|–—•@()[]-", ",")
    | dict.fromkeys(("at", "for", "fur", "bei", "chez", "pour", "para"), ",")
    | dict.fromkeys(("&", "+", "/", "und", "et", "y"), "and")
)
"""What divides a title into parts, and what joins words. After "for" and "at" comes for whom, not what."""


FunctionStems = Mapping[Function, tuple[str, ...]]
LevelStems = Mapping[Seniority, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Stem:
    """What one stem says. ``length`` counts its letters without the boundaries, ``lead`` the boundary before it."""

    lead: int
    length: int
    function: Function | None = None
    decides: bool = False
    level: Seniority | None = None
    deputy: bool = False
    about_function: bool = False
    about_level: bool = False


class Hit(NamedTuple):
    """A stem, found in the text from ``start`` to before ``end``. A tuple, because thousands a second are made."""

    start: int
    end: int
    stem: Stem


@dataclass(frozen=True, slots=True)
class Found:
    """The stems of one text. Those covered by a longer one of the same sort are left out."""

    text: str
    functions: tuple[Hit, ...]
    levels: tuple[Hit, ...]
    deputy: bool


def spaced(text: str) -> str:
    """The text as stems expect it: folded words between single spaces, parts divided by `` , ``, "and" written out."""
    folded = fold(text)
    if "(" in folded or "/" in folded or ":" in folded or "*" in folded or "_" in folded or "·" in folded:
        folded = _GENDER_MARK.sub("", folded)
    if "." in folded:
        folded = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", folded)
    return f" {' '.join([_MEANT.get(piece, piece) for piece in _PIECE.findall(folded)])} "


class StemFinder:
    """All stems in one Aho-Corasick automaton: the time of a search grows with the text, not with the stems."""

    def __init__(self, *decisive: FunctionStems, levels: LevelStems | None = None) -> None:
        stems: dict[str, Stem] = {}
        for weak in (title_stems, dutch_stems, italian_stems):
            _add_functions(stems, weak.WEAK_STEMS, decides=False)
        for strong in (dutch_stems.STEMS, italian_stems.STEMS, title_stems.STEMS, *decisive):
            _add_functions(stems, strong, decides=True)
        _add(stems, title_stems.NO_FUNCTION, about_function=True)
        for of_level in (dutch_stems.LEVEL_STEMS, italian_stems.LEVEL_STEMS, level_stems.LEVEL_STEMS, levels or {}):
            for level, texts in of_level.items():
                _add(stems, texts, level=level, about_level=True)
        _add(stems, level_stems.NO_LEVEL, about_level=True)
        for deputies in (level_stems, dutch_stems, italian_stems):
            _add(stems, deputies.DEPUTY_STEMS, deputy=True)
        self._automaton = ahocorasick.Automaton()
        for text, stem in stems.items():
            self._automaton.add_word(text, stem)
        self._automaton.make_automaton()

    def find(self, text: str) -> Found:
        """The stems in a text that ``spaced`` has prepared."""
        functions: list[Hit] = []
        levels: list[Hit] = []
        deputy = False
        for last, stem in self._automaton.iter(text):
            start = last + 1 - stem.lead
            hit = Hit(start, start + stem.length, stem)
            if stem.about_function:
                functions.append(hit)
            if stem.about_level:
                levels.append(hit)
            deputy = deputy or stem.deputy
        known = tuple(hit for hit in _uncovered(functions) if hit.stem.function is not None)
        return Found(text, known, _uncovered(levels), deputy)


def _add_functions(stems: dict[str, Stem], table: FunctionStems, *, decides: bool) -> None:
    for function, texts in table.items():
        _add(stems, texts, function=function, decides=decides, about_function=True)


def _add(stems: dict[str, Stem], texts: tuple[str, ...], **says: Function | Seniority | bool) -> None:
    """Add stems; one that stands in several tables says all of it, the later table wins."""
    for text in texts:
        # ``lead``: how far before the end of the match the first letter stands.
        known = stems.get(text) or Stem(lead=len(text.lstrip()), length=len(text.strip()))
        stems[text] = replace(known, **says)  # type: ignore[arg-type]  # names are Stem's


def _uncovered(hits: list[Hit]) -> tuple[Hit, ...]:
    """The hits that lie in no longer one. They come in the order of their ends, so a look back and ahead is enough."""
    kept: list[Hit] = []
    for hit in hits:
        start, end, _ = hit
        while kept and kept[-1].start >= start and kept[-1].end <= end and kept[-1][:2] != hit[:2]:
            kept.pop()
        if not kept or kept[-1].start > start or kept[-1].end < end or kept[-1][:2] == hit[:2]:
            kept.append(hit)
    return tuple(kept)


TITLE_STEMS: Final = StemFinder()
DEPARTMENT_STEMS: Final = StemFinder(title_stems.DEPARTMENT_STEMS)


def title_stems_in(language: str | None) -> StemFinder:
    """The stems of titles, where the language is known: a "Chef" cooks in English and is in charge in German.

    Args:
        language: an ISO 639-1 code or a tag that begins with one ("de-AT"); what is not known is as good as None.
    """
    return _IN_LANGUAGE.get((language or "")[:2].lower(), TITLE_STEMS)


_IN_LANGUAGE: Final = {
    language: StemFinder(functions, levels=title_stems.LEVELS_IN_LANGUAGE.get(language, {}))
    for language, functions in title_stems.IN_LANGUAGE.items()
}
