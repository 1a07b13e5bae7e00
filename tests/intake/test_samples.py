"""Every published sample ends as facts, or is set aside or refused for the reason that we expect."""

from typing import Any

import pytest

from movewatch.intake import IntakeConfig
from movewatch.intake.mapping import parse_mappings
from schemas.records import Record
from tests.support.raw import CONFIG, SAMPLES, crm, record, sample, told

CUSTOMERS = """
[debezium."*".tables."public.customers"]
entity = "contact"
fields = { first_name = "first_name", last_name = "last_name", email = "email" }
"""
MAPPED = IntakeConfig(salt=CONFIG.salt, mappings=parse_mappings(CUSTOMERS, ["debezium"]))

EXPECTED: dict[str, list[str]] = {
    "cloudevents/kafka_binary_message.json": ["poison: unknown-type"],
    "cloudevents/kafka_structured_message.json": ["poison: unknown-type"],
    "cloudevents/spec_json_format_1.json": ["poison: invalid"],
    "connectwise/contact-update.json": ["contact_changed"],
    "debezium/pg_doc_op_c.json": ["contact_changed"],
    "debezium/pg_doc_op_d.json": ["contact_removed"],
    "debezium/pg_doc_op_u.json": ["contact_changed"],
    # No mapping names the table inventory.customers.
    "debezium/serde-update.json": ["no: entity-not-followed"],
    "debezium/tombstone.json": ["no: tombstone"],
    "feedback/delighted_non_promoter.json": ["contact_changed", "feedback_received"],
    "feedback/delighted_promoter.json": ["contact_changed", "feedback_received"],
    "hubspot/contact_merge_test.json": ["contact_removed"] * 3,
    "hubspot/subscription_examples_settings_page.json": ["contact_changed", "no: no-followed-field"],
    "pipedrive/v1_added_person.json": ["contact_changed"],
    "pipedrive/v1_deleted_person.json": ["contact_removed"],
    "pipedrive/v1_updated_person.json": ["no: no-followed-field"],
    "projects/clickup_task_updated_status.json": ["no: not-completed"],
    # A task is no project.
    "projects/jira_issue_updated_status.json": ["no: entity-not-followed"],
    "salesforce/amp_new_account.json": ["account_changed"],
    "salesforce/amp_update_contact.json": ["contact_changed"],
    "salesforce/amp_update_contact_compound_address.json": ["no: no-followed-field"],
    "salesforce/pubsub_account_update_decoded.json": ["no: no-followed-field"],
}
"""What comes of each sample; vectors of signatures are no events."""


def as_sent(name: str) -> Record:
    """A sample as its source would publish it."""
    payload: Any = sample(name)
    folder, _, file = name.partition("/")
    if folder == "cloudevents":
        headers = payload.get("headers", {"content-type": "application/cloudevents+json"})
        return record("contact-changes", payload.get("value", payload), **headers)
    if folder == "pipedrive":
        payload = payload["body"]
    if file == "tombstone.json":
        payload = payload["value"]
    source = file.partition("_")[0] if folder in {"feedback", "projects"} else folder
    # Some samples are younger than the tests' usual day.
    return crm(source, payload, at=1788000000000)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_ends_as_expected(name: str) -> None:
    said = told(as_sent(name), MAPPED)
    assert [one if isinstance(one, str) else one[0] for one in said] == EXPECTED[name]


def test_every_sample_has_an_expectation() -> None:
    sample("hubspot/contact_merge_test.json")  # skips, or fails in CI, where there are no samples
    listed = {str(path.relative_to(SAMPLES)) for path in SAMPLES.rglob("*.json")}
    assert {name for name in listed if not name.startswith("signatures/")} == EXPECTED.keys()
