"""The proof of the routing: who is told of which signal, and who introduces."""

from typing import Any

import pytest

from movewatch.accounts import Account, decide
from tests.support.facts import ACCOUNT, OTHER_ACCOUNT, account, division, key
from tests.support.play import play
from tests.support.signals import arrived, proposals, raised, signal, words

PROCUREMENT = division("Buying", "dora", names=("procurement",), functions=("purchasing",))
FINANCE = division("Money", "fred", names=("Finance",))
UNKNOWN_COMPANY = {"company": "Initech", "account": None}

WITHIN: list[tuple[int, dict[str, Any], Any, str]] = [
    # 1. No divisions: a lead to the owner of the account.
    (1, {"owner": key("anna")}, signal(), "departmental-move to anna"),
    # 2. The account has no owner: the contact's owner.
    (2, {}, signal(), "departmental-move to carl"),
    # 3. Neither: the success manager.
    (3, {"success_manager": key("sven")}, signal(owner=None), "departmental-move to sven"),
    # 4. The division moved into has another owner: hand-over, and who had the contact introduces.
    (4, {"owner": key("anna"), "divisions": (PROCUREMENT,)}, signal(), "hand-over to dora via carl"),
    # 5. The contact has no owner: the account's owner introduces.
    (5, {"owner": key("anna"), "divisions": (PROCUREMENT,)}, signal(owner=None), "hand-over to dora via anna"),
    # 6. Nor has the account: the owner of the division left introduces.
    (6, {"divisions": (FINANCE, PROCUREMENT)}, signal(owner=None), "hand-over to dora via fred"),
    # 7. The division's owner had the contact already: a lead, to that owner.
    (
        7,
        {"owner": key("anna"), "divisions": (PROCUREMENT,)},
        signal(owner="dora"),
        "departmental-move to dora",
    ),
    # 8. Nobody had the contact: a lead to the division's owner, whom nobody introduces.
    (8, {"divisions": (PROCUREMENT,)}, signal(owner=None), "departmental-move to dora"),
    # 9. The department's name says nothing, the function read from the title does.
    (
        9,
        {"owner": key("anna"), "divisions": (PROCUREMENT,)},
        signal(after={"department": "Team 7"}, function="purchasing"),
        "hand-over to dora via carl",
    ),
    # 10. Names beat functions, in any case and spacing.
    (
        10,
        {"divisions": (PROCUREMENT, FINANCE)},
        signal(after={"department": " FINANCE "}, function="purchasing"),
        "hand-over to fred via carl",
    ),
    # 11. No division fits: the account's owner.
    (
        11,
        {"owner": key("anna"), "divisions": (PROCUREMENT,)},
        signal(after={"department": "Legal"}),
        "departmental-move to anna",
    ),
    # 12. A promotion is a note to the account's owner.
    (12, {"owner": key("anna"), "divisions": (PROCUREMENT,)}, signal("promotion"), "promotion to anna"),
    # 13. Somebody left: the account's owner finds the successor.
    (13, {"owner": key("anna")}, signal("departure"), "successor to anna"),
    # 14. A reference is asked by the account's owner.
    (14, {"owner": key("anna")}, signal("project-praised"), "reference-request to anna"),
    # 15. To a company that is no account of ours: who had the contact.
    (15, {"owner": key("anna")}, signal("new-company", after=UNKNOWN_COMPANY), "new-company to carl"),
    # 16. The contact has no owner: the account's owner.
    (16, {"owner": key("anna")}, signal("new-company", owner=None, after=UNKNOWN_COMPANY), "new-company to anna"),
    # 17. To an account of ours: that account decides.
    (17, {"owner": key("anna")}, signal("new-company"), "arrives at globex"),
    # 18. An account of another tenant is none of ours, nor is a key that is no key.
    (18, {"owner": key("anna")}, signal("new-company", after={"account": "x/crm/globex"}), "new-company to carl"),
    (19, {"owner": key("anna")}, signal("new-company", after={"account": "globex"}), "new-company to carl"),
    # 20. The account left is not known, so the one joined hears it first: its owner.
    (20, {"owner": key("anna")}, signal("new-company", after={"account": ACCOUNT}), "new-company to anna via carl"),
    # 21. Nobody anywhere.
    (21, {}, signal(owner=None), "no: no-owner"),
]


@pytest.mark.parametrize(("number", "known", "given", "expected"), WITHIN, ids=[str(case[0]) for case in WITHIN])
def test_signal_of_a_contact_of_the_account(number: int, known: dict[str, Any], given: Any, expected: str):
    _, decisions = play(decide, Account.empty(ACCOUNT), [account(name="Acme", **known), raised(given)])
    assert words(decisions[1]) == [expected], f"case {number}"


