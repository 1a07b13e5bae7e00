"""A proposal comes, comes again with other content, or is withdrawn. Pure."""

from datetime import datetime
from typing import Final

from movewatch.owners.asks import account_released, ask, asks_exchanged
from movewatch.owners.life import RETRACTABLE, UNTOLD
from movewatch.owners.mutes import muted_by
from movewatch.owners.queue import within_bounds
from movewatch.owners.redaction import ERASED, closed_redacted
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
        said = (suppress(row, proposed, f"already-{closed.state}", at, policy),)
        return Decision(row, () if closed.asked else account_released(proposed, at), said)
    muted = muted_by(row, proposed, at)
    if muted is not None:
        verdict = Verdict(rule="mutes", verdict="muted", saw=(muted.what, muted.value[:500]))
        said = (suppress(row, proposed, f"muted-{muted.what}", at, policy, (verdict,)),)
        return Decision(row, account_released(proposed, at), said)
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
        row, shorter = _unquoted(row, entry, proposed, at, policy)
        return Decision(row, shorter, (suppress(row, proposed, "already-delivered", at, policy),))
    fresh = proposed.model_copy(update={"revision": known.revision, "history": known.history})
    held = revised(row, fresh, known.state, at, policy, reason="updated")
    entry = entry.model_copy(update={"suggestion": held, "size": _size(held)})
    if held.state is SuggestionState.HELD:
        not_before = max(moment(known, at), held.settles_at)
        entry = scheduled(row, entry.model_copy(update={"not_before": not_before}), policy)
    return Decision(replaced(row, entry), (held, *asks_exchanged(known, held, at)))


def _unquoted(
    row: Owner, entry: Open, proposed: Suggestion, at: datetime, policy: Policy
) -> tuple[Owner, tuple[Suggestion, ...]]:
    """A case that was told keeps what it said, except about whom it no longer quotes: they may be forgotten persons."""
    known = entry.suggestion
    examples = tuple(example for example in known.examples if example in proposed.examples)
    if examples == known.examples:
        return row, ()
    shorter = revised(row, known, known.state, at, policy, reason="updated").model_copy(update={"examples": examples})
    return replaced(row, entry.model_copy(update={"suggestion": shorter})), (shorter,)


def scheduled(row: Owner, entry: Open, policy: Policy) -> Open:
    """The entry with the time at which its release is tried. One that cannot be released is tried, too: it says so."""
    release = release_time(row, entry.not_before, policy.owners)
    return entry.model_copy(update={"wakes_at": release.at or entry.not_before, "delays": release.delays})


def withdraw(row: Owner, fact: SuggestionWithdrawn, policy: Policy) -> Decision[Owner]:
    """Retract what has not been told, or was to be told again. What is not open needs no withdrawal.

    Where the person asked to be forgotten it is retracted whatever its state, and its last revision holds nothing of
    the person; nor does that of one which was over already.
    """
    entry = row.entry(fact.suggestion_id)
    if entry is None:
        return _forget_closed(row, fact, policy)
    if entry.suggestion.state not in RETRACTABLE and fact.reason != ERASED:
        verdict = Verdict(rule="withdrawal", verdict=fact.reason, saw=(entry.suggestion.state,))
        late = suppress(row, entry.suggestion, "too-late-to-retract", fact.observed_at, policy, (verdict,))
        return Decision(row, suppressions=(late,))
    row, outputs = close(row, entry, SuggestionState.RETRACTED, fact.observed_at, policy, fact.reason)
    return Decision(row, outputs)


def _forget_closed(row: Owner, fact: SuggestionWithdrawn, policy: Policy) -> Decision[Owner]:
    closed = row.closed_entry(fact.suggestion_id)
    if closed is None or fact.reason != ERASED:
        return Decision(row)
    last = closed_redacted(row, closed, fact.observed_at, fact.sources, policy)
    newer = closed.model_copy(update={"revision": last.revision})
    entries = tuple(newer if other is closed else other for other in row.closed)
    return Decision(row.model_copy(update={"closed": entries}), (last,))


def _content(suggestion: Suggestion) -> dict[str, object]:
    return suggestion.model_dump(exclude=_OURS)


def _size(suggestion: Suggestion) -> int:
    return len(suggestion.to_json())
