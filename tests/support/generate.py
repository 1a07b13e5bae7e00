"""Makes up customers, people and what happens to them: many events, the same for the same seed."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from movewatch.demo.run import last_working_week
from movewatch.demo.shapes import (
    account,
    account_id,
    answer,
    contact_snapshot,
    contact_update,
    key,
    owner,
    project,
    user_id,
)
from schemas.records import Record

START = last_working_week(datetime.now(UTC) - timedelta(days=2))
"""Recent, since Kafka drops what is older than a topic's retention; a Monday, so that all else stays the same.

A week ago at least, also at the weekend: a life of 5,000 events takes five days, and Kafka refuses what is to come.
"""

ACCOUNTS, OWNERS = 200, 100
JOBS = [
    ("Finance", "Controller"), ("Finance", "Head of Finance"), ("Procurement", "Buyer"),
    ("Procurement", "Head of Procurement"),
    ("Sales", "Sales Manager"), ("Sales", "Sales Director"), ("IT", "IT Manager"), ("Legal", "Legal Counsel"),
    ("Marketing", "Marketing Manager"), ("Logistics", "Logistics Manager"),
]  # fmt: skip

MIX = {
    "phone": 52, "job": 20, "company": 5, "left": 3, "opt-out": 2, "project": 8, "answer": 8, "again": 2,
}  # fmt: skip
"""What happens, and how often of a hundred times."""


def who_is_who(contacts: int, accounts: int = ACCOUNTS, owners: int = OWNERS) -> Iterator[Record]:
    """The directory, and a baseline of every contact."""
    for number in range(owners):
        yield owner(
            number, START, name=f"Owner {number}", email=f"owner{number}@ours.example", time_zone="Europe/Berlin"
        )
    for number in range(accounts):
        whose = key(user_id(number % owners))
        yield account(number, START, name=f"Customer {number}", status="customer", owner=whose, owner_name="Owner")
    for number in range(contacts):
        department, title = JOBS[number % len(JOBS)]
        yield contact_snapshot(number, START, {
            "first_name": "Given", "last_name": f"Name {number}", "department": department, "title": title,
            "email": f"given.name.{number}@people.example",
            "account": key(account_id(number % accounts)), "owner": key(user_id(number % owners)),
        })  # fmt: skip


def life(
    count: int,
    contacts: int,
    seed: int,
    accounts: int = ACCOUNTS,
    *,
    seconds: tuple[int, int] = (20, 120),
    mix: Mapping[str, int] = MIX,
    projects: int = 5,
) -> Iterator[Record]:
    """What happens to them: most of it is nothing, some of it is news, a little of it is nonsense.

    ``seconds``: the least and the most between two events. Their times rise, and none is told twice.
    ``projects``: of one contact at most.
    """
    random = Random(seed)  # noqa: S311 - made-up lives, not secrets
    at = START + timedelta(days=1)
    for number in range(count):
        at += timedelta(seconds=random.randint(*seconds))
        (what,) = random.choices(list(mix), list(mix.values()))
        yield _event(random, what, number, random.randrange(contacts), accounts, projects, at)


def _event(random: Random, what: str, number: int, contact: int, accounts: int, projects: int, at: datetime) -> Record:
    match what:
        case "phone":
            fields: dict[str, Any] = {"Phone": f"+44 20 5550 {number % 10_000:04d}"}
        case "job":
            department, title = random.choice(JOBS)
            fields = {"Department": department, "Title": title}
        case "company":
            fields = {"AccountId": account_id(random.randrange(accounts))}
        case "left":
            fields = {"LID__No_longer_at_Company__c": True}
        case "opt-out":
            fields = {"HasOptedOutOfEmail": random.random() < 0.7}
        case "project":
            name = f"P-{contact}-{number % projects}"
            return project(contact, at, name, "A project", outcome=random.choice(["success", "failed"]))
        case "answer":
            return answer(contact, at, f"R-{contact}-{number % 3}", random.randint(0, 10), "Well done.")
        case _:
            fields = {"Title": "Controller"}
    return contact_update(contact, at, fields)
