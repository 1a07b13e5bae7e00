"""Jira's webhooks: issues that stand for a project, once they are done. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from movewatch.intake.fields import Names
from movewatch.intake.projects import completion_facts, of_kind
from movewatch.intake.raw import Raw, as_object, moment
from movewatch.intake.refusals import Refusal
from schemas.facts import Fact

SOURCE: Final = "jira"

PROJECT_FIELDS: Final[Names] = {
    "project_id": "key",
    "project": "fields.summary",
    "stage": "fields.status.statusCategory.key",
    "outcome": "fields.resolution.name",
}
"""``contacts`` stand in a field of one's own: without a mapping nobody is named."""

STANDS_FOR_PROJECT: Final = frozenset({"epic", "project"})
"""Types of issues that stand for a project, in lower case; a tenant names its own in ``kinds``."""


def read(raw: Raw) -> tuple[Fact, ...]:
    """One fact for each contact of an issue whose status has just become one of the category "done".

    Raises:
        Refusal: no issue, one that stands for no project or is not done, or one that names nobody.
        ValidationError: a name that is no text, or too long.
    """
    payload = raw.json_object()
    kind = str(payload.get("webhookEvent"))
    if not kind.startswith("jira:issue_"):
        raise Refusal("entity-not-followed", saw=(kind[:100],))
    issue = as_object(payload.get("issue"), "issue: ")
    fields = as_object(issue.get("fields"), "issue.fields: ")
    issue_type = fields.get("issuetype")
    of_kind(raw, SOURCE, issue_type.get("name") if isinstance(issue_type, dict) else None, STANDS_FOR_PROJECT)
    if not _status_changed(payload):
        raise Refusal("no-followed-field", saw=(kind[:100],))
    return completion_facts(raw, SOURCE, issue, PROJECT_FIELDS, moment(payload.get("timestamp"), "timestamp"))


def _status_changed(payload: Mapping[str, Any]) -> bool:
    changelog = payload.get("changelog")
    items = changelog.get("items") if isinstance(changelog, dict) else None
    return isinstance(items, list) and any(isinstance(one, dict) and one.get("field") == "status" for one in items)
