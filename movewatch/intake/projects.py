"""When a project has ended, by what its system calls the stage, and whom it concerns. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal

from movewatch.intake.fields import UNSAID, Names, id_of, mapped, text_of, value_at
from movewatch.intake.keys import known_key
from movewatch.intake.raw import MAX_ENTITIES, Raw
from movewatch.intake.refusals import Refusal
from schemas.base import MAX_TEXT
from schemas.facts import Fact, ProjectCompleted
from schemas.keys import split_key

Outcome = Literal["success", "cancelled", "failed", "unknown"]

COMPLETED: Final = frozenset({"done", "complete", "completed", "closed", "delivered", "finished", "resolved"})
"""Stages that mean "completed" in most systems, in lower case; a tenant names its own in ``completed``."""

OUTCOMES: Final[Mapping[str, Outcome]] = {
    "success": "success",
    "successful": "success",
    "done": "success",
    "fixed": "success",
    "delivered": "success",
    "cancelled": "cancelled",
    "canceled": "cancelled",
    "won't do": "cancelled",
    "won't fix": "cancelled",
    "declined": "cancelled",
    "failed": "failed",
}
"""What systems call how a project ended, in lower case. Others say nothing of it."""


STANDS_FOR_ALL: Final[frozenset[str]] = frozenset()
"""No kinds are named: everything stands for a project, unless the tenant's ``kinds`` say otherwise."""


def of_kind(raw: Raw, source: str, kind: object, usual: frozenset[str]) -> None:
    """See that something stands for a project.

    Args:
        raw: the record, of the tenant whose ``kinds`` count.
        source: the project system.
        kind: what it is, or where it lies.
        usual: the kinds that stand for a project where the tenant names none, in lower case.

    Raises:
        Refusal: it is none of them.
    """
    kinds = raw.mapping(source).kinds or usual
    if kinds and str(kind).lower() not in kinds:
        raise Refusal("entity-not-followed", saw=(str(kind)[:100],))


def by_name(listed: object, value: str, name: str = "name") -> dict[str, Any]:
    """A list of custom fields as a mapping from their names to their values. Of two with one name the last counts."""
    fields = listed if isinstance(listed, list) else []
    return {str(one[name]): one.get(value) for one in fields if isinstance(one, dict) and name in one}


def completion_facts(raw: Raw, source: str, said: Mapping[str, Any], usual: Names, at: datetime) -> tuple[Fact, ...]:
    """One fact for each contact of a project that has ended.

    Args:
        raw: the record; its tenant's mapping adds to the usual names, and says which stages mean "completed".
        source: the project system.
        said: what it sends.
        usual: where it has ``project_id``, ``project``, ``stage``, ``outcome``, ``contacts``, ``account``, ``lead`` and
            ``result``.
        at: when the stage was reached.

    Raises:
        Refusal: the stage is not the last one, nobody is named, or a value is none.
        ValidationError: a name that is no text, or too long.
    """
    mapping = raw.mapping(source)
    names = mapped(usual, mapping.project)
    found = {ours: value_at(said, theirs) for ours, theirs in names.items()}
    held = {name: value for name, value in found.items() if value is not UNSAID and value not in (None, "")}
    project_id = id_of(held.get("project_id"), names["project_id"])
    stage = text_of(held.get("stage", ""), names["stage"]).lower()
    entity = raw.key(source, project_id)
    if stage not in (mapping.completed or COMPLETED):
        raise Refusal("not-completed", entities=(entity,), saw=(stage[:MAX_TEXT],) if stage else ())
    contacts = _contacts(raw, source, held.get("contacts"), mapping.contacts_of or source)
    if not contacts:
        raise Refusal("no-contacts", entities=(entity,))
    crm = mapping.contacts_of or source
    account, lead = (_key(raw, crm, held[name], name) if name in held else None for name in ("account", "lead"))
    # Where nothing is said of how it ended, a stage may: "cancelled" may be one that means "completed".
    outcome = OUTCOMES.get(text_of(held.get("outcome", stage), "outcome").lower(), "unknown")
    return tuple(
        ProjectCompleted(
            **raw.head(source, at, "completed", project_id, outcome, contact) | _of_contact(contact),
            project_id=project_id,
            project=held.get("project", project_id),
            outcome=outcome,
            result=held.get("result"),
            account=account,
            lead=lead,
        )
        for contact in contacts
    )


def _of_contact(key: str) -> dict[str, str]:
    _, source, contact_id = split_key(key)
    return {"source": source, "contact_id": contact_id}


def _contacts(raw: Raw, source: str, value: object, contacts_of: str) -> tuple[str, ...]:
    """The contacts' keys: of a list, or of a text with commas between."""
    listed = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    if value is not None and not isinstance(value, str | list):
        raise Refusal("invalid", f"contacts: neither a list nor a text, in {source}")
    if len(listed) > MAX_ENTITIES:
        raise Refusal("too-large", f"contacts: more than {MAX_ENTITIES}")
    keys = (_key(raw, contacts_of, one, f"contacts.{number}") for number, one in enumerate(listed))
    return tuple(dict.fromkeys(keys))


def _key(raw: Raw, source: str, value: object, path: str) -> str:
    return known_key(id_of(value, path), raw.tenant_or_default, source, path)
