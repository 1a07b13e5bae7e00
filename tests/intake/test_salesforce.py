"""Salesforce Change Data Capture becomes facts: every published sample, and the shapes that have no sample."""

from typing import Any

import pytest

from movewatch.intake import IntakeConfig
from movewatch.intake.mapping import parse_mappings
from movewatch.intake.salesforce_ids import long_id
from schemas.base import stable_id
from tests.support.raw import CONFIG, apply, facts_of, message_of, outcome, salesforce, sample, told

CONTACT, SECOND, ACCOUNT, USER = "003ak00000IiFInAAN", "003bm000016htgPAAQ", "0014H00002LbR7QQAV", "0055f000005mc66AAA"
COMMITTED = 1767225600000  # 2026-01-01T00:00:00Z


def key(record_id: str) -> str:
    return f"t/salesforce/{record_id}"


BY = {"changed_by": key(USER), "transaction_id": "tx-1"}


NAME: dict[str, Any] = {"Salutation": None, "FirstName": None, "LastName": None}
EVERY: dict[str, Any] = {"Name": None, "Title": None, "Department": None, "Email": None}
"""The fields of an event of the Pub/Sub API in the order of its schema; the header is the first one."""


def header(entity: str = "Contact", change: str = "UPDATE", ids: Any = (CONTACT,), **more: Any) -> dict[str, Any]:
    return {
        "entityName": entity,
        "changeType": change,
        "recordIds": list(ids) if isinstance(ids, tuple) else ids,
        "transactionKey": "tx-1",
        "sequenceNumber": 1,
        "commitTimestamp": COMMITTED,
        "commitNumber": 1745500706683617281,
        "commitUser": USER,
        **more,
    }


