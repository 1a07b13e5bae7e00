"""Who asked to be forgotten stays forgotten: by records that were there, and by those that are made afterwards."""

from itertools import permutations
from typing import Any

from movewatch.contacts import Contact, decide
from movewatch.policy import DEFAULT_POLICY
from schemas.facts import ContactFact, LinkedProfile
from tests.support.facts import ACCOUNT, OTHER_ACCOUNT, at, changed, erased, feedback, key, linked

IN_CRM = changed("base", -300, snapshot=True, first_name="Ada", title="CFO", company="Acme", account=ACCOUNT)
IN_SURVEY = changed("person", -1, contact="s", snapshot=True, first_name="Ada", email="ada@acme.com")
LINKS = [linked("l1", 0, "c1", "s", "email"), linked("l2", 0, "s", "c1", "email")]
AGAIN = changed("new", 3, contact="c2", created=True, first_name="Ada", company="Globex", account=OTHER_ACCOUNT)
LINKS_AGAIN = [linked("l3", 3, "c1", "c2", "email"), linked("l4", 3, "c2", "c1", "email")]


def rows_after(*facts: ContactFact) -> tuple[dict[str, Contact], list[Any]]:
    """The rows once all facts, and what contacts tells itself, are worked off; and what else it tells."""
    rows = {key(name): Contact.empty(key(name)) for name in ("c1", "c2", "s")}
    waiting, told = list(facts), []
    while waiting:
        fact = waiting.pop(0)
        decision = decide(rows[fact.entity], fact, DEFAULT_POLICY)
        rows[fact.entity] = decision.row or rows[fact.entity]
        waiting = [one for one in decision.outputs if isinstance(one, ContactFact)] + waiting
        told += [one for one in decision.outputs if not isinstance(one, ContactFact)]
    return {name.rpartition("/")[2]: row for name, row in rows.items()}, told


def is_forgotten(row: Contact) -> bool:
    return row == Contact(key=row.key, erased_at=row.erased_at, facts=row.facts) and row.erased_at is not None


def test_a_surveys_record_is_forgotten_with_the_person():
    rows, _ = rows_after(IN_CRM, IN_SURVEY, *LINKS, erased("e", 2))
    assert is_forgotten(rows["c1"])
    assert is_forgotten(rows["s"])


def test_a_surveys_record_that_is_found_afterwards_is_forgotten_too():
    rows, _ = rows_after(IN_CRM, erased("e", 2), changed("p", 3, contact="s", email="ada@acme.com"), *LINKS)
    assert is_forgotten(rows["s"])


def test_a_record_of_another_crm_keeps_quiet():
    other = changed("base2", -300, contact="s", snapshot=True, title="CFO", company="Acme", account=ACCOUNT)
    move = changed("move", 3, contact="s", title="Head of Sales")
    rows, told = rows_after(IN_CRM, other, *LINKS, erased("e", 2), move, feedback("f", 4, 10, contact="s"))
    assert rows["s"].erased_at is None
    assert rows["s"].closed_to_us == "opted-out"
    assert told == []


def test_whoever_is_made_anew_elsewhere_does_not_come_back_unnoticed():
    """In any order: the new record hears of the wish, and its new company is no lead."""
    for order in permutations([*LINKS_AGAIN, AGAIN]):
        rows, told = rows_after(IN_CRM, erased("e", 2), *order)
        assert rows["c2"].closed_to_us in ("opted-out", "erased"), order
        assert told == [], order


def test_a_repeated_link_is_answered_with_the_same_fact():
    row = Contact(key=key("c1"), erased_at=at(2))
    answers = [decide(row, linked("l", 3, "c1", "c2", "email"), DEFAULT_POLICY) for _ in range(2)]
    assert answers[0] == answers[1]
    (profile,) = answers[0].outputs
    assert isinstance(profile, LinkedProfile)
    assert profile.profile.model_dump(exclude_defaults=True) == {"opted_out": True, "erased": True}
    assert [one.reason for one in answers[0].suppressions] == ["erased"]
