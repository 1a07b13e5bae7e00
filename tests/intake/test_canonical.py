"""Messages in our own format: what may be left out, how keys may be written, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.raw import AT, CONFIG, crm, facts_of, outcome, record, told

WHEN = "2026-05-01T08:00:00+00:00"


def said(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "occurred_at": WHEN, "source": "crm", **more}


def contact(**more: Any) -> dict[str, Any]:
    return said("contact_changed", **{"contact_id": "c1", "fields": {"title": "CFO"}, **more})


def project(**more: Any) -> dict[str, Any]:
    return said("project_completed", **{"project_id": "p1", "project": "Close", **more})


def milestone(**more: Any) -> dict[str, Any]:
    return said("milestone_reached", **{"milestone": "go-live", "milestone_id": "m1", "name": "Ledger", **more})


CASES = [
    # 1. As little as can be said: tenant, time of observation, version and id are filled in.
    (1, "contact-changes", contact(), [("contact_changed", "default/crm/c1", {"fields": {"title": "CFO"}})]),
    # 2. Null is as good as left out.
    (
        2,
        "contact-changes",
        contact(tenant=None, fact_id=None, observed_at=None, schema_version=None),
        [("contact_changed", "default/crm/c1", {"fields": {"title": "CFO"}})],
    ),
    # 3. A snapshot, a creation; a field of the contact that is null was cleared.
    (
        3,
        "contact-changes",
        contact(snapshot=True, fields={"title": None}),
        [("contact_changed", "default/crm/c1", {"fields": {"title": None}, "snapshot": True})],
    ),
    # 4. Fields that we do not know are kept, in the message and among the contact's fields.
    (
        4,
        "contact-changes",
        contact(fields={"shoe_size": 43}, mood="good"),
        [("contact_changed", "default/crm/c1", {"fields": {"shoe_size": 43}, "mood": "good"})],
    ),
    # 5. Where a key belongs, an id is one of the message's own source; keys are spelled one way.
    (
        5,
        "contact-changes",
        contact(changed_by="u 1", fields={"account": "a1", "owner": "default/crm/u%201"}, old={"account": "a0"}),
        [
            (
                "contact_changed",
                "default/crm/c1",
                {
                    "fields": {"account": "default/crm/a1", "owner": "default/crm/u%201"},
                    "old": {"account": "default/crm/a0"},
                    "changed_by": "default/crm/u%201",
                },
            )
        ],
    ),
    # 6. Removed; erased.
    (
        6,
        "contact-changes",
        said("contact_removed", contact_id="c1", how="deleted"),
        [("contact_removed", "default/crm/c1", {"how": "deleted"})],
    ),
    (7, "contact-changes", said("contact_erased", contact_id="c1"), [("contact_erased", "default/crm/c1", {})]),
    # Neither of the two is the other.
    (
        7.5,
        "contact-changes",
        said("contact_unlinked", contact_id="c1", other="default/jira/c2"),
        [
            ("contact_unlinked", "default/crm/c1", {"other": "default/jira/c2"}),
            ("contact_unlinked", "default/jira/c2", {"other": "default/crm/c1"}),
        ],
    ),
    # 8. A project names several contacts, by key or by id, one of them twice: one fact for each.
    (
        8,
        "project-completions",
        project(contacts=["c1", "default/sf/c2", "default/crm/c1"], account="default/crm/a1"),
        [
            (
                "project_completed",
                f"default/{who}",
                {"project_id": "p1", "project": "Close", "account": "default/crm/a1", "outcome": "unknown"},
            )
            for who in ("crm/c1", "sf/c2")
        ],
    ),
    # 9. A project may name one contact, as any fact does.
    (
        9,
        "project-completions",
        project(contact_id="c1"),
        [("project_completed", "default/crm/c1", {"project_id": "p1", "project": "Close", "outcome": "unknown"})],
    ),
    # 10. A project without contacts concerns nobody.
    (10, "project-completions", project(contacts=[]), ["no: no-contacts"]),
    (11, "project-completions", project(contacts="c1"), ["poison: invalid"]),
    (12, "project-completions", project(contacts=["c1", None]), ["poison: invalid"]),
    (13, "project-completions", project(contacts=["other/crm/c1"]), ["poison: other-tenant"]),
    (14, "project-completions", project(contacts=["c"] * 2001), ["poison: too-large"]),
    (15, "project-completions", project(), ["poison: invalid"]),
    # 16. Feedback; a score beyond any scale.
    (
        16,
        "feedback",
        said("feedback_received", contact_id="c1", response_id="r1", score=9),
        [
            (
                "feedback_received",
                "default/crm/c1",
                {"response_id": "r1", "score": 9.0, "scale": "nps", "finished": True},
            )
        ],
    ),
    (17, "feedback", said("feedback_received", contact_id="c1", response_id="r1", score=11), ["poison: invalid"]),
    # 18. A problem, spotted by staff.
    (
        18,
        "problems",
        said("problem_spotted", account_id="a1", problem_id="x", summary="slow", spotted_by="u1", contact="c1"),
        [
            (
                "problem_spotted",
                "default/crm/a1",
                {
                    "problem_id": "x",
                    "summary": "slow",
                    "in_scope": False,
                    "spotted_by": "default/crm/u1",
                    "contact": "default/crm/c1",
                },
            )
        ],
    ),
    # 19. The directory.
    (
        19,
        "directory",
        said("account_changed", account_id="a1", owner="u1", divisions=[{"name": "North", "owner": "u2"}]),
        [
            (
                "account_changed",
                "default/crm/a1",
                {
                    "owner": "default/crm/u1",
                    "divisions": [{"name": "North", "names": [], "functions": [], "owner": "default/crm/u2"}],
                },
            )
        ],
    ),
    (
        20,
        "directory",
        said("owner_changed", owner_id="u1", deputy="u2", time_zone="Europe/Berlin"),
        [("owner_changed", "default/crm/u1", {"deputy": "default/crm/u2", "time_zone": "Europe/Berlin"})],
    ),
    (21, "directory", said("account_changed", account_id="a1", divisions=["North"]), ["poison: invalid"]),
    # 22. Answers; a muted contact is a key, a muted kind is a word.
    (
        22,
        "answers",
        said("answer_given", owner_id="u1", suggestion_id="s", answer="accepted"),
        [("answer_given", "default/crm/u1", {"suggestion_id": "s", "answer": "accepted"})],
    ),
    (
        23,
        "answers",
        said("owner_muted", owner_id="u1", what="contact", value="c1"),
        [("owner_muted", "default/crm/u1", {"what": "contact", "value": "default/crm/c1", "unmute": False})],
    ),
    (
        24,
        "answers",
        said("owner_muted", owner_id="u1", what="kind", value="promotion"),
        [("owner_muted", "default/crm/u1", {"what": "kind", "value": "promotion", "unmute": False})],
    ),
    # 25. Each topic has its own messages, and nobody sends a tick.
    (25, "feedback", contact(), ["poison: unknown-type"]),
    (26, "contact-changes", {"type": "tick", "at": WHEN}, ["poison: unknown-type"]),
    (27, "contact-changes", {"occurred_at": WHEN}, ["poison: unknown-type"]),
    (28, "contact-changes", contact(type=["contact_changed"]), ["poison: unknown-type"]),
    # 29. Keys that are none, and keys of another tenant.
    (29, "contact-changes", contact(changed_by="crm/u1"), ["poison: bad-key"]),
    (30, "contact-changes", contact(changed_by="default//u1"), ["poison: bad-key"]),
    (31, "contact-changes", contact(changed_by="x" * 256), ["poison: bad-key"]),
    (32, "contact-changes", contact(changed_by="é" * 250), ["poison: bad-key"]),
    (33, "contact-changes", contact(fields={"account": "other/crm/a1"}), ["poison: other-tenant"]),
    (34, "contact-changes", contact(contact_id="é" * 250), ["poison: bad-key"]),
    # 35. Fields that are missing or wrong.
    (35, "contact-changes", contact(contact_id=None), ["poison: invalid"]),
    (36, "contact-changes", contact(source=None), ["poison: invalid"]),
    (37, "contact-changes", contact(fields={"title": 5}), ["poison: invalid"]),
    (38, "contact-changes", contact(fields=[1]), ["poison: invalid"]),
    (39, "contact-changes", contact(occurred_at="2026-05-01T08:00:00"), ["poison: invalid"]),
    (40, "contact-changes", contact(occurred_at="0001-01-01T00:00:00+14:00"), ["poison: invalid"]),
    (41, "contact-changes", contact(schema_version=2), ["poison: invalid"]),
    (42, "contact-changes", contact(tenant=5), ["poison: invalid"]),
    (43, "contact-changes", contact(fact_id=""), ["poison: invalid"]),
    (44, "project-completions", project(contacts=["c1"], source=5), ["poison: invalid"]),
    # 45. Dates that cannot be.
    (45, "contact-changes", contact(observed_at="2026-06-01T12:06:00Z"), ["poison: future-date"]),
    (46, "contact-changes", contact(occurred_at="2027-06-03T12:00:00Z"), ["poison: future-date"]),
    (47, "contact-changes", contact(occurred_at="1970-01-01T00:00:00Z"), ["poison: long-past-date"]),
    (48, "contact-changes", contact(observed_at="1989-12-31T00:00:00Z"), ["poison: long-past-date"]),
    # 49. Announced for next spring: a fact.
    (
        49,
        "contact-changes",
        contact(occurred_at="2027-03-01T00:00:00Z"),
        [("contact_changed", "default/crm/c1", {"fields": {"title": "CFO"}})],
    ),
    # 50. A go-live names several contacts, as a project may; a renewal one.
    (
        50,
        "project-completions",
        milestone(contacts=["c1", "default/sf/c2"], account="a1", project_id="p1"),
        [
            (
                "milestone_reached",
                f"default/{who}",
                {
                    "milestone": "go-live",
                    "milestone_id": "m1",
                    "name": "Ledger",
                    "project_id": "p1",
                    "account": "default/crm/a1",
                },
            )
            for who in ("crm/c1", "sf/c2")
        ],
    ),
    (
        51,
        "project-completions",
        milestone(milestone="renewal", contact_id="c1"),
        [("milestone_reached", "default/crm/c1", {"milestone": "renewal", "milestone_id": "m1", "name": "Ledger"})],
    ),
    # 52. Another milestone is none that we know; one without an id could be told twice.
    (52, "project-completions", milestone(milestone="party", contact_id="c1"), ["poison: invalid"]),
    (53, "project-completions", milestone(milestone_id=None, contact_id="c1"), ["poison: invalid"]),
    (54, "contact-changes", milestone(contact_id="c1"), ["poison: unknown-type"]),
]


@pytest.mark.parametrize(
    ("topic", "message", "expected"), [case[1:] for case in CASES], ids=[str(case[0]) for case in CASES]
)
def test_messages(topic: str, message: dict[str, Any], expected: list[Any]) -> None:
    assert outcome(record(topic, message)) == expected


TENANTS = [
    # 1. Nobody says: the default.
    ({}, contact(), "default"),
    # 2. The header says.
    ({"tenant": "acme"}, contact(), "acme"),
    # 3. The message says.
    ({}, contact(tenant="acme"), "acme"),
    # 4. Both say the same.
    ({"tenant": "acme"}, contact(tenant="acme"), "acme"),
    # 5. They contradict each other: somebody writes into another tenant's data.
    ({"tenant": "acme"}, contact(tenant="other"), "poison: other-tenant"),
    # 6. A header that names nobody is no leave to write into the default tenant.
    ({"tenant": ""}, contact(), "poison: bad-header"),
]


@pytest.mark.parametrize(("headers", "message", "expected"), TENANTS, ids=range(1, len(TENANTS) + 1))
def test_tenants(headers: dict[str, Any], message: dict[str, Any], expected: str) -> None:
    (found,) = outcome(record("contact-changes", message, **headers))
    assert (found if isinstance(found, str) else found[1].split("/")[0]) == expected


ONE = contact(fact_id=None)
SAME = [
    # 1. The very same message, elsewhere and later.
    (ONE, ONE),
    # 2. Another order of names, another spelling of the same moment and the same key.
    (contact(mood="good", x=1), {"x": 1, "mood": "good", **contact()}),
    (contact(), contact(occurred_at="2026-05-01T10:00:00+02:00")),
    (contact(fields={"account": "a1"}), contact(fields={"account": "default/crm/a1"})),
    # 5. What intake fills in is no part of what was said.
    (contact(), contact(sources=[{"topic": "x", "partition": 0, "offset": 1}], tenant="default", schema_version=1)),
]


@pytest.mark.parametrize(("first", "second"), SAME, ids=range(1, len(SAME) + 1))
def test_a_message_that_is_sent_again_has_the_same_id(first: dict[str, Any], second: dict[str, Any]) -> None:
    (one,) = facts_of(record("contact-changes", first))
    (two,) = facts_of(record("contact-changes", second, offset=99, at=AT + timedelta(hours=5)))
    assert one.fact_id == two.fact_id


OTHER = [
    contact(contact_id="c2"),
    contact(source="crm2"),
    contact(tenant="acme"),
    contact(fields={"title": "CEO"}),
    contact(occurred_at="2026-05-01T08:00:01Z"),
    contact(mood="good"),
    contact(snapshot=True),
    contact(observed_at="2026-05-02T00:00:00Z"),
]


@pytest.mark.parametrize("message", OTHER, ids=range(1, len(OTHER) + 1))
def test_another_message_has_another_id(message: dict[str, Any]) -> None:
    (one,) = facts_of(record("contact-changes", contact()))
    (two,) = facts_of(record("contact-changes", message))
    assert one.fact_id != two.fact_id


def test_an_id_that_was_sent_stays() -> None:
    (fact,) = facts_of(record("contact-changes", contact(fact_id="mine")))
    assert fact.fact_id == "mine"


def test_each_contact_of_a_project_has_a_fact_of_its_own_id() -> None:
    message = project(contacts=["c1", "c2"], fact_id="mine")
    first, second = facts_of(record("project-completions", message))
    assert first.fact_id != second.fact_id
    again = facts_of(record("project-completions", project(contacts=["c2", "c1", "c3"], fact_id="mine")))
    assert {first.fact_id, second.fact_id} < {fact.fact_id for fact in again}


@pytest.mark.parametrize("sources", [[{"topic": "lies", "partition": 0, "offset": 1}], "lies", None])
def test_the_sources_that_a_sender_writes_are_replaced(sources: object) -> None:
    message = contact(sources=sources)
    (fact,) = facts_of(record("contact-changes", message, offset=42))
    assert [str(source) for source in fact.sources] == ["contact-changes/0/42"]


def test_nothing_is_observed_after_its_record_was_written() -> None:
    (fact,) = facts_of(record("contact-changes", contact(observed_at="2026-06-01T12:04:00Z")))
    assert fact.observed_at == AT


def test_an_answer_of_somebody_known_by_an_address_only() -> None:
    """The survey's record of the person carries the address, as an identifier; no key carries it."""
    answered = said("feedback_received", email="Ann@Acme.example", name="Ann Lee", response_id="r1", score=9)
    person, answer = told(record("feedback", answered, tenant="t"))
    fields = {"email": "ann@acme.example", "first_name": "Ann", "last_name": "Lee"}
    assert (person[0], person[2]) == ("contact_changed", {"fields": fields, "snapshot": True})
    assert (answer[0], answer[1]) == ("feedback_received", person[1])
    assert "ann" not in answer[1]
    ids = [[fact.fact_id for fact in facts_of(record("feedback", answered, tenant="t", offset=n))] for n in (1, 2)]
    assert ids[0] == ids[1]
    assert outcome(record("feedback", {**answered, "email": "nobody"})) == ["poison: invalid"]
    assert outcome(record("feedback", {**answered, "email": None})) == ["poison: invalid"]


