"""What an owner, or delivery, says of a suggestion. Pure."""

from datetime import datetime, timedelta

from movewatch.owners.asks import ask
from movewatch.owners.life import TAKEN_UP, step
from movewatch.owners.proposals import scheduled
from movewatch.owners.revising import close, moment, replaced, revised
from movewatch.owners.row import Open, Owner
from movewatch.owners.suppressing import suppress, suppress_fact
from movewatch.policy import OwnerPolicy, Policy
from movewatch.stage import Decision
from schemas.evidence import Verdict
from schemas.suggestions import CLOSED, AnswerGiven, SuggestionState


def answer(row: Owner, fact: AnswerGiven, policy: Policy) -> Decision[Owner]:
    """Take the step that the answer allows. One that its state does not allow changes nothing, and says so.

    A mail that cannot be delivered leaves the suggestion released: it can still be found and answered in the inbox.
    """
    entry = row.entry(fact.suggestion_id)
    if entry is None:
        return _not_open(row, fact, policy)
    suggestion = entry.suggestion
    if fact.answer == "undeliverable":
        return Decision(row, suppressions=(suppress(row, suggestion, "undeliverable", fact.observed_at, policy),))
    state = step(suggestion.state, fact.answer)
    if state is None:
        reason = f"{fact.answer}-when-{suggestion.state}"
        verdict = Verdict(rule="life", verdict="not-allowed", saw=(fact.answer, suggestion.state))
        return Decision(row, suppressions=(suppress(row, suggestion, reason, fact.observed_at, policy, (verdict,)),))
    at = moment(suggestion, fact.observed_at)
    if state in CLOSED:
        row, outputs = close(row, entry, state, at, policy, fact.reason)
        return Decision(row, outputs)
    if state is SuggestionState.SNOOZED:
        return _snooze(row, entry, fact, at, policy)
    return _step(row, entry, state, fact, at, policy)


def _not_open(row: Owner, fact: AnswerGiven, policy: Policy) -> Decision[Owner]:
    closed = row.closed_entry(fact.suggestion_id)
    reason = "unknown-suggestion" if closed is None else f"{fact.answer}-when-{closed.state}"
    about = f"{fact.answer}: {fact.suggestion_id}"
    return Decision(row, suppressions=(suppress_fact(row, fact, about, reason, policy),))


def _step(
    row: Owner, entry: Open, state: SuggestionState, fact: AnswerGiven, at: datetime, policy: Policy
) -> Decision[Owner]:
    before = entry.suggestion
    after = revised(row, before, state, at, policy, reason=fact.reason)
    if state in TAKEN_UP:
        after = after.model_copy(update={"expires_at": at + timedelta(days=policy.owners.outcome_days)})
    made = ask(after, "made", at) if state in TAKEN_UP and before.state not in TAKEN_UP else ()
    entry = entry.model_copy(update={"suggestion": after, "wakes_at": None})
    return Decision(replaced(row, entry), (after, *made))


def _snooze(row: Owner, entry: Open, fact: AnswerGiven, at: datetime, policy: Policy) -> Decision[Owner]:
    """Tell it again later. It does not expire before it has been told again and there was time to answer."""
    until = _until(fact, at, policy.owners)
    after = revised(row, entry.suggestion, SuggestionState.SNOOZED, at, policy, reason=fact.reason)
    expires_at = max(after.expires_at, until + timedelta(days=policy.owners.expiry_days))
    after = after.model_copy(update={"expires_at": expires_at})
    entry = scheduled(row, entry.model_copy(update={"suggestion": after, "not_before": until}), policy)
    return Decision(replaced(row, entry), (after,))


def _until(fact: AnswerGiven, at: datetime, policy: OwnerPolicy) -> datetime:
    """Until when: as was said, but not in the past, and no longer than a closed suggestion would be remembered."""
    wanted = fact.until or at + timedelta(days=policy.snooze_days)
    return max(at, min(wanted, at + timedelta(days=policy.closed_kept_days)))
