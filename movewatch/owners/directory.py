"""What the directory says of an owner, and what it changes for what is held. Pure."""

from typing import Final

from movewatch.directory import newer_fields
from movewatch.owners.proposals import scheduled
from movewatch.owners.release import release_time
from movewatch.owners.row import Open, Owner
from movewatch.policy import Policy
from schemas.directory import OwnerChanged
from schemas.suggestions import SuggestionState

_FIELDS: Final = (
    "name",
    "email",
    "time_zone",
    "work_from",
    "work_until",
    "workdays",
    "absent_from",
    "absent_until",
    "deputy",
    "digest",
    "active",
)

_WAITING: Final = frozenset({SuggestionState.HELD, SuggestionState.SNOOZED})


def learn(row: Owner, fact: OwnerChanged, policy: Policy) -> Owner:
    """The row with what the fact says. A field that is missing is unchanged; an older fact changes no newer field.

    What waits for its release is planned anew: for other hours, another zone, a return, an address that was missing.
    """
    changed, said = newer_fields(row.said, row, fact, _FIELDS)
    if said == row.said and not changed:
        return row
    row = row.model_copy(update={**changed, "said": said})
    if not changed or not row.open:
        return row
    return row.model_copy(update={"open": tuple(_planned(row, entry, fact, policy) for entry in row.open)})


def _planned(row: Owner, entry: Open, fact: OwnerChanged, policy: Policy) -> Open:
    if entry.suggestion.state not in _WAITING:
        return entry
    if entry.wakes_at is not None:
        return scheduled(row, entry, policy)
    earliest = max(entry.not_before, fact.observed_at)
    release = release_time(row, earliest, policy.owners)
    if release.at is None:
        return entry
    return entry.model_copy(update={"not_before": earliest, "wakes_at": release.at, "delays": release.delays})
