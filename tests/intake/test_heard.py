"""Of whom intake notes that it has heard, and of whom not."""

from datetime import timedelta
from typing import Any

from movewatch.intake import Hearing, Intake
from schemas.freshness import COLLECTED, SourceHeard
from schemas.letters import REPLAYS
from schemas.records import Record
from schemas.topics import SOURCES
from tests.support.raw import AT, CONFIG, NoRows, crm, record

CONTACT = {
    "type": "contact_changed",
    "fact_id": "f1",
    "tenant": "t",
    "source": "crm",
    "contact_id": "c1",
    "occurred_at": AT.isoformat(),
    "observed_at": AT.isoformat(),
    "fields": {"title": "CFO", "email": "ada@acme.com"},
}
ANSWER = {"response_id": "r1", "score": 9, "contact": "t/crm/c1", "email": "ada@acme.com"}


def heard(*records: Record) -> list[tuple[str, str, str, int, Any]]:
    """Who was heard: tenant, source, topic, partition, and how many minutes after the usual time."""
    written = Hearing(Intake(CONFIG)).apply(NoRows(), [one._replace(offset=n) for n, one in enumerate(records)])
    told = [
        SourceHeard.model_validate_json(output.value or b"")
        for output in written.outputs
        if output.topic == SOURCES.name
    ]
    return sorted(
        (one.tenant, one.source, one.topic, one.partition, (one.at - AT) / timedelta(minutes=1)) for one in told
    )


def changed(minutes: float = 0, tenant: str = "t", source: str = "crm", **headers: str) -> Record:
    value = {**CONTACT, "tenant": tenant, "source": source}
    return record("contact-changes", value, at=AT + timedelta(minutes=minutes), tenant=tenant, **headers)


def test_the_latest_of_each_source_and_tenant_counts_however_often_it_was_heard():
    records = [changed(1), changed(3), changed(2), changed(0, source="other"), changed(5, tenant="u")]
    assert heard(*records) == [
        ("t", "crm", "contact-changes", 0, 3),
        ("t", "other", "contact-changes", 0, 0),
        ("u", "crm", "contact-changes", 0, 5),
    ]


def test_a_survey_is_heard_though_its_answer_is_about_the_contact_of_a_crm():
    assert heard(crm("survey", ANSWER)) == [("t", "survey", "crm-events", 0, 0)]


def test_what_is_set_aside_was_heard_and_what_cannot_be_read_was_not():
    set_aside = crm("jira", {"webhookEvent": "jira:issue_updated", "issue": {"fields": {}}})
    assert heard(set_aside) == [("t", "jira", "crm-events", 0, 0)]
    assert heard(crm("jira", b"no JSON")) == []


def test_what_we_fetched_or_sent_back_ourselves_does_not_show_that_the_source_sends():
    assert heard(changed(**{COLLECTED: "import"}), changed(**{REPLAYS: "1"})) == []


def test_what_a_rep_has_answered_is_of_no_source():
    answer = {
        "type": "answer_given",
        "fact_id": "a1",
        "tenant": "t",
        "source": "crm",
        "owner_id": "o1",
        "occurred_at": AT.isoformat(),
        "observed_at": AT.isoformat(),
        "suggestion_id": "s1",
        "answer": "accepted",
    }
    assert heard(record("answers", answer, tenant="t")) == []


def test_all_else_is_as_intake_makes_it():
    records = [changed(), crm("jira", b"no JSON")._replace(offset=8)]
    plain, with_notes = Intake(CONFIG).apply(NoRows(), records), Hearing(Intake(CONFIG)).apply(NoRows(), records)
    assert [one for one in with_notes.outputs if one.topic != SOURCES.name] == plain.outputs
    assert (with_notes.poison, with_notes.next_offset, with_notes.consumed) == (
        plain.poison,
        plain.next_offset,
        plain.consumed,
    )


def test_a_source_that_sends_all_the_time_is_told_of_every_ten_seconds():
    hearing, told = Hearing(Intake(CONFIG)), []
    for second in (0, 4, 9.999, 10, 15, 40, 9_000_000, 50):
        batch = [changed(second / 60), changed(second / 60, source="other", tenant="u")]
        written = hearing.apply(NoRows(), [one._replace(offset=n) for n, one in enumerate(batch)])
        told.append(sum(output.topic == SOURCES.name for output in written.outputs))
    assert told == [2, 0, 0, 2, 0, 2, 2, 2]
