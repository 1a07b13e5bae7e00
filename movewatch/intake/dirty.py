"""Which records a Salesforce event has made dirty: it says that they changed, and not what. Pure.

A gap names the records, or a prefix of their ids; an overflow names none, and then all records of the object are dirty.
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from movewatch.intake.adapters._salesforce_event import change_event
from movewatch.intake.config import IntakeConfig
from movewatch.intake.raw import raw_of
from movewatch.intake.salesforce_ids import OVERFLOW_ID, is_id, long_id
from schemas.records import Record

Entity = Literal["Contact", "Account", "User", "Opportunity"]

ENTITIES: Final[tuple[Entity, ...]] = get_args(Entity)
REASONS: Final = frozenset({"gap", "overflow"})
"""Why intake refuses such an event (movewatch.intake.refusals)."""


@dataclass(frozen=True, slots=True)
class Dirty:
    """Records of one object of a tenant. ``ids``: with 18 characters; None for all that there are."""

    tenant: str
    entity: Entity
    ids: frozenset[str] | None

    def __or__(self, other: "Dirty") -> "Dirty":
        """Both together, of the same object."""
        ids = None if self.ids is None or other.ids is None else self.ids | other.ids
        return Dirty(self.tenant, self.entity, ids)


def dirty_in(record: Record, config: IntakeConfig) -> Dirty | None:
    """What a refused event makes dirty. None where it is about an object that no rule reads.

    Raises:
        Refusal: it is no change event.
    """
    raw = raw_of(record, config)
    event = change_event(raw.json_object())
    if event.entity_name not in ENTITIES:
        return None
    entity = event.entity_name
    listed = event.header.get("recordIds")
    named = listed if isinstance(listed, list) and event.text("changeType") != "GAP_OVERFLOW" else []
    if not named or OVERFLOW_ID in named or not all(is_id(one) for one in named):
        return Dirty(raw.tenant_or_default, entity, None)
    return Dirty(raw.tenant_or_default, entity, frozenset(long_id(one, "recordIds") for one in named))
