"""What a message must survive, and what must not get in: numbered cases, and properties of keys and ids."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from schemas.base import Message, SourceRef, stable_id
from schemas.directory import AccountChanged, Division, OpportunityChanged, OwnerChanged, ProblemSpotted
from schemas.evidence import Evidence, Verdict
from schemas.facts import (
    MAX_SOURCES,
    Answer,
    AskRecorded,
    ContactChanged,
    ContactErased,
    ContactLinked,
    ContactRemoved,
    ContactUnlinked,
    Fact,
    FeedbackReceived,
    IdentifierClaimed,
    LinkedAnswer,
    LinkedProfile,
    MilestoneReached,
    Profile,
    ProjectCompleted,
)
from schemas.flow import (
    TOPIC_OF,
    AccountTopicFact,
    ContactTopicFact,
    IdentityTopicFact,
    OwnerTopicFact,
)
from schemas.keys import entity_key, split_key
from schemas.records import Record, headers_of
from schemas.signals import (
    AccountAskReleased,
    ArrivalWithdrawn,
    ContactArrived,
    Origin,
    Signal,
    SignalKind,
    SignalRaised,
    SignalWithdrawn,
    SuggestionProposed,
    SuggestionWithdrawn,
)
from schemas.suggestions import (
    AccountCard,
    AnswerGiven,
    ContactCard,
    OwnerCard,
    OwnerMuted,
    Suggestion,
    SuggestionKind,
)
from schemas.suppressions import Suppression
from schemas.ticks import Tick

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CONTACT = "acme/crm/c1"
ACCOUNT = "acme/crm/a1"
OWNER = "acme/crm/o1"
EVIDENCE = Evidence(
    sources=(SourceRef(topic="crm-events", partition=2, offset=41),),
    verdicts=(Verdict(rule="company", verdict="same", saw=("Acme Inc.", "Acme")),),
    score=(("title", 0.5),),
)
SIGNAL = Signal(
    signal_id="s1",
    kind=SignalKind.DEPARTMENTAL_MOVE,
    contact=ContactCard(key=CONTACT, name="Dana Lee"),
    occurred_at=AT,
    noticed_at=AT,
    settles_at=AT,
    evidence=EVIDENCE,
)
SUGGESTION = Suggestion(
    suggestion_id="u1",
    kind=SuggestionKind.HAND_OVER,
    tenant="acme",
    owner=OwnerCard(key=OWNER),
    account=AccountCard(key=ACCOUNT, name="Acme"),
    occurred_at=AT,
    proposed_at=AT,
    settles_at=AT,
    expires_at=AT,
    evidence=EVIDENCE,
)
ABOUT: dict[str, Any] = {"fact_id": "f1", "tenant": "acme", "occurred_at": AT, "observed_at": AT, "source": "crm"}
CONTACT_SAID = ABOUT | {"contact_id": "c1"}
ACCOUNT_SAID = ABOUT | {"account_id": "a1"}
OWNER_SAID = ABOUT | {"owner_id": "o1"}
UNSOURCED = {name: value for name, value in ABOUT.items() if name != "source"}

EXAMPLES: tuple[Message, ...] = (
    ContactChanged(**CONTACT_SAID, fields={"title": "CFO", "department": None}, old={"title": "Controller"}),
    ContactRemoved(**CONTACT_SAID, how="merged", merged_into="acme/crm/c2"),
    ContactErased(**CONTACT_SAID),
    ProjectCompleted(**CONTACT_SAID, project_id="p1", project="Month-end close", outcome="success"),
    FeedbackReceived(**CONTACT_SAID, response_id="r1", score=9.0, comment="Good\nwork"),
    ContactLinked(**CONTACT_SAID, other="acme/crm/c2", identifier="email"),
    LinkedProfile(**CONTACT_SAID, other="acme/crm/c2", identifier="phone", profile=Profile(name="Dana Lee")),
    AskRecorded(**CONTACT_SAID, suggestion_id="u1", purpose="reference", state="reserved"),
    IdentifierClaimed(**UNSOURCED, identifier="email", digest="0" * 64, contact=CONTACT),
    AccountChanged(**ACCOUNT_SAID, divisions=(Division(name="Finance", owner=OWNER),)),
    ProblemSpotted(**ACCOUNT_SAID, problem_id="b1", summary="Nine days to close", yearly_cost=2e5, currency="EUR"),
    SignalRaised(**ACCOUNT_SAID, signal=SIGNAL),
    SignalWithdrawn(**ACCOUNT_SAID, signal_id="s1", reason="corrected"),
    ContactArrived(**ACCOUNT_SAID, signal=SIGNAL, origin=Origin(account=AccountCard(name="Acme"))),
    ArrivalWithdrawn(**ACCOUNT_SAID, signal_id="s1", reason="corrected"),
    OwnerChanged(**OWNER_SAID, work_from="09:00", workdays=(0, 1, 2)),
    SuggestionProposed(**OWNER_SAID, suggestion=SUGGESTION),
    SuggestionWithdrawn(**OWNER_SAID, suggestion_id="u1", reason="opted-out"),
    AnswerGiven(**OWNER_SAID, suggestion_id="u1", answer="dismissed", reason="bad-lead"),
    OwnerMuted(**OWNER_SAID, what="kind", value="promotion"),
    SUGGESTION,
    Suppression(tenant="acme", entity=CONTACT, by="contacts", reason="no-baseline", at=AT, evidence=EVIDENCE),
    AccountAskReleased(**ACCOUNT_SAID, suggestion_id="u1"),
    MilestoneReached(**CONTACT_SAID, milestone="go-live", milestone_id="m1", name="the ledger portal"),
    LinkedAnswer(
        **CONTACT_SAID,
        other="acme/crm/c2",
        answer=Answer(response_id="r1", polarity="positive", given_at=AT, observed_at=AT),
    ),
    ContactUnlinked(**CONTACT_SAID, other="acme/crm/c2", identifier="email"),
    OpportunityChanged(**ACCOUNT_SAID, opportunity_id="d1", stage="open"),
)
UNIONS: dict[str, TypeAdapter[Any]] = {
    "contact-facts": TypeAdapter(ContactTopicFact),
    "identity-facts": TypeAdapter(IdentityTopicFact),
    "account-facts": TypeAdapter(AccountTopicFact),
    "owner-facts": TypeAdapter(OwnerTopicFact),
    "suggestions": TypeAdapter(Suggestion),
    "suppressions": TypeAdapter(Suppression),
}
CHANGED = EXAMPLES[0]


def test_every_message_has_an_example() -> None:
    assert {type(example) for example in EXAMPLES} == set(TOPIC_OF)


@pytest.mark.parametrize("message", EXAMPLES, ids=lambda message: type(message).__name__)
def test_a_message_reads_back_through_its_topic(message: Message) -> None:
    reader = UNIONS[TOPIC_OF[type(message)].name]
    again = reader.validate_json(message.to_json())
    assert type(again) is type(message)
    assert again == message
    assert again.to_json() == message.to_json()


@pytest.mark.parametrize("message", EXAMPLES, ids=lambda message: type(message).__name__)
def test_a_field_of_a_newer_writer_survives_an_older_reader(message: Message) -> None:
    newer = json.loads(message.to_json()) | {"added_later": {"deep": [1, None]}}
    again = type(message).model_validate_json(json.dumps(newer))
    assert json.loads(again.to_json())["added_later"] == {"deep": [1, None]}


@pytest.mark.parametrize("message", [m for m in EXAMPLES if isinstance(m, Fact)], ids=lambda m: type(m).__name__)
def test_a_fact_knows_the_key_of_its_entity(message: Fact) -> None:
    tenant, _, entity_id = split_key(message.entity)
    assert tenant == message.tenant
    assert entity_id


def test_a_tick_reads_back_through_every_facts_topic() -> None:
    tick = Tick(at=AT)
    for name, reader in UNIONS.items():
        if name.endswith("-facts"):
            assert reader.validate_json(tick.to_json()) == tick


def test_a_cleared_field_is_not_a_missing_one() -> None:
    """Messages are written without empty fields, but null in a contact's fields means "cleared"."""
    written = json.loads(CHANGED.to_json())
    assert written["fields"] == {"title": "CFO", "department": None}
    again = ContactChanged.model_validate_json(CHANGED.to_json())
    assert again.fields == {"title": "CFO", "department": None}
    assert again.old == {"title": "Controller"}
    assert "transaction_id" not in written


