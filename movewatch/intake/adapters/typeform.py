"""Typeform's webhooks: answers to forms that ask for a recommendation or a rating. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from movewatch.intake.fields import Names, moment_of
from movewatch.intake.raw import Raw, as_object
from movewatch.intake.refusals import Refusal
from movewatch.intake.respondents import answer_facts
from schemas.facts import Fact

SOURCE: Final = "typeform"

FEEDBACK_FIELDS: Final[Names] = {
    "response_id": "token",
    "scale": "scale",
    "score": "score",
    "comment": "comment",
    "email": "email",
    "name": "hidden.name",
    "project_id": "hidden.project_id",
    "contact": "hidden.contact",
}
"""``scale`` and ``score`` are those of the first question for a recommendation, else of the first rating; ``comment``
is the first long text, ``email`` the form's own answer or its hidden field."""

_SCALES: Final = (("nps", "nps"), ("rating", "stars"), ("opinion_scale", "none"))
"""Types of questions, the weightiest first, and what they count. An opinion has a scale that only its maker knows: it
is no score."""


def read(raw: Raw) -> tuple[Fact, ...]:
    """The answer of a form, with the person who gave it. The question for a recommendation beats all other numbers.

    Raises:
        Refusal: no answer to a form, or one that names nobody.
        ValidationError: a score out of range, a comment that is no text.
    """
    payload = raw.json_object()
    kind = str(payload.get("event_type"))
    if kind != "form_response":
        raise Refusal("entity-not-followed", saw=(kind[:100],))
    response = as_object(payload.get("form_response"), "form_response: ")
    at = moment_of(response.get("submitted_at"), "form_response.submitted_at")
    return answer_facts(raw, SOURCE, {**response, **_answered(response)}, FEEDBACK_FIELDS, at)


def _answered(response: Mapping[str, Any]) -> dict[str, Any]:
    listed = response.get("answers")
    answers = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    hidden = response.get("hidden")
    found: dict[str, Any] = {"scale": "none"}
    if isinstance(hidden, dict) and "email" in hidden:
        found["email"] = hidden["email"]
    for kind, scale in _SCALES:
        numbers = [one.get("number") for one in answers if _type_of(one) == kind]
        if numbers and scale != "none":
            found |= {"scale": scale, "score": numbers[0]}
            break
    texts = [one.get("text") for one in answers if _type_of(one) == "long_text"]
    emails = [one.get("email") for one in answers if one.get("type") == "email"]
    return found | ({"comment": texts[0]} if texts else {}) | ({"email": emails[0]} if emails else {})


def _type_of(answer: Mapping[str, Any]) -> str:
    field = answer.get("field")
    return str(field.get("type")) if isinstance(field, dict) else ""
