"""A made-up suggestion of each kind, to check templates with and to show what a mail looks like. Pure."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from schemas.base import Level, SourceRef
from schemas.evidence import Employment, Evidence
from schemas.suggestions import (
    AccountCard,
    ContactCard,
    OwnerCard,
    Problem,
    StateChange,
    Suggestion,
    SuggestionKind,
    SuggestionState,
)
from schemas.work import SharedWork

_DAY: Final = timedelta(days=1)
_START: Final = datetime(2026, 3, 2, tzinfo=UTC)
_NOTICED: Final = datetime(2026, 3, 3, 8, 30, tzinfo=UTC)
_RELEASED: Final = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)

_ROBIN: Final = OwnerCard(key="demo/salesforce/005R", name="Robin Berg", email="robin.berg@example.com")
_KIM: Final = OwnerCard(key="demo/salesforce/005K", name="Kim Lund", email="kim.lund@example.com")
_DANA: Final = ContactCard(
    key="demo/salesforce/003D", name="Dana Reed", first_name="Dana", email="dana.reed@northwind.example.com"
)
_NORTHWIND: Final = AccountCard(key="demo/salesforce/001N", name="Northwind", status="customer")
_FABRIKAM: Final = AccountCard(key="demo/salesforce/001F", name="Fabrikam", status="prospect")
_FINANCE: Final = Employment(
    title="Controller",
    department="Finance",
    company="Northwind",
    email_domain="northwind.example.com",
    account=_NORTHWIND.key,
)
_PROCUREMENT: Final = Employment(
    title="Head of Procurement", department="Procurement", company="Northwind", account=_NORTHWIND.key, since=_START
)
_ELSEWHERE: Final = Employment(
    title="Finance Director", department="Finance", company="Fabrikam", account=_FABRIKAM.key, since=_START
)
_PROMOTED: Final = Employment(
    title="Finance Director", department="Finance", company="Northwind", account=_NORTHWIND.key, since=_START
)
_CLOSE: Final = SharedWork(
    project_id="P-17",
    project="Faster Close",
    ended_at=datetime(2025, 11, 28, tzinfo=UTC),
    result="cut the monthly close from nine days to four",
    quote="The first close in years that nobody dreaded.",
    score=10,
    scale="nps",
)
_INVOICES: Final = Problem(
    problem_id="Q-4",
    summary="Invoices are matched to orders by hand",
    yearly_cost=120_000,
    currency="EUR",
)


def _example(kind: SuggestionKind, **values: Any) -> Suggestion:
    return Suggestion.model_validate(
        {
            "suggestion_id": f"example-{kind.value}",
            "revision": 2,
            "state": SuggestionState.RELEASED,
            "kind": kind,
            "tenant": "demo",
            "owner": _ROBIN,
            "contact": _DANA,
            "account": _NORTHWIND,
            "occurred_at": _START,
            "proposed_at": _NOTICED,
            "settles_at": _NOTICED + _DAY,
            "outreach_from": _START + 14 * _DAY,
            "expires_at": _RELEASED + 45 * _DAY,
            "history": (
                StateChange(state=SuggestionState.HELD, at=_NOTICED),
                StateChange(state=SuggestionState.RELEASED, at=_RELEASED),
            ),
            "work": (_CLOSE,),
            "evidence": Evidence(sources=(SourceRef(topic="crm-events", partition=0, offset=1204),)),
            **values,
        }
    )


EXAMPLES: Final = (
    _example(
        SuggestionKind.DEPARTMENTAL_MOVE,
        before=_FINANCE,
        after=_PROCUREMENT,
        level=Level.HIGHER,
        problems=(_INVOICES,),
    ),
    _example(
        SuggestionKind.HAND_OVER,
        before=_FINANCE,
        after=_PROCUREMENT,
        level=Level.SAME,
        introducer=_KIM,
        problems=(_INVOICES,),
    ),
    _example(
        SuggestionKind.NEW_COMPANY,
        account=_FABRIKAM,
        origin=_NORTHWIND,
        before=_FINANCE,
        after=_ELSEWHERE,
        level=Level.HIGHER,
        introducer=_KIM,
    ),
    _example(SuggestionKind.NEW_COMPANY, account=_FABRIKAM, origin=_NORTHWIND, before=_FINANCE, after=_ELSEWHERE),
    _example(SuggestionKind.PROMOTION, before=_FINANCE, after=_PROMOTED, level=Level.HIGHER),
    _example(
        SuggestionKind.REFERENCE_REQUEST,
        after=_FINANCE,
        outreach_from=None,
        evidence=Evidence(
            sources=(
                SourceRef(topic="project-completions", partition=0, offset=17),
                SourceRef(topic="feedback", partition=1, offset=9),
            )
        ),
    ),
    _example(SuggestionKind.SUCCESSOR, before=_FINANCE, outreach_from=None, problems=(_INVOICES,)),
    _example(
        SuggestionKind.BULK_CASE,
        contact=None,
        members=42,
        examples=(
            "Dana Reed: department Finance -> Group Finance",
            "Lee Novak: department Finance -> Group Finance",
        ),
        work=(),
        outreach_from=None,
    ),
)
"""With all that can be known. New company twice: with a colleague who introduces, and without."""


def lean(suggestion: Suggestion) -> Suggestion:
    """The same with as little as a source may have told: names blank, no shared work, no employment."""
    bare = {
        "owner": suggestion.owner.model_copy(update={"name": ""}),
        "contact": suggestion.contact and suggestion.contact.model_copy(update={"name": "", "first_name": ""}),
        "account": AccountCard(key=suggestion.account.key),
        "origin": None,
        "introducer": None,
        "before": None,
        "after": None,
        "level": Level.UNKNOWN,
        "work": (),
        "problems": (),
        "examples": (),
        "members": 0,
        "evidence": Evidence(),
    }
    return suggestion.model_copy(update=bare)
