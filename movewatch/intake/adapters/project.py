"""Any project system that posts JSON of one's own making: ClickUp, Asana or monday.com, by an automation. Pure."""

from typing import Final

from movewatch.intake.fields import Names, moment_of
from movewatch.intake.projects import completion_facts
from movewatch.intake.raw import Raw
from schemas.facts import Fact

SOURCE: Final = "project"

PROJECT_FIELDS: Final[Names] = {
    "project_id": "project_id",
    "project": "project",
    "stage": "stage",
    "outcome": "outcome",
    "contacts": "contacts",
    "account": "account",
    "lead": "lead",
    "result": "result",
}


def read(raw: Raw) -> tuple[Fact, ...]:
    """One fact for each contact, once the stage means "completed". ``changed_at`` is when; else the record's time.

    Raises:
        Refusal: the stage is not the last one, nobody is named, or a value is none.
        ValidationError: a name that is no text, or too long.
    """
    said = raw.json_object()
    at = raw.at if said.get("changed_at") is None else moment_of(said["changed_at"], "changed_at")
    return completion_facts(raw, SOURCE, said, PROJECT_FIELDS, at)
