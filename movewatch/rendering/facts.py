"""What a template may say of a suggestion: plain values, cleaned, nothing that no source has told. Pure."""

from datetime import datetime
from typing import Any, Final

from movewatch.rendering.text import MAX_NAME_WORDS, clean, first_words, money, short
from schemas.base import Level
from schemas.consent import Consent
from schemas.evidence import Employment
from schemas.keys import split_key
from schemas.suggestions import AccountCard, ContactCard, OpenDeal, OwnerCard, Problem, Suggestion, SuggestionKind
from schemas.work import SharedWork, SurveyAnswer

Facts = dict[str, Any]
"""Names and values as the templates see them. Text is never None, only blank; lists may be empty."""

PROJECT_WORDS: Final = 10
RESULT_WORDS: Final = 16
PLACE_WORDS: Final = 5
"""A draft has room for facts of so many words; a longer one is left out of it, not cut."""

_SYSTEMS: Final = {
    "crm": "CRM",
    "salesforce": "Salesforce",
    "hubspot": "HubSpot",
    "pipedrive": "Pipedrive",
    "connectwise": "ConnectWise",
    "usergems": "UserGems",
    "champify": "Champify",
    "linkedin": "LinkedIn",
    "clearbit": "Clearbit",
    "apollo": "Apollo",
    "enrichment": "an enrichment service",
    "bounce": "a bounced mail",
}
_TOPICS: Final = {"project-completions": "project system", "feedback": "survey"}
"""What stands behind the topics that tell of work; a topic's name may carry a prefix before it."""

_SURVEY_HIGHEST: Final = {"nps": 10, "csat": 5, "stars": 5, "ces": 7}
"""The best answer on each scale of FeedbackReceived."""

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
        "question": suggestion.question,
        "level": "" if suggestion.level is Level.UNKNOWN else suggestion.level.value,
        "milestone": suggestion.milestone or "",
        "about": clean(suggestion.about),
        "answers": _answers(suggestion),
        "work": [_work(work) for work in suggestion.work],
        "consents": [_consent(consent) for consent in suggestion.consents],
        "problems": [_problem(problem) for problem in suggestion.problems],
        "deals": [_deal(deal) for deal in suggestion.deals],
        "members": suggestion.members,
        "examples": [clean(example).replace(" -> ", " → ") for example in suggestion.examples],
        "system": _system(suggestion),
        "occurred_at": suggestion.occurred_at,
        "proposed_at": suggestion.proposed_at,
        "outreach_from": _later(suggestion.outreach_from, now),
        "expires_at": suggestion.expires_at,
        "now": now,
    }


def draft_facts(suggestion: Suggestion) -> Facts:
    """What a draft to the contact may say: only what they know themselves, and only what fits into few words.

    Their title is not among it: a draft that names a title which is new would tell that we have looked.
    """
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
        "milestone": suggestion.milestone or "",
        "about": short(clean(suggestion.about), PROJECT_WORDS),
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
        return {"name": "", "first_name": "", "email": "", "called": "A contact"}
    first_name = clean(contact.first_name)
    email = clean(contact.email) if _is_current(contact, suggestion) else ""
    name = clean(contact.name) or first_name
    in_crm = _in_crm(contact.key)
    called = name or (f"Contact {in_crm}" if in_crm else "A contact")
    return {"name": name, "first_name": first_name, "email": email, "called": called}


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
    name = clean(account.name)
    in_crm = _in_crm(account.key)
    return {"name": name, "status": status, "called": name or (f"account {in_crm}" if in_crm else "")}


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
    return {
        "project": clean(work.project),
        "ended_at": work.ended_at,
        "result": _phrase(work.result),
        "quote": _phrase(work.quote),
        "score": _score(work),
    }


def _answers(suggestion: Suggestion) -> list[Facts]:
    """The answers behind a milestone, but for those that are told with the work they praise."""
    told = {(work.score, work.scale, work.quote) for work in suggestion.work}
    return [
        {
            "given_at": answer.given_at,
            "quote": _phrase(answer.quote),
            "score": _score(answer),
            "heard_by": _in_crm(answer.heard_by),
        }
        for answer in suggestion.answers
        if (answer.score, answer.scale, answer.quote) not in told
    ]


def _consent(consent: Consent) -> Facts:
    source, _ = _parts(consent.record)
    return {"purpose": consent.purpose, "given": consent.given, "at": consent.at, "source": source}


def _score(said: SharedWork | SurveyAnswer) -> str:
    """The answer in a survey with the best one there is: ``10 of 10``; a thumb is only up, or nothing."""
    if said.score is None:
        return ""
    scale = clean(said.scale).lower()
    if scale == "thumbs":
        return "thumbs up" if said.score > 0 else ""
    highest = _SURVEY_HIGHEST.get(scale)
    return f"{said.score:g}" + (f" of {highest}" if highest else "")


def _problem(problem: Problem) -> Facts:
    cost = "" if problem.yearly_cost is None else money(problem.yearly_cost, clean(problem.currency))
    return {"summary": _phrase(problem.summary), "cost": cost}


def _deal(deal: OpenDeal) -> Facts:
    return {
        "name": clean(deal.name) or clean(deal.opportunity_id),
        "closes_at": deal.closes_at,
        "renewal": deal.renewal,
        "owner": _in_crm(deal.owner),
    }


def _phrase(text: str | None) -> str:
    """Text for the middle or the end of a sentence: its own full stop would be one too many."""
    return clean(text).rstrip(" .;,")


def _system(suggestion: Suggestion) -> str:
    """Who told us. Of a request for a reference, the evidence's topics say it; else the contact's or account's key.

    Blank where neither does.
    """
    if suggestion.told_by:
        return " and ".join(clean(_SYSTEMS.get(name, name)) for name in suggestion.told_by)
    source, _ = _parts(suggestion.contact.key if suggestion.contact else suggestion.account.key)
    if suggestion.kind is not SuggestionKind.REFERENCE_REQUEST:
        return source
    told = (_behind(each.topic) or source for each in suggestion.evidence.sources)
    return " and ".join(name for name in dict.fromkeys(told) if name) or source


def _behind(topic: str) -> str:
    return next((words for name, words in _TOPICS.items() if topic.endswith(name)), "")


def _in_crm(key: str | None) -> str:
    """How to find a record that has no name: ``003D in Salesforce``; blank where the key does not say."""
    source, record = _parts(key)
    return f"{record} in {source}" if record else ""


def _parts(key: str | None) -> tuple[str, str]:
    """The source, as people call it, and the record's id there; blank where the key does not say."""
    try:
        _, source, record = split_key(key or "")
    except ValueError:
        return "", ""
    return clean(_SYSTEMS.get(source.lower(), source)), clean(record)


def _later(at: datetime | None, now: datetime) -> datetime | None:
    """The moment if it is yet to come."""
    return at if at is not None and at > now else None
