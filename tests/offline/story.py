"""A story in four lines: an account, its owner, a contact, and the contact's move to another department."""

import json
from typing import Any

from tests.support.facts import account, at, changed, owner


def line(topic: str, fact: Any, days: float) -> str:
    payload = json.loads(fact.to_json())
    payload.pop("sources")
    ts = int(at(days).timestamp() * 1000)
    return json.dumps({"topic": topic, "key": fact.entity, "ts": ts, "payload": payload})


STORY = [
    line("directory", account("a1", 0, name="Acme", status="customer", owner="t/crm/anna"), 0),
    line("directory", owner("o1", 0, name="Anna", email="anna@us.example"), 0),
    line(
        "contact-changes",
        changed("c1", 0, snapshot=True, first_name="Bo", title="Controller", department="Finance", company="Acme",
                email="bo@acme.example",
                account="t/crm/acme"),
        0,
    ),
    line("contact-changes", changed("c2", 1, title="Head of Procurement", department="Procurement"), 1),
]  # fmt: skip
