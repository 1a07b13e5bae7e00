"""A change that could not be judged for lack of a baseline, once a late fact tells what was before. Pure."""

from typing import Any, NamedTuple, cast

from movewatch.contacts.merging import EMPLOYMENT, Merged
from movewatch.contacts.row import Contact, Telling
from movewatch.contacts.signals import merge_sources
from schemas.facts import ContactChanged, ContactFields


class Overtaken(NamedTuple):
    """What would have been decided on, had the late fact come first.

    ``row``: from now on, where the change counts as judged. ``then``: the row as it would have been, and ``fact`` and
    ``merged`` as the change would have had them.
    """

    row: Contact
    then: Contact
    fact: ContactChanged
    merged: Merged


def overtaken_by(row: Contact, fact: ContactChanged, merged: Merged) -> Overtaken | None:
    """The change that a late fact is the baseline of; None where there is none.

    Args:
        row: with the late fact taken over.
        fact: the late one.
        merged: what it did to the row.
    """
    held, told = cast("dict[str, Any]", row.fields), cast("dict[str, Any]", fact.fields)
    differing = frozenset(name for name in merged.late & set(EMPLOYMENT) if told[name] and told[name] != held[name])
    times = {row.seen[name] for name in differing}
    change = next((one for one in row.history if one.unjudged and one.observed_at in times), None)
    if change is None:
        return None
    judged = change.model_copy(update={"unjudged": (), "told_by": None})
    row = row.with_(history=tuple(judged if one is change else one for one in row.history))
    known = {name: value for name, value in held.items() if row.seen.get(name) != change.observed_at}
    before = cast("ContactFields", {**known, **{name: told[name] for name in merged.late}})
    return Overtaken(
        row,
        row.with_(since=fact.fields.get("start_date") or fact.occurred_at),
        _as_it_was(change, fact),
        Merged(before, row.fields, row.seen, differing, differing, frozenset(), frozenset()),
    )


def _as_it_was(change: Telling, late: ContactChanged) -> ContactChanged:
    """The fact that told of the change, as far as it is remembered, resting on the late one, too."""
    return late.model_copy(
        update={
            "occurred_at": change.began_at,
            "observed_at": change.observed_at,
            "fields": {},
            "old": None,
            "sources": merge_sources(late.sources, change.unjudged),
            "changed_by": None,
            "told_by": change.told_by,
            "transaction_id": None,
            "snapshot": False,
            "created": False,
        }
    )
