"""Answers of a survey's own record reach the CRM's record of the same person, once, in whatever order."""

from itertools import permutations
from typing import Any

from movewatch.contacts import Contact, decide
from tests.support.facts import ACCOUNT, OTHER_ACCOUNT, changed, completed, feedback, key, linked
from tests.support.play import converse

IN_CRM = changed("base", -300, snapshot=True, first_name="Ada", company="Acme", account=ACCOUNT, email="ada@acme.com")
IN_SURVEY = changed("person", -1, contact="s", snapshot=True, first_name="Ada", email="ada@acme.com")
LINKS = [linked("l1", 0, "c1", "s", "email"), linked("l2", 0, "s", "c1", "email")]
DONE = completed("p", -2)


def answer(days: float, score: float, *, fact: str = "f", response: str = "r1") -> Any:
    return feedback(fact, days, score, contact="s", response=response)


def exchange(*facts: Any, people: tuple[str, ...] = ("c1", "s")) -> dict[str, list[str]]:
    return converse(decide, {name: Contact.empty(key(name)) for name in people}, facts)


def signals(heard: list[str]) -> list[str]:
    return [word for word in heard if not word.startswith(("no: ", "tells ", "passes "))]


def test_praise_in_a_survey_is_praise_for_the_project_in_the_crm():
    heard = exchange(IN_CRM, IN_SURVEY, *LINKS, DONE, answer(1, 9))
    assert signals(heard["c1"]) == ["project-praised"]
    assert heard["s"][-2:] == ["passes on to c1", "no: passed-on"]
    assert signals(heard["s"]) == []


def test_the_order_does_not_matter():
    """Link, project and answer come as they come; in the end the milestone is that of the project, told once."""
    for facts in permutations([*LINKS, DONE, answer(1, 9)]):
        told = signals(exchange(IN_CRM, IN_SURVEY, *facts)["c1"])
        assert told in (["project-praised"], ["promoter", "withdrawn: stronger-milestone", "project-praised"]), facts


def test_an_answer_that_was_given_before_the_link_was_found():
    heard = exchange(IN_CRM, IN_SURVEY, answer(0.5, 10), *LINKS)
    assert signals(heard["c1"]) == ["promoter"]
    assert heard["c1"].count("promoter") == 1


def test_a_later_answer_replaces_the_one_that_was_passed_on():
    heard = exchange(IN_CRM, IN_SURVEY, *LINKS, DONE, answer(1, 9), answer(1.2, 5, fact="g"))
    assert signals(heard["c1"]) == ["project-praised", "withdrawn: praise-replaced"]


def test_an_answer_that_comes_again_is_passed_on_once():
    heard = exchange(IN_CRM, IN_SURVEY, *LINKS, DONE, answer(1, 9), answer(1, 9))
    assert heard["s"].count("passes on to c1") == 1


def test_without_a_link_nobody_hears_of_it():
    heard = exchange(IN_CRM, IN_SURVEY, DONE, answer(1, 9))
    assert signals(heard["c1"]) == signals(heard["s"]) == []
    assert heard["s"][-1] == "no: no-account"


def test_a_record_with_an_account_keeps_its_answers():
    """Two records in two CRMs: what one is told, its own owner hears, and the other one does not."""
    other = changed("base2", -300, contact="s", snapshot=True, company="Acme", account=ACCOUNT)
    heard = exchange(IN_CRM, other, *LINKS, answer(1, 9))
    assert (signals(heard["c1"]), signals(heard["s"])) == ([], ["promoter"])


def test_of_two_records_in_the_crm_the_open_one_speaks():
    """The old record is flagged, the new one is at another company: the praise is told there, and once."""
    new = changed("new", -1, contact="c2", created=True, first_name="Ada", company="Globex", account=OTHER_ACCOUNT)
    gone = changed("gone", -1.5, no_longer_at_company=True)
    pairs = [("c1", "c2"), ("c2", "c1"), ("c1", "s"), ("s", "c1"), ("c2", "s"), ("s", "c2")]
    links = [linked(f"l{n}", 0, one, other) for n, (one, other) in enumerate(pairs)]
    heard = exchange(IN_CRM, IN_SURVEY, gone, new, *links, answer(1, 9), people=("c1", "c2", "s"))
    assert "promoter" in heard["c2"]
    assert "promoter" not in heard["c1"]
    assert "no: other-record-speaks" in heard["c1"]


def test_who_wants_to_be_left_alone_is_left_alone_and_the_answers_are_forgotten():
    wish = changed("wish", 0.5, opted_out=True)
    rows = {name: Contact.empty(key(name)) for name in ("c1", "s")}
    heard = converse(decide, rows, [IN_CRM, IN_SURVEY, *LINKS, DONE, answer(0.2, 9), wish])
    assert signals(heard["c1"]) == ["project-praised", "withdrawn: opted-out"]
    assert rows["s"].answers == ()
    later = converse(decide, rows, [answer(1, 9, fact="g", response="r2")])
    assert later == {"c1": [], "s": ["no: opted-out"]}


def test_the_address_in_a_survey_does_not_outlive_a_job():
    """Who answered as one of Acme's, moved on and then left has left: the survey knows the old address only."""
    moved = changed("moved", 20, company="Globex", account=OTHER_ACCOUNT, email="ada@globex.com")
    left = changed("left", 200, no_longer_at_company=True)
    heard = exchange(IN_CRM, IN_SURVEY, *LINKS, moved, left)
    assert signals(heard["c1"]) == ["new-company", "departure"]
    assert signals(heard["s"]) == []
