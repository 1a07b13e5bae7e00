"""Any survey system that posts JSON of one's own making, such as Qualtrics or AskNicely: flat, our names. Pure."""

from typing import Final

from movewatch.intake.fields import Names, moment_of
from movewatch.intake.raw import Raw
from movewatch.intake.respondents import answer_facts
from schemas.facts import Fact

SOURCE: Final = "survey"

FEEDBACK_FIELDS: Final[Names] = {
    "response_id": "response_id",
    "scale": "scale",
    "score": "score",
    "comment": "comment",
    "email": "email",
    "name": "name",
    "person_id": "person_id",
    "contact": "contact",
    "project_id": "project_id",
    "finished": "finished",
}


def read(raw: Raw) -> tuple[Fact, ...]:
    """The answer, with the person who gave it. ``answered_at`` is when; without it, when the record was written.

    Raises:
        Refusal: the answer names nobody, or a value is none.
        ValidationError: a score out of range, a comment that is no text.
    """
    said = raw.json_object()
    at = raw.at if said.get("answered_at") is None else moment_of(said["answered_at"], "answered_at")
    return answer_facts(raw, SOURCE, said, FEEDBACK_FIELDS, at)
