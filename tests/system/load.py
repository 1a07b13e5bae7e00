"""Endless records as of now, for a steady load. All people and companies are made up."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime

from movewatch.demo import shapes
from schemas.records import Record
from schemas.topics import CONTACT_FACTS
from tests.support import facts

PEOPLE, ACCOUNTS, OWNERS = 400, 40, 40
"""Enough for each of eight partitions to get its share."""


def phone_changes() -> Iterator[Record]:
    """Facts about contacts, each of which changes a row."""
    for number in itertools.count():
        now = datetime.now(UTC)
        days = (now - facts.START).total_seconds() / 86_400
        phone = f"+44 20 5550 {number % 10_000:04d}"
        fact = facts.changed(f"f{number}", days, contact=f"c{number % PEOPLE}", phone=phone)
        yield Record(CONTACT_FACTS.name, -1, -1, shapes.milliseconds(now), fact.entity.encode(), fact.to_json())


def news() -> Iterator[Record]:
    """Raw records that keep intake, contacts, accounts and owners busy."""
    for number in itertools.count():
        now = datetime.now(UTC)
        yield shapes.contact_update(number % PEOPLE, now, {"Title": f"Controller {number}"})
        yield shapes.account(number % ACCOUNTS, now, name=f"Customer {number}", status="customer")
        yield shapes.owner(number % OWNERS, now, name="Owner", email=f"owner{number}@ours.example", time_zone="UTC")
