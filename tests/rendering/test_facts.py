from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from movewatch.rendering.examples import EXAMPLES, lean
from movewatch.rendering.facts import draft_facts, facts_of, said_at
from schemas.base import Level, SourceRef
from schemas.evidence import Employment, Evidence
from schemas.suggestions import AccountCard, ContactCard, Problem, Suggestion, SuggestionKind
from schemas.work import SharedWork

MOVE = EXAMPLES[0]


def changed(**values: Any) -> Suggestion:
    return MOVE.model_copy(update=values)


CHANGES = [
    # 1. What differs is told, in the order from the company down to the title.
    (1, {"title": "A", "department": "X"}, {"title": "B", "department": "Y"}, ["department", "title"]),
    # 2. What is the same is not.
    (2, {"title": "A", "department": "X"}, {"title": "A", "department": "Y"}, ["department"]),
    # 3. A value where there was none is told as such.
    (3, {"title": "A"}, {"title": "A", "department": "Y"}, ["department"]),
    # 4. A value that went missing proves nothing.
    (4, {"title": "A", "department": "X"}, {"title": "A"}, []),
    # 5. White space is no difference.
    (5, {"title": "Head  of X"}, {"title": "Head of X "}, []),
]


@pytest.mark.parametrize(("number", "before", "after", "expected"), CHANGES)
def test_changes(number: int, before: dict[str, str], after: dict[str, str], expected: Any):
    facts = facts_of(changed(before=Employment(**before), after=Employment(**after)))
    assert [change["what"] for change in facts["changes"]] == expected, number


NORTH, FABRIKAM = "northwind.example.com", "fabrikam.example.com"

# May the contact's address still be written to?
EMAILS = [
    # 1. Within the company: yes.
    (1, SuggestionKind.PROMOTION, f"dana@{NORTH}", NORTH, None, True),
    # 2. Gone, and only the old address is known: a draft sent there would be read by the old employer.
    (2, SuggestionKind.NEW_COMPANY, f"dana@{NORTH}", NORTH, None, False),
    (3, SuggestionKind.NEW_COMPANY, f"dana@{NORTH.upper()}", NORTH, FABRIKAM, False),
    # 4. Gone, and the address is the new one.
    (4, SuggestionKind.NEW_COMPANY, f"dana@{FABRIKAM}", NORTH, FABRIKAM, True),
    (5, SuggestionKind.NEW_COMPANY, f"dana@{FABRIKAM}", NORTH, None, True),
    # 6. Which company an address belongs to is not known: better none than the old employer's.
    (6, SuggestionKind.NEW_COMPANY, f"dana@{FABRIKAM}", None, None, False),
]


@pytest.mark.parametrize(("number", "kind", "email", "before", "after", "shown"), EMAILS)
def test_the_address_of_an_old_employer_is_not_shown(
    number: int, kind: SuggestionKind, email: str, before: str | None, after: str | None, shown: bool
):
    suggestion = changed(
        kind=kind,
        contact=ContactCard(key="k", email=email),
        before=Employment(email_domain=before),
        after=Employment(email_domain=after),
    )
    assert facts_of(suggestion)["contact"]["email"] == (email if shown else ""), number


def test_without_a_before_nothing_is_said_to_have_changed():
    assert facts_of(changed(before=None))["changes"] == []


SYSTEMS = [
    (1, "demo/salesforce/1", "Salesforce"),
    (2, "demo/our-own%2Fcrm/1", "our-own/crm"),
    (3, "not a key", ""),
]


@pytest.mark.parametrize(("number", "key", "expected"), SYSTEMS)
def test_the_system_is_named_after_the_contacts_key(number: int, key: str, expected: Any):
    assert facts_of(changed(contact=ContactCard(key=key)))["system"] == expected, number


REFERENCES = [
    # 1. A reference rests on a project and on what was said of it, not on the CRM.
    (1, ("project-completions", "feedback"), "project system and survey"),
    (2, ("feedback", "feedback"), "survey"),
    # 3. Topics may carry the installation's prefix.
    (3, ("acme.project-completions",), "project system"),
    # 4. Something else told us: whoever the key names.
    (4, ("crm-events", "feedback"), "Salesforce and survey"),
    (5, (), "Salesforce"),
]


