"""What a fact of the directory adds to what was known. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from schemas.facts import Fact


def newer_fields(
    said: Mapping[str, datetime], known: object, fact: Fact, fields: Iterable[str]
) -> tuple[dict[str, Any], dict[str, datetime]]:
    """The fields that a fact changes, and when each field was last spoken of.

    A field that the fact leaves out is unchanged; one that was told later than this fact is not overwritten by it, so
    that a late record does no harm.

    Args:
        said: when what is known of each field was observed.
        known: has each field as an attribute.
        fact: has each field as an attribute, None where it says nothing.
        fields: their names.
    """
    changed: dict[str, Any] = {}
    times = dict(said)
    for name in fields:
        value = getattr(fact, name)
        if value is None or (name in said and said[name] > fact.observed_at):
            continue
        times[name] = fact.observed_at
        if value != getattr(known, name):
            changed[name] = value
    return changed, times
