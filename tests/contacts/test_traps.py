"""What looks like a move and is none: one case for each trap, and every way of writing the same thing.

Sources of the expectations: crm-formats, "Not a move"; domain, "Classic failures".
"""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movewatch.contacts import Contact, decide
from schemas.signals import SignalRaised
from tests.support.facts import ACCOUNT, OTHER_ACCOUNT, changed, feedback, key
from tests.support.play import play, said

WORK = {
    "first_name": "José",
    "last_name": "Berg",
    "email": "jose.berg@acme.com",
    "title": "Head of Sales",
    "department": "Sales",
    "company": "Acme Pumps",
    "account": ACCOUNT,
    "owner": key("anna"),
}
BASELINE = changed("base", -100, snapshot=True, **WORK)

# Not a move: what has changed, and why nothing is said.
TRAPS: list[tuple[int, str, dict[str, Any], list[str]]] = [
    (1, "plus-addressing", {"email": "jose.berg+news@acme.com"}, ["no: nothing-changed"]),
    (2, "another address in the same registrable domain", {"email": "jberg@emea.acme.com"}, ["no: nothing-changed"]),
    (3, "the mailbox of a role", {"email": "info@acme.com"}, ["no: cleared"]),
    (4, "a role's mailbox elsewhere", {"email": "office@globex.com"}, ["no: cleared"]),
    (5, "a free-mail address", {"email": "jose.berg@gmail.com"}, ["no: cleared"]),
    (6, "freelance", {"company": "freelance"}, ["no: company-unknown"]),
    (7, "n/a", {"company": "n/a"}, ["no: company-unknown"]),
    (8, "student", {"company": "student"}, ["no: company-unknown"]),
    (9, "a dash", {"company": "-"}, ["no: company-unknown"]),
    (10, "a legal form", {"company": "Acme Pumps Ltd."}, ["no: same-company"]),
    (11, "case", {"company": "ACME PUMPS", "title": "HEAD OF SALES", "department": "sales"}, ["no: re-worded-title"]),
    (12, "punctuation", {"company": "Acme, Pumps", "title": "Head, Sales"}, ["no: re-worded-title"]),
    (13, "accents", {"first_name": "Jose", "company": "Acmé Pumps"}, ["no: same-company"]),
    (
        14,
        "a bulk update that touches counters only",
        {"lead_score": 17, "last_touched_days": 3},
        [],
    ),
    (
        15,
        "a parallel role, while the old one stays",
        {"title": "Head of Sales & Board Member"},
        ["no: additional-role"],
    ),
    # Classic failures, by their numbers: 4. an edit of the legal name, 12. a re-worded title, 7. "Director" within
    # another rank, 6. a contact that is hung under another account of the same company.
    (16, "an edit of the legal name", {"company": "Acme Pumps Holding GmbH & Co. KG"}, ["no: same-company"]),
    (17, "a re-worded title", {"title": "Sales, Head of"}, ["no: re-worded-title"]),
    (18, "a re-worded department", {"department": "Sales Department"}, ["no: same-department"]),
    (19, "another account of the same company", {"account": OTHER_ACCOUNT}, ["no: same-company"]),
]


@pytest.mark.parametrize(("number", "title", "fields", "expected"), TRAPS, ids=[str(trap[0]) for trap in TRAPS])
def test_no_move(number: int, title: str, fields: dict[str, Any], expected: list[str]):
    _, decisions = play(decide, Contact.empty(key("c1")), [BASELINE, changed("f1", **fields)])
    assert said(decisions[-1]) == expected, f"trap {number}: {title}"


def _moved(words: str) -> str:
    """The words in another order, divided by a comma: ``Sales, Head of``."""
    first, _, rest = words.rpartition(" ")
    return f"{rest}, {first}" if first else words


