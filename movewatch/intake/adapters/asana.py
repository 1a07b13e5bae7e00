"""Asana: projects, and tasks that stand for one, as its API gives them, once they are completed. Pure.

Its webhooks name ids only: whoever publishes reads the project.
"""

from typing import Final

from movewatch.intake.fields import Names, moment_of
from movewatch.intake.projects import by_name, completion_facts, of_kind
from movewatch.intake.raw import Raw, as_object
from movewatch.intake.refusals import Refusal
from schemas.facts import Fact

SOURCE: Final = "asana"

PROJECT_FIELDS: Final[Names] = {
    "project_id": "gid",
    "project": "name",
    "stage": "stage",
    "contacts": "custom.contacts",
    "account": "custom.account",
    "result": "custom.result",
}
"""``custom``: the custom fields by their names, as they are displayed. ``stage`` is "completed" or "open"."""

STANDS_FOR_PROJECT: Final = frozenset({"project"})
"""Types of resources that stand for a project; a tenant names others in ``kinds`` (``task``, ``milestone``)."""


def read(raw: Raw) -> tuple[Fact, ...]:
    """One fact for each contact of a project that is completed.

    Raises:
        Refusal: events without their projects, one that is open or no project, or one that names nobody.
        ValidationError: a name that is no text, or too long.
    """
    payload = raw.json_object()
    if "events" in payload:
        raise Refusal("ids-only", saw=("events",))
    said = as_object(payload.get("data"), "data: ")
    subtype = said.get("resource_subtype")
    kind = subtype if subtype not in (None, "default_task") else said.get("resource_type")
    of_kind(raw, SOURCE, kind, STANDS_FOR_PROJECT)
    done = said.get("completed") is True
    at = moment_of(said.get("completed_at") or said.get("modified_at"), "data.completed_at")
    custom = by_name(said.get("custom_fields"), "display_value")
    whole = {**said, "custom": custom, "stage": "completed" if done else "open"}
    return completion_facts(raw, SOURCE, whole, PROJECT_FIELDS, at)