FROM_CRMS = [
    # 1. Every message of ours may come on crm-events, told apart by its type; an owner's answer may not.
    (contact(), [("contact_changed", "t/crm/c1", {"fields": {"title": "CFO"}})]),
    (said("contact_erased", contact_id="c1"), [("contact_erased", "t/crm/c1", {})]),
    (said("account_changed", account_id="a1", name="Acme"), [("account_changed", "t/crm/a1", {"name": "Acme"})]),
    (said("owner_muted", owner_id="u1", what="kind", value="promotion"), ["poison: unknown-type"]),
    (said("party"), ["poison: unknown-type"]),
]


@pytest.mark.parametrize(("payload", "expected"), FROM_CRMS, ids=range(1, len(FROM_CRMS) + 1))
def test_our_own_messages_on_crm_events(payload: Any, expected: list[Any]) -> None:
    assert outcome(crm("canonical", payload)) == expected


ACCOUNT_ID, USER_ID = "0014H00002LbR7QQAV", "0055f000005mc66AAA"
TOMBSTONES = [
    # 1. Salesforce's ids tell accounts from users.
    (f"t/salesforce/{ACCOUNT_ID}", {}, ("account_changed", f"t/salesforce/{ACCOUNT_ID}", {"deleted": True})),
    (f"t/salesforce/{USER_ID[:15]}", {}, ("owner_changed", f"t/salesforce/{USER_ID}", {"active": False})),
    # 3. Other keys do not tell; a header may.
    ("t/crm/a1", {}, "no: tombstone"),
    ("t/crm/a1", {"type": "account_changed"}, ("account_changed", "t/crm/a1", {"deleted": True})),
    ("t/crm/u1", {"type": "owner_changed"}, ("owner_changed", "t/crm/u1", {"active": False})),
    ("t/crm/u1", {"type": "party"}, "no: tombstone"),
    # 7. Keys that are none, or another tenant's.
    ("a1", {}, "poison: bad-key"),
    ("t/salesforce/a1", {}, "poison: bad-id"),
    ("t/crm/a1", {"tenant": "u"}, "poison: other-tenant"),
]


@pytest.mark.parametrize(("key", "headers", "expected"), TOMBSTONES, ids=range(1, len(TOMBSTONES) + 1))
def test_an_empty_value_on_the_directory(key: str, headers: dict[str, Any], expected: object) -> None:
    assert outcome(record("directory", None, key=key.encode(), **headers)) == [expected]


def test_the_salt_is_not_shown() -> None:
    assert "salt of the tests" not in repr(CONFIG)
