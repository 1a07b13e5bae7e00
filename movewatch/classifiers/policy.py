"""The thresholds of the classifiers, in one value. Pure."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ClassifierPolicy:
    """How sure a classifier must be before it says something. The defaults are first guesses, to be measured.

    Lengths are counted in characters after folding (movewatch.classifiers.text), similarities run from 0 to 1.
    """

    typo_min_length: int = 8
    """A company name shorter than this is never taken for a misspelling of another: too many are one letter apart."""
    second_typo_min_length: int = 14
    """From this length on, two slips are forgiven."""
    similar_name: float = 0.85
    """Company names at least so similar that no rule explains are unknown rather than different."""
    acronym_min_length: int = 3
    """Shorter acronyms fit too many companies: such a pair is unknown."""
    acronym_max_length: int = 7
    brand_min_length: int = 3
    """A shared first word shorter than this does not relate two companies."""
    title_typo_min_length: int = 6
    """A word of a title shorter than this is never taken for a misspelling of another."""
    clear_title: float = 0.9
    """Confidence of a title whose words point to one function."""
    weak_title: float = 0.6
    """Confidence where only a general word ("operations", "consultant") speaks for the function."""
    torn_title: float = 0.5
    """Confidence where words point to several functions equally strongly."""


DEFAULT_POLICY: Final = ClassifierPolicy()
