"""Mapped fields: what a file may say, what it may not, and what follows for each source."""

from typing import Any, get_args

import pytest

from movewatch.intake import IntakeConfig
from movewatch.intake.adapters import ADAPTERS
from movewatch.intake.fields import moment_of
from movewatch.intake.mapping import (
    AccountName,
    ContactName,
    MappingError,
    OwnerName,
    SourceMap,
    mapping_of,
    parse_mappings,
)
from schemas.directory import AccountChanged, OwnerChanged
from schemas.facts import ContactFields
from tests.support.raw import CONFIG, crm, told

GOOD = """
[hubspot.acme.contact]
division = "business_unit"
start_date = "job_started"

[hubspot."*".contact]
department = "team"

[hubspot.acme.statuses]
"Gold Partner" = "partner"

[salesforce.acme.contact]
division = "Division__c"
start_date = "Start__c"
do_not_contact = "No_Calls__c"

[salesforce.acme.account]
status = "Tier__c"

[salesforce.acme.owner]
name = "Alias"

[salesforce.acme.statuses]
gold = "customer"

[zoho.acme.account]
renewal_at = "Contract.ends"
"""
MAPPED = IntakeConfig(salt=CONFIG.salt, mappings=parse_mappings(GOOD, ADAPTERS))
AT = 1767225600000


def hubspot(name: str, value: str, kind: str = "contact") -> dict[str, Any]:
    said = {"subscriptionType": f"{kind}.propertyChange", "objectId": 1, "occurredAt": AT}
    return {**said, "propertyName": name, "propertyValue": value}


def salesforce(entity: str, record_id: str, **body: Any) -> dict[str, Any]:
    header = {"entityName": entity, "changeType": "UPDATE", "recordIds": [record_id], "transactionKey": "x"}
    return {"ChangeEventHeader": {**header, "sequenceNumber": 1, "commitTimestamp": AT}, **body}


def zoho(**values: Any) -> dict[str, Any]:
    said = {"server_time": AT, "module": "Accounts", "operation": "update", "ids": ["1"]}
    return {**said, "affected_values": [{"record_id": "1", "values": values}]}


CONTACT, ACCOUNT, USER = "003ak00000IiFInAAN", "0014H00002LbR7QQAV", "0055f000005mc66AAA"

CASES = [
    # 1. A tenant's own field, and the usual one beside it.
    (1, "hubspot", "acme", hubspot("business_unit", "Retail"), {"fields": {"division": "Retail"}}),
    (2, "hubspot", "acme", hubspot("jobtitle", "CFO"), {"fields": {"title": "CFO"}}),
    # 3. Another tenant has every tenant's mapping, and this one only its own.
    (3, "hubspot", "other", hubspot("team", "Finance"), {"fields": {"department": "Finance"}}),
    (4, "hubspot", "other", hubspot("business_unit", "Retail"), "no: no-followed-field"),
    (5, "hubspot", "acme", hubspot("team", "Finance"), "no: no-followed-field"),
    # 6. A date, as milliseconds or as ISO 8601; what is no date is nobody's guess.
    (6, "hubspot", "acme", hubspot("job_started", str(AT)), {"fields": {"start_date": "2026-01-01T00:00:00Z"}}),
    (7, "hubspot", "acme", hubspot("job_started", "2026-01-01"), {"fields": {"start_date": "2026-01-01T00:00:00Z"}}),
    (8, "hubspot", "acme", hubspot("job_started", "in May"), "poison: invalid"),
    # 9. What an account is called here.
    (9, "hubspot", "acme", hubspot("lifecyclestage", "gold partner", "company"), {"status": "partner"}),
    (10, "hubspot", "other", hubspot("lifecyclestage", "gold partner", "company"), {"status": "unknown"}),
    # 11. Salesforce's custom fields, in place of the usual ones or beside them.
    (11, "salesforce", "acme", salesforce("Contact", CONTACT, Division__c="North"), {"fields": {"division": "North"}}),
    (
        12,
        "salesforce",
        "acme",
        salesforce("Contact", CONTACT, Start__c="2026-01-01", No_Calls__c="yes"),
        {"fields": {"start_date": "2026-01-01T00:00:00Z", "do_not_contact": True}},
    ),
    (13, "salesforce", "acme", salesforce("Account", ACCOUNT, Tier__c="Gold"), {"status": "customer"}),
    (14, "salesforce", "acme", salesforce("Account", ACCOUNT, Type="Customer"), "no: no-followed-field"),
    (15, "salesforce", "acme", salesforce("User", USER, Alias="Rep"), {"name": "Rep"}),
    # 16. A nested field.
    (16, "zoho", "acme", zoho(Contract={"ends": "2027-01-01"}), {"renewal_at": "2027-01-01T00:00:00Z"}),
    (17, "zoho", "acme", zoho(Contract=None), "no: no-followed-field"),
]


