"""A day of changes from each CRM: shuffled and repeated deliveries end in the same contacts as ordered, single ones.

Compared are the fields, and when each was last told. Since when an employment holds follows from what was seen to
change, and that is another thing for whoever never saw the state between.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from movewatch.contacts import Contact, decide
from movewatch.intake import IntakeConfig, read
from movewatch.intake.mapping import parse_mappings
from schemas.facts import ContactFact
from schemas.records import Record
from tests.support.play import play
from tests.support.raw import CONFIG, crm

MAPPING: Final = """
[debezium."*".tables."public.customers"]
entity = "contact"
fields = { first_name = "first_name", email = "email", title = "job" }
"""
MAPPED = IntakeConfig(salt=CONFIG.salt, mappings=parse_mappings(MAPPING, ["debezium"]))
BEGIN: Final = 1_767_225_600_000
MINUTE: Final = 60_000
IDS: Final = ("003ak00000IiFInAAN", "003ak00000IiFIoAAN")

State = dict[str, str | None]
"""first_name, email and title as they are."""

Write = Callable[[int, int, State, State], Any]
"""The source's payload: at which time which contact (0 or 1) changed what, and how it is then."""


def theirs(said: State, first_name: str, email: str, title: str) -> dict[str, Any]:
    """The fields by a source's names."""
    names = {"first_name": first_name, "email": email, "title": title}
    return {names[name]: value for name, value in said.items()}


def salesforce(at: int, who: int, new: State, now: State) -> Any:
    del now
    fields = theirs(new, "FirstName", "Email", "Title")
    header = {
        "entityName": "Contact", "changeType": "UPDATE", "recordIds": [IDS[who]], "commitTimestamp": at,
        "transactionKey": f"t{at}", "sequenceNumber": 1, "commitUser": "0055f000005mc66AAA",
        "changedFields": [f"Name.{name}" if name == "FirstName" else name for name in fields],
    }  # fmt: skip
    name = {"Name": {"FirstName": fields.pop("FirstName")}} if "FirstName" in fields else {}
    return {"data": {"payload": {"ChangeEventHeader": header, **fields, **name}, "event": {"replayId": at}}}


def hubspot(at: int, who: int, new: State, now: State) -> Any:
    del now
    common = {"subscriptionType": "contact.propertyChange", "objectId": who, "portalId": 1, "subscriptionId": 2}
    return [
        {**common, "occurredAt": at, "propertyName": name, "propertyValue": value or ""}
        for name, value in theirs(new, "firstname", "email", "jobtitle").items()
    ]


def pipedrive(at: int, who: int, new: State, now: State) -> Any:
    del new
    meta = {"action": "change", "entity": "person", "entity_id": str(who), "id": f"e{at}", "version": "2.0"}
    data = theirs({name: now[name] for name in ("first_name", "title")}, "first_name", "", "job_title")
    emails = [{"label": "work", "value": now["email"], "primary": True}] if now["email"] else []
    return {"meta": {**meta, "timestamp": iso(at), "attempt": 1}, "data": {**data, "emails": emails}}


