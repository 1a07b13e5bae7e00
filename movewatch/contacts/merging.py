"""How a fact's fields join those held: newer values win, older ones are late. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from movewatch.contacts.row import Contact
from schemas.facts import ContactChanged, ContactFields

KNOWN: Final = frozenset(ContactFields.__annotations__)

EMPLOYMENT: Final = ("account", "company", "email", "division", "department", "title")
"""The fields that carry a move, the weightiest first. Source: crm-formats, "Which fields carry a move"."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The fields after a fact, and what it did to them.

    ``before``: the fields as they were, with the old values that the fact itself tells of fields never told before.
    ``changed``: names whose value differs from before. ``employment``: those of them that carry a move. ``unheard``:
    names of which nothing was known before. ``late``: names for which something newer is held.
    """

    before: ContactFields
    after: ContactFields
    seen: dict[str, datetime]
    changed: frozenset[str]
    employment: frozenset[str]
    unheard: frozenset[str]
    late: frozenset[str]


def merge(row: Contact, fact: ContactChanged) -> Merged:
    """Join a fact's fields with the row's: the latest observation of each field stays, of two at one time the later to
    arrive.
    """
    held = cast("dict[str, Any]", row.fields)
    told = {name: value for name, value in fact.fields.items() if name in KNOWN}
    late = frozenset(name for name in told if name in row.seen and fact.observed_at < row.seen[name])
    fresh = {name: value for name, value in told.items() if name not in late} if late else told
    old = {name: value for name, value in (fact.old or {}).items() if name in KNOWN and name not in held}
    before = {**old, **held} if old else held
    changed = frozenset(name for name, value in fresh.items() if name not in before or before[name] != value)
    return Merged(
        before=cast("ContactFields", before),
        after=cast("ContactFields", {**before, **fresh}),
        seen={**row.seen, **dict.fromkeys(fresh, fact.observed_at)},
        changed=changed,
        employment=changed.intersection(EMPLOYMENT),
        unheard=frozenset(fresh.keys() - before.keys()),
        late=late,
    )


def in_words(merged: Merged) -> str:
    """The changes that carry a move, in words: ``title: "CFO" -> "Chief Financial Officer"``."""
    before, after = cast("dict[str, Any]", merged.before), cast("dict[str, Any]", merged.after)
    names = [name for name in EMPLOYMENT if name in merged.employment]
    return "; ".join(f'{name}: "{before.get(name) or ""}" -> "{after.get(name) or ""}"' for name in names)
