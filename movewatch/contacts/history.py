"""The spells of a person's employment, from what was told of it in whatever order. Pure.

The row keeps what was told, each in two times: since when it holds, and when its source recorded it. Spells are folded
from that, so that the same tellings give the same spells, however late and in whatever order they came.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from movewatch.contacts.row import Contact, Telling, employment_of
from movewatch.policy import Policy
from schemas.evidence import Employment
from schemas.facts import ContactChanged

_Values = dict[str, Any]
_State = tuple[_Values, datetime]
_FIELD_OF: Final = {"email_domain": "email"}


def tell(row: Contact, fact: ContactChanged, policy: Policy, *, unjudged: bool = False) -> Contact:
    """The row with one more telling of its employment, and since when the present one holds.

    Args:
        row: with its present fields already taken over.
        fact: what was told.
        policy: how many tellings are kept, and how long an employment settles.
        unjudged: there was no baseline for it.
    """
    said = employment_of(fact.fields, fact.fields.get("start_date") or fact.occurred_at)
    told = Telling(employment=said, observed_at=fact.observed_at)
    if unjudged:
        told = told.model_copy(update={"unjudged": fact.sources, "told_by": fact.told_by})
    if not row.history and not fact.old:
        return row.with_(history=(told,), since=told.began_at)
    history = _with(row.history, told, policy)
    states = _states(history)
    if again := _missing_in(states[-1], row):
        history = _with(history, again, policy)
        states = _states(history)
    return row.with_(history=history, since=_fold(states, policy.settling)[-1][1])


def spells(history: tuple[Telling, ...], policy: Policy) -> tuple[Employment, ...]:
    """One employment after another, each whole, by when it began.

    A source's later word about a time replaces its earlier one. What changes again within the settling window was in
    passing, as for a movement that settles: it belongs to the spell that began first, and to none where all is as
    before. What was cleared counts as it was: that something is no longer said is no news.
    """
    return tuple(Employment(**values, since=since) for values, since in _fold(_states(history), policy.settling))


def _fold(states: Sequence[_State], settling: timedelta) -> list[_State]:
    """The states that are spells."""
    found: list[_State] = []
    for values, began_at in states:
        since = began_at
        if found and found[-1][0] == values:
            continue
        if len(found) > 1 and since - found[-1][1] < settling:
            since = found.pop()[1]
        if not found or found[-1][0] != values:
            found.append((values, since))
    return found


def _states(history: tuple[Telling, ...]) -> list[_State]:
    """All that holds at the moment of each telling."""
    values: _Values = {}
    known_at: dict[str, datetime] = {}
    states = []
    for told in history:
        at = told.observed_at
        said = {name: value for name, value in _said(told).items() if at >= known_at.get(name, at)}
        values = {**values, **said}
        known_at.update(dict.fromkeys(said, at))
        states.append((values, told.began_at))
    return states


def _with(history: tuple[Telling, ...], told: Telling, policy: Policy) -> tuple[Telling, ...]:
    """The history with one more telling, in order. Beyond what is kept, the oldest two become one."""
    if any(one.employment == told.employment and one.observed_at == told.observed_at for one in history):
        return history
    in_order = sorted([*history, told], key=lambda one: (one.began_at, one.observed_at))
    while len(in_order) > policy.movements.history_entries:
        first, second = in_order[:2]
        both = first.employment.model_copy(update={**_said(second), "since": second.employment.since})
        in_order[:2] = [second.model_copy(update={"employment": both})]
    return tuple(in_order)


def _missing_in(state: _State, row: Contact) -> Telling | None:
    """What the row holds and the last state has not: it was told again unchanged, and not written down.

    Where a late telling came in between, it is written down now.
    """
    values, since = state
    missing = {name: value for name, value in _set_in(employment_of(row.fields, None)) if values.get(name) != value}
    if not missing:
        return None
    again = max(row.seen.get(_FIELD_OF.get(name, name), since) for name in missing)
    return Telling(employment=Employment(**missing, since=again), observed_at=again)


def _said(told: Telling) -> _Values:
    return dict(_set_in(told.employment))


def _set_in(employment: Employment) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in vars(employment).items() if value is not None and name != "since")
