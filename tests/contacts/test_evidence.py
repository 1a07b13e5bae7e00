"""What stands as evidence beside each movement, milestone, and change that was none: rule, verdict, values."""

from typing import Any

import pytest

from movewatch.contacts import Contact, decide
from movewatch.policy import DEFAULT_POLICY
from schemas.signals import Signal, SignalRaised
from schemas.suggestions import ContactCard
from tests.contacts.test_outcomes import BASELINE, NEW_JOB, SETTLED
from tests.support.facts import ACCOUNT, changed, completed, feedback, key, reached
from tests.support.play import play

Verdicts = list[tuple[str, str, tuple[str, ...]]]
SAME_LEVEL = ("title", "level-same", ("Sales Manager", "Sales Manager"))
PUMPS = changed("f0", -50, division="Pumps", snapshot=True)
DONE = ("project", "completed", ("Project p1", "success"))
WORDS = "Excellent work, thank you!"

# What was told last, and why.
CASES: list[tuple[int, str, list[Any], Verdicts]] = [
    (
        1,
        "departmental-move",
        [changed("f1", department="Marketing")],
        [("department", "functions-differ", ("Sales", "Marketing")), SAME_LEVEL],
    ),
    (
        2,
        "departmental-move",
        [PUMPS, changed("f1", division="Valves")],
        [("division", "divisions-differ", ("Pumps", "Valves")), SAME_LEVEL],
    ),
    (3, "promotion", [changed("f1", title="VP Sales")], [("title", "level-higher", ("Sales Manager", "VP Sales"))]),
    (
        4,
        "new-company",
        [changed("f1", **NEW_JOB)],
        [("company", "domains-and-names-differ", ("Acme", "Globex")), SAME_LEVEL],
    ),
    # 5-6. One sign of it. The company just left is no company that somebody has returned to.
    (
        5,
        "new-company",
        [changed("f1", email="ada@globex.com")],
        [("company", "domains-differ", ("Acme", "Acme")), SAME_LEVEL],
    ),
    (
        6,
        "new-company",
        [changed("f1", company="Globex")],
        [("company", "names-differ", ("Acme", "Globex")), SAME_LEVEL],
    ),
    # 7. Back again.
    (
        7,
        "new-company",
        [changed("f1", **NEW_JOB), SETTLED, changed("f2", 200, company="Acme", account=ACCOUNT, email="ada@acme.com")],
        [("company", "domains-and-names-differ", ("Globex", "Acme")), SAME_LEVEL, ("history", "returned", ("Acme",))],
    ),
    (
        8,
        "departure",
        [changed("f1", no_longer_at_company=True)],
        [("departure", "no-longer-at-company", ("Acme",))],
    ),
    (9, "no: same-company", [changed("f1", company="Acme Inc.")], [("company", "legal-form", ("Acme", "Acme Inc."))]),
    (
        10,
        "no: re-worded-title",
        [changed("f1", title="Manager, Sales")],
        [("title", "re-worded", ("Sales Manager", "Manager, Sales"))],
    ),
    (
        11,
        "no: demotion",
        [changed("f1", title="Sales Clerk")],
        [("title", "level-lower", ("Sales Manager", "Sales Clerk"))],
    ),
    (
        12,
        "no: same-department",
        [changed("f1", department="Sales Dept.")],
        [("department", "renamed", ("Sales", "Sales Dept."))],
    ),
    (
        13,
        "no: additional-role",
        [changed("f1", title="Sales Manager & Board Member")],
        [("title", "role-added", ("Sales Manager", "Sales Manager & Board Member"))],
    ),
    (
        18,
        "no: corrected",
        [changed("f1", department="Marketing"), changed("f2", 0.5, department="Sales")],
        [],
    ),
    # 14-15. What was said of the work: a number, or words alone.
    (
        14,
        "project-praised",
        [completed("p", 0), feedback("r", 1, 10)],
        [DONE, ("feedback", "positive", ("nps", "10.0"))],
    ),
    (
        15,
        "project-praised",
        [completed("p", 0), feedback("r", 1, None, scale="none", comment=WORDS)],
        [DONE, ("feedback", "positive", ("none", "words alone"))],
    ),
    (16, "no: detractor", [completed("p", 0), feedback("r", 1, 2)], [("feedback", "nps-negative", ("nps", "2.0"))]),
    (
        17,
        "gone-live",
        [reached("g", 0, "go-live"), feedback("r", 1, 9)],
        [("milestone", "go-live", ("The new ledger",)), ("feedback", "positive", ("nps", "9.0"))],
    ),
]


@pytest.mark.parametrize(("number", "expected", "facts", "why"), CASES, ids=[str(case[0]) for case in CASES])
def test_evidence(number: int, expected: str, facts: list[Any], why: Verdicts):
    _, decisions = play(decide, Contact.empty(key("c1")), [BASELINE, *facts])
    last = decisions[-1]
    signals = [one.signal for one in last.outputs if isinstance(one, SignalRaised)]
    said = [(one.kind.value, one.evidence) for one in signals]
    said += [(f"no: {one.reason}", one.evidence) for one in last.suppressions]
    ((told, evidence),) = said
    assert told == expected, number
    assert [(one.rule, one.verdict, one.saw) for one in evidence.verdicts] == why, number
    assert evidence.policy == DEFAULT_POLICY.hash
    assert evidence.sources


def last_signal(*facts: Any) -> Signal:
    _, decisions = play(decide, Contact.empty(key("c1")), [BASELINE, *facts])
    (told,) = [one for one in decisions[-1].outputs if isinstance(one, SignalRaised)]
    return told.signal


def test_a_signal_names_whom_it_is_about_and_who_knows_them():
    signal = last_signal(changed("f1", department="Marketing", changed_by=key("bob"), transaction="t-7"))
    assert signal.contact == ContactCard(key=key("c1"), name="Ada Berg", first_name="Ada", email="ada.berg@acme.com")
    assert (signal.owner, signal.changed_by, signal.transaction_id) == (key("anna"), key("bob"), "t-7")
    assert (signal.function, signal.confidence, signal.question) == ("marketing", 0.9, False)
    assert signal.before is not None
    assert (signal.before.department, signal.before.company, signal.before.account) == ("Sales", "Acme", ACCOUNT)
    assert signal.after is not None
    assert (signal.after.department, signal.after.title) == ("Marketing", "Sales Manager")
    assert [str(source) for source in signal.evidence.sources] == [str(one) for one in changed("f1").sources]


@pytest.mark.parametrize(("first", "last", "name"), [("Ada", "", "Ada"), ("", "Berg", "Berg"), ("", "", "")])
def test_a_contact_is_called_by_what_is_known(first: str, last: str, name: str):
    base = BASELINE.model_copy(update={"fields": {**BASELINE.fields, "first_name": first, "last_name": last}})
    _, decisions = play(decide, Contact.empty(key("c1")), [base, changed("f1", department="Marketing")])
    (told,) = decisions[-1].outputs
    assert isinstance(told, SignalRaised)
    assert told.signal.contact.name == name
