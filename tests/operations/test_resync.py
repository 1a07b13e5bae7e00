"""Dirty Salesforce records are read again: over HTTPS from a stand-in, with a real Kafka."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaProducer

from movewatch.broker import EmbeddedKafka
from movewatch.cli import run
from movewatch.operations import topics
from movewatch.operations.salesforce import SalesforceError, SalesforceReader
from movewatch.salesforce_settings import SalesforceSection
from movewatch.settings import Settings
from schemas.freshness import COLLECTED
from schemas.records import Poison, Record
from schemas.topics import CRM_EVENTS, INTAKE, dead_letters
from streams.dead_letters import headers_of_dead_letter
from tests.support.lying import lying_in
from tests.support.salesforce import CLIENT, SECRET, Organisation, organisation

NOW = datetime.now(UTC)
ADA, BOB, CEM, DAN, EVE = (f"00300000000000{number}AAA" for number in range(1, 6))
ACME, ANNA = "001000000000001AAA", "005000000000001AAA"
CONTACTS = [
    {"Id": ADA, "IsDeleted": False, "FirstName": "Ada", "Title": "CFO", "AccountId": ACME},
    {"Id": BOB, "IsDeleted": False, "FirstName": "Bob", "Title": "CTO", "AccountId": ACME},
    {"Id": CEM, "IsDeleted": True, "FirstName": "Cem", "Title": "COO", "AccountId": ACME},
    {"Id": DAN, "IsDeleted": False, "FirstName": "Dan", "Title": "Buyer", "AccountId": None},
    {"Id": EVE, "IsDeleted": False, "FirstName": "Eve", "Title": "Clerk", "AccountId": ACME},
]
RECORDS = {
    "Contact": CONTACTS,
    "Account": [{"Id": ACME, "IsDeleted": False, "Name": "Acme", "Type": "Customer - Direct"}],
    "Opportunity": [
        {
            "Id": "006000000000001AAA",
            "IsDeleted": False,
            "AccountId": ACME,
            "Name": "Rollout",
            "StageName": "Closed Won",
        },
        {"Id": "006000000000002AAA", "IsDeleted": False, "AccountId": None, "Name": "Nobody's", "StageName": "New"},
    ],
    "User": [{"Id": ANNA, "Name": "Anna Beck", "Email": "anna@us.example", "IsActive": True}],
}


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Organisation]:
    with organisation(tmp_path, RECORDS) as made:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
        yield made


@pytest.fixture
def settings(kafka: EmbeddedKafka, topic_prefix: str, there: Organisation, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation with its topics and its connected app; the command finds it, too."""
    made = Settings(bootstrap_servers=kafka.bootstrap, topic_prefix=topic_prefix, partitions=2, tenant="acme")
    topics.apply(made)
    for name in ("BOOTSTRAP_SERVERS", "TOPIC_PREFIX", "PARTITIONS", "TENANT"):
        monkeypatch.setenv(f"MOVEWATCH_{name}", str(getattr(made, name.lower())))
    for name, value in {"URL": there.url, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET}.items():
        monkeypatch.setenv(f"MOVEWATCH_SALESFORCE_{name}", value)
    monkeypatch.setenv("MOVEWATCH_IDENTITY_SALT", "a salt for tests only")
    return made


def write(settings: Settings, *letters: tuple[str, Any], source: str = "salesforce", tenant: str = "acme") -> None:
    """Dead letters of intake: for each the reason, and the change event."""
    prefix = settings.topic_prefix
    producer = KafkaProducer(bootstrap_servers=settings.bootstrap_servers)
    try:
        for number, (reason, event) in enumerate(letters):
            headers = (("source", source.encode()), ("tenant", tenant.encode()))
            value = event if isinstance(event, bytes) else json.dumps(event).encode()
            written_at = int(NOW.timestamp() * 1000)
            record = Record(CRM_EVENTS.name, number % 2, number, written_at, b"k", value, headers)
            said = headers_of_dead_letter(
                Poison(record, reason, "read it again", ""),
                topic=prefix + CRM_EVENTS.name,
                group=INTAKE.group(prefix),
                stage="intake",
            )
            name = prefix + dead_letters(CRM_EVENTS, INTAKE, prefix).name
            producer.send(name, value=value, key=b"k", headers=list(said), partition=number % 2)
        producer.flush()
    finally:
        producer.close()


def hold(settings: Settings, contact: str, **row: Any) -> None:
    """What contacts holds of somebody."""
    key = f"acme/salesforce/{contact}"
    fields = row.get("fields", {})
    seen = dict.fromkeys(fields, row.pop("at", NOW - timedelta(days=9)).isoformat())
    producer = KafkaProducer(bootstrap_servers=settings.bootstrap_servers)
    value = json.dumps({"key": key, "seen": seen, **row}).encode()
    producer.send(f"{settings.topic_prefix}contacts-rows", key=key.encode(), value=value)
    producer.close()


