"""The spells of a person's employment, by when they began and by when we learnt of them. Pure."""

from collections.abc import Iterable
from datetime import datetime

from movewatch.contacts.row import Spell, employment_of
from movewatch.policy import Policy
from schemas.evidence import Employment
from schemas.facts import ContactChanged


def with_spell(
    history: tuple[Spell, ...], employment: Employment, observed_at: datetime, policy: Policy
) -> tuple[Spell, ...]:
    """The history with one more spell. What began at the same moment is the same spell, known better now."""
    others = [spell for spell in history if spell.employment.since != employment.since]
    return _in_order([*others, Spell(employment=employment, observed_at=observed_at)], policy)


def without_spell(history: tuple[Spell, ...], since: datetime) -> tuple[Spell, ...]:
    """The history without the spell that began then: it was a mistake."""
    return tuple(spell for spell in history if spell.employment.since != since)


def with_late_spell(history: tuple[Spell, ...], fact: ContactChanged, policy: Policy) -> tuple[Spell, ...]:
    """The history with what a late fact tells of the past. It changes no present value, and is no news.

    What the late fact does not say is taken from the spell before it.
    """
    since = fact.fields.get("start_date") or fact.occurred_at
    said = employment_of(fact.fields, since)
    before = [spell for spell in history if _began(spell) <= since]
    if before:
        told = {name: value for name, value in said if value is not None}
        said = before[-1].employment.model_copy(update=told)
    return with_spell(history, said, fact.observed_at, policy)


def _in_order(spells: Iterable[Spell], policy: Policy) -> tuple[Spell, ...]:
    in_order = sorted(spells, key=lambda spell: (_began(spell), spell.observed_at))
    return tuple(in_order)[-policy.movements.history_entries :]


def _began(spell: Spell) -> datetime:
    return spell.employment.since or spell.observed_at
