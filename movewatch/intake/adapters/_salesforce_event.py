"""A Salesforce change event out of its envelope, and which of its fields say something. Pure.

Two shapes differ in what null means. CometD and Kafka Connect carry the changed fields only, and null is "cleared". The
Pub/Sub API carries every field, and null is "unchanged" unless ``nulledFields`` names the field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from movewatch.intake.adapters._salesforce_bitmaps import fit, is_bitmap, names_in
from movewatch.intake.fields import UNSAID
from movewatch.intake.raw import MAX_ENTITIES
from movewatch.intake.refusals import Refusal
from movewatch.intake.salesforce_ids import OVERFLOW_ID, long_id

CHANGE_TYPES: Final = ("CREATE", "UPDATE", "DELETE", "UNDELETE")

_HEADER: Final = "ChangeEventHeader"


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """One change event. ``every_field``: the body carries unchanged fields too, as null."""

    header: Mapping[str, Any]
    body: Mapping[str, Any]
    every_field: bool

    def text(self, name: str) -> str:
        """A text of the header.

        Raises:
            Refusal: missing, empty or no text.
        """
        value = self.header.get(name)
        if not isinstance(value, str) or not value:
            raise Refusal("invalid", f"{_HEADER}.{name}: missing, or no text")
        return value

    def number(self, name: str) -> int:
        """A whole number of the header.

        Raises:
            Refusal: missing or no whole number.
        """
        value = self.header.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise Refusal("invalid", f"{_HEADER}.{name}: missing, or no whole number")
        return value

    @property
    def entity_name(self) -> str:
        """The object that changed, such as ``Contact``."""
        return self.text("entityName")

    @property
    def change_type(self) -> str:
        """One of ``CHANGE_TYPES``.

        Raises:
            Refusal: a gap, an overflow, or a type that Salesforce does not document.
        """
        change_type = self.text("changeType")
        if change_type == "GAP_OVERFLOW":
            raise Refusal("overflow")
        if change_type.startswith("GAP_"):
            raise Refusal("gap")
        if change_type not in CHANGE_TYPES:
            raise Refusal("unknown-change", f"{_HEADER}.changeType: none of {', '.join(CHANGE_TYPES)}, GAP_*")
        return change_type

    def record_ids(self) -> tuple[str, ...]:
        """The 18-character ids of the records that changed alike, each once.

        Raises:
            Refusal: none, too many, not ids, or a sign that the ids are not told.
        """
        ids = self.header.get("recordIds")
        if not isinstance(ids, list) or not ids:
            raise Refusal("invalid", f"{_HEADER}.recordIds: missing, empty, or no list")
        if len(ids) > MAX_ENTITIES:
            raise Refusal("too-large", f"{_HEADER}.recordIds: more than {MAX_ENTITIES}")
        if OVERFLOW_ID in ids:
            raise Refusal("overflow")
        if any(isinstance(record_id, str) and "*" in record_id for record_id in ids):
            raise Refusal("gap")
        return tuple(dict.fromkeys(long_id(one, f"{_HEADER}.recordIds.{n}") for n, one in enumerate(ids)))

    def check_names(self) -> None:
        """See that the lists of names can be read, before a name that is missing is taken for "not changed".

        Raises:
            Refusal: one is no list of names, or still a bitmap.
        """
        for field in ("changedFields", "nulledFields", "diffFields"):
            self.names(field)

    def names(self, field: str) -> tuple[str, ...] | None:
        """The names of fields listed in the header; None where there is no list, as in old events.

        Raises:
            Refusal: no list of names, or a bitmap that cannot be told.
        """
        names = self.header.get(field)
        if names is None:
            return None
        listed = names if isinstance(names, list) else [names]
        if not all(isinstance(name, str) for name in listed):
            raise Refusal("invalid", f"{_HEADER}.{field}: no list of names")
        if not any(is_bitmap(name) for name in listed):
            return tuple(listed)
        return self._decoded(field, listed)

    def _decoded(self, field: str, listed: list[str]) -> tuple[str, ...]:
        """The names in bitmaps. Only an event with every field in its place tells them."""
        found = names_in(listed, self.body) if self.every_field else None
        if found is None or not fit(field, found, self.body):
            raise Refusal("encoded-fields", f"{_HEADER}.{field}: a bitmap; decode it before publishing")
        return found

    def said(self, *paths: str) -> Any:
        """What the event says of a field that may stand under several paths: a value, None for cleared, or UNSAID."""
        for path in paths:
            value = self._at(path)
            if value is None and not self._cleared(path):
                continue
            if value is not UNSAID:
                return value
        return UNSAID

    def names_as_changed(self, *paths: str) -> bool:
        """Whether the header names the field as changed, even if the body does not say to what."""
        return _listed(self.names("changedFields") or (), paths)

    def _at(self, path: str) -> Any:
        """The value under a path, nested (``Name`` / ``LastName``) or flat (``Name.LastName``)."""
        node: Any = self.body
        for part in path.split("."):
            node = node.get(part, UNSAID) if isinstance(node, dict) else UNSAID
        return self.body.get(path, UNSAID) if node is UNSAID else node

    def _cleared(self, path: str) -> bool:
        """Whether null means that the field has been emptied. In a record just made, null was never anything else."""
        if self.change_type != "UPDATE":
            return False
        if self.every_field:
            return _listed(self.names("nulledFields") or (), (path,))
        changed = self.names("changedFields")
        return changed is None or _listed(changed, (path,))


def change_event(payload: dict[str, Any]) -> ChangeEvent:
    """Take a change event out of its envelope.

    Args:
        payload: the JSON of CometD (``data.payload``), of the Pub/Sub API (``payload`` and ``replayId``), or bare.

    Raises:
        Refusal: there is no ``ChangeEventHeader``.
    """
    body, pub_sub = _unwrap(payload)
    header = body.get(_HEADER) if isinstance(body, dict) else None
    if not isinstance(header, dict):
        raise Refusal("not-a-change-event", f"no {_HEADER} in data.payload, payload or the value itself")
    return ChangeEvent(header, body, pub_sub or "nulledFields" in header)


def _unwrap(payload: dict[str, Any]) -> tuple[Any, bool]:
    """The event's body, and whether its envelope is the Pub/Sub API's."""
    if _HEADER in payload:
        return payload, False
    data = payload.get("data")
    if isinstance(data, dict):
        return data.get("payload"), False
    return payload.get("payload"), "replayId" in payload


def _listed(names: tuple[str, ...], paths: tuple[str, ...]) -> bool:
    """Whether one of the paths, or the compound field that it belongs to, is among the names."""
    return any(path in names or path.partition(".")[0] in names for path in paths)