def gap(*ids: str, entity: str = "Contact", change: str = "GAP_UPDATE") -> tuple[str, Any]:
    header = {"entityName": entity, "changeType": change, "recordIds": list(ids)}
    reason = "overflow" if change == "GAP_OVERFLOW" else "gap"
    return reason, {"data": {"payload": {"ChangeEventHeader": header}}}


def resync(capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, Any]:
    """Exit code, and what was said as JSON."""
    capsys.readouterr()
    code = run(["resync", "salesforce", "--json", *more])
    out = capsys.readouterr().out
    return code, json.loads(out) if out else None


def published(settings: Settings, topic: str = "contact-changes") -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for record in lying_in(settings, topic):
        assert (COLLECTED, b"resync") in record.headers
        found.setdefault(record.key.decode().rpartition("/")[2], []).append(json.loads(record.value))
    return found


def test_dirty_records_are_read_and_what_is_not_held_is_published_once(
    settings: Settings, there: Organisation, capsys: pytest.CaptureFixture[str]
):
    hold(settings, ADA, fields={"first_name": "Ada", "title": "Controller"})
    hold(settings, BOB, fields={"first_name": "Bob", "title": "CTO", "account": f"acme/salesforce/{ACME}"})
    missing = "003000000000009AAA"
    write(settings, gap(ADA, BOB), gap(ADA, missing), ("invalid", {"n": 1}))
    assert resync(capsys) == (
        0,
        {
            "dirty": {"Contact": 3},
            "read": 0,
            "published": 0,
            "gone": 0,
            "unreadable": 0,
            "executed": False,
            "problems": [],
        },
    )
    assert there.asked == []
    code, told = resync(capsys, "--execute")
    assert (code, told["read"], told["published"], told["gone"]) == (0, 2, 1, 1)
    ((ada,),) = [published(settings)[ADA]]
    assert ada["snapshot"] is True
    assert ada["fields"] == {"first_name": "Ada", "title": "CFO", "account": f"acme/salesforce/{ACME}"}
    # All of it is remembered; a later gap is dirt anew.
    assert resync(capsys, "--execute")[1]["dirty"] == {}
    write(settings, gap(DAN))
    assert resync(capsys)[1]["dirty"] == {"Contact": 1}
    assert resync(capsys, "--again")[1]["dirty"] == {"Contact": 4}


def test_an_overflow_reads_the_whole_object_page_by_page(
    settings: Settings, there: Organisation, capsys: pytest.CaptureFixture[str]
):
    write(settings, gap("000000000000000AAA", change="GAP_OVERFLOW"), gap(ADA))
    code, told = resync(capsys, "--execute")
    assert (code, told["dirty"], told["read"], told["published"]) == (0, {"Contact": None}, 5, 4)
    assert len(there.asked) == 1
    assert "WHERE" not in there.asked[0]
    # Cem lies in the recycle bin, and nobody here has ever heard of him.
    assert sorted(published(settings)) == [ADA, BOB, DAN, EVE]


def test_deleted_and_brought_back(settings: Settings, capsys: pytest.CaptureFixture[str]):
    hold(settings, CEM, fields={"title": "COO"})
    hold(settings, DAN, fields={"first_name": "Dan", "title": "Buyer", "account": None}, removed="deleted")
    hold(settings, EVE, removed="merged")
    write(settings, gap(CEM, change="GAP_DELETE"), gap(DAN, change="GAP_UNDELETE"))
    assert resync(capsys, "--execute")[0] == 0
    told = {key: [(one["type"], one.get("how")) for one in said] for key, said in published(settings).items()}
    assert told == {CEM: [("contact_removed", "deleted")], DAN: [("contact_removed", "restored")]}


def test_whoever_asked_to_be_forgotten_stays_so_and_newer_news_stays(
    settings: Settings, capsys: pytest.CaptureFixture[str]
):
    hold(settings, ADA, erased_at=NOW.isoformat())
    later = datetime.now(UTC) + timedelta(minutes=5)
    hold(settings, BOB, at=later, fields={"first_name": "Rob", "title": "CEO", "account": None})
    write(settings, gap(ADA, BOB))
    assert resync(capsys, "--execute")[1]["published"] == 0
    assert published(settings) == {}