def cometd(body: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The shape of CometD: null means cleared."""
    payload = {"ChangeEventHeader": header(**more), **body}
    return {
        "data": {"schema": "x", "payload": payload, "event": {"replayId": 5}},
        "channel": "/data/ContactChangeEvent",
    }


def bare(body: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The event without its envelope."""
    return {"ChangeEventHeader": header(**more), **body}


def pub_sub(body: dict[str, Any], nulled: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    """The shape of the Pub/Sub API, decoded: null means unchanged."""
    lists = {"nulledFields": list(nulled), "diffFields": [], "changedFields": list(body)}
    return {"replayId": 5, "payload": bare(body, **{**lists, **more})}


def changed(fields: dict[str, Any], contact: str = CONTACT, **more: Any) -> tuple[str, str, dict[str, Any]]:
    return "contact_changed", key(contact), {"fields": fields, **BY, **more}


SAMPLES = [
    # 1. A new account: what is blank is not said, its owner is a key.
    (
        "amp_new_account.json",
        [
            (
                "account_changed",
                key("0015f00002J9YYEAA3"),
                {
                    "name": "Acme",
                    "owner": key(USER),
                    "changed_by": key(USER),
                    "transaction_id": "0001ade9-3f74-0b99-dbc4-42e73424b774",
                },
            )
        ],
    ),
    # 2. A surname is corrected. It is a fact; that it is no move, the rules say.
    (
        "amp_update_contact.json",
        [
            (
                "contact_changed",
                key("003ak00000IiFInAAN"),
                {
                    "fields": {"last_name": "Youngest"},
                    "changed_by": key("005ak00000EpjsfAAB"),
                    "transaction_id": "0000be70-a756-e601-9202-32967602a6be",
                },
            )
        ],
    ),
    # 3. Only addresses changed, some named in the header and not carried: nothing that we follow.
    ("amp_update_contact_compound_address.json", ["no: no-followed-field"]),
    # 4. Pub/Sub: every field is there as null, and only the billing address changed.
    ("pubsub_account_update_decoded.json", ["no: no-followed-field"]),
]


@pytest.mark.parametrize(("name", "expected"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_samples(name: str, expected: list[Any]) -> None:
    assert outcome(salesforce(sample(f"salesforce/{name}"))) == expected


def test_every_sample_has_a_case() -> None:
    sample("salesforce/amp_new_account.json")  # skips, or fails in CI, where there are no samples
    from tests.support.raw import SAMPLES as FOLDER  # noqa: PLC0415 - the folder, not the cases

    assert {path.name for path in (FOLDER / "salesforce").iterdir()} == {name for name, _ in SAMPLES}


CASES = [
    # 1. The title, the main carrier of a move.
    (1, cometd({"Title": "CFO"}, changedFields=["Title"]), [changed({"title": "CFO"})]),
    # 2. The same event without its envelope.
    (2, bare({"Title": "CFO"}, changedFields=["Title"]), [changed({"title": "CFO"})]),
    # 3. The same through the Pub/Sub API, where every other field is null and unchanged.
    (3, pub_sub({"Title": "CFO", "Department": None, "AccountId": None}), [changed({"title": "CFO"})]),
    # 4. CometD: an explicit null is a cleared field.
    (4, cometd({"Title": None}, changedFields=["Title"]), [changed({"title": None})]),
    # 5. CometD, an old event that has no changedFields: null is cleared as well.
    (5, cometd({"Title": None}), [changed({"title": None})]),
    # 6. A null that changedFields does not name is no change, whoever put it there.
    (6, cometd({"Title": "CFO", "Department": None}, changedFields=["Title"]), [changed({"title": "CFO"})]),
    # 7. Pub/Sub: null and named in nulledFields is cleared.
    (7, pub_sub({"Department": None, "Title": None}, nulled=("Department",)), [changed({"department": None})]),
    # 8. A bare event with nulledFields in its header has the Pub/Sub API's meaning of null.
    (8, bare({"Title": "CFO", "Department": None}, nulledFields=[]), [changed({"title": "CFO"})]),
    # 9. An envelope with a replayId has it too, even if the header says nothing of nulledFields.
    (9, {"replayId": 1, "payload": bare({"Title": "CFO", "Department": None})}, [changed({"title": "CFO"})]),
    # 10. Kafka Connect wraps the event in a schema; its null is CometD's.
    (10, {"schema": {}, "payload": bare({"Title": None}, changedFields=["Title"])}, [changed({"title": None})]),
    # 11. Every followed field of a contact; Phone is often the switchboard's and is left out.
    (
        11,
        cometd(
            {
                "Name": {"FirstName": "Ann", "LastName": "Lee", "Salutation": "Ms"},
                "Title": "CFO",
                "Department": "Finance",
                "MobilePhone": "12",
                "Phone": "+49 30 1234567",
                "AccountId": ACCOUNT,
                "OwnerId": USER,
                "HasOptedOutOfEmail": True,
                "DoNotCall": True,
                "LID__No_longer_at_Company__c": False,
            }
        ),
        [
            changed(
                {
                    "first_name": "Ann",
                    "last_name": "Lee",
                    "title": "CFO",
                    "department": "Finance",
                    "phone": "12",
                    "account": key(ACCOUNT),
                    "owner": key(USER),
                    "opted_out": True,
                    "no_longer_at_company": False,
                }
            )
        ],
    ),
    # 12. Names may come flat, as they are named in changedFields.
    (12, cometd({"Name.LastName": "Lee", "FirstName": "Ann"}), [changed({"first_name": "Ann", "last_name": "Lee"})]),
    # 13. Part of the name was cleared.
    (
        13,
        pub_sub({"Name": {"FirstName": None, "LastName": None}}, nulled=("Name.FirstName",)),
        [changed({"first_name": None})],
    ),
    # 14. Several records changed alike: a fact each, each record once.
    (
        14,
        cometd({"Title": "CFO"}, ids=(CONTACT, SECOND, CONTACT[:15])),
        [changed({"title": "CFO"}), changed({"title": "CFO"}, SECOND)],
    ),
    # 15. An account that is cleared: the contact belongs to none.
    (15, cometd({"AccountId": None}), [changed({"account": None})]),
    # 16. Ids of 15 characters are the same records.
    (16, cometd({"AccountId": ACCOUNT[:15]}, ids=(CONTACT[:15],)), [changed({"account": key(ACCOUNT)})]),
    # 17. A new contact; null was never anything else, so nothing is cleared.
    (17, cometd({"Title": "CFO", "Email": None}, change="CREATE"), [changed({"title": "CFO"}, created=True)]),
    # 18. A new contact without any field that we follow is still news: it exists.
    (18, pub_sub({"Title": None}, change="CREATE"), [changed({}, created=True)]),
    # 19. Deleted. A merge shows as this, and as an update of the survivor.
    (19, cometd({}, change="DELETE"), [("contact_removed", key(CONTACT), {"how": "deleted", **BY})]),
    # 20. Brought back, with all its fields: a snapshot, so that nothing counts as a move.
    (
        20,
        cometd({"Title": "CFO"}, change="UNDELETE"),
        [("contact_removed", key(CONTACT), {"how": "restored", **BY}), changed({"title": "CFO"}, snapshot=True)],
    ),
    # 21. Nothing that we follow.
    (21, cometd({"MailingCity": "Ulm"}, changedFields=["MailingCity"]), ["no: no-followed-field"]),
    # 22. The title is named as changed, its value is missing: said, not guessed.
    (22, cometd({}, changedFields=["Title"]), ["no: nothing-usable"]),
    # 23. An object that no rule reads; even its gaps do not matter.
    (23, cometd({"Status": "Sent"}, entity="Campaign"), ["no: entity-not-followed"]),
    (24, cometd({}, entity="Campaign", change="GAP_UPDATE"), ["no: entity-not-followed"]),
    # 25. Gaps say that something changed and not what.
    (25, cometd({}, change="GAP_UPDATE"), ["poison: gap"]),
    (26, cometd({}, change="GAP_CREATE"), ["poison: gap"]),
    (27, cometd({}, ids=("003*",)), ["poison: gap"]),
    # 28. Overflow: the ids are not told at all.
    (28, cometd({}, change="GAP_OVERFLOW", ids=("000000000000000AAA",)), ["poison: overflow"]),
    (29, cometd({"Title": "CFO"}, ids=("000000000000000AAA",)), ["poison: overflow"]),
    # 30. Bitmaps point to fields that are not there.
    (30, pub_sub({"Title": "CFO"}, changedFields=["0x400800"]), ["poison: encoded-fields"]),
    (31, pub_sub({"Title": None, "Email": None}, changedFields=["4-0x01"]), ["poison: encoded-fields"]),
    (32, pub_sub({"Title": "CFO", "Email": None}, nulledFields=["0x20"]), ["poison: encoded-fields"]),
    (33, cometd({"Title": "CFO"}, changedFields="0x400800"), ["poison: encoded-fields"]),
    # 34. What is malformed is named, not guessed.
    (34, cometd({"Title": 5}), ["poison: invalid"]),
    (35, cometd({"Title": "x" * 501}), ["poison: invalid"]),
    (36, cometd({"AccountId": "Acme"}), ["poison: bad-id"]),
    (37, cometd({"Title": "CFO"}, ids=("12",)), ["poison: bad-id"]),
    (38, cometd({"Title": "CFO"}, ids=()), ["poison: invalid"]),
    (39, cometd({"Title": "CFO"}, ids=CONTACT), ["poison: invalid"]),
    (40, cometd({"Title": "CFO"}, ids=tuple(f"{n:015}" for n in range(2001))), ["poison: too-large"]),
    (41, cometd({"Title": "CFO"}, change="RENAME"), ["poison: unknown-change"]),
    (42, cometd({"Title": "CFO"}, commitTimestamp="2026-01-01"), ["poison: invalid"]),
    (43, cometd({"Title": "CFO"}, commitTimestamp=10**30), ["poison: invalid"]),
    (44, cometd({"Title": "CFO"}, commitTimestamp=True), ["poison: invalid"]),
    (45, cometd({"Title": "CFO"}, sequenceNumber=None), ["poison: invalid"]),
    (46, cometd({"Title": "CFO"}, transactionKey=""), ["poison: invalid"]),
    (47, cometd({"Title": "CFO"}, commitUser="me"), ["poison: bad-id"]),
    (48, cometd({"Title": "CFO"}, entityName=None), ["poison: invalid"]),
    (49, {"data": {"payload": {}}}, ["poison: not-a-change-event"]),
    (50, {"data": {"payload": [1]}}, ["poison: not-a-change-event"]),
    (51, {"hello": "world"}, ["poison: not-a-change-event"]),
    (52, {"ChangeEventHeader": []}, ["poison: not-a-change-event"]),
    # 53. No user is named: then nobody is.
    (
        53,
        cometd({"Title": "CFO"}, commitUser=None),
        [("contact_changed", key(CONTACT), {"fields": {"title": "CFO"}, "transaction_id": "tx-1"})],
    ),
    # 54. Zero, read as a date.
    (54, cometd({"Title": "CFO"}, commitTimestamp=0), ["poison: long-past-date"]),
    # 55. Committed after the record was written.
    (55, cometd({"Title": "CFO"}, commitTimestamp=1_800_000_000_000), ["poison: future-date"]),
    # 56. The whole compound is named as changed or nulled, and so all of its parts.
    (56, cometd({"Name": {"FirstName": None}}, changedFields=["Name"]), [changed({"first_name": None})]),
    (57, pub_sub({"Name": {"FirstName": None}}, nulled=("Name",)), [changed({"first_name": None})]),
]


@pytest.mark.parametrize(("payload", "expected"), [case[1:] for case in CASES], ids=[str(case[0]) for case in CASES])
def test_contacts(payload: Any, expected: list[Any]) -> None:
    assert outcome(salesforce(payload)) == expected


def account(said: dict[str, Any]) -> list[Any]:
    return [("account_changed", key(ACCOUNT), {**said, **BY})]


ACCOUNTS = [
    # 1. Every followed field.
    (
        {
            "Name": "Acme",
            "Website": "https://www.acme.co.uk/de",
            "OwnerId": USER,
            "ParentId": ACCOUNT,
            "Type": "Prospect",
        },
        "UPDATE",
        account(
            {
                "name": "Acme",
                "domain": "acme.co.uk",
                "owner": key(USER),
                "parent": key(ACCOUNT),
                "status": "prospect",
            }
        ),
    ),
    # 2. Types that Salesforce ships, in any case; an own one is unknown.
    ({"Type": "customer - direct"}, "UPDATE", account({"status": "customer"})),
    ({"Type": "Competitor"}, "UPDATE", account({"status": "competitor"})),
    ({"Type": "Gold"}, "UPDATE", account({"status": "unknown"})),
    # 5. The directory has no word for cleared, and a website may be none.
    ({"ParentId": None}, "UPDATE", ["no: nothing-usable"]),
    ({"Website": "n/a"}, "UPDATE", ["no: nothing-usable"]),
    ({"Name": "Acme", "Website": None}, "UPDATE", account({"name": "Acme"})),
    # 8. Deleted, and brought back with its fields.
    ({}, "DELETE", account({"deleted": True})),
    ({"Name": "Acme"}, "UNDELETE", account({"name": "Acme"})),
    # 10. Wrong types.
    ({"Type": 1}, "UPDATE", ["poison: invalid"]),
    ({"Website": {}}, "UPDATE", ["poison: invalid"]),
    ({"Name": 1}, "UPDATE", ["poison: invalid"]),
    # 13. A field that we do not follow.
    ({"Fax": "1"}, "UPDATE", ["no: no-followed-field"]),
]


@pytest.mark.parametrize(("body", "change", "expected"), ACCOUNTS, ids=range(1, len(ACCOUNTS) + 1))
def test_accounts(body: dict[str, Any], change: str, expected: list[Any]) -> None:
    assert outcome(salesforce(cometd(body, entity="Account", change=change, ids=(ACCOUNT,)))) == expected


def owner(said: dict[str, Any]) -> list[Any]:
    return [("owner_changed", key(USER), said)]


USERS = [
    # 1. A new user, with every followed field.
    (
        {
            "Name": {"FirstName": "Eve", "LastName": "Moss"},
            "Email": "eve@us.example",
            "TimeZoneSidKey": "Europe/Berlin",
            "IsActive": True,
        },
        "CREATE",
        owner({"name": "Eve Moss", "email": "eve@us.example", "time_zone": "Europe/Berlin", "active": True}),
    ),
    # 2. A user may have one name only.
    ({"Name": {"LastName": "Moss"}}, "CREATE", owner({"name": "Moss"})),
    # 3. A new surname: half a name would replace the whole.
    ({"Name": {"LastName": "Reed"}}, "UPDATE", ["no: nothing-usable"]),
    ({"Name": {"FirstName": "Eve", "LastName": "Reed"}}, "UPDATE", owner({"name": "Eve Reed"})),
    # 5. Users are made inactive; they are hardly ever deleted.
    ({"IsActive": False}, "UPDATE", owner({"active": False})),
    ({}, "DELETE", owner({"active": False})),
    # 7. Not followed, and wrong.
    ({"City": "Ulm"}, "UPDATE", ["no: no-followed-field"]),
    ({"IsActive": "yes"}, "UPDATE", ["poison: invalid"]),
    ({"Name": {"FirstName": 1, "LastName": "Reed"}}, "UPDATE", ["poison: invalid"]),
]


@pytest.mark.parametrize(("body", "change", "expected"), USERS, ids=range(1, len(USERS) + 1))
def test_users(body: dict[str, Any], change: str, expected: list[Any]) -> None:
    assert outcome(salesforce(cometd(body, entity="User", change=change, ids=(USER,)))) == expected


def test_the_commit_is_when_it_happened_and_was_observed() -> None:
    (fact,) = facts_of(salesforce(cometd({"Title": "CFO"})))
    assert fact.occurred_at == fact.observed_at
    assert fact.occurred_at.isoformat() == "2026-01-01T00:00:00+00:00"
    assert [str(source) for source in fact.sources] == ["crm-events/0/7"]


def test_an_event_that_comes_again_in_another_shape_has_the_same_ids() -> None:
    shapes = [
        salesforce(cometd({"Title": "CFO"})),
        salesforce(pub_sub({"Title": "CFO"}), offset=9),
        salesforce(bare({"Title": "CFO"}, ids=(CONTACT[:15],)), offset=11),
    ]
    ids = {tuple(fact.fact_id for fact in facts_of(shape)) for shape in shapes}
    assert ids == {(stable_id("t", "salesforce", "tx-1", "1", CONTACT),)}


@pytest.mark.parametrize(
    "other",
    [{"transactionKey": "tx-2"}, {"sequenceNumber": 2}, {"ids": (SECOND,)}, {"tenant": "u"}],
    ids=["transaction", "place", "record", "tenant"],
)
def test_another_event_has_another_id(other: dict[str, Any]) -> None:
    tenant = {"tenant": other.pop("tenant")} if "tenant" in other else {}
    (first,) = facts_of(salesforce(cometd({"Title": "CFO"})))
    (second,) = facts_of(salesforce(cometd({"Title": "CFO"}, **other), **tenant))
    assert first.fact_id != second.fact_id


def test_what_is_brought_back_has_two_facts_of_two_ids() -> None:
    first, second = facts_of(salesforce(cometd({"Title": "CFO"}, change="UNDELETE")))
    assert first.fact_id != second.fact_id


def test_a_suppression_names_every_record_and_the_fields_that_changed() -> None:
    payload = cometd({"Fax": "secret"}, ids=(CONTACT, SECOND), changedFields=["Fax", "LastModifiedDate"])
    suppressions: list[Any] = [message_of(output) for output in apply(salesforce(payload)).outputs]
    assert [one.entity for one in suppressions] == [key(CONTACT), key(SECOND)]
    assert {one.by for one in suppressions} == {"intake"}
    assert suppressions[0].evidence.verdicts[0].saw == ("Fax", "LastModifiedDate")
    assert [str(source) for source in suppressions[0].evidence.sources] == ["crm-events/0/7"]
    assert "secret" not in suppressions[0].to_json().decode()


@pytest.mark.parametrize(
    "record_id",
    [
        "0015f00002J9YYEAA3",
        "0055f000005mc66AAA",
        "003ak00000IiFInAAN",
        "005ak00000EpjsfAAB",
        "003bm000016htgPAAQ",
        "005bm000005uOROAA2",
        "0014H00002LbR7QQAV",
        "00558000000yFyDAAU",
    ],
)
def test_short_ids_become_the_long_ids_that_salesforce_sends(record_id: str) -> None:
    assert long_id(record_id[:15], "id") == long_id(record_id, "id") == record_id


DEAL = "006ak00000IiFInAAN"
AT_ACME = {"AccountId": "001ak00000IiFInAAN"}


def deal(**said: Any) -> tuple[str, str, dict[str, Any]]:
    return "opportunity_changed", key("001ak00000IiFInAAN"), {"opportunity_id": DEAL, **said}


DEALS: list[tuple[int, Any, list[Any]]] = [
    # 1. A new one, with a day on which it is to close.
    (
        1,
        cometd({"Name": "Rollout", "StageName": "Prospecting", "CloseDate": "2026-12-31", **AT_ACME}, change="CREATE"),
        [deal(name="Rollout", stage="open", closes_at="2026-12-31T00:00:00Z")],
    ),
    # 2. Won and lost, by the stages that Salesforce ships; others are open.
    (2, cometd({"StageName": "Closed Won", **AT_ACME}, changedFields=["StageName"]), [deal(stage="won")]),
    (3, cometd({"StageName": "Closed Lost", **AT_ACME}, changedFields=["StageName"]), [deal(stage="lost")]),
    # 4. Without the account, which only an enriched event carries each time, nobody knows whose deal it is.
    (4, cometd({"StageName": "Closed Won"}, changedFields=["StageName"]), ["no: no-account-named"]),
    # 5. The account alone is no news, where it only enriches; and is, where it has changed.
    (5, cometd({"Amount": 5, **AT_ACME}, changedFields=["Amount"]), ["no: no-followed-field"]),
    (6, cometd(AT_ACME, changedFields=["AccountId"]), [deal()]),
    # 7. Deleted.
    (7, cometd(AT_ACME, change="DELETE"), [deal(deleted=True)]),
    # 8. The Pub/Sub API, which writes days as milliseconds.
    (8, pub_sub({"CloseDate": 1798675200000, "StageName": None, **AT_ACME}), [deal(closes_at="2026-12-31T00:00:00Z")]),
    # 9. What cannot be read; a gap has to be read again.
    (9, cometd({"CloseDate": "soon", **AT_ACME}), ["poison: invalid"]),
    (10, cometd({"StageName": 5.5, **AT_ACME}), ["poison: invalid"]),
    (11, cometd({}, change="GAP_UPDATE"), ["poison: gap"]),
]


@pytest.mark.parametrize(("number", "payload", "expected"), DEALS, ids=[str(number) for number, *_ in DEALS])
def test_deals(number: int, payload: Any, expected: list[Any]) -> None:
    body = payload["data"]["payload"] if "data" in payload else payload["payload"]
    body["ChangeEventHeader"] |= {"entityName": "Opportunity", "recordIds": [DEAL]}
    assert [_without_deleted(one) for one in told(salesforce(payload))] == expected, number


def _without_deleted(said: Any) -> Any:
    if isinstance(said, str):
        return said
    return said[0], said[1], {name: value for name, value in said[2].items() if (name, value) != ("deleted", False)}


def test_a_tenants_own_stages_and_its_field_for_renewals() -> None:
    mapping = """
    [salesforce."*".opportunity]
    renewal = "Renewal__c"
    [salesforce."*".stages]
    "signed" = "won"
    """
    config = IntakeConfig(salt=CONFIG.salt, mappings=parse_mappings(mapping, ["salesforce"]))
    payload = bare({"StageName": "Signed", "Renewal__c": True, **AT_ACME}, entity="Opportunity", ids=(DEAL,))
    assert told(salesforce(payload), config) == [deal(stage="won", renewal=True)]
