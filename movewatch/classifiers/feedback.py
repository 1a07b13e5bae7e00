"""What an answer to a survey says. Pure."""

import math
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

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
class FeedbackReading:
    """What an answer says.

    ``score``: where the number lies on its scale, 0 (worst) to 1 (best); None where there is no usable number.
    ``why``: the scale's band as a word that can be counted. ``quote``: the person's own words, only if positive.
    """

    polarity: Polarity
    score: float | None
    why: str
    quote: str | None


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


def read_feedback(scale: str, score: float | None, comment: str | None, finished: bool = True) -> FeedbackReading:
    """Read one answer.

    The number beats the words: a 5 of 10 with a friendly comment is a detractor. Without a number the answer is
    UNKNOWN whatever the words say: in this version free text alone is no milestone.

    Args:
        scale: ``nps``, ``csat``, ``stars``, ``ces``, ``thumbs`` or ``none``, in any case.
        score: the number as the source sent it, on that scale.
        comment: what was written beside it; only its first 10,000 characters are read.
        finished: False where the survey was broken off. Such an answer is UNKNOWN: the person did not send it.
    """
    if not finished:
        return FeedbackReading(Polarity.UNKNOWN, None, "unfinished", None)
    if score is None:
        return FeedbackReading(Polarity.UNKNOWN, None, "no-number", None)
    known = SCALES.get(scale.strip().lower())
    if known is None:
        return FeedbackReading(Polarity.UNKNOWN, None, "no-scale", None)
    if not _fits(known, score):
        return FeedbackReading(Polarity.UNKNOWN, None, "score-out-of-scale", None)
    share = (score - known.lowest) / (known.highest - known.lowest)
    polarity = _polarity(known, score)
    quote = _quote(comment) if polarity is Polarity.POSITIVE else None
    return FeedbackReading(polarity, share, f"{scale.strip().lower()}-{polarity}", quote)


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
