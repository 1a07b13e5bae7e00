"""AskNicely's webhooks: answers to surveys, and their changes. Pure."""

from datetime import timedelta
from typing import Final

from movewatch.intake.fields import Names, moment_of_text_seconds
from movewatch.intake.raw import Raw, as_object
from movewatch.intake.refusals import Refusal
from movewatch.intake.respondents import answer_facts
from schemas.facts import Fact

SOURCE: Final = "asknicely"

FEEDBACK_FIELDS: Final[Names] = {
    "response_id": "question.id",
    "score": "question.score",
    "comment": "question.comment",
    "person_id": "person.id",
    "email": "person.email",
    "name": "person.name",
    "project_id": "question.project_id",
    "contact": "question.contact",
}
"""``project_id`` and ``contact`` are custom data, where an account has them under these names."""

MOST_UPDATES: Final = 1000


def read(raw: Raw) -> tuple[Fact, ...]:
    """The answer, with the person who gave it. A changed answer has the id of the first one, and counts on.

    Raises:
        Refusal: no answer, or one that names nobody.
        ValidationError: a score out of range, a comment that is no text.
    """
    said = raw.json_object()
    question = as_object(said.get("question"), "question: ")
    as_object(said.get("person"), "person: ")
    at = moment_of_text_seconds(question.get("responded"), "question.responded")
    # The time is that of the first answer; only the count tells a change from it.
    return answer_facts(raw, SOURCE, said, FEEDBACK_FIELDS, at + timedelta(milliseconds=_changes(said.get("count"))))


def _changes(count: object) -> int:
    if count is None:
        return 0
    if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= MOST_UPDATES:
        raise Refusal("invalid", f"count: no whole number from 1 to {MOST_UPDATES}")
    return count - 1
