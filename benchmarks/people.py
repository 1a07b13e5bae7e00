"""Customers, their people, and what happens to them, as the sources write it: for the parts with all stages. Pure.

Every contact has a project that has ended well. Two contacts share an account, since only a few people of one are asked
for a reference in a quarter; a few accounts share an owner.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from movewatch.demo.shapes import CRM, change_event, key, record
from movewatch.intake.salesforce_ids import long_id
from schemas.records import Record
from schemas.topics import CONTACT_CHANGES, DIRECTORY, FEEDBACK, PROJECT_COMPLETIONS

OF_AN_ACCOUNT: Final = 2
OF_AN_OWNER: Final = 8

JOBS: Final = (("Finance", "Controller"), ("Procurement", "Head of Procurement"))
"""The one that everybody has, and the one that they move into."""

RESPONSE: Final = "R-1"
WELL_DONE: Final = (10, "Well done, and on time.")
NOT_WELL: Final = (2, "Slow, and nobody called back.")


def contact_id(number: int) -> str:
    """The Salesforce id of a contact."""
    return long_id(f"003{number:012d}", "contact")


def contact_key(number: int) -> str:
    """The key of a contact."""
    return key(contact_id(number))


def _account_id(number: int) -> str:
    return long_id(f"001{number:012d}", "account")


def _owner_key(number: int) -> str:
    return key(long_id(f"005{number:012d}", "user"))


def _owner(number: int, at: datetime) -> Record:
    value = {
        "type": "owner_changed",
        "source": CRM,
        "owner_id": long_id(f"005{number:012d}", "user"),
        "occurred_at": at.isoformat(),
        "name": f"Owner {number}",
        "email": f"owner{number}@ours.example",
        "time_zone": "Europe/Berlin",
    }
    return record(DIRECTORY, _owner_key(number), value, at)


def _account(number: int, at: datetime) -> Record:
    value = {
        "type": "account_changed",
        "source": CRM,
        "account_id": _account_id(number),
        "occurred_at": at.isoformat(),
        "name": f"Customer {number}",
        "status": "customer",
        "owner": _owner_key(number * OF_AN_ACCOUNT // OF_AN_OWNER),
        "owner_name": "Owner",
    }
    return record(DIRECTORY, key(_account_id(number)), value, at)


def _baseline(number: int, at: datetime) -> Record:
    department, title = JOBS[0]
    fields = {
        "first_name": "Given",
        "last_name": f"Name {number}",
        "department": department,
        "title": title,
        "email": f"given.name.{number}@people.example",
        "account": key(_account_id(number // OF_AN_ACCOUNT)),
        "owner": _owner_key(number // OF_AN_OWNER),
        "no_longer_at_company": False,
        "opted_out": False,
    }
    value = {
        "type": "contact_changed",
        "source": CRM,
        "contact_id": contact_id(number),
        "snapshot": True,
        "occurred_at": at.isoformat(),
        "fields": fields,
    }
    return record(CONTACT_CHANGES, contact_id(number), value, at)


def _project(number: int, at: datetime) -> Record:
    value = {
        "type": "project_completed",
        "source": CRM,
        "contact_id": contact_id(number),
        "project_id": f"P-{number}",
        "project": "A project",
        "outcome": "success",
        "occurred_at": (at - timedelta(days=3)).isoformat(),
    }
    return record(PROJECT_COMPLETIONS, contact_id(number), value, at)


def who_is_who(contacts: int, at: datetime, projects: range | None = None) -> Iterator[Record]:
    """The directory and a baseline of so many contacts; a project for some of them."""
    for number in range(-(-contacts // OF_AN_OWNER)):
        yield _owner(number, at)
    for number in range(-(-contacts // OF_AN_ACCOUNT)):
        yield _account(number, at)
    for number in range(contacts):
        yield _baseline(number, at)
    for number in projects or ():
        yield _project(number, at)


def move(number: int, at: datetime) -> Record:
    """A contact moves into another department: a suggestion at once, in state ``held``."""
    department, title = JOBS[1]
    return _update(number, at, {"Department": department, "Title": title}, 0)


def answer(number: int, at: datetime, *, pleased: bool = True) -> Record:
    """A contact answers a survey: a suggestion at once, or the end of one where the same answer is taken back."""
    score, comment = WELL_DONE if pleased else NOT_WELL
    value = {
        "type": "feedback_received",
        "source": CRM,
        "contact_id": contact_id(number),
        "response_id": RESPONSE,
        "scale": "nps",
        "score": score,
        "comment": comment,
        "occurred_at": at.isoformat(),
    }
    return record(FEEDBACK, contact_id(number), value, at)


def changes(count: int, contacts: range, at: datetime, every: int = 20) -> Iterator[Record]:
    """So many changes of these contacts, over and over. One of ``every`` is a job, the others concern no rule.

    Of those, half are fields that nobody reads, and half a name that is kept and means nothing.
    """
    people = len(contacts)
    for number in range(count):
        contact, turn = contacts[number % people], number // people
        # Everybody's turn to have a new job comes, and each time it is another one than before.
        if (number + turn) % every == 0:
            department, title = JOBS[(turn // every + 1) % 2]
            fields: dict[str, Any] = {"Department": department, "Title": title}
        elif (number + turn) % 2:
            fields = {"Phone": f"+44 20 5550 {number % 10_000:04d}"}
        else:
            fields = {"Name": {"FirstName": f"Given {turn}"}}
        yield _update(contact, at + timedelta(seconds=turn), fields, turn)


def _update(number: int, at: datetime, fields: dict[str, Any], turn: int) -> Record:
    this = f"{number}-{turn}"
    return change_event("Contact", contact_id(number), "UPDATE", fields, at, transaction=this, sequence=1)