def test_a_contact_field_that_no_rule_reads_survives() -> None:
    written = json.loads(CHANGED.to_json())
    written["fields"]["favourite_colour"] = "green"
    again = ContactChanged.model_validate_json(json.dumps(written))
    assert json.loads(again.to_json())["fields"]["favourite_colour"] == "green"


def test_times_are_written_in_utc() -> None:
    written = json.loads(Tick(at=AT).to_json()) | {"at": "2026-03-02T10:30:00+01:00"}
    tick = Tick.model_validate_json(json.dumps(written))
    assert tick.at == AT
    assert tick.at.tzinfo is UTC
    assert json.loads(tick.to_json())["at"] == "2026-03-02T09:30:00Z"


# What must not get in. Each case changes one thing of a message that is good: path, value, and the reason.
REFUSED = [
    # 1. A time without an offset: nobody could say when it was.
    (1, CHANGED, ("occurred_at",), "2026-03-02T09:30:00"),
    # 2. Seconds since 1970 are not a time here, nor is a day.
    (2, CHANGED, ("observed_at",), 1_700_000_000),
    (3, CHANGED, ("observed_at",), "2026-03-02"),
    # 4. The same inside a contact's fields.
    (4, CHANGED, ("fields", "start_date"), "2026-03-02T09:30:00"),
    # 5. A number is not text, and text is no truth value: sources are read by intake, not guessed here.
    (5, CHANGED, ("fields", "title"), 7),
    (6, CHANGED, ("snapshot",), "true"),
    # 7. Sizes are bounded: an id, a line of text, a list.
    (7, CHANGED, ("fact_id",), "f" * 256),
    (8, CHANGED, ("fields", "title"), "t" * 501),
    (9, CHANGED, ("sources",), [{"topic": "crm-events", "partition": 0, "offset": n} for n in range(MAX_SOURCES + 1)]),
    (10, CHANGED, ("fact_id",), "  "),
    # 11. A later version may mean something else.
    (11, CHANGED, ("schema_version",), 2),
    # 12. A type nobody knows.
    (12, CHANGED, ("type",), "contact_teleported"),
    # 13. Numbers that are none, or out of range.
    (13, EXAMPLES[4], ("score",), 11),
    (14, EXAMPLES[4], ("score",), float("nan")),
    (15, EXAMPLES[10], ("yearly_cost",), float("inf")),
    (16, EXAMPLES[10], ("currency",), "euro"),
    # 17. A reason is a word that can be counted, not a sentence.
    (17, EXAMPLES[12], ("reason",), "It was corrected."),
    # 18. Times of day and digests have one form.
    (18, EXAMPLES[15], ("work_from",), "9:00"),
    (19, EXAMPLES[8], ("digest",), "F" * 64),
    # 20. A fact without its entity.
    (20, CHANGED, ("contact_id",), None),
    # 21. A source reference that Kafka could not have given.
    (21, EXAMPLES[11], ("signal", "evidence", "sources", 0, "offset"), -1),
]


