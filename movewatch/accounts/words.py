"""A signal in a few words, for cases and for what was suppressed. Pure."""

from typing import Final

from schemas.evidence import Employment
from schemas.signals import MILESTONES, Signal, SignalKind

_PIECE: Final = 100
"""Characters of a name or department that are quoted."""


def change_in_words(signal: Signal) -> str:
    """What changed, without saying for whom: ``Finance -> Procurement``."""
    if signal.kind is SignalKind.DEPARTURE:
        return f"left {_company(signal.before)}"
    if signal.kind in MILESTONES:
        return f"{signal.kind.value}: {_piece(signal.about)}" if signal.about else signal.kind.value
    if signal.kind is SignalKind.NEW_COMPANY:
        return f"{_company(signal.before)} -> {_company(signal.after)}"
    if signal.kind is SignalKind.DEPARTMENTAL_MOVE:
        return f"{_department(signal.before)} -> {_department(signal.after)}"
    return f"{_title(signal.before)} -> {_title(signal.after)}"


def with_name(signal: Signal) -> str:
    """What changed, and for whom: ``Ada Byron: Finance -> Procurement``."""
    return f"{_piece(signal.contact.name)}: {change_in_words(signal)}"


def _company(work: Employment | None) -> str:
    return _piece(work.company if work is not None else None)


def _department(work: Employment | None) -> str:
    return _piece(work.department or work.title if work is not None else None)


def _title(work: Employment | None) -> str:
    return _piece(work.title if work is not None else None)


def _piece(text: str | None) -> str:
    return (text or "unknown")[:_PIECE]
