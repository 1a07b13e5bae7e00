"""What an answer to a survey says. Pure."""

import math
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from movewatch.classifiers.feedback_words import BLAME, MILD_PRAISE, NEGATIONS, STRONG_PRAISE
from movewatch.classifiers.text import fold
from movewatch.policy import DEFAULT_POLICY, ClassifierPolicy
from schemas.facts import FeedbackReceived

MAX_COMMENT: Final = 10_000
"""Characters of a comment that are read; schemas.base.LongText holds no more."""
MAX_QUOTE: Final = 200
"""Characters of a quote: it must fit into one line of a mail."""
MIN_QUOTE_WORDS: Final = 3
"""A shorter answer ("Great!") says nothing that is worth quoting."""


class Polarity(StrEnum):
    """How content an answer is. UNKNOWN is not NEUTRAL: nothing follows from it."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer says.

    ``score``: where the answer lies between 0 (worst) and 1 (best): the number on its scale, or else the share of
    praise among the words; None where neither tells. ``confidence``: of the polarity, from 0 to 1. ``quote``: the
    person's own words, only if positive. ``why``: the scale's band, or what the words show: a word that can be counted.
    """

    score: float | None
    polarity: Polarity
    confidence: float
    quote: str | None
    why: str


@dataclass(frozen=True, slots=True)
class _Scale:
    """A survey's scale: its ends, where "positive" begins, and where "neutral" begins."""

    lowest: float
    highest: float
    positive_from: float
    neutral_from: float


SCALES: Final = {
    "nps": _Scale(0, 10, positive_from=9, neutral_from=7),
    "csat": _Scale(1, 5, positive_from=4.5, neutral_from=3),
    "stars": _Scale(1, 5, positive_from=4.5, neutral_from=3),
    "ces": _Scale(1, 7, positive_from=6, neutral_from=4),
    "thumbs": _Scale(0, 1, positive_from=1, neutral_from=1),
}
"""What is praise on which scale.

NPS as it is defined: promoters 9 and 10, passives 7 and 8, detractors 0 to 6 (Reichheld 2003). The other bands are our
choice. CSAT and stars: 1 to 5; only the best answer, or a mean that rounds to it, is praise worth acting on; 3 is the
middle. CES (second version): 1 to 7, 7 is "very easy", 4 the middle. Thumbs: 0 down, 1 up, nothing between.
"""

_TURN: Final = re.compile(
    r"\b(but|however|although|though|except|unfortunately|despite|yet|"
    r"aber|jedoch|allerdings|leider|obwohl|trotzdem|dennoch|nur|"
    r"mais|cependant|toutefois|pourtant|malheureusement|hormis|malgr[eé]|"
    r"pero|aunque|embargo|lamentablemente|salvo)\b",
    re.IGNORECASE,
)
_PRIVATE: Final = re.compile(r"@|https?:|www\.|\d[\d\s()/-]{6,}\d")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])\s+")


_NUMBER: Final = re.compile(r"(?<![\w/.,])(\d{1,2})\s?(?:/|out of|von|sur|de|van|su)\s?(5|10)(?![\w/]|[.,]\d)")
_ASKED: Final = "?"
_PIECE: Final = re.compile(r"[^\W_]+|[,.;:!?]")
_REACH: Final = 3
"""Words before praise in which a negation turns it: "not at all good"."""
_LONGEST: Final = 5
"""Words of the longest stem."""


def read_feedback(fact: FeedbackReceived, policy: ClassifierPolicy = DEFAULT_POLICY.classifiers) -> Reading:
    """Read one answer, as ``read_answer`` does."""
    return read_answer(fact.scale, fact.score, fact.comment, fact.finished, policy)


def read_answer(
    scale: str,
    score: float | None,
    comment: str | None,
    finished: bool = True,
    policy: ClassifierPolicy = DEFAULT_POLICY.classifiers,
) -> Reading:
    """Read a number and the words beside it.

    The number beats the words: a 5 of 10 with a friendly comment is a detractor. The words speak where there is no
    number; and where they turn ("5/5 but ...") the best number is no praise worth acting on.

    Args:
        scale: ``nps``, ``csat``, ``stars``, ``ces``, ``thumbs`` or ``none``, in any case.
        score: the number as the source sent it, on that scale.
        comment: what was written beside it; only its first 10,000 characters are read.
        finished: False where the survey was broken off. Such an answer is UNKNOWN: the person did not send it.
        policy: the confidences, and how much praise is needed.
    """
    if not finished:
        return _unknown("unfinished")
    if score is None:
        return read_text(comment, policy=policy) if (comment or "").strip() else _unknown("no-number")
    known = SCALES.get(scale.strip().lower())
    if known is None:
        return _unknown("no-scale")
    if not _fits(known, score):
        return _unknown("score-out-of-scale")
    share = (score - known.lowest) / (known.highest - known.lowest)
    polarity = _polarity(known, score)
    if polarity is Polarity.POSITIVE and _speaks_against(comment, policy):
        return Reading(share, Polarity.NEUTRAL, policy.torn_words, None, f"{scale.strip().lower()}-but")
    quote = _quote(comment) if polarity is Polarity.POSITIVE else None
    return Reading(share, polarity, policy.clear_number, quote, f"{scale.strip().lower()}-{polarity}")