@pytest.mark.parametrize(("number", "topics", "expected"), REFERENCES)
def test_a_reference_names_the_systems_behind_its_evidence(number: int, topics: tuple[str, ...], expected: str):
    sources = tuple(SourceRef(topic=topic, partition=0, offset=n) for n, topic in enumerate(topics))
    reference = changed(kind=SuggestionKind.REFERENCE_REQUEST, evidence=Evidence(sources=sources))
    assert facts_of(reference)["system"] == expected, number
    move = changed(evidence=Evidence(sources=sources))
    assert facts_of(move)["system"] == "Salesforce", number


SCORES = [
    (1, 10, "nps", "10 of 10"),
    (2, 4.5, "csat", "4.5 of 5"),
    (3, 5, "stars", "5 of 5"),
    (4, 7, "ces", "7 of 7"),
    (5, 1, "thumbs", "thumbs up"),
    (6, 0, "thumbs", ""),
    # 7. A number whose scale nobody has told stands alone.
    (7, 9, None, "9"),
    (8, None, "nps", ""),
]


@pytest.mark.parametrize(("number", "score", "scale", "expected"), SCORES)
def test_a_score_says_of_how_many(number: int, score: float | None, scale: str | None, expected: str):
    work = SharedWork(project_id="1", project="ERP", ended_at=MOVE.occurred_at, score=score, scale=scale)
    assert facts_of(changed(work=(work,)))["work"][0]["score"] == expected, number


CALLED = [
    # 1. By name, else by first name, else by what to look for; never by nothing.
    (1, ContactCard(key="demo/salesforce/003D", name="Dana Reed", first_name="Dana"), "Dana Reed"),
    (2, ContactCard(key="demo/salesforce/003D", first_name="Dana"), "Dana"),
    (3, ContactCard(key="demo/salesforce/003D"), "Contact 003D in Salesforce"),
    (4, ContactCard(key="no key"), "A contact"),
]


@pytest.mark.parametrize(("number", "contact", "expected"), CALLED)
def test_what_a_contact_is_called(number: int, contact: ContactCard, expected: str):
    assert facts_of(changed(contact=contact))["contact"]["called"] == expected, number


def test_what_an_account_is_called():
    assert facts_of(MOVE)["account"]["called"] == "Northwind"
    bare = AccountCard(key="demo/salesforce/001N")
    assert facts_of(changed(account=bare))["account"]["called"] == "account 001N in Salesforce"
    assert facts_of(changed(account=AccountCard()))["account"]["called"] == ""


def test_a_case_takes_its_system_from_the_account():
    assert facts_of(changed(contact=None))["system"] == "Salesforce"
    assert facts_of(changed(contact=None, account=AccountCard()))["system"] == ""


def test_the_time_of_the_mail_is_the_last_change_of_state():
    assert said_at(MOVE) == MOVE.history[-1].at
    assert said_at(changed(history=())) == MOVE.proposed_at


def test_an_outreach_date_that_has_passed_is_no_longer_told():
    assert facts_of(MOVE)["outreach_from"] == MOVE.outreach_from
    assert facts_of(changed(outreach_from=datetime(2026, 3, 1, tzinfo=UTC)))["outreach_from"] is None


def test_words_for_work_and_problems():
    work = SharedWork(
        project_id="1", project="ERP", ended_at=MOVE.occurred_at, result=" Faster. ", score=9, scale="nps"
    )
    facts = facts_of(changed(work=(work,), problems=(Problem(problem_id="1", summary="Slow."),)))
    assert facts["work"][0]["result"] == "Faster"
    assert facts["work"][0]["score"] == "9 of 10"
    assert facts["problems"] == [{"summary": "Slow", "cost": ""}]


def test_full_and_lean_suggestions_give_the_same_names():
    for example in EXAMPLES:
        assert facts_of(example).keys() == facts_of(lean(example)).keys()
        assert draft_facts(example).keys() == draft_facts(lean(example)).keys()


def test_a_draft_knows_nothing_of_how_we_came_to_know():
    told = str(draft_facts(changed(level=Level.HIGHER))).lower()
    for secret in ("higher", "controller", "head of procurement", "salesforce", "invoices", "120,000"):
        assert secret not in told


def test_a_fact_too_long_for_a_draft_is_left_out_of_it():
    facts = draft_facts(changed(after=Employment(department="Centre of " + "very " * 20 + "much")))
    assert facts["area"] == ""


def test_every_name_that_a_template_may_use_is_documented():
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "change-the-words.md").read_text(encoding="utf-8")
    mails, drafts = page.split("In `draft.txt.j2`, which knows", 1)
    assert {name for name in facts_of(MOVE) if f"`{name}`" not in mails} == set()
    assert {name for name in draft_facts(MOVE) if f"`{name}`" not in drafts} == set()