ARRIVALS: list[tuple[int, dict[str, Any], dict[str, Any], str | None, str]] = [
    # 1. The owner of the account joined; who had the contact introduces.
    (1, {"owner": key("gina")}, {"owner": key("anna")}, "carl", "new-company to gina via anna"),
    # 2. The account left has no owner: the contact's owner introduces.
    (2, {"owner": key("gina")}, {}, "carl", "new-company to gina via carl"),
    # 3. One owner for both: nobody needs to introduce.
    (3, {"owner": key("anna")}, {"owner": key("anna")}, "carl", "new-company to anna"),
    # 4. The account joined has no owner: who had the contact.
    (4, {}, {"owner": key("anna")}, "carl", "new-company to anna"),
    # 5. Nor has anybody had the contact: the success manager.
    (5, {"success_manager": key("sven")}, {}, None, "new-company to sven"),
    # 6. Nobody.
    (6, {}, {}, None, "no: no-owner"),
    # 7. A customer joined is an expansion, and told.
    (7, {"owner": key("gina"), "status": "customer"}, {}, None, "new-company to gina"),
    # 8. A competitor joined is refused, whatever speaks for it.
    (8, {"owner": key("gina"), "status": "competitor"}, {"owner": key("anna")}, "carl", "no: account-competitor"),
    (9, {"owner": key("gina"), "status": "never"}, {"owner": key("anna")}, "carl", "no: account-never"),
    # 10. Parent and daughter: a departmental move within the group, handed over.
    (
        10,
        {"owner": key("gina"), "parent": ACCOUNT},
        {"owner": key("anna")},
        None,
        "hand-over to gina via anna",
    ),
    # 11. Two daughters of one company, one owner: the owner's own lead.
    (
        11,
        {"owner": key("anna"), "ultimate_parent": key("group")},
        {"owner": key("anna"), "ultimate_parent": key("group")},
        None,
        "departmental-move to anna",
    ),
    # 12. From the daughter to its parent.
    (
        12,
        {"owner": key("gina")},
        {"owner": key("anna"), "ultimate_parent": OTHER_ACCOUNT},
        None,
        "hand-over to gina via anna",
    ),
    # 13. Different groups.
    (
        13,
        {"owner": key("gina"), "ultimate_parent": key("x")},
        {"ultimate_parent": key("y")},
        None,
        "new-company to gina",
    ),
]


@pytest.mark.parametrize(
    ("number", "known", "origin", "owner", "expected"), ARRIVALS, ids=[str(c[0]) for c in ARRIVALS]
)
def test_contact_of_another_account(
    number: int, known: dict[str, Any], origin: dict[str, Any], owner: str | None, expected: str
):
    given = signal("new-company", owner=owner)
    facts = [account(account="globex", name="Globex", **known), arrived(given, **origin)]
    _, decisions = play(decide, Account.empty(OTHER_ACCOUNT), facts)
    assert words(decisions[1]) == [expected], f"case {number}"


STATUSES = [
    # 1-3. A competitor, and an account never to be approached, are refused for whatever is told of their people.
    (1, "competitor", "departmental-move", "no: account-competitor"),
    (2, "never", "departure", "no: account-never"),
    (3, "competitor", "project-praised", "no: account-competitor"),
    # 4. A company that is left for one of ours is no lead itself, so nothing is refused.
    (4, "competitor", "new-company", "arrives at globex"),
    # 5. All other statuses are fine.
    (5, "former_customer", "promotion", "promotion to anna"),
    (6, "unknown", "departmental-move", "departmental-move to anna"),
]


@pytest.mark.parametrize(("number", "status", "kind", "expected"), STATUSES, ids=[str(case[0]) for case in STATUSES])
def test_bad_business_is_refused(number: int, status: Any, kind: str, expected: str):
    facts = [account(owner=key("anna"), status=status), raised(signal(kind))]
    _, decisions = play(decide, Account.empty(ACCOUNT), facts)
    assert words(decisions[1]) == [expected], f"case {number}"


def test_a_deleted_account_gets_no_leads():
    facts = [account(owner=key("anna"), deleted=True), raised(signal())]
    _, decisions = play(decide, Account.empty(ACCOUNT), facts)
    assert words(decisions[1]) == ["no: account-deleted"]


def test_the_way_to_the_owner_stands_in_the_evidence():
    facts = [account(owner=key("anna"), divisions=(PROCUREMENT,)), raised(signal())]
    _, decisions = play(decide, Account.empty(ACCOUNT), facts)
    (suggestion,) = proposals(decisions)
    assert suggestion.evidence.route == (
        "division: Buying",
        f"introduces: {key('carl')} (contact-owner)",
        f"to: {key('dora')} (division-owner)",
    )
    assert [verdict.rule for verdict in suggestion.evidence.verdicts] == ["account-status", "own-edit"]
    assert suggestion.evidence.sources == signal().evidence.sources
    assert suggestion.evidence.policy


