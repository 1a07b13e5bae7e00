"""The story: what happens at six customers in a week, and what movewatch is expected to make of it. Pure.

Told in chapters. Between chapters time passes: everything is let settle, then the partitions hear the time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from movewatch.demo.shapes import (
    account,
    account_id,
    answer,
    change_event,
    contact_id,
    contact_snapshot,
    contact_update,
    key,
    owner,
    project,
    record,
    user_id,
)
from schemas.records import Record
from schemas.topics import CONTACT_CHANGES, CRM_EVENTS

ANNA, BEN, CHIARA, DEV = 1, 2, 3, 4
MERIDIAN, HALDEN, NORDWIND, QUARRY, ZENTRUM, RIVAL, LUMEN = 1, 2, 3, 4, 5, 6, 7
ADA, BRUNO, BRUNO_AGAIN, CARLA, DINA, EMIL, FAY, GUS, HANA, IVO, JANA, KAI, LEA, MAX, NINA = range(1, 16)

IMPORTED: Final = 400
FIRST_IMPORTED: Final = 1000
"""The contacts of the import are numbered from here on."""

PHONE: Final = "+49 151 5550 1234"


@dataclass(frozen=True, slots=True)
class Scene:
    """One row of the demo's table.

    ``about``: keys of the contacts and accounts by which its outcome is found. ``suggestions``: exactly those expected,
    as ``kind state owner``. ``reasons``: suppressions that must be among those recorded. ``dead_letters``: how many.
    """

    happened: str
    about: tuple[str, ...]
    suggestions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    dead_letters: int = 0


@dataclass(frozen=True, slots=True)
class Chapter:
    """Records that may be published in one go, and the time at which the partitions hear that it is past."""

    title: str
    records: tuple[Record, ...]
    then: datetime
    kill_a_worker: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """All chapters, and the rows of the table."""

    chapters: tuple[Chapter, ...]
    scenes: tuple[Scene, ...]


def story(monday: datetime) -> Story:
    """The story, beginning at nine o'clock of a Monday (UTC)."""

    def on(day: int, hour: int, minute: int = 0) -> datetime:
        return monday + timedelta(days=day, hours=hour - 9, minutes=minute)

    return Story(
        chapters=(
            Chapter("who is who", tuple(_who_is_who(monday - timedelta(days=1))), on(0, 9)),
            Chapter("a week of changes", tuple(_week(on)), on(3, 17), kill_a_worker=True),
            Chapter("late and repeated", tuple(_afterwards(on)), on(4, 17)),
        ),
        scenes=SCENES,
    )


def _who_is_who(at: datetime) -> Iterator[Record]:
    for number, name, zone in (
        (ANNA, "Anna Keller", "Europe/Berlin"),
        (BEN, "Ben Ortiz", "Europe/Madrid"),
        (CHIARA, "Chiara Rossi", "Europe/Rome"),
        (DEV, "Dev Patel", "Europe/London"),
    ):
        yield owner(number, at, name=name, email=f"{name.split()[0].lower()}@ledgerline.example", time_zone=zone)
    divisions = [
        {"name": "Finance", "functions": ["finance"], "owner": key(user_id(ANNA)), "owner_name": "Anna Keller"},
        {
            "name": "Supply chain",
            "functions": ["purchasing", "logistics"],
            "owner": key(user_id(BEN)),
            "owner_name": "Ben Ortiz",
        },
    ]
    people = {ANNA: "Anna Keller", BEN: "Ben Ortiz", CHIARA: "Chiara Rossi", DEV: "Dev Patel"}
    for number, name, status, whose in (
        (MERIDIAN, "Meridian Industries", "customer", ANNA),
        (HALDEN, "Halden Bank", "customer", CHIARA),
        (NORDWIND, "Nordwind Energy", "customer", DEV),
        (QUARRY, "Quarry Foods", "customer", CHIARA),
        (ZENTRUM, "Zentrum Pharma", "customer", ANNA),
        (RIVAL, "Rival Analytics", "competitor", DEV),
        (LUMEN, "Lumen Logistics", "customer", DEV),
    ):
        known: dict[str, Any] = {
            "name": name,
            "status": status,
            "owner": key(user_id(whose)),
            "owner_name": people[whose],
        }
        if number == MERIDIAN:
            known["divisions"] = divisions
        yield account(number, at, **known)
    yield from _people(at)