FORMATS: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "lower case": str.lower,
    "spaces": lambda words: f"  {words.replace(' ', '   ')} ",
    "a full stop": lambda words: f"{words}.",
    "quotes": lambda words: f"“{words}”",
    "no accents": lambda words: words.replace("é", "e"),
}
OF_A_FIELD: dict[str, dict[str, Callable[[str], str]]] = {
    "title": {**FORMATS, "another order": _moved, "marks of gender": lambda words: f"{words} (m/f/d)"},
    "department": FORMATS,
    "company": {**FORMATS, "a legal form": lambda words: f"{words} Inc.", "another": lambda words: f"{words} GmbH"},
    "first_name": FORMATS,
    "email": {
        "upper case": str.upper,
        "plus-addressing": lambda address: address.replace("@", "+crm@"),
        "a sub-domain": lambda address: address.replace("@", "@mail."),
    },
}
written = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(sorted(formats)) for name, formats in OF_A_FIELD.items()}
).filter(bool)


@given(st.lists(written, min_size=1, max_size=4))
def test_how_a_thing_is_written_is_never_a_movement(edits: list[dict[str, str]]):
    facts: list[Any] = [BASELINE]
    for number, edit in enumerate(edits):
        fields = {name: OF_A_FIELD[name][how](str(WORK[name])) for name, how in edit.items()}
        facts.append(changed(f"f{number}", number * 30, **fields))
    _, decisions = play(decide, Contact.empty(key("c1")), facts)
    assert not [output for decision in decisions for output in decision.outputs]


irrelevant = st.one_of(
    st.builds(lambda n, day: changed(f"i{n}", day, lead_score=n), st.integers(0, 99), st.integers(0, 120)),
    st.builds(lambda n, day: changed(f"i{n}", day, phone=f"+4420555{n:04d}"), st.integers(0, 99), st.integers(0, 120)),
    st.builds(lambda n, day: feedback(f"i{n}", day, 8, response=f"r{n}"), st.integers(0, 99), st.integers(0, 120)),
)
MOVES = [
    changed("m1", 10, department="Legal", title="Head of Legal"),
    changed("m2", 70, company="Globex", account=OTHER_ACCOUNT, email="jose@globex.com"),
]


@given(st.lists(irrelevant, max_size=5, unique_by=lambda fact: fact.fact_id))
def test_an_irrelevant_fact_changes_no_movement(others: list[Any]):
    def signals(facts: list[Any]) -> list[Any]:
        in_time = sorted(facts, key=lambda fact: (fact.occurred_at, fact.fact_id))
        _, decisions = play(decide, Contact.empty(key("c1")), [BASELINE, *in_time])
        told = [one for decision in decisions for one in decision.outputs]
        assert all(isinstance(one, SignalRaised) for one in told)
        return [(one.signal.signal_id, one.signal.kind, one.signal.before, one.signal.after) for one in told]

    assert signals([*MOVES, *others]) == signals(MOVES)


values = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["Head of Sales", "VP Sales", "Head of Legal", ""]),
        "department": st.sampled_from(["Sales", "Legal", "n/a"]),
        "company": st.sampled_from(["Acme Pumps", "Globex", "freelance"]),
        "account": st.sampled_from([ACCOUNT, OTHER_ACCOUNT]),
        "no_longer_at_company": st.booleans(),
    },
)


@given(st.lists(values.filter(bool), max_size=6), st.booleans())
def test_no_movement_without_evidence_from_before_and_after(lives: list[dict[str, Any]], based: bool):
    facts = [changed(f"n{number}", number * 20, **fields) for number, fields in enumerate(lives)]
    row = Contact.empty(key("c1"))
    _, decisions = play(decide, row, [BASELINE, *facts] if based else facts)
    for told in (output for decision in decisions for output in decision.outputs):
        if not isinstance(told, SignalRaised):
            continue
        signal = told.signal
        assert signal.before is not None
        assert signal.kind == "departure" or signal.after is not None
        assert signal.before != signal.after
        assert signal.evidence.sources
        assert signal.evidence.verdicts
