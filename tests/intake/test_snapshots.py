"""Rows of an export as snapshots: their ids, what they tell, and whether that was missed."""

import json
from typing import Any

import pytest

from movewatch.intake.raw import Raw, raw_of
from movewatch.intake.snapshots import columns_of, is_missed, snapshot_of
from schemas.facts import ContactChanged
from tests.support.raw import CONFIG, crm

MADE = 1_767_225_600_000  # 2026-01-01T00:00:00Z
ROW = {"id": "003ak00000IiFIn", "Title": "CFO", "AccountId": "0014H00002LbR7Q", "Department": ""}
LONG, ACCOUNT = "003ak00000IiFInAAN", "t/salesforce/0014H00002LbR7QQAV"


def made(at: int = MADE) -> Raw:
    return raw_of(crm("salesforce", {}, at=at), CONFIG)


def snapshot(row: dict[str, Any] = ROW, at: int = MADE, source: str = "salesforce") -> ContactChanged:
    raw = made(at)
    return snapshot_of(raw, source, row, columns_of(raw, source))


def test_ids_are_those_that_events_carry() -> None:
    """Salesforce's reports have 15 characters where its events have 18."""
    said = snapshot()
    assert said.contact_id == LONG
    assert said.fields == {"title": "CFO", "account": ACCOUNT, "department": None}
    other = snapshot({"id": "003ak00000IiFIn", "email": "ann@acme.example"}, source="hubspot")
    assert other.contact_id == "003ak00000IiFIn"


def test_a_later_export_may_say_again_what_an_earlier_one_said() -> None:
    """In between something else held: the later snapshot is a fact of its own."""
    assert snapshot().fact_id == snapshot().fact_id != snapshot(at=MADE + 1).fact_id


HELD = {"title": "CFO", "account": ACCOUNT}
SEEN = {"title": "2025-12-01T00:00:00Z"}
MISSED: list[tuple[int, dict[str, Any] | None, bool]] = [
    # 1. Nobody is known there.
    (1, None, True),
    # 2. All that is told is held; an empty cell is no news of what is not held.
    (2, {"fields": HELD, "seen": SEEN}, False),
    # 3. Another title is held, seen before the export was made, at that moment, and after it: newer news stays.
    (3, {"fields": {**HELD, "title": "CIO"}, "seen": SEEN}, True),
    (4, {"fields": {**HELD, "title": "CIO"}, "seen": {"title": "2026-01-01T00:00:00Z"}}, True),
    (5, {"fields": {**HELD, "title": "CIO"}, "seen": {"title": "2026-01-02T00:00:00Z"}}, False),
    # 6. A department is held, and the export says that there is none.
    (6, {"fields": {**HELD, "department": "Finance"}, "seen": SEEN}, True),
    # 7. The account is not held.
    (7, {"fields": {"title": "CFO"}, "seen": SEEN}, True),
]


@pytest.mark.parametrize(("number", "row", "expected"), MISSED, ids=[str(number) for number, *_ in MISSED])
def test_what_is_missed(number: int, row: dict[str, Any] | None, expected: bool) -> None:
    told = snapshot()
    assert is_missed(json.loads(told.to_json())["fields"], told.observed_at, row) is expected, number
