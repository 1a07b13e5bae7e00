"""A proposal comes, comes again with other content, or is withdrawn. Pure."""

from datetime import datetime
from typing import Final

from movewatch.owners.asks import ask, asks_exchanged
from movewatch.owners.life import RETRACTABLE, UNTOLD
from movewatch.owners.mutes import muted_by
from movewatch.owners.queue import within_bounds
from movewatch.owners.release import release_time
from movewatch.owners.revising import close, moment, replaced, revised
from movewatch.owners.row import Open, Owner
from movewatch.owners.suppressing import suppress
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.evidence import Verdict
from schemas.signals import SuggestionProposed, SuggestionWithdrawn
from schemas.suggestions import StateChange, Suggestion, SuggestionState

_OURS: Final = {"owner", "revision", "state", "history", "evidence", "proposed_at", "expires_at"}
"""What differs between a proposal and its revisions without the content being another."""


def propose(row: Owner, fact: SuggestionProposed, policy: Policy) -> Decision[Owner]:
    """Hold a proposal until it has settled and its owner is at work.

    What is closed stays closed, unless it was taken back: a correction can itself be corrected. What has been
    delivered is not told again.
    """
    proposed, at = fact.suggestion, fact.observed_at
    entry = row.entry(proposed.suggestion_id)
    if entry is not None:
        return _again(row, entry, proposed, at, policy)
    closed = row.closed_entry(proposed.suggestion_id)
    if closed is not None and closed.state is not SuggestionState.RETRACTED:
        return Decision(row, suppressions=(suppress(row, proposed, f"already-{closed.state}", at, policy),))
    muted = muted_by(row, proposed, at)
    if muted is not None:
        verdict = Verdict(rule="mutes", verdict="muted", saw=(muted.what, muted.value[:500]))
        return Decision(row, suppressions=(suppress(row, proposed, f"muted-{muted.what}", at, policy, (verdict,)),))
    if closed is not None:
        row = row.model_copy(update={"closed": tuple(other for other in row.closed if other is not closed)})
    return _hold(row, proposed, closed.revision if closed is not None else 0, at, policy)


def _hold(row: Owner, proposed: Suggestion, revision: int, at: datetime, policy: Policy) -> Decision[Owner]:
    first = StateChange(state=SuggestionState.PROPOSED, at=min(proposed.proposed_at, at))
    fresh = proposed.model_copy(update={"revision": revision, "history": (first,)})
    held = revised(row, fresh, SuggestionState.HELD, at, policy)
    entry = scheduled(row, Open(suggestion=held, not_before=max(at, held.settles_at), size=_size(held)), policy)
    row = row.model_copy(update={"open": (*row.open, entry)})
    row, expired = within_bounds(row, held.suggestion_id, at, policy)
    return Decision(row, (held, *ask(held, "reserved", at), *expired))


def _again(row: Owner, entry: Open, proposed: Suggestion, at: datetime, policy: Policy) -> Decision[Owner]:
    known = entry.suggestion
    if _content(known) == _content(proposed):
        return Decision(row)
    if known.state not in UNTOLD:
        return Decision(row, suppressions=(suppress(row, proposed, "already-delivered", at, policy),))
    fresh = proposed.model_copy(update={"revision": known.revision, "history": known.history})
    held = revised(row, fresh, known.state, at, policy, reason="updated")
    entry = entry.model_copy(update={"suggestion": held, "size": _size(held)})
    if held.state is SuggestionState.HELD:
        not_before = max(moment(known, at), held.settles_at)
        entry = scheduled(row, entry.model_copy(update={"not_before": not_before}), policy)
    return Decision(replaced(row, entry), (held, *asks_exchanged(known, held, at)))


def scheduled(row: Owner, entry: Open, policy: Policy) -> Open:
    """The entry with the time at which its release is tried. One that cannot be released is tried, too: it says so."""
    release = release_time(row, entry.not_before, policy.owners)
    return entry.model_copy(update={"wakes_at": release.at or entry.not_before, "delays": release.delays})


def withdraw(row: Owner, fact: SuggestionWithdrawn, policy: Policy) -> Decision[Owner]:
    """Retract what has not been told, or was to be told again. What is not open needs no withdrawal."""
    entry = row.entry(fact.suggestion_id)
    if entry is None:
        return Decision(row)
    if entry.suggestion.state not in RETRACTABLE:
        verdict = Verdict(rule="withdrawal", verdict=fact.reason, saw=(entry.suggestion.state,))
        late = suppress(row, entry.suggestion, "too-late-to-retract", fact.observed_at, policy, (verdict,))
        return Decision(row, suppressions=(late,))
    row, outputs = close(row, entry, SuggestionState.RETRACTED, fact.observed_at, policy, fact.reason)
    return Decision(row, outputs)


def _content(suggestion: Suggestion) -> dict[str, object]:
    return suggestion.model_dump(exclude=_OURS)


def _size(suggestion: Suggestion) -> int:
    return len(suggestion.to_json())
