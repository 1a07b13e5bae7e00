"""Messages in our own format, as senders may write them: gaps are filled, keys spelled one way. Pure."""

import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from movewatch.intake.keys import known_key
from movewatch.intake.raw import MAX_ENTITIES, Raw
from movewatch.intake.refusals import Refusal
from movewatch.intake.respondents import respondent
from movewatch.intake.tombstones import read_tombstone
from schemas import topics
from schemas.base import Id, stable_id
from schemas.directory import AccountChanged, OpportunityChanged, OwnerChanged, ProblemSpotted
from schemas.facts import (
    ContactChanged,
    ContactErased,
    ContactRemoved,
    ContactUnlinked,
    Fact,
    FeedbackReceived,
    MilestoneReached,
    ProjectCompleted,
)
from schemas.keys import entity_key, split_key
from schemas.suggestions import AnswerGiven, OwnerMuted

MESSAGES: Final[dict[str, dict[str, type[Fact]]]] = {
    topics.CONTACT_CHANGES.name: {
        "contact_changed": ContactChanged,
        "contact_removed": ContactRemoved,
        "contact_erased": ContactErased,
        "contact_unlinked": ContactUnlinked,
    },
    topics.PROJECT_COMPLETIONS.name: {"project_completed": ProjectCompleted, "milestone_reached": MilestoneReached},
    topics.FEEDBACK.name: {"feedback_received": FeedbackReceived},
    topics.PROBLEMS.name: {"problem_spotted": ProblemSpotted},
    topics.OPPORTUNITIES.name: {"opportunity_changed": OpportunityChanged},
    topics.DIRECTORY.name: {"account_changed": AccountChanged, "owner_changed": OwnerChanged},
    topics.ANSWERS.name: {"answer_given": AnswerGiven, "owner_muted": OwnerMuted},
}
"""The messages of each topic by their ``type``."""

_FROM_CRMS: Final = {
    name: model for topic, types in MESSAGES.items() if topic != topics.ANSWERS.name for name, model in types.items()
}
"""What may come on ``crm-events``: all that source systems say. What owners answer does not."""

_KEYS: Final[dict[type[Fact], tuple[str, ...]]] = {
    ContactChanged: ("changed_by",),
    ContactRemoved: ("merged_into", "changed_by"),
    ContactUnlinked: ("other",),
    FeedbackReceived: ("heard_by",),
    ProjectCompleted: ("account", "lead"),
    MilestoneReached: ("account", "lead"),
    ProblemSpotted: ("spotted_by", "contact"),
    OpportunityChanged: ("owner",),
    AccountChanged: ("owner", "success_manager", "parent", "ultimate_parent", "changed_by"),
    OwnerChanged: ("deputy",),
}
"""Fields that hold a key."""

_OF_MANY: Final = (ProjectCompleted, MilestoneReached)
"""Messages that may name several contacts."""

_CONTACT_KEYS: Final = ("account", "owner")
"""Keys within ``fields`` and ``old`` of a contact."""

FILLED: Final = ("tenant", "observed_at", "fact_id", "schema_version")
"""What a sender may leave out, or null."""

_PENDING: Final = "pending"
_ID: Final = TypeAdapter(Id)


def read(raw: Raw) -> tuple[Fact, ...]:
    """The facts of a message: one, or one for each contact that it names.

    Raises:
        Refusal: the type is not one of the topic's, a key is malformed or another tenant's.
        ValidationError: a field is missing, of the wrong type or out of range.
    """
    if raw.record.value is None and raw.topic == topics.DIRECTORY.name:
        return (read_tombstone(raw),)
    sent = raw.json_object()
    model = _model_of(raw.topic, sent)
    values = {name: value for name, value in sent.items() if value is not None or name not in FILLED}
    values["tenant"] = _tenant_of(raw, values)
    values["sources"] = []
    if model is FeedbackReceived and "contact_id" not in values and "email" in values:
        return _of_respondent(raw, values)
    if model in _OF_MANY and "contacts" in values:
        return tuple(_facts_of_each(raw, model, values))
    fact = _fact(raw, model, values)
    return (fact, _seen_from_other(fact)) if isinstance(fact, ContactUnlinked) else (fact,)


def _seen_from_other(fact: ContactUnlinked) -> ContactUnlinked:
    """Neither of the two is the other."""
    _, source, contact_id = split_key(fact.other)
    fact_id = stable_id(fact.tenant, fact.other, fact.fact_id)
    return fact.model_copy(
        update={"source": source, "contact_id": contact_id, "other": fact.entity, "fact_id": fact_id}
    )


def _model_of(topic: str, sent: dict[str, Any]) -> type[Fact]:
    types = MESSAGES.get(topic, _FROM_CRMS)
    name = sent.get("type")
    if not isinstance(name, str) or name not in types:
        raise Refusal("unknown-type", f"type: missing, or none of this topic: {', '.join(types)}")
    return types[name]