@pytest.mark.parametrize(("number", "source", "tenant", "payload", "expected"), CASES, ids=[str(c[0]) for c in CASES])
def test_cases(number: int, source: str, tenant: str, payload: Any, expected: Any) -> None:
    (said,) = told(crm(source, payload, tenant=tenant), MAPPED)
    if isinstance(expected, str):
        assert said == expected, number
    else:
        kept = {name: value for name, value in said[2].items() if name not in {"transaction_id", "changed_by"}}
        assert kept == expected, number


MISTAKES = [
    # 1. No TOML.
    ("hubspot =", ["m.toml is not TOML: Invalid value (at end of document)"]),
    # 2. An unknown source, a tenant that is none, an unknown field.
    (
        '[hubspto.acme.contact]\ntitle = "x"\n[hubspot]\ntitle = "x"\n[zoho.acme.contact]\ntitel = "x"',
        [
            "m.toml has 3 mistake(s):",
            "  hubspto: no source; known are hubspot, zoho",
            "  hubspot.title: give a table, as in [hubspot.title.contact]",
            f"  zoho.acme.contact.titel: none of {', '.join(get_args(ContactName))}",
        ],
    ),
    (
        "hubspot = 1",
        ["m.toml has 1 mistake(s):", '  hubspot: give a tenant, as in [hubspot."*".contact]'],
    ),
    # 4. A status that is none, a name that is empty, a part that is none.
    (
        '[zoho.a]\nstatuses = { x = "rich" }\ncontact = { title = "" }\nfields = {}',
        [
            "m.toml has 3 mistake(s):",
            "  zoho.a.contact.title: String should have at least 1 character",
            "  zoho.a.statuses.x: none of customer, former_customer, prospect, partner, competitor, never, unknown",
            f"  zoho.a.fields: no part of a mapping; these are {', '.join(SourceMap.model_fields)}",
        ],
    ),
    # 5. Tables of a source that has none, and a table with a field of another entity.
    (
        '[zoho.a.tables."x.y"]\nentity = "contact"',
        [
            "m.toml has 1 mistake(s):",
            "  zoho.a.tables: only debezium has tables; map fields under contact, account and owner",
        ],
    ),
    (
        '[debezium.a.tables."x.y"]\nentity = "owner"\nfields = { title = "x" }',
        ["m.toml has 1 mistake(s):", "  debezium.a.tables.x.y.fields: no field of an entity owner: title"],
    ),
    (
        '[debezium.a.tables."x.y"]\nentity = "owner"\n[debezium.a.tables."x.z"]\nentity = "owner"',
        [
            "m.toml has 1 mistake(s):",
            "  debezium.a.tables: two tables of entity owner: their ids would be taken for one another's",
        ],
    ),
]


@pytest.mark.parametrize(("text", "lines"), MISTAKES, ids=[str(n) for n, _ in enumerate(MISTAKES, 1)])
def test_mistakes_are_told_all_at_once(text: str, lines: list[str]) -> None:
    with pytest.raises(MappingError) as refused:
        parse_mappings(text, ["hubspot", "zoho", "debezium"][: 3 if "debezium" in text else 2], "m.toml")
    assert str(refused.value).splitlines() == lines


def test_the_names_are_those_of_the_facts() -> None:
    assert set(get_args(ContactName)) == ContactFields.__annotations__.keys()
    assert set(get_args(AccountName)) < AccountChanged.model_fields.keys()
    assert set(get_args(OwnerName)) < OwnerChanged.model_fields.keys()


def test_nothing_said_is_the_usual() -> None:
    assert mapping_of({}, "hubspot", "acme").contact == {}


@pytest.mark.parametrize("text", ["2026-01-01T00:00:00Z", "2026-01-01", "1767225600000", " 2026-01-01 "])
def test_a_moment_is_read_in_several_spellings(text: str) -> None:
    assert moment_of(text, "x").timestamp() * 1000 == AT
