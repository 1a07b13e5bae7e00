"""Qualtrics: responses as its API gives them. Pure. Its events name ids only: whoever publishes reads the response."""

from typing import Final

from movewatch.intake.fields import Names, moment_of
from movewatch.intake.raw import Raw, as_object
from movewatch.intake.refusals import Refusal
from movewatch.intake.respondents import answer_facts
from schemas.facts import Fact

SOURCE: Final = "qualtrics"

FEEDBACK_FIELDS: Final[Names] = {
    "response_id": "responseId",
    "email": "values.recipientEmail",
    "contact": "values.contact",
    "project_id": "values.project_id",
    "finished": "values.finished",
    "score": "values.score",
    "comment": "values.comment",
    "name": "name",
}
"""Each survey numbers its questions by itself: a mapping says where ``score`` and ``comment`` stand (``values.QID1``).
``contact`` and ``project_id`` are embedded data, where a survey has them under these names."""


def read(raw: Raw) -> tuple[Fact, ...]:
    """The answer of a response, with the person who gave it. One that is not finished does not count.

    Raises:
        Refusal: an event without its response, or a response that names nobody.
        ValidationError: a score out of range, a comment that is no text.
    """
    payload = raw.json_object()
    said = as_object(payload["result"], "result: ") if "result" in payload else payload
    if "values" not in said:
        raise Refusal("ids-only", saw=(str(payload.get("Topic", ""))[:100],))
    values = as_object(said["values"], "values: ")
    at = moment_of(values.get("recordedDate") or values.get("endDate"), "values.recordedDate")
    name = " ".join(str(values[part]) for part in ("recipientFirstName", "recipientLastName") if values.get(part))
    return answer_facts(raw, SOURCE, {**said, "name": name}, FEEDBACK_FIELDS, at)