def _tenant_of(raw: Raw, values: dict[str, Any]) -> str:
    tenant = _id(values, "tenant") if "tenant" in values else raw.tenant_or_default
    if raw.tenant is not None and tenant != raw.tenant:
        raise Refusal("other-tenant", "tenant: not the one that the header names")
    return tenant


def _id(values: dict[str, Any], name: str) -> str:
    try:
        return _ID.validate_python(values.get(name), strict=True)
    except ValidationError:
        raise Refusal("invalid", f"{name}: missing, empty, too long, or no text") from None


def _fact(raw: Raw, model: type[Fact], values: dict[str, Any]) -> Fact:
    """Validate a message with its gaps filled."""
    filled = {"observed_at": raw.at.isoformat(), "fact_id": _PENDING, **values}
    _spell_keys(model, filled)
    fact = model.model_validate_json(to_json(filled))
    if "fact_id" in values:
        return fact
    return fact.model_copy(update={"fact_id": _id_of(fact, observed="observed_at" in values)})


def _id_of(fact: Fact, *, observed: bool) -> str:
    """An id from what the message says: a sender who repeats a message repeats its id, wherever it lands.

    When the record was written is no part of what it says.
    """
    left_out = {"fact_id", "sources", "schema_version"} | (set() if observed else {"observed_at"})
    content = from_json(fact.to_json())
    kept = {name: value for name, value in content.items() if name not in left_out}
    said = json.dumps(kept, sort_keys=True, separators=(",", ":"))
    return stable_id(fact.tenant, fact.entity, sha256(said.encode()).hexdigest())


def _spell_keys(model: type[Fact], values: dict[str, Any]) -> None:
    """Replace each key by its one spelling. What is no text is left for the validation to refuse."""
    _spell(values, _KEYS.get(model, ()), values, "")
    if model is ContactChanged:
        for name in ("fields", "old"):
            if isinstance(part := values.get(name), dict):
                values[name] = dict(part)
                _spell(values[name], _CONTACT_KEYS, values, f"{name}.")
    if model is AccountChanged and isinstance(divisions := values.get("divisions"), list):
        values["divisions"] = [dict(part) if isinstance(part, dict) else part for part in divisions]
        for index, part in enumerate(values["divisions"]):
            if isinstance(part, dict):
                _spell(part, ("owner",), values, f"divisions.{index}.")
    if model is OwnerMuted and values.get("what") != "kind":
        _spell(values, ("value",), values, "")


def _spell(part: dict[str, Any], names: tuple[str, ...], message: dict[str, Any], path: str) -> None:
    source = message.get("source")
    for name in names:
        text = part.get(name)
        if isinstance(text, str) and text and isinstance(source, str):
            part[name] = known_key(text, message["tenant"], source, path + name)


def _facts_of_each(raw: Raw, model: type[Fact], values: dict[str, Any]) -> Iterator[Fact]:
    """One fact for each contact that a message names. A contact is a key, or an id of the message's own source."""
    tenant, source = values["tenant"], _id(values, "source")
    contacts = _contacts_of(values.pop("contacts"), tenant, source)
    if not contacts:
        project = values.get("project_id")
        entities = (entity_key(tenant, source, project),) if isinstance(project, str) and project else ()
        raise Refusal("no-contacts", entities=entities)
    first = _fact(raw, model, {**values, "contact_id": _PENDING})
    for key in contacts:
        _, contact_source, contact_id = split_key(key)
        fact_id = stable_id(tenant, key, first.fact_id)
        yield first.model_copy(update={"source": contact_source, "contact_id": contact_id, "fact_id": fact_id})


def _of_respondent(raw: Raw, values: dict[str, Any]) -> tuple[Fact, ...]:
    """The answer of somebody who is known by an address only, and before it the survey's record of that person."""
    email, name = values.pop("email"), values.pop("name", None)
    source = _id(values, "source")
    answer = _fact(raw, FeedbackReceived, {**values, "contact_id": _PENDING})
    person = respondent(replace(raw, tenant=values["tenant"]), source, email, name, answer.occurred_at)
    fact_id = stable_id(answer.tenant, person.entity, answer.fact_id)
    return person, answer.model_copy(update={"contact_id": person.contact_id, "fact_id": fact_id})


def _contacts_of(contacts: object, tenant: str, source: str) -> tuple[str, ...]:
    """Their keys, each once, in the order in which they are named."""
    if not isinstance(contacts, list) or not all(isinstance(contact, str) and contact for contact in contacts):
        raise Refusal("invalid", "contacts: not a list of keys or ids")
    if len(contacts) > MAX_ENTITIES:
        raise Refusal("too-large", f"contacts: more than {MAX_ENTITIES}")
    keys = (known_key(contact, tenant, source, f"contacts.{n}") for n, contact in enumerate(contacts))
    return tuple(dict.fromkeys(keys))
