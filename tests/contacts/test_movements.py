"""The proof of read_change: what leads from one employment to the next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movewatch.contacts.movements import Movement, read_change
from movewatch.policy import DEFAULT_POLICY
from schemas.base import Level
from schemas.evidence import Employment
from schemas.signals import SignalKind


def was(**fields: str) -> Employment:
    return Employment(**fields)


now = was

CASES = [
    # 1. Department and title change, the account stays: the plain departmental move.
    (
        1,
        was(title="Controller", department="Finance"),
        now(title="Head of Procurement", department="Procurement"),
        "departmental-move",
    ),
    # 2. The department was renamed for everybody: same function, no move.
    (2, was(department="HR"), now(department="People & Culture"), "same-department"),
    # 3. The department alone tells of a move, even where the title is not maintained.
    (3, was(title="Manager", department="Finance"), now(title="Manager", department="Marketing"), "departmental-move"),
    # 4. The title alone tells of a move: departments are often stale.
    (
        4,
        was(title="Finance Manager", department="Finance"),
        now(title="Marketing Manager", department="Finance"),
        "departmental-move",
    ),
    # 5. Another account: a new company.
    (5, was(account="t/s/a", company="Acme"), now(account="t/s/b", company="Globex"), "new-company"),
    # 6. Another domain of e-mail, nothing else: a new company too; the account in the CRM is corrected later or never.
    (6, was(email_domain="acme.com", company="Acme"), now(email_domain="globex.com", company="Acme"), "new-company"),
    # 7. Another company name, the address not yet replaced.
    (7, was(company="Acme", email_domain="acme.com"), now(company="Globex", email_domain="acme.com"), "new-company"),
    # 8. "Acme" -> "Acme Inc." is an edit, not a move.
    (8, was(company="Acme"), now(company="Acme Inc."), "same-company"),
    # 9. Case and punctuation are no move.
    (9, was(company="ACME corp"), now(company="Acme Corp."), "same-company"),
    # 10. A junk value says nothing.
    (10, was(company="Acme"), now(company="n/a"), "company-unknown"),
    # 11. The absence of the old company is not a move.
    (11, was(company="Acme"), now(), "cleared"),
    # 12. Blank to a value is enrichment.
    (12, was(company="Acme"), now(company="Acme", title="CFO"), "enrichment"),
    # 13. A higher position in the same function.
    (13, was(title="Sales Manager"), now(title="VP Sales"), "promotion"),
    # 14. A re-worded title is no promotion.
    (14, was(title="CFO"), now(title="Chief Financial Officer"), "re-worded-title"),
    # 15. Abbreviations are not either.
    (15, was(title="Sr. Software Engineer"), now(title="Senior Software Engineer"), "re-worded-title"),
    # 16. A lower position is noted, and nobody is told.
    (16, was(title="Head of Sales"), now(title="Sales Manager"), "demotion"),
    # 17. A move to the top is a promotion, not a change of department: "executive" names a rank.
    (17, was(title="Head of Finance"), now(title="CEO"), "promotion"),
    # 18. A division's picklist carries a move by itself.
    (18, was(division="Aerospace"), now(division="Medical"), "departmental-move"),
    # 19. A sub-domain of the same company is the same company.
    (19, was(email_domain="acme.com", company="Acme"), now(email_domain="us.acme.com", company="Acme"), "same-company"),
    # 20. A department that cannot be read is not guessed at.
    (20, was(department="XK-17"), now(department="ZZ-9"), "department-unknown"),
    # 21. A new company name and a re-worded title: still no move.
    (
        21,
        was(company="Acme", title="CFO"),
        now(company="Acme GmbH", title="Chief Financial Officer"),
        "re-worded-title",
    ),
    # 22. From an occupation outside of all functions into one of them.
    (22, was(title="Nurse"), now(title="Purchasing Officer"), "departmental-move"),
    # 23. "Hospital" names where, not what: who manages there may have done the same.
    (23, was(title="Hospital Manager"), now(title="Purchasing Manager"), "same-level"),
]


@pytest.mark.parametrize(("number", "before", "after", "expected"), CASES, ids=[str(case[0]) for case in CASES])
def test_read_change(number: int, before: Employment, after: Employment, expected: str):
    reading = read_change(before, after, DEFAULT_POLICY.classifiers)
    outcome = reading.kind.value if isinstance(reading, Movement) else reading.reason
    assert outcome == expected, f"case {number}: {reading}"


# Whether a rise is claimed (True), or put as a question, since it may as well be a move.
RISES = [
    (1, "one function", "Sales Manager", "VP Sales", True),
    (2, "a rank fits every function", "Head of Sales", "CEO", True),
    (3, "no function, and nothing else is said", "Manager", "Director", True),
    (4, "no function that we know, but the same words", "Lamplighting Specialist", "Head of Lamplighting", True),
    (5, "no function that we know, and other words", "Trainspotting Specialist", "Head of Lamplighting", False),
    (6, "a function on one side only", "Lamplighting Specialist", "Head of Sales", False),
    (7, "a function, and a field that is none", "Loan Officer", "Education Manager", False),
]


@pytest.mark.parametrize(("number", "title", "before", "after", "sure"), RISES, ids=[str(case[0]) for case in RISES])
def test_how_sure_a_rise_is(number: int, title: str, before: str, after: str, sure: bool):
    reading = read_change(was(title=before), now(title=after), DEFAULT_POLICY.classifiers)
    assert isinstance(reading, Movement), f"case {number}, {title}: {reading}"
    assert reading.kind is SignalKind.PROMOTION, f"case {number}, {title}: {reading}"
    claimed = reading.confidence >= DEFAULT_POLICY.movements.claim_from
    assert claimed is sure, f"case {number}, {title}: {reading}"


LEVELS = [
    # 1. A higher position at the new company is noticed.
    (
        was(company="Acme", title="Manager Procurement"),
        now(company="Globex", title="Director Procurement"),
        Level.HIGHER,
    ),
    # 2. The same one too.
    (
        was(company="Acme", title="Director Procurement"),
        now(company="Globex", title="Director of Procurement"),
        Level.SAME,
    ),
    # 3. An unknown title is no comparison.
    (was(company="Acme"), now(company="Globex", title="Director"), Level.UNKNOWN),
]


@pytest.mark.parametrize(("before", "after", "level"), LEVELS)
def test_the_new_position_is_compared(before: Employment, after: Employment, level: Level):
    reading = read_change(before, after, DEFAULT_POLICY.classifiers)
    assert isinstance(reading, Movement)
    assert reading.level is level


words = st.one_of(
    st.none(), st.text(max_size=30), st.sampled_from(["CFO", "Acme Inc.", "Head of Sales", "Finance", "acme.com"])
)
employments = st.builds(
    Employment, title=words, department=words, division=words, company=words, email_domain=words, account=st.none()
)


@given(employments)
def test_what_has_not_changed_is_no_movement(employment: Employment):
    assert not isinstance(read_change(employment, employment, DEFAULT_POLICY.classifiers), Movement)


@given(employments, employments)
def test_every_answer_has_its_grounds(before: Employment, after: Employment):
    reading = read_change(before, after, DEFAULT_POLICY.classifiers)
    assert reading.verdicts if isinstance(reading, Movement) else reading.reason
