"""Delighted's webhooks: answers to surveys, and their changes. Pure."""

from typing import Final

from movewatch.intake.fields import Names
from movewatch.intake.raw import Raw, as_object, moment_of_seconds
from movewatch.intake.refusals import Refusal
from movewatch.intake.respondents import answer_facts
from schemas.facts import Fact

SOURCE: Final = "delighted"

FEEDBACK_FIELDS: Final[Names] = {
    "response_id": "id",
    "scale": "survey_type",
    "score": "score",
    "comment": "comment",
    "person_id": "person.id",
    "email": "person.email",
    "name": "person.name",
    "project_id": "person_properties.project_id",
    "contact": "person_properties.contact",
}


def read(raw: Raw) -> tuple[Fact, ...]:
    """The answer of an event, with the person who gave it. A changed answer has the id of the first one.

    Raises:
        Refusal: an event about something else than an answer, or one that names nobody.
        ValidationError: a score out of range, a comment that is no text.
    """
    payload = raw.json_object()
    kind = str(payload.get("event_type"))
    if not kind.startswith("survey_response."):
        raise Refusal("entity-not-followed", saw=(kind[:100],))
    said = as_object(payload.get("event_data"), "event_data: ")
    at = moment_of_seconds(said.get("updated_at") or said.get("created_at"), "event_data.updated_at")
    return answer_facts(raw, SOURCE, said, FEEDBACK_FIELDS, at)
