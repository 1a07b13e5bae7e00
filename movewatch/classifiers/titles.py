"""What a job title says of function and level. Pure."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Final, NamedTuple

from movewatch.classifiers import level_stems
from movewatch.classifiers.functions import Function, Seniority
from movewatch.classifiers.regions import division_of
from movewatch.classifiers.stems import Found, Hit, spaced, title_stems_in
from movewatch.classifiers.text import clipped, is_typo, word_set
from movewatch.policy import DEFAULT_POLICY, ClassifierPolicy
from schemas.base import Level

__all__ = [
    "Function",
    "Seniority",
    "TitleReading",
    "adds_role",
    "compare_levels",
    "read_function",
    "read_title",
    "same_title",
]

CACHED_TITLES: Final = 65_536
"""Distinct titles whose reading is kept; some 20 MB."""


@dataclass(frozen=True, slots=True)
class TitleReading:
    """What a title says. None means unknown: the title does not tell, and nobody should guess.

    ``division``: the region or unit beside the function, folded ("emea"). ``confidence``: of the function, from 0 to
    1. ``why``: a word that can be counted. ``also``: the other functions of a title that names several. ``unread``: the
    words of a title without a function that say something which nobody here knows.
    """

    function: Function | None
    division: str | None
    seniority: Seniority | None
    confidence: float
    why: str
    also: tuple[Function, ...] = ()
    unread: tuple[str, ...] = ()

    def shares_function(self, other: "TitleReading") -> bool:
        """Whether both may stand for one function, whichever of several each of them means."""
        return not {self.function, *self.also}.isdisjoint({other.function, *other.also})

    def may_be_one_career(self, other: "TitleReading") -> bool:
        """Whether nothing speaks against a rise from one to the other, rather than a move.

        Where both tell no function, the words that nobody knows must recur. A rank alone ("CEO") fits every function.
        """
        functions = {self.function, other.function}
        if None in functions:
            here, there = set(self.unread), set(other.unread)
            return len(functions) == 1 and (here == there or not here.isdisjoint(there))
        return len(functions) == 1 or Function.EXECUTIVE in functions or Function.OTHER not in functions


class FunctionReading(NamedTuple):
    """What the stems of a text say of its function, in the words of ``TitleReading``."""

    function: Function | None
    confidence: float
    why: str
    also: tuple[Function, ...] = ()


_JUNK: Final = word_set(
    "n a|na|none|null|nil|unknown|test|tbd|tba|x|xx|xxx|title|job title|not applicable|not provided|redacted|employee|"
    "staff|member|mitarbeiter|angestellter|angestellte|employe|empleado|keine|unbekannt|privat|self employed|freelance|"
    "freelancer|independent|mr|mrs|ms|dr|herr|frau|contact|other|various|no title|position",
    "|",
)
_NO_POSITION: Final = re.compile(
    r"^ (?:former|formerly|ex|retired|ehemalig\w*|ancien|anciennement|retraite|rentner\w*|pensionier\w*|jubilad\w*|"
    r"unemployed|seeking|looking|open to|in between|between jobs|student|studentin|etudiant\w*|estudiante|"
    r"arbeitssuch\w*) "
)
_ASSISTANT_TO: Final = re.compile(
    r" (?:pa|ea|assistant\w*|assistent\w*|assistenz|asistente|referent|referentin|sekretar\w*|secretary|secretaire) "
    r"(?:to|of the|der|des|von|zur|zum|del|de la direction|de direction) "
    r"| s (?:executive |personal )?(?:assistant|secretary) "
    r"|(?:vorstands|direktions|geschaftsfuhrungs|geschaftsleitungs)(?:assist|sekret)"
)
_PAST: Final = re.compile(
    r" , (?:former|formerly|previously|prev|ex|ehemals|ehemalig\w*|ancien\w*|voormalig|antiguo) [^,]*"
)
"""A part of a title that says what somebody was before."""
_WORD: Final = re.compile(r"\w+")
_INITIALS: Final = re.compile(r" ([a-z]) and ([a-z]) ")
"""Initials of two words that belong together: "R&D"."""
_NUMBERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}


def read_title(
    text: str | None, language: str | None = None, policy: ClassifierPolicy = DEFAULT_POLICY.classifiers
) -> TitleReading:
    """Read function, division and level of a title. Only its first 500 characters are read.

    Args:
        text: as it stands in the CRM, in English, German, French, Spanish, Dutch or Italian.
        language: of the title (ISO 639-1), where it is known: it settles words that mean something else in another
            language. Without it all languages are tried, and such a word says nothing.
        policy: the confidences.

    Source: stems with precedence between hits, found by an automaton, did best where readings of real
    careers were compared.
    """
    return _read(clipped(text), language, policy)


def compare_levels(
    before: str | None, after: str | None, policy: ClassifierPolicy = DEFAULT_POLICY.classifiers
) -> Level:
    """How the new title's level compares with the old one's. UNKNOWN where one of them does not tell.

    On one level a rank decides (Vice President, Senior Vice President), then a number (Engineer II, Engineer III).
    """
    old, new = read_title(before, policy=policy).seniority, read_title(after, policy=policy).seniority
    if old is None or new is None:
        return Level.UNKNOWN
    left, right = (old, *_rank(clipped(before))), (new, *_rank(clipped(after)))
    if left == right or same_title(before, after, policy):
        return Level.SAME
    return Level.HIGHER if right > left else Level.LOWER


def same_title(a: str | None, b: str | None, policy: ClassifierPolicy = DEFAULT_POLICY.classifiers) -> bool:
    """Whether both name one position in other words: abbreviated, reordered, in the other gender, misspelt once.

    An abbreviation need not be known: "RA Consultant" is a "Regulatory Affairs Consultant".

    Two blanks are the same; a blank and a title are not.
    """
    left, right = clipped(a), clipped(b)
    if left == right:
        return True
    one, other = _words(left), _words(right)
    return _same_words(_key(left), _key(right), policy) or _spells_out(one, other) or _spells_out(other, one)


def adds_role(before: str | None, after: str | None, policy: ClassifierPolicy = DEFAULT_POLICY.classifiers) -> bool:
    """Whether the new title is the old one and a seat on a board or an advisory role besides: no other position."""
    old, new = Counter(_key(clipped(before))), Counter(_key(clipped(after)))
    if not old or old - new or not new - old:
        return False
    if level_stems.ADVISORY & (new - old).keys():
        return True
    levels = read_title(before, policy=policy).seniority, read_title(after, policy=policy).seniority
    return levels[0] is not Seniority.OWNER_OR_BOARD and levels[1] is Seniority.OWNER_OR_BOARD


def read_function(found: Found, policy: ClassifierPolicy) -> FunctionReading:
    """The function that the stems of a text stand for.

    A decisive stem beats a general one, an earlier part of the title ("Director, Finance") a later one. In a compound
    the last word is the head ("IT Recruiter" recruits); in an enumeration the first is named first for a reason.
    """
    decisive = [hit for hit in found.functions if hit.stem.decides]
    hits = _of_first_part(decisive or list(found.functions), found.text)
    if not hits:
        return FunctionReading(None, 0.0, "no-known-word")
    if len({hit.stem.function for hit in hits}) == 1:
        if decisive:
            return FunctionReading(hits[0].stem.function, policy.clear_title, "known-word")
        return FunctionReading(hits[0].stem.function, policy.weak_title, "general-word")
    hits.sort(key=lambda hit: (hit.end, hit.end - hit.start))
    is_list = " and " in found.text[hits[0].start : hits[-1].end]
    meant, why = (hits[0], "first-of-several") if is_list else (hits[-1], "last-of-several")
    named = dict.fromkeys(hit.stem.function for hit in hits if hit.stem.function is not None)
    also = tuple(function for function in named if function is not meant.stem.function)
    return FunctionReading(meant.stem.function, policy.torn_title, why, also)


@lru_cache(maxsize=CACHED_TITLES)
def _read(text: str, language: str | None, policy: ClassifierPolicy) -> TitleReading:
    prepared = spaced(text)
    bare = prepared.replace(" ,", "").strip()
    if not bare:
        return TitleReading(None, None, None, 0.0, "empty")
    if bare.replace(" and ", " ") in _JUNK or not any(char.isalpha() for char in bare):
        return TitleReading(None, None, None, 0.0, "junk-title")
    if _NO_POSITION.match(prepared) and "intern" not in prepared:
        return TitleReading(None, None, None, 0.0, "no-present-position")
    if _ASSISTANT_TO.search(prepared):
        return TitleReading(
            Function.ADMINISTRATION, None, Seniority.PROFESSIONAL, policy.clear_title, "assistant-to-somebody"
        )
    present = _PAST.sub(" ", prepared)
    found = title_stems_in(language).find(present)
    function, confidence, why, also = read_function(found, policy)
    seniority = _level(found)
    if function is not None:
        return TitleReading(function, division_of(present), seniority, confidence, why, also)
    why = why if seniority is None else "level-only"
    return TitleReading(None, division_of(present), seniority, confidence, why, unread=_unread(found))


def _unread(found: Found) -> tuple[str, ...]:
    """The words that are neither a level nor a filler.

    One that only ends like a level names its trade, too, and stays: a "numismatist" is no "philatelist".
    """
    levels = [(hit.start, hit.end) for hit in found.levels]
    return tuple(
        word[0]
        for word in _WORD.finditer(found.text)
        if word[0] not in level_stems.FILLERS and not any(begin <= word.start() < end for begin, end in levels)
    )


def _of_first_part(hits: list[Hit], text: str) -> list[Hit]:
    if len(hits) < 2 or "," not in text:  # noqa: PLR2004  # nothing to choose between
        return hits
    part = min(text.count(",", 0, hit.start) for hit in hits)
    return [hit for hit in hits if text.count(",", 0, hit.start) == part]


def _level(found: Found) -> Seniority | None:
    """The highest level that is named; a trainee manager is a trainee, a deputy stands one below."""
    levels = [hit.stem.level for hit in found.levels if hit.stem.level is not None]
    if not levels:
        return None
    lowest, highest = min(levels), max(levels)
    if lowest <= Seniority.JUNIOR and highest <= Seniority.MANAGER:
        return lowest
    if found.deputy and highest >= Seniority.LEAD:
        return Seniority(highest - 1)
    return highest


@lru_cache(maxsize=CACHED_TITLES)
def _rank(text: str) -> tuple[int, int]:
    """Rank and number within one level: (1, 0) for a senior manager, (0, 3) for an "Engineer III"."""
    words = spaced(text).replace(" executive vice president ", " evp ").split()
    rank = sum(level_stems.RANKS.get(word, 0) for word in words)
    # Without a number it is the first: an "Engineer" rises to "Engineer II".
    return rank, _NUMBERS.get(words[-1], 1) if words else 1


def _key(text: str) -> tuple[str, ...]:
    """The words that make a title, in whichever order."""
    return tuple(sorted(_words(text)))


@lru_cache(maxsize=CACHED_TITLES)
def _words(text: str) -> tuple[str, ...]:
    """The words that make a title: abbreviations written out, fillers dropped, one gender."""
    prepared = spaced(text)
    words: list[str] = []
    for word in _INITIALS.sub(r" \1\2 ", prepared.replace(",", " ")).split():
        one_gender = _masculine(word)
        full = level_stems.ABBREVIATIONS.get(one_gender, one_gender)
        words.extend(level_stems.VARIANTS.get(part, part) for part in full.split() if part not in level_stems.FILLERS)
    if _ASSISTANT_TO.search(prepared):
        words.append("assistant-to")
    return tuple(words)


def _spells_out(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether all that differs are initials in one title, and the words that they stand for in the other."""
    if len(short) >= len(full):
        return False
    before = _alike(short, full)
    short, full = short[before:], full[before:]
    after = _alike(short[::-1], full[::-1])
    initials, words = short[: len(short) - after], full[: len(full) - after]
    letters = "".join(initials)
    return len(letters) > 1 and len(words) == len(letters) and letters == "".join(word[0] for word in words)


def _alike(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    """How many words both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def _masculine(word: str) -> str:
    for feminine, masculine in level_stems.GENDERED:
        if word.endswith(feminine):
            return word.removesuffix(feminine) + masculine
    return word


def _same_words(a: tuple[str, ...], b: tuple[str, ...], policy: ClassifierPolicy) -> bool:
    if a == b:
        # Nothing but fillers and punctuation on both sides: no title to compare.
        return bool(a)
    if len(a) != len(b):
        return False
    left, right = list((Counter(a) - Counter(b)).elements()), list((Counter(b) - Counter(a)).elements())
    if len(left) != 1:
        return False
    shorter = min(len(left[0]), len(right[0]))
    return shorter >= policy.title_typo_min_length and is_typo(left[0], right[0], 1)
