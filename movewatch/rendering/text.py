"""Free text made safe for a line of a mail, words counted, dates and money written out. Pure."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Final

MAX_CHARS: Final = 200
"""A name or title longer than this is cut: no real one is, and a mail must stay readable."""

MAX_NAME_WORDS: Final = 5
"""Words of a person's name that a draft keeps."""

# strftime would follow the machine's locale.
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""These reorder or hide what stands beside them."""

_SPACES: Final = re.compile(r"\s+")


def clean(text: str | None, limit: int = MAX_CHARS) -> str:
    """One line of text without control characters, at most ``limit`` characters; blank for None.

    Every kind of line break becomes a space, so that no value can begin a header or a line of its own.
    """
    if not text:
        return ""
    line = _SPACES.sub(" ", text)
    kept = "".join(c for c in line if unicodedata.category(c) not in {"Cc", "Cs", "Co"} and c not in _BIDI)
    return cut(_SPACES.sub(" ", kept).strip(), limit)


def cut(text: str, limit: int) -> str:
    """The text, or its beginning with an ellipsis, in at most ``limit`` characters."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rstrip() + "…"


def count_words(text: str) -> int:
    """Words as a reader counts them: runs without white space that hold a letter or a digit."""
    return len(_words(text))


def short(text: str, words: int) -> str:
    """The text if it has words, and at most so many, else blank: half a fact is no fact."""
    return text if 0 < count_words(text) <= words and not text.endswith("…") else ""


def first_words(text: str, words: int) -> str:
    """At most so many words from the beginning."""
    return " ".join(_words(text)[:words])


def tidy(text: str) -> str:
    """Rendered text without spaces at line ends, and with never more than one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines)


def day(at: datetime) -> str:
    """The day in words, in UTC: ``2 March 2026``."""
    utc = at.astimezone(UTC)
    return f"{utc.day} {_MONTHS[utc.month - 1]} {utc.year}"


def iso_day(at: datetime) -> str:
    """The day as ISO 8601 has it, in UTC: ``2026-03-02``."""
    return at.astimezone(UTC).date().isoformat()


def money(amount: float, currency: str | None) -> str:
    """A rough sum with its currency where known: ``EUR 120,000``."""
    return f"{currency or ''} {amount:,.0f}".strip()


def _words(text: str) -> list[str]:
    return [run for run in text.split() if any(c.isalnum() for c in run)]
