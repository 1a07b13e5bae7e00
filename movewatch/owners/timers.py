"""What happens to suggestions by itself: released, expired, forgotten. Pure."""

from datetime import datetime
from typing import Final

from movewatch.owners.calendar import WorkingHours, working_hours
from movewatch.owners.mutes import muted_by
from movewatch.owners.release import Release, counted, over_cap, put_off, release_time
from movewatch.owners.revising import close, replaced, revised
from movewatch.owners.row import Open, Owner
from movewatch.owners.suppressing import suppress
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.base import Message
from schemas.suggestions import SuggestionState
from schemas.suppressions import Suppression

_EXPIRED: Final = {
    SuggestionState.HELD: "not-released",
    SuggestionState.RELEASED: "not-delivered",
    SuggestionState.ACCEPTED: "no-outcome",
    SuggestionState.EDITED: "no-outcome",
}


_DELAYS: Final = 5
"""Delays named in the evidence; after so many the reader has understood."""


def due(row: Owner, at: datetime, policy: Policy) -> Decision[Owner]:
    """Do what is due. Afterwards nothing is due before a later time."""
    outputs: list[Message] = []
    suppressions: list[Suppression] = []
    for entry in sorted((entry for entry in row.open if entry.due_at <= at), key=_order):
        if entry.suggestion.expires_at <= at:
            reason = _EXPIRED.get(entry.suggestion.state, "unanswered")
            row, said = close(row, entry, SuggestionState.EXPIRED, at, policy, reason)
            outputs.extend(said)
            continue
        decision = _wake(row, entry, at, policy)
        row = decision.row or row
        outputs.extend(decision.outputs)
        suppressions.extend(decision.suppressions)
    return Decision(_forgotten(row, at), tuple(outputs), tuple(suppressions))


def _order(entry: Open) -> tuple[datetime, str]:
    """What has settled first is released first; the id decides between equals."""
    return entry.suggestion.settles_at, entry.suggestion.suggestion_id


def _wake(row: Owner, entry: Open, at: datetime, policy: Policy) -> Decision[Owner]:
    """Release it, or put it off, or say that it cannot be released."""
    suggestion = entry.suggestion
    muted = muted_by(row, suggestion, at)
    if muted is not None:
        reason = f"muted-{muted.what}"
        row, outputs = close(row, entry, SuggestionState.RETRACTED, at, policy, reason)
        return Decision(row, outputs, (suppress(row, suggestion, reason, at, policy),))
    release = release_time(row, at, policy.owners)
    if release.at is None:
        return _stuck(row, entry, release, at, policy)
    if release.at > at:
        return Decision(replaced(row, entry.model_copy(update={"wakes_at": release.at, "delays": release.delays})))
    hours, _ = working_hours(row, policy.owners)
    if over_cap(row, hours, at, policy.owners):
        return Decision(replaced(row, _put_off(row, entry, hours, at)))
    verdicts = (*entry.delays, *release.verdicts)
    released = revised(row, suggestion, SuggestionState.RELEASED, at, policy, verdicts=verdicts)
    told = entry.model_copy(update={"suggestion": released, "wakes_at": None, "stuck": None, "delays": ()})
    return Decision(replaced(counted(row, hours, at), told), (released,))


def _put_off(row: Owner, entry: Open, hours: WorkingHours, at: datetime) -> Open:
    """To the begin of the next working day. The evidence names the first days that were full."""
    delays = (*entry.delays, put_off(row, hours, at))[:_DELAYS]
    return entry.model_copy(update={"not_before": at, "wakes_at": hours.begin_after(at), "delays": delays})


def _stuck(row: Owner, entry: Open, release: Release, at: datetime, policy: Policy) -> Decision[Owner]:
    """It waits for the directory. That is said once for each reason."""
    why = release.stuck or "no-time"
    waiting = entry.model_copy(update={"not_before": at, "wakes_at": None, "stuck": why})
    verdicts = (*release.delays, *release.verdicts)
    said = () if entry.stuck == why else (suppress(row, entry.suggestion, why, at, policy, verdicts),)
    return Decision(replaced(row, waiting), suppressions=said)


def _forgotten(row: Owner, at: datetime) -> Owner:
    closed = tuple(entry for entry in row.closed if entry.forgotten_at > at)
    return row if len(closed) == len(row.closed) else row.model_copy(update={"closed": closed})
