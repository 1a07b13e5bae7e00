"""What a template may say of a suggestion: plain values, cleaned, nothing that no source has told. Pure."""

from datetime import datetime
from typing import Any, Final

from movewatch.rendering.text import MAX_NAME_WORDS, clean, first_words, money, short
from schemas.base import Level
from schemas.evidence import Employment
from schemas.keys import split_key
from schemas.suggestions import AccountCard, ContactCard, OwnerCard, Problem, Suggestion, SuggestionKind
from schemas.work import SharedWork

Facts = dict[str, Any]
"""Names and values as the templates see them. Text is never None, only blank; lists may be empty."""

PROJECT_WORDS: Final = 10
RESULT_WORDS: Final = 16
ROLE_WORDS: Final = 8
PLACE_WORDS: Final = 5
"""A draft has room for facts of so many words; a longer one is left out of it, not cut."""

SOURCES_SHOWN: Final = 3

_SYSTEMS: Final = {
    "salesforce": "Salesforce",
    "hubspot": "HubSpot",
    "pipedrive": "Pipedrive",
    "connectwise": "ConnectWise",
}
_FIELDS: Final = ("company", "division", "department", "title")


def facts_of(suggestion: Suggestion) -> Facts:
    """All that the templates of mails may use. docs/how-to/change-the-words.md lists the names.

    ``now`` is the moment of the suggestion's last change of state, so that the same revision always reads the same.
    """
    now = said_at(suggestion)
    return {
        "id": clean(suggestion.suggestion_id),
        "revision": suggestion.revision,
        "kind": suggestion.kind.value,
        "owner": _owner(suggestion.owner),
        "introducer": _owner(suggestion.introducer) if suggestion.introducer else None,
        "contact": _contact(suggestion),
        "account": _account(suggestion.account),
        "origin": _account(suggestion.origin) if suggestion.origin else None,
        "before": _employment(suggestion.before),
        "after": _employment(suggestion.after),
        "changes": _changes(suggestion.before, suggestion.after),
        "level": "" if suggestion.level is Level.UNKNOWN else suggestion.level.value,
        "work": [_work(work) for work in suggestion.work],
        "problems": [_problem(problem) for problem in suggestion.problems],
        "members": suggestion.members,
        "examples": [clean(example) for example in suggestion.examples],
        "system": _system(suggestion),
        "sources": [clean(str(source)) for source in suggestion.evidence.sources[:SOURCES_SHOWN]],
        "occurred_at": suggestion.occurred_at,
        "proposed_at": suggestion.proposed_at,
        "outreach_from": _later(suggestion.outreach_from, now),
        "expires_at": suggestion.expires_at,
        "now": now,
    }


def draft_facts(suggestion: Suggestion) -> Facts:
    """What a draft to the contact may say: only what they know themselves, and only what fits into few words."""
    after = suggestion.after
    contact = suggestion.contact
    work = suggestion.work[0] if suggestion.work else None
    area = clean(after.department) or clean(after.division) if after else ""
    return {
        "kind": suggestion.kind.value,
        "to": short(clean(contact.first_name), MAX_NAME_WORDS) if contact else "",
        "owner": _draft_name(suggestion.owner),
        "owner_first": first_words(_draft_name(suggestion.owner), 1),
        "introducer": _draft_name(suggestion.introducer),
        "introduced": suggestion.introducer is not None,
        "worked_together": work is not None,
        "project": short(clean(work.project), PROJECT_WORDS) if work else "",
        "result": short(_phrase(work.result), RESULT_WORDS) if work else "",
        "praised": bool(work and (work.quote or work.score is not None)),
        "role": short(clean(after.title), ROLE_WORDS) if after else "",
        "area": short(area, PLACE_WORDS),
        "company": short(clean(suggestion.account.name), PLACE_WORDS),
        "origin": short(clean(suggestion.origin.name), PLACE_WORDS) if suggestion.origin else "",
    }


def said_at(suggestion: Suggestion) -> datetime:
    """When this revision was said: its last change of state, or when it was proposed."""
    return suggestion.history[-1].at if suggestion.history else suggestion.proposed_at


def _owner(owner: OwnerCard) -> Facts:
    return {"name": clean(owner.name), "email": clean(owner.email)}


def _draft_name(owner: OwnerCard | None) -> str:
    return first_words(clean(owner.name), MAX_NAME_WORDS) if owner else ""


def _contact(suggestion: Suggestion) -> Facts:
    contact = suggestion.contact
    if contact is None:
        return {"name": "", "first_name": "", "email": ""}
    first_name = clean(contact.first_name)
    email = clean(contact.email) if _is_current(contact, suggestion) else ""
    return {"name": clean(contact.name) or first_name, "first_name": first_name, "email": email}


def _is_current(contact: ContactCard, suggestion: Suggestion) -> bool:
    """Whether the address may still be written to: after a change of company the old one is the old employer's."""
    if suggestion.kind is not SuggestionKind.NEW_COMPANY:
        return True
    domain = (contact.email or "").rpartition("@")[2].lower()
    after = suggestion.after and suggestion.after.email_domain
    before = suggestion.before and suggestion.before.email_domain
    return domain == after.lower() if after else domain != (before or domain).lower()


def _account(account: AccountCard) -> Facts:
    status = "" if account.status == "unknown" else account.status.replace("_", " ")
    return {"name": clean(account.name), "status": status}


def _employment(employment: Employment | None) -> Facts:
    held = employment or Employment()
    values = {name: clean(getattr(held, name)) for name in _FIELDS}
    title, area = values["title"], values["department"] or values["division"]
    role = f"{title} ({area})" if title and area else title or area
    return {**values, "role": role, "since": held.since}


def _changes(before: Employment | None, after: Employment | None) -> list[Facts]:
    """The fields that differ, in words. A blank ``after`` is no news: the absence of a value proves nothing."""
    if before is None:
        return []
    old, new = _employment(before), _employment(after)
    return [
        {"what": name, "before": old[name], "after": new[name]}
        for name in _FIELDS
        if new[name] and new[name] != old[name]
    ]


def _work(work: SharedWork) -> Facts:
    score = "" if work.score is None else f"{work.score:g}" + (f" ({clean(work.scale).upper()})" if work.scale else "")
    return {
        "project": clean(work.project),
        "ended_at": work.ended_at,
        "result": _phrase(work.result),
        "quote": _phrase(work.quote),
        "score": score,
    }


def _problem(problem: Problem) -> Facts:
    cost = "" if problem.yearly_cost is None else money(problem.yearly_cost, clean(problem.currency))
    return {"summary": _phrase(problem.summary), "cost": cost}


def _phrase(text: str | None) -> str:
    """Text for the middle or the end of a sentence: its own full stop would be one too many."""
    return clean(text).rstrip(" .;,")


def _system(suggestion: Suggestion) -> str:
    """The system that told us, after the contact's or the account's key; blank where the key does not say."""
    key = suggestion.contact.key if suggestion.contact else suggestion.account.key
    if not key:
        return ""
    try:
        source = split_key(key)[1]
    except ValueError:
        return ""
    return clean(_SYSTEMS.get(source.lower(), source))


def _later(at: datetime | None, now: datetime) -> datetime | None:
    """The moment if it is yet to come."""
    return at if at is not None and at > now else None
