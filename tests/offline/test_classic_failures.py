"""What users of such tools complain of, from a record that comes in to what its owner hears.

The numbers are those of the field's list of classic failures; docs/quality.md says where the others are proved.
"""

import json
from datetime import timedelta
from typing import Any

import pytest

from movewatch.intake import IntakeConfig
from movewatch.offline.pipeline import Collector, Pipeline
from movewatch.policy import DEFAULT_POLICY
from schemas.records import Record
from schemas.suggestions import Suggestion, SuggestionState
from schemas.topics import CONTACT_CHANGES, DIRECTORY, FEEDBACK, INTAKE, PROJECT_COMPLETIONS, STAGES
from tests.support.facts import account, at, changed, completed, feedback, key, owner

CONFIG = IntakeConfig(salt=b"a salt for tests only", default_tenant="t")
DIRECTORY_OF_ALL = [
    *(account(f"a-{name}", 0, account=name, name=name.title(), status="customer", owner=key("anna"))
      for name in ("acme", "globex")),
    owner("o1", 0, name="Anna", email="anna@us.example"),
]  # fmt: skip


def person(contact: str, *, at_account: str = "acme", **fields: Any) -> Any:
    """A contact's baseline."""
    known = {"first_name": "Ada", "last_name": "Berg", "title": "Controller", "department": "Finance"}
    known |= {"company": at_account.title(), "account": key(at_account)}
    return changed(f"base-{contact}", 0, contact=contact, snapshot=True, **{**known, **fields})


def move(contact: str, days: float = 1, fact: str = "m") -> Any:
    """A contact goes to another department."""
    return changed(f"{fact}-{contact}", days, contact=contact, title="Head of Procurement", department="Procurement")


def watch(facts: list[tuple[Any, Any]], until: float = 60, *, delivered: bool = True) -> Collector:
    """All stages over facts and their topics, and so many days after the beginning."""
    made = Collector()
    pipeline = Pipeline.build(DEFAULT_POLICY, CONFIG, made, assume_delivered=delivered)
    for offset, (topic, fact) in enumerate([*((DIRECTORY, one) for one in DIRECTORY_OF_ALL), *facts]):
        payload = json.loads(fact.to_json())
        del payload["sources"]
        value, stamp = json.dumps(payload).encode(), int(fact.observed_at.timestamp() * 1000)
        pipeline.live(Record(topic.name, 0, offset, stamp, fact.entity.encode(), value, ()))
    pipeline.advance(int(at(until).timestamp() * 1000))
    return made


def of_contacts(*facts: Any) -> list[tuple[Any, Any]]:
    return [(CONTACT_CHANGES, fact) for fact in facts]


def released(made: Collector) -> list[Suggestion]:
    return [one for one in made.revisions if one.state is SuggestionState.RELEASED]


def test_1_a_stranger_of_the_same_name_is_no_lead():
    """A colleague at another company types in somebody called alike: nothing links the two, and nobody has moved."""
    stranger = changed("s", 2, contact="c2", created=True, first_name="Ada", last_name="Berg", title="CFO",
                       company="Globex", account=key("globex"))  # fmt: skip
    made = watch(of_contacts(person("c1", email="ada@acme.com"), stranger))
    assert made.suggestions == {}
    assert "contact_linked" not in {json.loads(out.value)["type"] for _, out in made.facts if out.value}


def test_2_what_is_recorded_today_is_told_today():
    made = watch(of_contacts(person("c1"), move("c1")))
    (first, *_) = made.revisions
    assert first.proposed_at == at(1)
    assert min(one.history[-1].at for one in released(made)) - at(1) <= DEFAULT_POLICY.settling + timedelta(days=1)


def test_5_nothing_writes_into_the_crm():
    """Only delivery writes to a topic that sources write to, and only what became of a mail."""
    raw = {topic.name for topic in INTAKE.reads}
    assert {(stage.name, topic.name) for stage in STAGES for topic in stage.writes if topic.name in raw} == {
        ("delivery", "answers")
    }


def test_8_the_same_event_again_is_no_second_suggestion():
    once = watch(of_contacts(person("c1"), move("c1")))
    again = watch(of_contacts(person("c1"), move("c1"), move("c1"), move("c1", fact="n")))
    assert {one.suggestion_id for one in once.revisions} == {one.suggestion_id for one in again.revisions}
    assert len(released(once)) == len(released(again)) == 1


@pytest.mark.parametrize("delivered", [True, False])
def test_9_nothing_stays_in_the_holding_queue(delivered: bool):
    people = [f"c{number}" for number in range(12)]
    facts = [*(person(one) for one in people), *(move(one, 1 + 3 * n) for n, one in enumerate(people))]
    made = watch(of_contacts(*facts), until=150, delivered=delivered)
    assert len(made.suggestions) == len(people)
    assert SuggestionState.HELD not in {one.state for one in made.suggestions.values()}


def test_10_few_a_day_however_much_happens():
    people = [f"c{number}" for number in range(8)]  # more would be one case
    facts = [*(person(one) for one in people), *(move(one, 1 + n / 100) for n, one in enumerate(people))]
    made = watch(of_contacts(*facts))
    days = [one.history[-1].at.date() for one in released(made)]
    assert len(days) == len(people)
    assert max(days.count(day) for day in days) <= DEFAULT_POLICY.owners.daily_cap


# 13. Warm words are not advocacy, and a good answer by itself is no permission: what is said of each.
ANSWERS: list[tuple[int, dict[str, Any], int]] = [
    (1, {"score": None, "scale": "none", "comment": "They are all so very nice, thank you!"}, 0),
    (2, {"score": 5, "scale": "stars"}, 0),
    (3, {"score": 8}, 0),
    (4, {"score": 9}, 1),
]


@pytest.mark.parametrize(("number", "answer", "asked"), ANSWERS)
def test_13_warmth_is_not_advocacy(number: int, answer: dict[str, Any], asked: int):
    said = feedback("f", 1, **{"score": None, **answer})
    made = watch([*of_contacts(person("c1")), (FEEDBACK, said)])
    assert len(made.suggestions) == asked, number


def test_14_few_people_of_one_account_are_asked_for_a_reference():
    facts = []
    for number in range(6):
        contact = f"c{number}"
        facts += [
            (CONTACT_CHANGES, person(contact)),
            (PROJECT_COMPLETIONS, completed(f"p{number}", 1, contact=contact, project=f"p{number}")),
            (FEEDBACK, feedback(f"r{number}", 2, 10, contact=contact, response=f"r{number}")),
        ]
    facts.sort(key=lambda each: each[1].observed_at)
    made = watch(facts)
    assert len(made.suggestions) == DEFAULT_POLICY.asks.account_per_quarter
    assert "account-asked-this-quarter" in {one.reason for one in made.suppressions}


@pytest.mark.parametrize("project_first", [True, False])
@pytest.mark.parametrize("hours", [1, 5, 20])
def test_one_project_and_its_praise_are_asked_about_once(hours: float, project_first: bool):
    """Whichever comes first, through all stages with their ledgers of asks."""
    first, second = (1, 1 + hours / 24) if project_first else (1 + hours / 24, 1)
    facts = [(PROJECT_COMPLETIONS, completed("p", first)), (FEEDBACK, feedback("f", second, 9))]
    made = watch([*of_contacts(person("c1")), *sorted(facts, key=lambda each: each[1].observed_at)])
    (told,) = [one for one in made.suggestions.values() if one.state is not SuggestionState.RETRACTED]
    assert told.milestone == "project-praised"
    assert SuggestionState.DELIVERED in {change.state for change in told.history}