def test_the_names_of_our_people_stand_on_the_cards():
    named = PROCUREMENT.model_copy(update={"owner_name": "Dora Diaz"})
    facts = [account(owner=key("anna"), owner_name="Anna Aal", divisions=(named,)), raised(signal(owner=None))]
    (suggestion,) = proposals(play(decide, Account.empty(ACCOUNT), facts)[1])
    assert suggestion.owner.name == "Dora Diaz"
    assert suggestion.introducer is not None
    assert suggestion.introducer.name == "Anna Aal"


def test_the_account_left_names_its_owner_to_the_account_joined():
    given = signal("new-company")
    facts = [account(owner=key("anna"), owner_name="Anna Aal", name="Acme", parent=key("group")), raised(given)]
    _, decisions = play(decide, Account.empty(ACCOUNT), facts)
    (arrival,) = decisions[1].outputs
    facts = [account(account="globex", owner=key("gina"), name="Globex"), arrival]
    (suggestion,) = proposals(play(decide, Account.empty(OTHER_ACCOUNT), facts)[1])
    assert suggestion.introducer is not None
    assert suggestion.introducer.name == "Anna Aal"
    assert suggestion.account.name == "Globex"
    assert suggestion.origin is not None
    assert suggestion.origin.name == "Acme"


def test_a_company_that_is_no_account_is_named_and_nothing_more():
    given = signal("new-company", after=UNKNOWN_COMPANY)
    (suggestion,) = proposals(play(decide, Account.empty(ACCOUNT), [account(name="Acme"), raised(given)])[1])
    assert suggestion.account.model_dump() == {"key": None, "name": "Initech", "status": "unknown"}
    assert suggestion.origin is not None
    assert suggestion.origin.key == ACCOUNT


# As what each owner was found, in the evidence: by the numbers of the cases above.
ROUTES = {
    1: "no-division; to: anna (account-owner)",
    2: "no-division; to: carl (contact-owner)",
    3: "no-division; to: sven (success-manager)",
    4: "division: Buying; introduces: carl (contact-owner); to: dora (division-owner)",
    5: "division: Buying; introduces: anna (account-owner); to: dora (division-owner)",
    6: "division: Buying; introduces: fred (division-left); to: dora (division-owner)",
    7: "division: Buying; to: dora (division-owner)",
    11: "no-division; to: anna (account-owner)",
    12: "to: anna (account-owner)",
    15: "company-is-no-account; to: carl (contact-owner)",
    16: "company-is-no-account; to: anna (account-owner)",
    20: "introduces: carl (contact-owner); to: anna (account-owner)",
}
ARRIVAL_ROUTES = {
    1: "introduces: anna (origin-owner); to: gina (account-owner)",
    2: "introduces: carl (contact-owner); to: gina (account-owner)",
    3: "to: anna (account-owner)",
    4: "to: anna (origin-owner)",
    5: "to: sven (success-manager)",
    10: "same-group; introduces: anna (origin-owner); to: gina (account-owner)",
    11: "same-group; to: anna (account-owner)",
}


def way(decisions: list[Any]) -> str:
    (suggestion,) = proposals(decisions)
    return "; ".join(suggestion.evidence.route).replace(key(""), "")


@pytest.mark.parametrize("case", [case for case in WITHIN if case[0] in ROUTES], ids=lambda case: str(case[0]))
def test_as_what_an_owner_was_found(case: Any):
    number, known, given, _ = case
    _, decisions = play(decide, Account.empty(ACCOUNT), [account(name="Acme", **known), raised(given)])
    assert way(decisions) == ROUTES[number]


@pytest.mark.parametrize("case", [c for c in ARRIVALS if c[0] in ARRIVAL_ROUTES], ids=lambda case: str(case[0]))
def test_as_what_an_owner_was_found_for_who_arrives(case: Any):
    number, known, origin, owner, _ = case
    facts = [account(account="globex", name="Globex", **known), arrived(signal("new-company", owner=owner), **origin)]
    _, decisions = play(decide, Account.empty(OTHER_ACCOUNT), facts)
    assert way(decisions) == ARRIVAL_ROUTES[number]


def test_the_account_joined_hears_of_the_group_of_the_one_left():
    facts = [account(name="Acme", owner=key("anna"), parent=key("holding")), raised(signal("new-company"))]
    _, decisions = play(decide, Account.empty(ACCOUNT), facts)
    (told,) = decisions[1].outputs
    assert (told.origin.ultimate_parent, told.origin.owner) == (key("holding"), key("anna"))
    group = account(name="Acme", owner=key("anna"), parent=key("holding"), ultimate_parent=key("group"))
    _, decisions = play(decide, Account.empty(ACCOUNT), [group, raised(signal("new-company"))])
    assert decisions[1].outputs[0].origin.ultimate_parent == key("group")
