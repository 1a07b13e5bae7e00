"""Debezium's change events over tables of contacts, accounts and owners that a mapping describes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from pydantic_core import from_json, to_json

from movewatch.intake.fields import id_of, opportunity_of, row_fields
from movewatch.intake.mapping import Table
from movewatch.intake.raw import Raw, as_object, header, moment
from movewatch.intake.refusals import Refusal
from schemas.directory import AccountChanged, OwnerChanged
from schemas.facts import ContactChanged, ContactFields, ContactRemoved, Fact

SOURCE: Final = "debezium"

UNAVAILABLE: Final = "__debezium_unavailable_value"
"""Stands for a large value that did not change, and that the database therefore did not say."""

_OPERATIONS: Final = frozenset("curd")
_NEW_KEY: Final = "__debezium.newkey"
"""Header of a deletion that is really a change of the primary key."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A change of one row of a table that is followed."""

    table: Table
    name: str
    op: str
    place: Mapping[str, Any]
    at: datetime
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def row_id(self) -> str:
        return id_of((self.after or self.before).get(self.table.id), f"{self.name}.{self.table.id}")


def read(raw: Raw) -> tuple[Fact, ...]:
    """The fact of a change event, with the table's schema around it or without.

    A row that was read for a snapshot is a baseline. Where the table tells its former values (replica identity), the
    fact does; one that tells the key only tells none.

    Raises:
        Refusal: no change event, of a table that no mapping names, or one that does not say which rows changed.
        ValidationError: a followed column has the wrong type or is too long.
    """
    if raw.record.value is None:
        raise Refusal("tombstone", "the end of a row whose deletion came before it")
    value = raw.json_object()
    row = _row(raw, as_object(value["payload"], "payload: ") if "payload" in value else value)
    if row.op == "d":
        return (_removed(raw, row),)
    fields = row_fields(raw, SOURCE, _said(row.after), row.table)
    if not fields and row.op == "u":
        raise Refusal("no-followed-field", entities=(raw.key(SOURCE, row.row_id),), saw=(row.name,))
    return (_changed(raw, row, fields),)


def _row(raw: Raw, payload: dict[str, Any]) -> _Row:
    op = str(payload.get("op"))
    if op == "m":
        raise Refusal("entity-not-followed", saw=("message",))
    place = as_object(payload.get("source"), "source: ")
    name = f"{place.get('schema') or place.get('db')}.{place.get('table')}"
    table = raw.mapping(SOURCE).tables.get(name)
    if table is None:
        raise Refusal("entity-not-followed", saw=(name,))
    if op == "t":
        raise Refusal("gap", f"op: the table {name} was emptied; tell which rows are left with a snapshot")
    if op not in _OPERATIONS:
        raise Refusal("unknown-change", "op: none of c, u, r, d, t, m")
    written = place.get("ts_ms") or payload.get("ts_ms")
    before, after = (_object(payload, side) for side in ("before", "after"))
    return _Row(table, name, op, place, moment(written, "source.ts_ms"), before, after)


def _object(payload: Mapping[str, Any], side: str) -> dict[str, Any]:
    value = payload.get(side)
    return {} if value is None else as_object(value, f"{side}: ")


def _changed(raw: Raw, row: _Row, fields: dict[str, Any]) -> Fact:
    head = _head(raw, row)
    if row.table.entity == "account":
        return AccountChanged(**head, account_id=row.row_id, **fields)
    if row.table.entity == "owner":
        return OwnerChanged(**head, owner_id=row.row_id, **fields)
    if row.table.entity == "opportunity":
        return opportunity_of(raw, SOURCE, head | {"opportunity_id": row.row_id}, fields)
    tells_more_than_key = len(row.before) > 1
    old = row_fields(raw, SOURCE, _said(row.before), row.table) if tells_more_than_key else None
    return ContactChanged(
        **head,
        contact_id=row.row_id,
        snapshot=row.op == "r",
        created=row.op == "c",
        fields=cast("ContactFields", fields),
        old=cast("ContactFields | None", old),
    )


def _removed(raw: Raw, row: _Row) -> Fact:
    head = _head(raw, row)
    if row.table.entity == "account":
        return AccountChanged(**head, account_id=row.row_id, deleted=True)
    if row.table.entity == "owner":
        return OwnerChanged(**head, owner_id=row.row_id, active=False)
    if row.table.entity == "opportunity":
        fields = row_fields(raw, SOURCE, _said(row.before), row.table)
        return opportunity_of(raw, SOURCE, head | {"opportunity_id": row.row_id, "deleted": True}, fields)
    new_id = _new_id(raw, row.table)
    into = None if new_id is None else raw.key(SOURCE, new_id)
    return ContactRemoved(**head, contact_id=row.row_id, how="merged" if into else "deleted", merged_into=into)


def _new_id(raw: Raw, table: Table) -> str | None:
    """The row's id from now on, where its key has changed: the record is the same, under another id."""
    text = header(raw.record, _NEW_KEY)
    if text is None:
        return None
    try:
        key = from_json(text)
    except ValueError:
        raise Refusal("not-json", f"header {_NEW_KEY}: not JSON") from None
    key = as_object(key, f"header {_NEW_KEY}: ")
    inside = key.get("payload", key)
    return id_of(as_object(inside, f"header {_NEW_KEY}: ").get(table.id), f"header {_NEW_KEY}.{table.id}")


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    return {column: value for column, value in row.items() if value != UNAVAILABLE}


def _head(raw: Raw, row: _Row) -> dict[str, Any]:
    """What every fact has. An event that is told again names the same place in the database's log."""
    place = to_json(dict(sorted(row.place.items()))).decode()
    return raw.head(SOURCE, row.at, row.name, row.row_id, row.op, place)
