"""What an answer to a survey says. Pure."""

import math
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from movewatch.classifiers.praise import STRONG, weigh
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


def read_feedback(fact: FeedbackReceived, policy: ClassifierPolicy = DEFAULT_POLICY.classifiers) -> Reading:
    """Read one answer, as ``read_answer`` does, or praise that a colleague heard."""
    reading = read_answer(fact.scale, fact.score, fact.comment, fact.finished, policy)
    if fact.heard_by is None or fact.score is not None or not (fact.comment or "").strip():
        return reading
    return _heard(reading, fact.comment or "", policy) if fact.finished else reading


def _heard(reading: Reading, quote: str, policy: ClassifierPolicy) -> Reading:
    """Who typed it says that it is praise. Words that speak against that are believed rather."""
    if reading.polarity is Polarity.NEGATIVE or _speaks_against(quote, policy):
        return reading
    return Reading(1.0, Polarity.POSITIVE, policy.clear_words, _quote(quote), "praise-heard")


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
    praise, blame = weigh(clipped, language)
    best, worst = _written_numbers(clipped)
    praise, blame = praise + STRONG * best, blame + STRONG * worst
    if not praise and not blame:
        return _unknown("no-known-word")
    share = praise / (praise + blame)
    if not praise:
        return Reading(share, Polarity.NEGATIVE, policy.clear_words, None, "words-negative")
    if blame or _TURN.search(clipped):
        return Reading(share, Polarity.NEUTRAL, policy.torn_words, None, "words-mixed")
    if praise < policy.praise_needed or "?" in clipped:
        return Reading(share, Polarity.UNKNOWN, 0.0, None, "words-too-few")
    return Reading(share, Polarity.POSITIVE, policy.clear_words, _quote(clipped), "words-positive")


def _speaks_against(comment: str | None, policy: ClassifierPolicy) -> bool:
    """Whether the words take the best number back: "5/5 but ...", "10 - great, another outage"."""
    if _TURN.search((comment or "")[:MAX_COMMENT]):
        return True
    return read_text(comment, policy=policy).polarity in {Polarity.NEUTRAL, Polarity.NEGATIVE}


def _unknown(why: str) -> Reading:
    return Reading(None, Polarity.UNKNOWN, 0.0, None, why)


def _written_numbers(text: str) -> tuple[int, int]:
    """How many numbers in the words praise, and how many blame: read as NPS, whose ends a "5/5" is stretched to."""
    nps = SCALES["nps"]
    scores = [nps.highest * int(got) / int(of) for got, of in _NUMBER.findall(text.lower())]
    read = [_polarity(nps, score) for score in scores if _fits(nps, score)]
    return read.count(Polarity.POSITIVE), read.count(Polarity.NEGATIVE)


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