def test_accounts_and_users_fill_the_directory(settings: Settings, capsys: pytest.CaptureFixture[str]):
    write(settings, gap(ACME, entity="Account"), gap(ANNA, entity="User"), gap(ADA, entity="Campaign"))
    assert resync(capsys, "--execute")[1]["published"] == 2
    found = published(settings, "directory")
    assert (found[ACME][0]["name"], found[ACME][0]["status"]) == ("Acme", "customer")
    assert (found[ANNA][0]["name"], found[ANNA][0]["email"]) == ("Anna Beck", "anna@us.example")


def test_deals_of_accounts_are_read_and_those_of_nobody_left(settings: Settings, capsys: pytest.CaptureFixture[str]):
    write(settings, gap("000000000000000AAA", entity="Opportunity", change="GAP_OVERFLOW"))
    code, told = resync(capsys, "--execute")
    assert (code, told["read"], told["published"], told["problems"]) == (0, 2, 1, [])
    ((deal,),) = published(settings, "opportunities").values()
    assert (deal["account_id"], deal["name"], deal["stage"]) == (ACME, "Rollout", "won")


def test_another_tenants_and_another_sources_letters_are_left(settings: Settings, capsys: pytest.CaptureFixture[str]):
    write(settings, gap(ADA), tenant="umbrella")
    write(settings, gap(BOB), source="debezium")
    assert resync(capsys)[1]["dirty"] == {}
    assert resync(capsys, "--tenant", "umbrella")[1]["dirty"] == {"Contact": 1}


def test_a_letter_that_does_not_say_what_is_dirty_is_told(settings: Settings, capsys: pytest.CaptureFixture[str]):
    write(settings, ("gap", b"no JSON"), gap(ADA))
    code, told = resync(capsys, "--execute")
    assert (code, told["unreadable"], told["published"]) == (1, 1, 1)


def test_where_salesforce_fails_nothing_is_remembered_and_no_value_told(
    settings: Settings, there: Organisation, capsys: pytest.CaptureFixture[str]
):
    write(settings, gap(ADA))
    there.broken = True
    assert run(["resync", "salesforce", "--execute"]) == 2
    said = capsys.readouterr().err
    assert (
        said == "movewatch: Salesforce refused (500 UNKNOWN_EXCEPTION). Check the rights of the connected app's user.\n"
    )
    there.broken = False
    assert resync(capsys, "--execute")[1]["published"] == 1


def test_a_record_that_cannot_be_used_is_told_and_read_again_next_time(
    settings: Settings, there: Organisation, capsys: pytest.CaptureFixture[str]
):
    there.records["Contact"] = [{**CONTACTS[0], "Title": "x" * 501}, CONTACTS[1]]
    write(settings, gap(ADA, BOB))
    code, told = resync(capsys, "--execute")
    assert (code, told["published"]) == (1, 1)
    assert told["problems"] == [f"Contact {ADA}: fields.title: String should have at most 500 characters"]
    assert resync(capsys)[1]["dirty"] == {"Contact": 2}


def test_in_words(settings: Settings, capsys: pytest.CaptureFixture[str]):
    assert run(["resync", "salesforce"]) == 0
    write(settings, gap(ADA), gap("000000000000000AAA", entity="Account", change="GAP_OVERFLOW"))
    assert run(["resync", "salesforce"]) == 0
    assert run(["resync", "salesforce", "--execute"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Nothing is dirty.",
        "Dirty: Contact: 1, all of Account. To be read again with --execute.",
        "Dirty: Contact: 1, all of Account. 2 read, 2 messages published, 0 not there.",
    ]


def section(there: Organisation, **changes: Any) -> SalesforceSection:
    return SalesforceSection(**{"url": there.url, "client_id": CLIENT, "client_secret": SECRET, **changes})


def test_without_an_app_or_with_a_wrong_secret_nothing_is_asked(there: Organisation):
    with pytest.raises(SalesforceError, match=r"client_id is missing.*\n.*client_secret is missing"):
        SalesforceReader(SalesforceSection(url=there.url))
    with pytest.raises(SalesforceError, match=r"refused the login \(400\)") as refused:
        SalesforceReader(section(there, client_secret="another"))
    assert "another" not in str(refused.value)


def test_where_nobody_answers_or_who_answers_is_not_trusted(there: Organisation, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(SalesforceError, match=r"does not answer \(ConnectionError\)"):
        SalesforceReader(section(there, url="https://localhost:9"))
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(SalesforceError, match=r"does not answer \(SSLError\)"):
        SalesforceReader(section(there))


def test_many_ids_are_asked_for_in_several_questions(there: Organisation):
    reader = SalesforceReader(section(there))
    ids = [f"003{number:012d}AAA" for number in range(1000, 1450)]
    try:
        assert list(reader.rows("Contact", ["Id"], [*ids, ADA])) == [{"attributes": {"type": "Contact"}, "Id": ADA}]
    finally:
        reader.close()
    assert len(there.asked) == 3
