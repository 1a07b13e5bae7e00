"""Ids of Salesforce records: 15 characters, or the same with three that tell upper from lower case. Pure."""

import re
from typing import Final

from movewatch.intake.refusals import Refusal

SALESFORCE: Final = "salesforce"
"""The source's name in keys."""

OVERFLOW_ID: Final = "000000000000000AAA"
"""Stands where a transaction had too many changes to name."""

ACCOUNT_PREFIX: Final = "001"
USER_PREFIX: Final = "005"
"""The first three characters tell the object, in every Salesforce organisation."""

_ID: Final = re.compile(r"[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?")
_SHORT: Final = 15
_SUFFIX: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
"""Each of the three characters says which of five are upper case, the first one being the lowest bit."""


def is_id(text: object) -> bool:
    """Whether this could be the id of a Salesforce record."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def long_id(text: object, path: str) -> str:
    """The 18-character id.

    Raises:
        Refusal: not an id.
    """
    if not isinstance(text, str) or not is_id(text):
        raise Refusal("bad-id", f"{path}: not a Salesforce id of 15 or 18 letters and digits")
    if len(text) > _SHORT:
        return text
    return text + "".join(_suffix(text[start : start + 5]) for start in (0, 5, 10))


def spelled(source: str, entity_id: str) -> str:
    """An id in its one spelling: one of Salesforce with 15 characters gets those that tell upper from lower case.

    What comes from elsewhere, or has another shape, stays as it is: keys are compared as text.
    """
    is_short = source == SALESFORCE and len(entity_id) == _SHORT and is_id(entity_id)
    return long_id(entity_id, "") if is_short else entity_id


def _suffix(five: str) -> str:
    return _SUFFIX[sum(1 << place for place, letter in enumerate(five) if letter.isupper())]
