"""When an account may be asked for a reference. Pure."""

from datetime import datetime, timedelta
from typing import Final

from movewatch.accounts.deals import open_deals
from movewatch.accounts.row import Account, Deal, Reserved
from movewatch.policy import AskPolicy
from schemas.base import Id
from schemas.evidence import Verdict
from schemas.signals import AccountAskReleased

_QUARTER: Final = timedelta(days=90)
_YEAR: Final = timedelta(days=365)


def may_ask(row: Account, signal_id: Id, at: datetime, policy: AskPolicy) -> Verdict:
    """Say whether the account may be asked now: ``may-be-asked``, or the reason why not.

    Source: never after a failure or during a renewal negotiation; at most 3 asks per quarter and 8 per year
    (ReferenceEdge and AskNicely, see docs/reference/policy.md).
    """
    others = [entry.at for entry in row.reserved if entry.signal_id != signal_id]
    quarter = sum(1 for asked in others if abs(at - asked) < _QUARTER)
    year = sum(1 for asked in others if abs(at - asked) < _YEAR)
    renewals = sum(_negotiated(deal, at, policy) for deal in open_deals(row))
    saw = (
        f"critical cases: {row.critical_cases}",
        f"renewal: {row.renewal_at.date().isoformat() if row.renewal_at else 'none known'}",
        f"renewals being negotiated: {renewals}",
        f"asked in 90 days: {quarter}",
        f"asked in 365 days: {year}",
    )
    return Verdict(rule="account-asks", verdict=_verdict(row, at, renewals, quarter, year, policy), saw=saw)


def _verdict(row: Account, at: datetime, renewals: int, quarter: int, year: int, policy: AskPolicy) -> str:
    if row.critical_cases > 0:
        return "critical-case"
    if renewals or _renewing(row.renewal_at, at, policy):
        return "renewal-negotiation"
    if quarter >= policy.account_per_quarter:
        return "account-asked-this-quarter"
    if year >= policy.account_per_year:
        return "account-asked-this-year"
    return "may-be-asked"


def _renewing(renewal_at: datetime | None, at: datetime, policy: AskPolicy) -> bool:
    if renewal_at is None:
        return False
    return renewal_at - timedelta(days=policy.renewal_days) <= at < renewal_at


def _negotiated(deal: Deal, at: datetime, policy: AskPolicy) -> bool:
    """Whether a renewal is being negotiated: some systems open it the day the last one was signed."""
    return deal.renewal and (deal.closes_at is None or at >= deal.closes_at - timedelta(days=policy.renewal_days))


def reserve(row: Account, signal_id: Id, suggestion_id: Id, at: datetime) -> Account:
    """Count an ask. What is older than a year counts no longer and is dropped, so the list is bounded by the limits."""
    kept = tuple(e for e in row.reserved if e.signal_id != signal_id and at - e.at < _YEAR)
    asked = Reserved(signal_id=signal_id, suggestion_id=suggestion_id, at=at)
    return row.model_copy(update={"reserved": (*kept, asked)})


def release(row: Account, fact: AccountAskReleased) -> Account:
    """Count an ask no longer that was not made. One reserved again since counts."""
    freed = {e.suggestion_id for e in row.reserved if e.at <= fact.observed_at} & {fact.suggestion_id}
    if not freed:
        return row
    return row.model_copy(update={"reserved": tuple(e for e in row.reserved if e.suggestion_id not in freed)})