def read_text(
    text: str | None, language: str | None = None, policy: ClassifierPolicy = DEFAULT_POLICY.classifiers
) -> Reading:
    """Read an answer in words alone.

    Positive only where nothing speaks against it: enough praise, no blame, no negation, no turn ("but"), no question.
    A number in the words ("10/10") counts as a strong word. Anything else abstains, or is negative where only blame is
    found: a wrong milestone costs more than a missed one.

    Args:
        text: English, German, French, Spanish, Dutch or Italian; only its first 10,000 characters are read.
        language: ISO 639-1 where it is known; without it the words of all six languages count.
        policy: how much praise is needed, and how sure that makes.
    """
    clipped = (text or "")[:MAX_COMMENT]
    praise, blame = _weigh(clipped, (language or "")[:2].lower())
    if not praise and not blame:
        return _unknown("no-known-word")
    share = praise / (praise + blame)
    if not praise:
        return Reading(share, Polarity.NEGATIVE, policy.clear_words, None, "words-negative")
    if blame or _TURN.search(clipped):
        return Reading(share, Polarity.NEUTRAL, policy.torn_words, None, "words-mixed")
    if praise < policy.praise_needed or _ASKED in clipped:
        return Reading(share, Polarity.UNKNOWN, 0.0, None, "words-too-few")
    return Reading(share, Polarity.POSITIVE, policy.clear_words, _quote(clipped), "words-positive")


def _speaks_against(comment: str | None, policy: ClassifierPolicy) -> bool:
    """Whether the words take the best number back: "5/5 but ...", "10 - great, another outage"."""
    words = read_text(comment, policy=policy)
    turns = _TURN.search((comment or "")[:MAX_COMMENT]) is not None
    return turns or words.polarity in {Polarity.NEUTRAL, Polarity.NEGATIVE}


def _unknown(why: str) -> Reading:
    return Reading(None, Polarity.UNKNOWN, 0.0, None, why)


def _weigh(text: str, language: str) -> tuple[int, int]:
    """How much praise and how much blame: 2 for a strong word or a number near the top, 1 for a mild one."""
    strong, mild, bad = _stems(language)
    pieces = _PIECE.findall(fold(text))
    words = [(piece, place) for place, piece in enumerate(pieces) if piece.isalnum()]
    praise, blame = _weigh_numbers(text)
    position = 0
    while position < len(words):
        here = " ".join(word for word, _ in words[position : position + _LONGEST]) + " "
        weight, length = _weight(here, strong, mild, bad)
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


def _weight(here: str, strong: "_Stems", mild: "_Stems", bad: "_Stems") -> tuple[int, int]:
    """The weight of the longest stem at the beginning of these words, and how many words it takes."""
    found = [(len(stem), weight) for stems, weight in ((strong, 2), (mild, 1), (bad, -2)) for stem in stems.at(here)]
    if not found:
        return 0, 1
    length, weight = max(found)
    return weight, here[:length].rstrip().count(" ") + 1


def _weigh_numbers(text: str) -> tuple[int, int]:
    praise = blame = 0
    for got, of in _NUMBER.findall(text.lower()):
        share = int(got) / int(of)
        if share > 1:
            continue
        praise += 2 * (share >= 0.9)  # noqa: PLR2004  # as NPS: 9 and 10 of 10
        blame += 2 * (share < 0.7)  # noqa: PLR2004  # as NPS: below 7
    return praise, blame


class _Stems:
    """Stems by their first two letters, so that a word is compared with few of them."""

    def __init__(self, stems: frozenset[str]) -> None:
        self._by_beginning: dict[str, list[str]] = {}
        for stem in stems:
            self._by_beginning.setdefault(stem[:2], []).append(stem)

    def at(self, text: str) -> list[str]:
        """Those that the text begins with."""
        return [stem for stem in self._by_beginning.get(text[:2], ()) if text.startswith(stem)]


@lru_cache(maxsize=16)
def _stems(language: str) -> tuple[_Stems, _Stems, _Stems]:
    tables = (STRONG_PRAISE, MILD_PRAISE, BLAME)
    if language in STRONG_PRAISE:
        return tuple(_Stems(table[language]) for table in tables)  # type: ignore[return-value]  # three of them
    return tuple(_Stems(frozenset().union(*table.values())) for table in tables)  # type: ignore[return-value]


def _fits(scale: _Scale, score: float) -> bool:
    if not math.isfinite(score) or not scale.lowest <= score <= scale.highest:
        return False
    # A thumb is up or down; 0.5 is a mean, or another scale.
    return scale is not SCALES["thumbs"] or score in (0, 1)


def _polarity(scale: _Scale, score: float) -> Polarity:
    if score >= scale.positive_from:
        return Polarity.POSITIVE
    return Polarity.NEUTRAL if score >= scale.neutral_from else Polarity.NEGATIVE


def _quote(comment: str | None) -> str | None:
    """The first sentence worth quoting; None where the comment turns ("but ...") or carries an address or number."""
    text = _one_line((comment or "")[:MAX_COMMENT])
    if not text or _TURN.search(text) or _PRIVATE.search(text):
        return None
    sentences = [part for part in _SENTENCE_END.split(text) if len(part.split()) >= MIN_QUOTE_WORDS]
    if not sentences:
        return None
    return next((part for part in sentences if len(part) <= MAX_QUOTE), None) or _shortened(sentences[0])


def _one_line(text: str) -> str:
    """Without control characters and runs of space: a quote stands in a mail's line."""
    clean = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    return " ".join(clean.split())


def _shortened(sentence: str) -> str | None:
    cut = sentence[: MAX_QUOTE - 1].rpartition(" ")[0].rstrip(" ,;:-")
    return f"{cut}…" if len(cut.split()) >= MIN_QUOTE_WORDS else None
