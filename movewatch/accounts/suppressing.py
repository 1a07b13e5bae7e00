"""What did not become a suggestion, with the same evidence as what did. Pure."""

from movewatch.accounts.row import Account, News
from movewatch.accounts.words import change_in_words
from movewatch.evidence import extended
from movewatch.policy import Policy
from schemas.base import Reason
from schemas.evidence import Verdict
from schemas.suppressions import Suppression


def suppress(
    row: Account,
    news: News,
    reason: Reason,
    verdicts: tuple[Verdict, ...],
    policy: Policy,
    path: tuple[str, ...] = (),
) -> Suppression:
    """Say that a signal led to nothing at this account, and why."""
    signal = news.signal
    return Suppression(
        tenant=row.tenant,
        entity=row.key,
        by="accounts",
        reason=reason,
        about=f"{signal.kind}: {change_in_words(signal)}",
        signal_id=signal.signal_id,
        contact=signal.contact.key,
        at=news.at,
        evidence=extended(signal.evidence, policy.hash, verdicts, path),
    )
