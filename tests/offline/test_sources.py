"""From what CRMs, surveys and projects send, each in its own form, to what the owner hears."""

import json
from datetime import timedelta
from typing import Any

from movewatch.intake import IntakeConfig
from movewatch.offline.pipeline import Collector, Pipeline
from movewatch.policy import DEFAULT_POLICY
from schemas.records import Record
from schemas.suggestions import Suggestion, SuggestionKind, SuggestionState
from tests.support.facts import at

CONFIG = IntakeConfig(salt=b"a salt for tests only", default_tenant="t")


def ms(day: float) -> int:
    return int(at(day).timestamp() * 1000)


def iso(day: float) -> str:
    return at(day).isoformat()


def hubspot(day: float, kind: str, object_id: int, **said: Any) -> tuple[float, str, str, Any]:
    event = {"subscriptionType": kind, "objectId": object_id, "portalId": 1, "subscriptionId": 2}
    return day, "crm-events", "hubspot", [{**event, "occurredAt": ms(day), **said}]


def put(day: float, entity: str, object_id: int, **properties: str) -> list[tuple[float, str, str, Any]]:
    """HubSpot tells each property by itself."""
    return [
        hubspot(day, f"{entity}.propertyChange", object_id, propertyName=name, propertyValue=value)
        for name, value in properties.items()
    ]


def company(object_id: int, name: str) -> list[tuple[float, str, str, Any]]:
    known = {"name": name, "lifecyclestage": "customer", "hubspot_owner_id": "7", "domain": f"{name}.example".lower()}
    return put(0, "company", object_id, **known)


OWNER = {"type": "owner_changed", "source": "hubspot", "owner_id": "7", "name": "Anna", "email": "anna@us.example"}
KNOWN = [
    *company(10, "Acme"),
    *company(20, "Globex"),
    (0.0, "directory", "", {**OWNER, "occurred_at": iso(0)}),
    hubspot(0, "contact.creation", 1),
    *put(0.01, "contact", 1, firstname="Ada", lastname="Berg", email="ada@acme.example", jobtitle="Controller"),
    *put(
        0.02, "contact", 1, company="Acme", associatedcompanyid="10", hubspot_owner_id="7", mobilephone="+49170123456"
    ),
]


def watch(said: list[tuple[float, str, str, Any]], until: float = 40) -> list[Suggestion]:
    """The suggestions that are released of all that was sent."""
    made = Collector()
    pipeline = Pipeline.build(DEFAULT_POLICY, CONFIG, made, assume_delivered=True)
    for offset, (day, topic, source, value) in enumerate(sorted(said, key=lambda one: one[0])):
        headers = (("source", source.encode()),) if source else ()
        pipeline.live(Record(topic, 0, offset, ms(day) + 1000, None, json.dumps(value).encode(), headers))
    pipeline.advance(ms(until))
    assert made.dead_letters == []
    released = [one for one in made.revisions if one.state is SuggestionState.RELEASED]
    return list({one.suggestion_id: one for one in released}.values())


def test_an_answer_to_delighted_and_a_project_of_ours_make_a_request_for_a_reference() -> None:
    delighted = {
        "event_type": "survey_response.created",
        "event_data": {
            "id": "r1",
            "person": {"id": "99", "email": "Ada@Acme.example", "name": "Ada Berg"},
            "score": 10,
            "comment": "They cut our monthly close to four days, and were a pleasure to work with.",
            "created_at": ms(6) // 1000,
        },
    }
    project = {"type": "project_completed", "source": "hubspot", "contact_id": "1", "occurred_at": iso(5)}
    done = {**project, "project_id": "p1", "project": "Month-end close", "outcome": "success"}
    (asked,) = watch([*KNOWN, (5.0, "project-completions", "", done), (6.0, "crm-events", "delighted", delighted)])
    assert asked.kind is SuggestionKind.REFERENCE_REQUEST
    assert asked.contact is not None
    assert asked.contact.key == "t/hubspot/1"
    assert asked.owner.name == "Anna"
    quotes = [work.quote for work in asked.work]
    assert quotes == ["They cut our monthly close to four days, and were a pleasure to work with."]
    # The evidence names both: the project's record, and the survey's.
    assert {ref.topic for ref in asked.evidence.sources} == {"project-completions", "crm-events"}


def test_a_contact_that_is_created_anew_at_another_company_has_moved() -> None:
    """Property by property, linked by the mobile number alone; the old record is flagged by a mapping's field."""
    left = {"type": "contact_changed", "source": "hubspot", "contact_id": "1", "occurred_at": iso(10)}
    flagged = (10.0, "contact-changes", "", {**left, "fields": {"no_longer_at_company": True}})
    new = [
        hubspot(10.1, "contact.creation", 2),
        *put(10.11, "contact", 2, firstname="Ada", lastname="Berg", mobilephone="+49 170 123456"),
        *put(10.12, "contact", 2, email="ada@globex.example", company="Globex", associatedcompanyid="20"),
        *put(10.13, "contact", 2, jobtitle="Head of Finance", hubspot_owner_id="7"),
    ]
    found = watch([*KNOWN, flagged, *new])
    assert {one.contact.key if one.contact else None for one in found} == {"t/hubspot/2"}
    assert {(one.before and one.before.company, one.after and one.after.company) for one in found} == {
        ("Acme", "Globex")
    }


def test_a_title_that_changes_in_hubspot_is_a_move() -> None:
    (move,) = watch([*KNOWN, *put(20, "contact", 1, jobtitle="Head of Procurement")], until=60)
    assert (move.before and move.before.title, move.after and move.after.title) == ("Controller", "Head of Procurement")
    assert move.proposed_at - at(20) < timedelta(days=1)