def _people(at: datetime) -> Iterator[Record]:
    for number, first, last, title, department, where, whose in (
        (ADA, "Ada", "Berg", "Finance Manager", "Finance", MERIDIAN, ANNA),
        (BRUNO, "Bruno", "Costa", "Procurement Manager", "Procurement", HALDEN, CHIARA),
        (CARLA, "Carla", "Dunn", "Head of IT", "IT", HALDEN, CHIARA),
        (DINA, "Dina", "Evers", "Quality Manager", "Quality", ZENTRUM, ANNA),
        (EMIL, "Emil", "Frank", "Controller", "Finance", LUMEN, DEV),
        (FAY, "Fay", "Grant", "Marketing Manager", "Marketing", NORDWIND, DEV),
        (GUS, "Gus", "Holm", "Logistics Manager", "Logistics", LUMEN, DEV),
        (HANA, "Hana", "Ito", "Sales Manager", "Sales", ZENTRUM, ANNA),
        (IVO, "Ivo", "Jansen", "Sales Manager", "Sales", NORDWIND, DEV),
        (JANA, "Jana", "Koch", "Legal Counsel", "Legal", HALDEN, CHIARA),
        (KAI, "Kai", "Lund", "IT Manager", "IT", NORDWIND, DEV),
        (LEA, "Lea", "Moor", "Finance Manager", "Finance", LUMEN, DEV),
        (NINA, "Nina", "Pohl", "Production Manager", "Production", LUMEN, DEV),
    ):
        fields = {"first_name": first, "last_name": last, "title": title, "department": department}
        fields |= {"account": key(account_id(where)), "owner": key(user_id(whose))}
        if number == BRUNO:
            fields["phone"] = PHONE
        if number == EMIL:
            fields["company"] = "Lumen Logistics"
        yield contact_snapshot(number, at, fields)
    long_ago = (at - timedelta(days=70)).isoformat()
    yield project(
        ADA, at, "P-9", "Ledger consolidation", outcome="success", occurred_at=long_ago,
        result="closed three ledgers into one",
    )  # fmt: skip
    yield project(
        BRUNO, at, "P-10", "Supplier portal", outcome="success", occurred_at=long_ago,
        result="halved the time to onboard a supplier",
    )  # fmt: skip
    for number in range(FIRST_IMPORTED, FIRST_IMPORTED + IMPORTED):
        fields = {"last_name": f"Person {number}", "department": "Production", "account": key(account_id(QUARRY))}
        yield contact_snapshot(number, at, fields)


def _week(on: Callable[..., datetime]) -> Iterator[Record]:
    # Monday: a move into a colleague's division, and the project that ends before its praise.
    yield contact_update(ADA, on(0, 10), {"Title": "Head of Procurement", "Department": "Procurement"})
    yield project(CARLA, on(0, 11), "P-17", "Payments migration", outcome="success",
                  result="cut the monthly close from nine days to four", lead=key(user_id(CHIARA)))  # fmt: skip
    yield answer(DINA, on(0, 12), "R-31", 9, "Very good support. The audit passed without a finding.")
    yield contact_update(FAY, on(0, 13), {"Department": "Legal", "Title": "Legal Counsel"})
    yield contact_update(GUS, on(0, 14), {"Department": "Finance", "Title": "Finance Manager"})
    # The old record is flagged, a new one is created elsewhere; both carry the same mobile number.
    yield contact_update(BRUNO, on(0, 15), {"LID__No_longer_at_Company__c": True})
    name = {"FirstName": "Bruno", "LastName": "Costa"}
    now = {"Title": "Director Procurement", "Department": "Procurement", "AccountId": account_id(NORDWIND)}
    created = {"Name": name, **now, "OwnerId": user_id(DEV), "MobilePhone": PHONE}
    yield change_event("Contact", contact_id(BRUNO_AGAIN), "CREATE", created, on(0, 16))
    # Tuesday: corrections and wishes within the settling window.
    yield contact_update(FAY, on(1, 9), {"Department": "Marketing", "Title": "Marketing Manager"})
    yield contact_update(GUS, on(1, 10), {"HasOptedOutOfEmail": True})
    yield answer(CARLA, on(1, 10), "R-40", 10, "On time and calm throughout. We close in four days now.")
    yield project(
        DINA, on(1, 11), "P-18", "Audit trail", outcome="success", result="passed the audit without a finding"
    )
    yield project(HANA, on(1, 11), "P-19", "Forecast rollout", outcome="success")
    yield answer(HANA, on(1, 12), "R-41", 3, "Slow answers, nobody called back.")
    yield contact_update(EMIL, on(1, 13), {"Phone": "+44 20 5550 7788"})
    yield _other_crm(on(1, 12), snapshot=True, company="Lumen Logistics", account=key(account_id(LUMEN)))
    yield _other_crm(on(1, 13), company="Lumen Logistics Ltd.")
    yield contact_update(IVO, on(1, 14), {"Title": "Sales Director"})
    yield contact_update(JANA, on(1, 15), {"LID__No_longer_at_Company__c": True})
    yield contact_update(KAI, on(1, 16), {"AccountId": account_id(RIVAL)})
    yield contact_update(LEA, on(1, 16), {"Department": "Sales", "Title": "Sales Manager"}, user=user_id(DEV))
    yield contact_update(MAX, on(1, 17), {"Title": "Chief Operating Officer"})
    # In the evening an import gives every contact of a customer another department, in one transaction.
    for number in range(FIRST_IMPORTED, FIRST_IMPORTED + IMPORTED):
        yield contact_update(
            number, on(1, 18), {"Department": "Operations"}, transaction="import-2026", sequence=number
        )