@pytest.mark.parametrize(("number", "message", "path", "value"), REFUSED, ids=[str(case[0]) for case in REFUSED])
def test_what_is_refused(number: int, message: Message, path: tuple[str | int, ...], value: object) -> None:
    reader = UNIONS[TOPIC_OF[type(message)].name]
    wrong = json.loads(message.to_json())
    inner = wrong
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(ValidationError) as refusal:
        reader.validate_json(json.dumps(wrong))
    named = {step for mistake in refusal.value.errors() for step in mistake["loc"]}
    tagged = path == ("type",)
    assert tagged or path[-1] in named, f"case {number} was refused for another reason"


def test_messages_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        CHANGED.fact_id = "f2"  # type: ignore[attr-defined]  # that is the point


@given(tenant=st.text(), source=st.text(), entity_id=st.text())
def test_keys_split_into_what_they_were_made_of(tenant: str, source: str, entity_id: str) -> None:
    key = entity_key(tenant, source, entity_id)
    assert split_key(key) == (tenant, source, entity_id)
    assert key.isascii()


@given(st.tuples(st.text(), st.text(), st.text()), st.tuples(st.text(), st.text(), st.text()))
def test_different_entities_have_different_keys(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assert (entity_key(*one) == entity_key(*other)) == (one == other)


@pytest.mark.parametrize("key", ["", "acme", "acme/crm", "acme/crm/a/b"])
def test_a_key_has_three_parts(key: str) -> None:
    with pytest.raises(ValueError, match="three parts"):
        split_key(key)


# Neither the separator nor half a surrogate pair: JSON brings no such text.
PARTS = st.text(alphabet=st.characters(exclude_characters="\x1f", exclude_categories=["Cs"]))


@given(st.lists(PARTS, min_size=1, max_size=5))
def test_an_id_depends_on_each_part_and_on_their_borders(parts: list[str]) -> None:
    assert stable_id(*parts) == stable_id(*parts)
    assert stable_id(*parts) != stable_id(*parts, "more")
    if len(parts) > 1:
        assert stable_id(*parts) != stable_id("".join(parts))


def test_the_last_header_of_a_name_counts_and_bad_utf8_does_not_raise() -> None:
    record = Record("t", 0, 0, 0, None, None, (*headers_of(source="a"), ("source", b"b\xff")))
    assert record.header("source") == "b�"
    assert record.header("tenant") is None
