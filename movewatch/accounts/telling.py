"""Telling whoever was told of a signal that it holds no longer. Pure."""

from datetime import datetime

from movewatch.accounts import arrivals, proposals
from movewatch.accounts.row import Told
from schemas.base import Message, Reason, SourceRef


def take_back(told: Told, reason: Reason, at: datetime, sources: tuple[SourceRef, ...]) -> Message:
    """The withdrawal for the owner, or for the account, that was told."""
    if told.account is not None:
        return arrivals.take_back(told.account, told.signal_id, reason, at, sources)
    assert told.owner is not None  # noqa: S101  # a ledger entry names one of the two; news.py writes no other
    assert told.suggestion_id is not None  # noqa: S101  # likewise
    return proposals.take_back(told.owner, told.suggestion_id, reason, at, sources)