def _afterwards(on: Callable[..., datetime]) -> Iterator[Record]:
    yield contact_update(ADA, on(0, 10), {"Title": "Head of Procurement", "Department": "Procurement"})
    yield contact_update(NINA, on(4, 10), {"Title": "Plant Manager"})
    yield contact_update(NINA, on(2, 10), {"Title": "Production Assistant"})
    yield record(
        CRM_EVENTS,
        "?",
        '{"data": {"payload": {"ChangeEventHeader": {"entityName": "Contact", ',
        on(4, 11),
        "salesforce",
    )


def _other_crm(at: datetime, *, snapshot: bool = False, **fields: Any) -> Record:
    """A contact in a second CRM, which speaks our own format and has no accounts but names."""
    value = {
        "type": "contact_changed", "source": "helpdesk", "contact_id": "4711", "snapshot": snapshot,
        "occurred_at": at.isoformat(), "fields": fields,
    }  # fmt: skip
    return record(CONTACT_CHANGES, "4711", value, at)


def _contact(*numbers: int) -> tuple[str, ...]:
    return tuple(key(contact_id(number)) for number in numbers)


SCENES: Final = (
    Scene(
        "Ada Berg moves from finance to procurement at Meridian, where Ben looks after procurement",
        _contact(ADA),
        ("hand-over delivered Ben Ortiz",),
    ),
    Scene(
        "Bruno Costa's record at Halden is flagged; a new one appears at Nordwind, with the same mobile number",
        _contact(BRUNO, BRUNO_AGAIN),
        ("new-company delivered Dev Patel", "successor retracted Chiara Rossi"),
    ),
    Scene(
        "Carla Dunn's project ends; a day later she gives it a 10",
        _contact(CARLA),
        ("reference-request delivered Chiara Rossi",),
    ),
    Scene(
        "Dina Evers gives a 9; a day later her project ends",
        _contact(DINA),
        ("reference-request delivered Anna Keller",),
    ),
    Scene(
        f"An import gives {IMPORTED} contacts of Quarry Foods another department",
        (key(account_id(QUARRY)),),
        ("bulk-case delivered Chiara Rossi",),
        ("bulk",),
    ),
    Scene('"Lumen Logistics" becomes "Lumen Logistics Ltd."', ("demo/helpdesk/4711",), (), ("same-company",)),
    Scene("Hana Ito's project ends; she gives it a 3", _contact(HANA), (), ("detractor",)),
    Scene(
        "Gus Holm changes department, then opts out of mails",
        _contact(GUS),
        ("departmental-move retracted Dev Patel",),
        ("opted-out",),
    ),
    Scene(
        "Fay Grant's change of department is corrected the next morning",
        _contact(FAY),
        ("departmental-move retracted Dev Patel",),
        ("corrected",),
    ),
    Scene("Ivo Jansen becomes sales director", _contact(IVO), ("promotion delivered Dev Patel",)),
    Scene("Jana Koch has left Halden, nobody knows where to", _contact(JANA), ("successor delivered Chiara Rossi",)),
    Scene("Kai Lund goes to a competitor", _contact(KAI), (), ("account-competitor",)),
    Scene("Lea Moor changes department; her owner Dev typed it himself", _contact(LEA), (), ("own-edit",)),
    Scene("Max, never heard of before, becomes COO", _contact(MAX), (), ("no-baseline",)),
    Scene("Ada's change arrives a second time", _contact(ADA), ("hand-over delivered Ben Ortiz",), ("duplicate",)),
    Scene("News of Nina Pohl arrives two days late, after newer news", _contact(NINA), (), ("late-fact",)),
    Scene("A record is cut off in the middle", (), dead_letters=1),
)
