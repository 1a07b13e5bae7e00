"""monday.com: items that stand for a project, as its API gives them, once their status says that they are done. Pure.

Its webhooks tell of one column, and not of the contacts: whoever publishes reads the item.
"""

from typing import Any, Final

from movewatch.intake.fields import Names, moment_of
from movewatch.intake.projects import STANDS_FOR_ALL, by_name, completion_facts, of_kind
from movewatch.intake.raw import MAX_ENTITIES, Raw, as_object, as_objects
from movewatch.intake.refusals import Refusal
from schemas.facts import Fact

SOURCE: Final = "monday"

PROJECT_FIELDS: Final[Names] = {
    "project_id": "id",
    "project": "name",
    "stage": "columns.status",
    "contacts": "columns.contacts",
    "account": "columns.account",
    "result": "columns.result",
}
"""``columns``: the texts of an item's columns by the columns' ids, which every board chooses for itself."""


def read(raw: Raw) -> tuple[Fact | Refusal, ...]:
    """One fact for each contact of each item that is done. ``kinds`` of the mapping names boards of projects.

    Raises:
        Refusal: an event without its item, or a value that is none.
        ValidationError: a name that is no text, or too long.
    """
    payload = raw.json_object()
    if "event" in payload:
        raise Refusal("ids-only", saw=(str(as_object(payload["event"], "event: ").get("type"))[:100],))
    data = as_object(payload.get("data"), "data: ")
    return tuple(fact for item in as_objects(data.get("items"))[:MAX_ENTITIES] for fact in _of_item(raw, item))


def _of_item(raw: Raw, item: dict[str, Any]) -> tuple[Fact | Refusal, ...]:
    board = item.get("board")
    said = {**item, "columns": by_name(item.get("column_values"), "text", name="id")}
    try:
        of_kind(raw, SOURCE, board.get("name") if isinstance(board, dict) else None, STANDS_FOR_ALL)
        return completion_facts(raw, SOURCE, said, PROJECT_FIELDS, moment_of(item.get("updated_at"), "updated_at"))
    except Refusal as refusal:
        if refusal.poison:
            raise
        return (refusal,)
