"""A made-up suggestion of each kind, to check templates with and to show what a mail looks like. Pure."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from schemas.base import Level, SourceRef
from schemas.consent import Consent
from schemas.evidence import Employment, Evidence
from schemas.signals import SignalKind
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
from schemas.work import SharedWork, SurveyAnswer

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
_PRAISE: Final = SurveyAnswer(
    response_id="R-3", given_at=_START, quote="They find what hurts before we do.", score=9, scale="nps"
)
_DOUBT: Final = SurveyAnswer(
    response_id="R-1", given_at=_START - 180 * _DAY, quote="Good people, slow start.", score=7, scale="nps"
)
_CONSENTS: Final = (
    Consent(purpose="reference", given=True, at=_START - 90 * _DAY, record="demo/salesforce/003D"),
    Consent(purpose="publication", given=False, at=_START - 90 * _DAY, record="demo/salesforce/003D"),
)
_STARS: Final = SurveyAnswer(response_id="R-2", given_at=_START - 60 * _DAY, score=5, scale="stars")
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


def _request(milestone: SignalKind, *topics: str, **values: Any) -> Suggestion:
    sources = tuple(SourceRef(topic=topic, partition=0, offset=17 + n) for n, topic in enumerate(topics))
    request = {"after": _FINANCE, "outreach_from": None, "evidence": Evidence(sources=sources)}
    return _example(SuggestionKind.REFERENCE_REQUEST, milestone=milestone.value, **{**request, **values})


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
    _request(
        SignalKind.PROJECT_PRAISED,
        "project-completions",
        "feedback",
        about=_CLOSE.project,
        answers=(_PRAISE.model_copy(update={"quote": _CLOSE.quote, "score": _CLOSE.score}),),
        consents=_CONSENTS,
    ),
    _request(
        SignalKind.GONE_LIVE,
        "project-completions",
        "feedback",
        suggestion_id="example-gone-live",
        about="the ledger portal",
        answers=(_PRAISE,),
    ),
    _request(
        SignalKind.RENEWED,
        "project-completions",
        "feedback",
        suggestion_id="example-renewed",
        about="the support contract",
        answers=(_PRAISE,),
    ),
    _request(SignalKind.PROMOTER, "feedback", suggestion_id="example-promoter", answers=(_PRAISE,)),
    _request(
        SignalKind.TURNED_PROMOTER, "feedback", suggestion_id="example-turned-promoter", answers=(_DOUBT, _PRAISE)
    ),
    _request(
        SignalKind.PRAISED_AGAIN,
        "feedback",
        suggestion_id="example-praised-again",
        answers=(_STARS, _PRAISE, _PRAISE.model_copy(update={"response_id": "R-4", "quote": None, "score": 10})),
    ),
    _request(
        SignalKind.ANNIVERSARY,
        "project-completions",
        "feedback",
        suggestion_id="example-anniversary",
        about=_CLOSE.project,
        answers=(_PRAISE.model_copy(update={"quote": _CLOSE.quote, "score": _CLOSE.score}),),
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
"""With all that can be known. New company twice: with a colleague who introduces, and without. A request for a
reference once for each milestone."""


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
        "about": "",
        "answers": (),
        "work": (),
        "consents": (),
        "problems": (),
        "deals": (),
        "examples": (),
        "members": 0,
        "evidence": Evidence(),
    }
    return suggestion.model_copy(update=bare)
