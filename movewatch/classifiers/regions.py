"""Regions and units that a title or a department's name mentions beside the function. Pure."""

import re
from typing import Final

from movewatch.classifiers.company_words import COUNTRIES
from movewatch.classifiers.text import word_set

_REGIONS: Final = word_set(
    "emea emeia apac latam dach nordics nordic benelux americas europe europa asia africa afrika anz mena cee iberia "
    "scandinavia balkans baltics"
)
_SEVERAL_WORDS: Final = (
    "north america", "south america", "latin america", "central europe", "eastern europe", "western europe",
    "southern europe", "northern europe", "middle east", "asia pacific", "uk and ireland", "southeast asia",
    "west africa", "east africa", "southern africa",
)  # fmt: skip
_NAMES: Final = sorted({*_REGIONS, *_SEVERAL_WORDS, *COUNTRIES}, key=len, reverse=True)
_REGION: Final = re.compile(rf" ({'|'.join(re.escape(name) for name in _NAMES)})(?= )")
_UNIT: Final = re.compile(
    r" (?:business unit|bu|division|sparte|geschaftsbereich|segment|divisione|divisie|unidad de negocio)"
    r" (?:of |de |della |van )?((?:(?!and )\w+ ?){1,3})"
)


def division_of(prepared: str) -> str | None:
    """The unit ("automotive") or else the first region or country ("emea", "germany") that is named, folded.

    Args:
        prepared: the text as ``stems.spaced`` makes it.
    """
    unit = _UNIT.search(prepared)
    if unit:
        return unit[1].strip()
    region = _REGION.search(prepared)
    return region[1] if region else None
