"""Who answers a survey, and what: an answer belongs to a contact of the CRM, or to a record of the survey's own. Pure.

A survey knows an address, not the CRM's contact. Its record of the person carries the address as an identifier;
identities finds the contact who has the same, and contacts passes the answer on.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from movewatch.classifiers.domains import normalize_email
from movewatch.intake.claims import digest
from movewatch.intake.fields import UNSAID, Names, flag_of, id_of, mapped, split_name, text_of, value_at
from movewatch.intake.keys import known_key
from movewatch.intake.raw import Raw
from movewatch.intake.refusals import Refusal
from schemas.base import stable_id
from schemas.facts import ContactChanged, ContactFields, Fact, FeedbackReceived
from schemas.keys import split_key

_SCALES: Final = {"5star": "stars", "star": "stars", "smileys": "csat", "thumb": "thumbs", "": "nps"}
"""Names of scales that surveys have for ours. An answer without one is taken for NPS, as ``FeedbackReceived`` does."""

_KNOWN: Final = frozenset({"nps", "csat", "ces", "stars", "thumbs", "none"})


def answer_facts(raw: Raw, source: str, said: Mapping[str, Any], usual: Names, at: datetime) -> tuple[Fact, ...]:
    """The answer, and before it the survey's record of the person, where the answer names no contact of a CRM.

    Args:
        raw: the record; its tenant's mapping adds to the usual names.
        source: the survey system.
        said: what it sends.
        usual: where it has ``response_id``, ``score``, ``comment``, ``email``, ``name``, ``person_id``, ``contact``,
            ``project_id``, ``scale`` and ``finished``.
        at: when the answer was given or changed.

    Raises:
        Refusal: nobody is named, or a value is none.
        ValidationError: a score out of range, a comment that is no text.
    """
    names = mapped(usual, raw.mapping(source).feedback)
    found = {ours: value_at(said, theirs) for ours, theirs in names.items()}
    held = {name: value for name, value in found.items() if value is not UNSAID and value not in (None, "")}
    response_id = id_of(held.get("response_id"), names["response_id"])
    person = _person(raw, source, held, at)
    key = person.entity if isinstance(person, ContactChanged) else person
    _, contact_source, contact_id = split_key(key)
    answer = FeedbackReceived(
        **raw.head(source, at, "answer", key, response_id, str(held.get("score")), str(held.get("comment")))
        | {"source": contact_source, "contact_id": contact_id},
        response_id=response_id,
        scale=_scale(held.get("scale", "")),
        score=_score(held.get("score"), names["score"]),
        comment=held.get("comment"),
        project_id=None if "project_id" not in held else id_of(held["project_id"], names["project_id"]),
        finished=flag_of(held.get("finished", True), names.get("finished", "finished")),
    )
    return (person, answer) if isinstance(person, ContactChanged) else (answer,)


def respondent(raw: Raw, source: str, email: object, name: object, at: datetime, person_id: str = "") -> ContactChanged:
    """The survey's own record of a person, as it is: what links it to the CRM's is the address.

    Raises:
        Refusal: the address is none.
    """
    address = normalize_email(text_of(email, "email"))
    if address is None:
        raise Refusal("invalid", "email: no address")
    fields: ContactFields = {"email": address}
    if isinstance(name, str):
        fields |= split_name(name)
    # Keys stand in logs and topics: an address in one would be told to everybody.
    contact_id = person_id or digest("email", address, raw.config.salt)[:32]
    head = raw.head(source, at, "person", contact_id, address, stable_id(str(name)))
    return ContactChanged(**head, contact_id=contact_id, snapshot=True, fields=fields)


def _person(raw: Raw, source: str, held: Mapping[str, Any], at: datetime) -> ContactChanged | str:
    """The contact's key, where the answer names one; else the survey's record of whoever has the address."""
    if "contact" in held:
        return known_key(id_of(held["contact"], "contact"), raw.tenant_or_default, source, "contact")
    person_id = id_of(held["person_id"], "person_id") if "person_id" in held else ""
    if "email" in held:
        return respondent(raw, source, held["email"], held.get("name"), at, person_id)
    if person_id:
        return raw.key(source, person_id)
    raise Refusal("no-contacts", "the answer names neither a contact nor an address")


def _scale(name: object) -> Any:
    text = text_of(name, "scale").lower()
    text = _SCALES.get(text, text)
    if text not in _KNOWN:
        raise Refusal("invalid", f"scale: none of {', '.join(sorted(_KNOWN))}")
    return text


def _score(value: object, path: str) -> float | None:
    """The number, which some surveys write as text."""
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _finite(value, path)
    try:
        return _finite(float(text_of(value, path)), path)
    except ValueError:
        raise Refusal("invalid", f"{path}: no number") from None


def _finite(value: float, path: str) -> float:
    try:
        return float(value)
    except OverflowError:
        raise Refusal("invalid", f"{path}: beyond all bounds") from None
