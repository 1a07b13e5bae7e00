"""Telling whoever was told of a signal that it holds no longer. Pure."""

from datetime import datetime
from typing import Any

from movewatch.accounts.row import Told
from schemas.base import Message, Reason, SourceRef, stable_id
from schemas.keys import split_key
from schemas.signals import ArrivalWithdrawn, SuggestionWithdrawn


def take_back(told: Told, reason: Reason, at: datetime, sources: tuple[SourceRef, ...]) -> Message:
    """The withdrawal for the owner, or for the account, that was told."""
    said: dict[str, Any] = {"occurred_at": at, "observed_at": at, "sources": sources, "reason": reason}
    if told.account is not None:
        tenant, source, account_id = split_key(told.account)
        return ArrivalWithdrawn(
            fact_id=stable_id(tenant, "arrival-withdrawn", told.account, told.signal_id, at.isoformat()),
            tenant=tenant,
            source=source,
            account_id=account_id,
            signal_id=told.signal_id,
            **said,
        )
    assert told.owner is not None  # noqa: S101  # a ledger entry names one of the two; news.py writes no other
    assert told.suggestion_id is not None  # noqa: S101  # likewise
    tenant, source, owner_id = split_key(told.owner)
    return SuggestionWithdrawn(
        fact_id=stable_id(tenant, "suggestion-withdrawn", told.suggestion_id, at.isoformat()),
        tenant=tenant,
        source=source,
        owner_id=owner_id,
        suggestion_id=told.suggestion_id,
        **said,
    )