def pipedrive_v1(at: int, who: int, new: State, now: State) -> Any:
    del new
    meta = {"action": "updated", "object": "person", "id": who, "timestamp": at // 1000, "timestamp_micro": at * 1000}
    emails = [{"label": "work", "value": now["email"], "primary": True}] if now["email"] else []
    current = {"first_name": now["first_name"], "job_title": now["title"], "email": emails}
    return {"v": 1, "meta": meta, "current": current, "previous": None}


def debezium(at: int, who: int, new: State, now: State) -> Any:
    del new
    place = {"connector": "postgresql", "db": "crm", "schema": "public", "table": "customers", "ts_ms": at, "lsn": at}
    row = {"id": who, **theirs(now, "first_name", "email", "job")}
    return {"before": None, "after": row, "source": place, "op": "u", "ts_ms": at}


def dynamics(at: int, who: int, new: State, now: State) -> Any:
    del now
    record_id = f"aaaaaaaa-0000-0000-0000-00000000000{who}"
    fields = theirs(new, "firstname", "emailaddress1", "jobtitle")
    attributes = [{"key": name, "value": value} for name, value in fields.items()]
    target = {"LogicalName": "contact", "Id": record_id, "Attributes": attributes}
    return {
        "MessageName": "Update", "PrimaryEntityName": "contact", "PrimaryEntityId": record_id,
        "OperationCreatedOn": f"/Date({at})/", "InputParameters": [{"key": "Target", "value": target}],
    }  # fmt: skip


def zoho(at: int, who: int, new: State, now: State) -> Any:
    del now
    values = theirs(new, "First_Name", "Email", "Title")
    return {
        "server_time": at, "module": "Contacts", "operation": "update", "ids": [str(who)],
        "affected_values": [{"record_id": str(who), "values": values}],
    }  # fmt: skip


def connectwise(at: int, who: int, new: State, now: State) -> Any:
    del new
    email = {"communicationType": "Email", "value": now["email"], "defaultFlag": True}
    state = {"_info": {"lastUpdated": iso(at)}, "firstName": now["first_name"], "title": now["title"]}
    items = [email] if now["email"] else []
    return {
        "Action": "updated", "Type": "contact", "ID": who, "MessageId": f"m{at}",
        "Entity": json.dumps({**state, "communicationItems": items}),
    }  # fmt: skip


def intercom(at: int, who: int, new: State, now: State) -> Any:
    del new
    item = {"id": str(who), "email": now["email"], "custom_attributes": {"job_title": now["title"]}}
    return {
        "type": "notification_event", "topic": "contact.user.updated", "id": f"n{at}", "created_at": at // 1000,
        "data": {"item": {**item, "name": f"{now['first_name'] or ''} Lee"}},
    }  # fmt: skip


def canonical(at: int, who: int, new: State, now: State) -> Any:
    del now
    return {
        "type": "contact_changed", "source": "sheet", "contact_id": str(who), "occurred_at": iso(at),
        "observed_at": iso(at), "fields": new,
    }  # fmt: skip


def iso(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat().replace("+00:00", "Z")


SOURCES: Final[dict[str, tuple[str, Write]]] = {
    "salesforce": ("salesforce", salesforce),
    "hubspot": ("hubspot", hubspot),
    "pipedrive": ("pipedrive", pipedrive),
    "pipedrive, version 1": ("pipedrive", pipedrive_v1),
    "debezium": ("debezium", debezium),
    "dynamics": ("dynamics", dynamics),
    "zoho": ("zoho", zoho),
    "connectwise": ("connectwise", connectwise),
    "intercom": ("intercom", intercom),
    "canonical": ("canonical", canonical),
}

VALUES: Final[dict[str, tuple[str | None, ...]]] = {
    "first_name": ("Ann", "Anne"),
    "email": ("ann@acme.example", "ann@globex.example", None),
    "title": ("Controller", "CFO", "Head of Procurement", None),
}
changes = st.sampled_from([(name, value) for name, values in VALUES.items() for value in values])
days = st.lists(st.tuples(st.sampled_from([0, 1]), st.lists(changes, min_size=1, max_size=3)), min_size=2, max_size=12)


def deliveries(source: str, write: Write, day: list[tuple[int, list[tuple[str, str | None]]]]) -> list[Record]:
    """What the source sends in the course of the day: one delivery a minute."""
    states: list[State] = [{"first_name": "Ann", "email": "ann@acme.example", "title": "Controller"} for _ in IDS]
    sent = []
    for number, (who, said) in enumerate([(0, list(states[0].items())), (1, list(states[1].items())), *day]):
        new = dict(said)
        states[who].update(new)
        at = BEGIN + number * MINUTE
        # Records are written when the day is over: a late delivery is one of an earlier moment.
        sent.append(crm(source, write(at, who, new, dict(states[who])), at=BEGIN + 2 * 24 * 60 * MINUTE, offset=number))
    return sent


def contacts_after(records: list[Record]) -> dict[str, Any]:
    """What is held of each contact, and when each field was last told."""
    rows: dict[str, Contact] = {}
    for record in records:
        for fact in read(record, MAPPED):
            if isinstance(fact, ContactFact):
                rows[fact.entity], _ = play(decide, rows.get(fact.entity, Contact.empty(fact.entity)), [fact])
    return {key: (row.fields, row.seen) for key, row in rows.items()}


@pytest.mark.parametrize("name", SOURCES)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_order_and_number_of_deliveries_do_not_matter(name: str, data: st.DataObject) -> None:
    sent = deliveries(*SOURCES[name], data.draw(days))
    expected = contacts_after(sent)
    assert len(expected) == 2
    again = data.draw(st.lists(st.sampled_from(sent), max_size=4))
    assert contacts_after(data.draw(st.permutations([*sent, *again]))) == expected
