"""Why a raw record does not become a fact, as a table that is documented and counted. Pure."""

from dataclasses import dataclass
from typing import Final

from movewatch.errors import MovewatchError

MAX_SAW: Final = 12
"""Names of fields that a refusal quotes: as many as a verdict shows."""


@dataclass(frozen=True, slots=True)
class Why:
    """``poison``: the record goes to the dead-letter topic; otherwise a suppression says what happened to it."""

    poison: bool
    meaning: str


REASONS: Final[dict[str, Why]] = {
    # Nothing is lost: the source said something that no rule reads.
    "entity-not-followed": Why(False, "the event is about an object that no rule reads, such as a campaign"),
    "no-followed-field": Why(False, "the change touched no field that a rule reads"),
    "nothing-usable": Why(
        False,
        "a followed field changed, but to nothing that a fact can say: an account's field was cleared, a website has "
        "no domain, half of a user's name changed, a field is named as changed and its value is missing or withheld, a "
        "company is no longer a contact's, a merge leaves all as it was",
    ),
    "no-account-named": Why(
        False, "an event about a deal does not name the account; of Salesforce, enrich the events with `AccountId`"
    ),
    "no-contacts": Why(False, "a project or a milestone names no contact, an answer neither a contact nor an address"),
    "ids-only": Why(
        False, "the source names ids only: whoever publishes has to read the record, and send it as the API gives it"
    ),
    "not-completed": Why(False, "a project has reached a stage that does not mean that it is completed"),
    "tombstone": Why(
        False,
        "an empty value on `directory` whose key does not tell whether an account or an owner was deleted; send "
        "`account_changed` with `deleted`, `owner_changed` with `active`, or the header `type`; from Debezium the end "
        "of a row whose deletion came before it",
    ),
    # Something would be lost: a person must look.
    "bad-header": Why(True, "a header is missing, empty, too long or not UTF-8"),
    "bad-id": Why(True, "an id has not the shape of the source's ids"),
    "bad-key": Why(True, "a key has not three parts, `tenant/source/id`, or is longer than 1,000 characters"),
    "bad-timestamp": Why(True, "the record has no timestamp, or one out of range"),
    "encoded-fields": Why(
        True,
        "the names of changed fields are still bitmaps (`0x400800`), and the places of the fields do not tell them; "
        "decode them before publishing",
    ),
    "future-date": Why(True, "observed after the record was written, or to happen in more than a year"),
    "gap": Why(True, "the source says that something changed, but not what: read the record again, send a snapshot"),
    "invalid": Why(True, "a field is missing, of the wrong type or out of range; the message names it"),
    "long-past-date": Why(True, "a date before 1990: most often a zero read as a date"),
    "no-value": Why(True, "the record has no value"),
    "not-a-change-event": Why(True, "the value has no `ChangeEventHeader` where one belongs"),
    "not-an-object": Why(True, "the value is JSON, but not an object"),
    "not-json": Why(True, "the value is not JSON in UTF-8, is cut off, is nested too deeply, or has NaN or Infinity"),
    "other-tenant": Why(True, "the value, its keys and the header `tenant` name different tenants"),
    "overflow": Why(True, "too many changes in one Salesforce transaction: the whole object must be read again"),
    "too-large": Why(True, "a fact would not fit into one record, or one record would become too many"),
    "unknown-change": Why(True, "a `changeType` that Salesforce does not document"),
    "unknown-source": Why(True, "the header `source` on `crm-events` is missing or names no known source"),
    "unknown-topic": Why(True, "the record's topic is none that intake reads"),
    "unknown-type": Why(True, "`type` is missing or names no message of the topic"),
}
"""Every reason there is. docs/reference/intake.md lists them, and a test compares."""


class Refusal(MovewatchError):  # noqa: N818 - most refusals are no errors: the source said nothing we follow
    """A record, or one of the events in it, that does not become a fact.

    Args:
        reason: one of ``REASONS``, which also says whether the record is poison.
        message: where and what, without the value: it may be personal.
        entities: keys of the entities concerned, where they could be read.
        saw: names of what was seen, such as changed fields.
    """

    def __init__(
        self, reason: str, message: str = "", *, entities: tuple[str, ...] = (), saw: tuple[str, ...] = ()
    ) -> None:
        self.reason = reason
        self.message = message or REASONS[reason].meaning
        self.poison = REASONS[reason].poison
        self.entities = entities
        self.saw = saw[:MAX_SAW]
        super().__init__(self.message)
