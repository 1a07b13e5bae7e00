"""What contacts decides on in the benchmark: for each contact a first picture, then a change of title. Pure."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from pydantic import TypeAdapter

from movewatch import contacts
from movewatch.policy import DEFAULT_POLICY
from movewatch.stage import Stage
from schemas.base import SourceRef
from schemas.facts import ContactChanged, ContactFields
from schemas.flow import ContactTopicFact
from schemas.records import PartitionState, Record, StoredRow
from schemas.topics import CONTACT_FACTS

START: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TITLES: Final = ("Logistics Planner", "Head of Logistics Planning", "Logistics Planner II")


def stage() -> Stage[contacts.Contact]:
    """The stage under the default policy."""
    return Stage(contacts.decide, contacts.Contact, TypeAdapter(ContactTopicFact), DEFAULT_POLICY)


Mix = Callable[[int], Iterator[tuple[bytes, bytes]]]
"""Makes so many keys and facts."""


def facts(count: int) -> Iterator[tuple[bytes, bytes]]:
    """So many keys and facts, 2 of each contact. A third of the changes is a promotion."""
    people = count // 2
    for number in range(count):
        person, turn = number % people, number // people
        title = TITLES[1 if turn and person % 3 == 0 else 2 * turn]
        yield _fact(number, person, turn, _picture(person) | {"title": title})


def mostly_irrelevant(count: int) -> Iterator[tuple[bytes, bytes]]:
    """So many keys and facts, 5 of each contact. Of the changes 95 in 100 concern no rule.

    Half of these change a name, and half say again what is known.
    """
    people = count // 5
    for number in range(count):
        person, turn = number % people, number // people
        if turn == 0:
            yield _fact(number, person, turn, _picture(person))
        elif (person + turn * 7) % 20 == 0:
            yield _fact(number, person, turn, {"title": TITLES[1]})
        else:
            yield _fact(number, person, turn, {"first_name": "Ada" if person % 2 else f"Ada {turn}"})


def _picture(person: int) -> ContactFields:
    return {
        "first_name": "Ada",
        "last_name": "Example",
        "email": f"ada.{person}@northwind.example",
        "title": TITLES[0],
        "department": "Supply Chain",
        "company": "Northwind Traders",
        "account": f"acme/salesforce/001{person % 5000:06d}",
        "owner": f"acme/salesforce/005{person % 200:03d}",
    }


def _fact(number: int, person: int, turn: int, fields: ContactFields) -> tuple[bytes, bytes]:
    fact = ContactChanged(
        fact_id=f"f{number:09d}",
        tenant="acme",
        source="salesforce",
        contact_id=f"003{person:09d}",
        occurred_at=START + timedelta(days=90 * turn),
        observed_at=START + timedelta(days=90 * turn),
        sources=(SourceRef(topic="crm-events", partition=0, offset=number),),
        snapshot=not turn,
        fields=fields,
    )
    return fact.entity.encode(), fact.to_json()


class Memory:
    """Rows in a map, as a stage may read them."""

    def __init__(self) -> None:
        self.state = PartitionState()
        self.rows: dict[bytes, StoredRow] = {}

    def get(self, key: bytes) -> StoredRow | None:
        """The row, or None."""
        return self.rows.get(key)

    def due(self, until: int, limit: int) -> Sequence[tuple[int, bytes]]:  # noqa: ARG002  # no ticks here
        """Nothing: there are no ticks."""
        return []


def as_record(offset: int, key: bytes, value: bytes) -> Record:
    """A fact as the transport hands it on."""
    return Record(CONTACT_FACTS.name, 0, offset, 0, key, value)


def a_row() -> tuple[bytes, bytes]:
    """Key and value of a contact's row of the usual size, of contact 0."""
    memory, folding = Memory(), stage()
    first, second = (as_record(offset, *fact) for offset, fact in enumerate(facts(2)))
    for record in (first, second):
        memory.rows |= {key: row for key, row in folding.apply(memory, [record]).rows.items() if row is not None}
    ((key, row),) = memory.rows.items()
    return key, row.value
