"""The proof that nothing of a person stays with an owner once the person has asked to be forgotten."""

from typing import Any

import pytest

from movewatch.owners import Owner, decide
from schemas.base import Level
from schemas.evidence import Employment, Evidence, Verdict
from schemas.suggestions import AccountCard, ContactCard, Suggestion, SuggestionKind, SuggestionState
from schemas.ticks import Due
from schemas.work import SharedWork, SurveyAnswer
from tests.support.facts import at, key, owner
from tests.support.play import play
from tests.support.suggestions import ANNA, answered, proposed, published, suggestion, taken_back

KNOWN = owner(name="Anna Aal", email="anna@example.com", time_zone="UTC")
NAME = "Zelda"
"""Stands in every field that can say something of the person."""

EVIDENCE = suggestion().evidence
ABOUT: dict[str, Any] = {
    "contact": ContactCard(key=key("c1"), name=NAME, first_name=NAME, email=f"{NAME}@example.com"),
    "account": AccountCard(name=f"{NAME} Ltd"),
    "origin": AccountCard(key=key("acme"), name=f"{NAME} Ltd"),
    "before": Employment(title=NAME, department=NAME, company=NAME),
    "after": Employment(title=NAME, department=NAME, company=NAME),
    "level": Level.HIGHER,
    "work": (SharedWork(project_id="p", project=NAME, ended_at=at(-9), quote=NAME),),
    "milestone": "promoter",
    "about": NAME,
    "answers": (SurveyAnswer(response_id="r", given_at=at(-3), quote=NAME, score=9, scale="nps"),),
    "examples": (f"{NAME}: Finance -> Procurement",),
    "evidence": Evidence(
        sources=EVIDENCE.sources,
        before=Employment(title=NAME),
        after=Employment(title=NAME),
        verdicts=(Verdict(rule="own-rule", verdict="own-verdict", saw=(NAME,)),),
        score=((NAME, 1.0),),
        route=(f"division: {NAME}",),
    ),
    "a_field_of_a_newer_writer": NAME,
}
TOLD = [KNOWN, proposed(**ABOUT), Due(at(1)), answered("delivered", days=1.01)]

BEFORE: list[tuple[int, list[Any], SuggestionState]] = [
    # 1. Not told yet.
    (1, TOLD[:2], SuggestionState.RETRACTED),
    (2, TOLD[:3], SuggestionState.RETRACTED),
    # 3. Told, and taken up.
    (3, TOLD, SuggestionState.RETRACTED),
    (4, [*TOLD, answered("snoozed")], SuggestionState.RETRACTED),
    (5, [*TOLD, answered("accepted")], SuggestionState.RETRACTED),
    (6, [*TOLD, answered("edited")], SuggestionState.RETRACTED),
    # 7. Over already: the outcome stands, the person does not.
    (7, [*TOLD, answered("won")], SuggestionState.WON),
    (8, [*TOLD, answered("lost")], SuggestionState.LOST),
    (9, [*TOLD, answered("dismissed")], SuggestionState.DISMISSED),
    (10, [*TOLD, Due(at(45))], SuggestionState.EXPIRED),
    (11, [*TOLD[:2], taken_back()], SuggestionState.RETRACTED),
]


@pytest.mark.parametrize(("number", "facts", "state"), BEFORE, ids=[str(case[0]) for case in BEFORE])
def test_nothing_of_the_person_stays(number: int, facts: list[Any], state: SuggestionState):
    row, before = play(decide, Owner.empty(ANNA), facts)
    known = published(before)[-1]
    row, decisions = play(decide, row, [taken_back(days=50, reason="erased")])
    (last,) = published(decisions)
    assert (last.state, last.revision, last.history[-1].reason) == (state, known.revision + 1, "erased"), number
    assert not row.open
    for kept in (last.to_json(), row.to_json(), *(said.to_json() for d in decisions for said in d.outputs)):
        assert NAME not in kept.decode(), f"case {number}"
    assert Suggestion.model_validate_json(last.to_json()) == last
    assert last.evidence.sources


def test_whom_it_was_about_and_which_rules_decided_may_be_known():
    row, _ = play(decide, Owner.empty(ANNA), TOLD)
    _, decisions = play(decide, row, [taken_back(days=2, reason="erased")])
    (last,) = published(decisions)
    assert last.contact == ContactCard(key=key("c1"))
    assert (last.kind, last.owner.key) == (SuggestionKind.DEPARTMENTAL_MOVE, ANNA)
    assert last.evidence.sources == EVIDENCE.sources
    assert Verdict(rule="own-rule", verdict="own-verdict") in last.evidence.verdicts


ADA, BO = "Ada: Finance -> Procurement", "Bo: Legal -> Procurement"


def case_of(*examples: str, days: float = 0) -> Any:
    return proposed(1, days, kind="bulk-case", contact=None, members=7, examples=examples, settles_at=at(1))


CASES: list[tuple[int, list[Any], list[tuple[str, tuple[str, ...]]]]] = [
    # 1. Not told yet: as it is proposed.
    (1, [case_of(ADA, BO), case_of(BO, days=0.1)], [("held", (ADA, BO)), ("held", (BO,))]),
    # 2. Told: it quotes the one no longer, and says nothing new.
    (
        2,
        [case_of(ADA, BO), Due(at(1)), answered("delivered", days=1.1), case_of(BO, "Cy", days=2)],
        [("held", (ADA, BO)), ("released", (ADA, BO)), ("delivered", (ADA, BO)), ("delivered", (BO,))],
    ),
    # 3. Over: it quotes nobody.
    (3, [case_of(ADA), taken_back()], [("held", (ADA,)), ("retracted", ())]),
]


@pytest.mark.parametrize(("number", "facts", "expected"), CASES, ids=[str(case[0]) for case in CASES])
def test_a_case_quotes_nobody_who_asked_to_be_forgotten(
    number: int, facts: list[Any], expected: list[tuple[str, tuple[str, ...]]]
):
    row, decisions = play(decide, Owner.empty(ANNA), [KNOWN, *facts])
    assert [(one.state, one.examples) for one in published(decisions)] == expected, f"case {number}"
    assert [entry.suggestion for entry in row.open] == (published(decisions)[-1:] if row.open else [])
