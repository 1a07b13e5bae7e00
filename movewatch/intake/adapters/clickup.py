"""ClickUp: tasks that stand for a project, as its API gives them, once they are done. Pure.

Its webhooks say which status a task has reached, and neither its name nor its contacts: whoever publishes reads the
task.
"""

from collections.abc import Mapping
from typing import Any, Final

from movewatch.intake.fields import Names, moment_of
from movewatch.intake.projects import STANDS_FOR_ALL, by_name, completion_facts, of_kind
from movewatch.intake.raw import Raw
from movewatch.intake.refusals import Refusal
from schemas.facts import Fact

SOURCE: Final = "clickup"

PROJECT_FIELDS: Final[Names] = {
    "project_id": "id",
    "project": "name",
    "stage": "status.type",
    "contacts": "custom.contacts",
    "account": "custom.account",
    "result": "custom.result",
}
"""``custom``: the custom fields by their names. Names of statuses are free; their types are "open", "custom", "done"
and "closed"."""


def read(raw: Raw) -> tuple[Fact, ...]:
    """One fact for each contact of a task that is done. ``kinds`` of the mapping names lists whose tasks are projects.

    Raises:
        Refusal: an event without its task, a task that is not done or no project, or one that names nobody.
        ValidationError: a name that is no text, or too long.
    """
    payload = raw.json_object()
    if "event" in payload:
        return _of_event(payload)
    listed = payload.get("list")
    of_kind(raw, SOURCE, listed.get("name") if isinstance(listed, dict) else None, STANDS_FOR_ALL)
    said = {**payload, "custom": by_name(payload.get("custom_fields"), "value")}
    at = moment_of(payload.get("date_done") or payload.get("date_closed") or payload.get("date_updated"), "date_done")
    return completion_facts(raw, SOURCE, said, PROJECT_FIELDS, at)


def _of_event(payload: Mapping[str, Any]) -> tuple[Fact, ...]:
    """What an event tells by itself: that a task is not done yet, or only which one is."""
    items = payload.get("history_items")
    last = items[-1] if isinstance(items, list) and items and isinstance(items[-1], dict) else {}
    after = last.get("after")
    if last.get("field") != "status" or not isinstance(after, dict):
        raise Refusal("no-followed-field", saw=(str(payload["event"])[:100],))
    if after.get("type") not in ("done", "closed"):
        raise Refusal("not-completed", saw=(str(after.get("type"))[:100],))
    raise Refusal("ids-only", saw=(str(payload["event"])[:100],))
