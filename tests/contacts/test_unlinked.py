"""Two records that were taken for one person are two people: what came of it is taken back, and stays so."""

from itertools import permutations
from typing import Any

from movewatch.contacts import Contact, decide
from movewatch.policy import DEFAULT_POLICY
from tests.contacts.test_decide import GONE, LINKED, NEW, OLD
from tests.support.facts import ACCOUNT, changed, completed, erased, feedback, key, linked, unlinked
from tests.support.play import converse

FLAG = changed("flag", 0.5, **GONE)
PARTED = [unlinked("u1", 2, "c1", "c2"), unlinked("u2", 2, "c2", "c1")]


def heard(*facts: Any) -> dict[str, list[str]]:
    return converse(decide, {name: Contact.empty(key(name)) for name in ("c1", "c2")}, [OLD, *facts])


def signals(said: list[str]) -> list[str]:
    return [word for word in said if not word.startswith(("tells", "passes", "no: "))]


def test_the_new_company_that_was_read_from_the_link_is_taken_back():
    told = heard(FLAG, NEW, *LINKED, *PARTED)
    assert signals(told["c2"]) == ["new-company (higher)", "withdrawn: link-undone"]


def test_it_is_not_linked_again_by_this_identifier_or_another():
    again = [linked("l3", 3, "c1", "c2", "email"), linked("l4", 3, "c2", "c1", "email")]
    told = heard(FLAG, NEW, *PARTED, *LINKED, *again)
    assert signals(told["c2"]) == []
    assert told["c2"].count("no: link-undone") == 2


def test_that_it_is_not_linked_again_is_said_with_the_record_that_wanted_it():
    row = Contact.empty(key("c2"))
    for fact in (NEW, unlinked("u2", 2, "c2", "c1")):
        row = decide(row, fact, DEFAULT_POLICY).row or row
    again = linked("l4", 3, "c2", "c1", "email")
    (said,) = decide(row, again, DEFAULT_POLICY).suppressions
    assert (said.reason, said.evidence.sources) == ("link-undone", again.sources)


def test_whatever_comes_first_the_two_end_up_parted():
    """A profile that was on its way when the two were parted does not link them again."""
    for order in permutations([*LINKED, *PARTED]):
        told = signals(heard(FLAG, NEW, *order)["c2"])
        assert told in ([], ["new-company (higher)", "withdrawn: link-undone"]), order


def test_an_identifier_that_turned_out_to_be_shared_parts_only_whom_nothing_else_links():
    shared = [unlinked("u1", 2, "c1", "c2", "phone"), unlinked("u2", 2, "c2", "c1", "phone")]
    by_phone = [linked("p1", 1, "c1", "c2", "phone"), linked("p2", 1, "c2", "c1", "phone")]
    only = heard(FLAG, NEW, *by_phone, *shared)
    assert signals(only["c2"]) == ["new-company (higher)", "withdrawn: link-undone"]
    both = heard(FLAG, NEW, *by_phone, *LINKED, *shared)
    assert signals(both["c2"]) == ["new-company (higher)"]
    # And by another identifier they may be linked later.
    later = heard(FLAG, NEW, *by_phone, *shared, *LINKED)
    assert signals(later["c2"])[-1] == "new-company (higher)"


def test_a_wish_of_the_other_person_holds_no_longer():
    wish = changed("out", 1.2, opted_out=True)
    move = changed("f9", 5, contact="c2", title="CFO", department="Legal")
    assert heard(NEW, *LINKED, wish, move)["c2"][-1] == "no: opted-out"
    assert signals(heard(NEW, *LINKED, wish, *PARTED, move)["c2"])[-1].startswith(("departmental-move", "promotion"))


IN_SURVEY = changed("person", -1, contact="c2", snapshot=True, first_name="Ada", email="ada@acme.com")
BY_EMAIL = [linked("l1", 0, "c1", "c2", "email"), linked("l2", 0, "c2", "c1", "email")]


def test_praise_that_was_another_persons_is_taken_back_with_the_answer():
    praise = feedback("s", 1, 9, contact="c2")
    told = heard(IN_SURVEY, *BY_EMAIL, completed("p", 0.5), praise, *PARTED)
    assert signals(told["c1"]) == ["project-praised", "withdrawn: link-undone"]
    late = heard(IN_SURVEY, *BY_EMAIL, completed("p", 0.5), *PARTED, praise)
    assert signals(late["c1"]) == []


def test_ones_own_praise_stays():
    own = feedback("own", 0.7, 10, response="r0")
    told = heard(changed("a", -2, account=ACCOUNT), IN_SURVEY, *BY_EMAIL, completed("p", 0.5), own, *PARTED)
    assert signals(told["c1"]) == ["project-praised"]


def test_whoever_asked_to_be_forgotten_forgets_no_more_than_themselves():
    """After the link was undone, an erasure is no longer told to the other record."""
    told = heard(NEW, *LINKED, *PARTED, erased("e", 3), *LINKED)
    assert told["c1"].count("tells c2") == 1  # when they were linked, before
    move = changed("f9", 5, contact="c2", title="CFO", department="Legal")
    assert "no: opted-out" not in heard(NEW, *LINKED, *PARTED, erased("e", 3), *LINKED, move)["c2"]
