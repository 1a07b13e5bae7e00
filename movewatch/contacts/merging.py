"""How a fact's fields join those held: newer values win, older ones are late. Pure."""

from collections.abc import Set
from datetime import datetime
from typing import Any, Final, NamedTuple, cast

from movewatch.contacts.row import Contact
from schemas.facts import ContactChanged, ContactFields

KNOWN: Final = frozenset(ContactFields.__annotations__)

EMPLOYMENT: Final = ("account", "company", "email", "division", "department", "title")
"""The fields that carry a move, the weightiest first. Source: crm-formats, "Which fields carry a move"."""


class Merged(NamedTuple):
    """The fields after a fact, and what it did to them.

    ``before``: the fields as they were, with the old values that the fact itself tells of fields never told before.
    ``changed``: names whose value differs from before. ``employment``: those of them that carry a move. ``unheard``:
    names of which nothing was known before. ``late``: names for which something newer is held.
    """

    before: ContactFields
    after: ContactFields
    seen: dict[str, datetime]
    changed: Set[str]
    employment: Set[str]
    unheard: Set[str]
    late: Set[str]


def merge(row: Contact, fact: ContactChanged) -> Merged:
    """Join a fact's fields with the row's: the latest observation of each field stays, of two at one time the later to
    arrive.
    """
    held, seen, at = cast("dict[str, Any]", row.fields), row.seen, fact.observed_at
    told = _known(fact.fields)
    before = {**_known(fact.old), **held} if fact.old else held
    late, changed = set(), set()
    for name, value in told.items():
        if at < seen.get(name, at):
            late.add(name)
        elif name not in before or before[name] != value:
            changed.add(name)
    fresh = {name: value for name, value in told.items() if name not in late} if late else told
    return Merged(
        before=cast("ContactFields", before),
        after=cast("ContactFields", {**before, **fresh}),
        seen={**seen, **dict.fromkeys(fresh, at)},
        changed=changed,
        employment=changed.intersection(EMPLOYMENT),
        unheard=changed.difference(before),
        late=late,
    )


def _known(fields: ContactFields) -> dict[str, Any]:
    """The fields that we know of; usually that is all of them."""
    if fields.keys() <= KNOWN:
        return cast("dict[str, Any]", fields)
    return {name: value for name, value in fields.items() if name in KNOWN}


def in_words(merged: Merged) -> str:
    """The changes that carry a move, in words: ``title: "CFO" -> "Chief Financial Officer"``."""
    before, after = cast("dict[str, Any]", merged.before), cast("dict[str, Any]", merged.after)
    names = [name for name in EMPLOYMENT if name in merged.employment]
    return "; ".join(f'{name}: "{before.get(name) or ""}" -> "{after.get(name) or ""}"' for name in names)
