"""Who is one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movewatch.classifiers.companies import Verdict
from movewatch.classifiers.people import REASONS, PersonEvidence, evidence_of, names_alike, same_person

SAME, DIFFERENT, UNKNOWN = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNKNOWN
P = PersonEvidence

PEOPLE = [
    # 1-6. One hard identifier, in whatever form it is written.
    (1, P(email="ada@acme.com"), P(email="ADA+crm@acme.com"), SAME, "same-identifier"),
    (2, P(email="ada@acme.com"), P(personal_email="ada@acme.com"), SAME, "same-identifier"),
    (3, P(phone="+49 170 1234567"), P(phone="+49(170)123-4567"), SAME, "same-identifier"),
    (
        4,
        P(linkedin="https://www.linkedin.com/in/Ada-L/"),
        P(linkedin="linkedin.com/in/ada-l?x=1"),
        SAME,
        "same-identifier",
    ),
    (5, P(record="t/sf/1"), P(record="t/sf/1"), SAME, "same-identifier"),
    (6, P("Ada Lovelace", "ada@acme.com"), P("Ada King", "ada@acme.com"), SAME, "same-identifier-and-name"),
    # 7-10. What is nobody's, or is read differently in each country.
    (7, P(email="info@acme.com"), P(email="info@acme.com"), UNKNOWN, "nothing-to-compare"),
    (8, P(email="sales-de@acme.com"), P(email="sales-de@acme.com"), UNKNOWN, "nothing-to-compare"),
    (9, P(phone="0170 1234567"), P(phone="0170 1234567"), UNKNOWN, "nothing-to-compare"),
    (10, P(email="no address"), P(email="no address"), UNKNOWN, "nothing-to-compare"),
    # 11-12. The mailbox was handed to somebody else.
    (11, P("Ada Lovelace", "md@acme.com"), P("Grace Hopper", "md@acme.com"), UNKNOWN, "identifier-handed-on"),
    (12, P("Ada", record="t/sf/1"), P("Grace", record="t/sf/1"), UNKNOWN, "identifier-handed-on"),
    # 13-14. Two profiles are two persons; unless something else is shared.
    (
        13,
        P("Ada L", linkedin="linkedin.com/in/a"),
        P("Ada L", linkedin="linkedin.com/in/b"),
        DIFFERENT,
        "profiles-differ",
    ),
    (
        14,
        P(email="a.b@x.com", linkedin="linkedin.com/in/a"),
        P(email="a.b@x.com", linkedin="linkedin.com/in/b"),
        SAME,
        "same-identifier",
    ),
    # 15-18. Names alone never decide: the same-name stranger.
    (15, P("Maria Garcia"), P("Maria Garcia"), UNKNOWN, "names-alike"),
    (16, P("Ada Lovelace"), P("Grace Hopper"), UNKNOWN, "names-differ"),
    (17, P("Ada Lovelace", "ada@acme.com"), P("Ada Lovelace", "ada@globex.com"), UNKNOWN, "names-alike"),
    (18, P(), P("Ada"), UNKNOWN, "nothing-to-compare"),
    # 19. Ids of two CRM systems say nothing of each other.
    (19, P(record="t/sf/1"), P(record="t/hubspot/1"), UNKNOWN, "nothing-to-compare"),
]

NAMES = [
    # 1-10. Forms of a given name.
    (1, "Bob", "Robert", True),
    (2, "Sascha", "Alexander", True),
    (3, "Pepe", "José", True),
    (4, "Liz Windsor", "Elizabeth Smith", True),
    (5, "Bill", "William", True),
    (6, "Katja", "Sven", False),
    (7, "Giuseppe", "Joseph", True),
    (8, "Pat", "Patricia", True),
    (9, "Pat", "Patrick", True),
    (10, "Patricia", "Patrick", False),
    # 11-16. Order, accents, alphabet, titles, a new surname.
    (11, "Lovelace, Ada", "Ada Lovelace", True),
    (12, "JOSÉ GARCÍA", "jose garcia", True),
    (13, "Иванов Пётр", "Ivanov Petr", True),
    (14, "Γιώργος", "Giorgos", True),
    (15, "Dr. Anna Schmidt", "Frau Anna Meier", True),
    (16, "Ada Byron", "Ada Lovelace", True),
    # 17-21. What does not agree: initials, particles, other names; a slip in a long name does.
    (17, "A. Lovelace", "A. Turing", False),
    (18, "von Neumann", "von Braun", False),
    (19, "Ada Lovelace", "Alan Turing", False),
    (20, "Lovelace", "Lovelase", True),
    (21, "Dr.", "Ada", None),
    # 22-23. Nothing to compare.
    (22, None, "Ada", None),
    (23, "Ada", "  ", None),
]


@pytest.mark.parametrize(("number", "a", "b", "verdict", "why"), PEOPLE)
def test_people(number: int, a: PersonEvidence, b: PersonEvidence, verdict: Verdict, why: str):
    match = same_person(a, b)
    assert (match.verdict, match.why) == (verdict, why), number
    assert same_person(b, a) == match


@pytest.mark.parametrize(("number", "a", "b", "alike"), NAMES)
def test_names(number: int, a: str | None, b: str | None, alike: bool | None):
    assert (names_alike(a, b), names_alike(b, a)) == (alike, alike), number


def test_a_text_is_taken_for_what_it_looks_like():
    assert evidence_of("ada@acme.com").email
    assert evidence_of("https://linkedin.com/in/ada").linkedin
    assert evidence_of(" +49 170 1").phone
    assert evidence_of("Ada").name


EVIDENCE = st.builds(
    PersonEvidence,
    st.none() | st.text(max_size=30) | st.sampled_from(["Bob Smith", "Robert Smyth", "Ada"]),
    st.sampled_from([None, "", "a@acme.com", "A+x@acme.com", "info@acme.com", "no"]),
    st.sampled_from([None, "a@acme.com", "b@gmail.com"]),
    st.sampled_from([None, "+49 170 1234567", "0170", ""]),
    st.sampled_from([None, "linkedin.com/in/a", "linkedin.com/in/b", "x"]),
    st.sampled_from([None, "", "t/s/1", "t/s/2"]),
)


@given(EVIDENCE, EVIDENCE)
def test_the_order_does_not_matter_and_a_name_never_decides(a: PersonEvidence, b: PersonEvidence):
    match = same_person(a, b)
    assert match == same_person(b, a)
    assert match == REASONS[match.why]
    assert same_person(PersonEvidence(a.name), PersonEvidence(b.name)).verdict is UNKNOWN


@given(EVIDENCE)
def test_nobody_differs_from_himself(a: PersonEvidence):
    assert same_person(a, a).why in {
        "same-identifier",
        "same-identifier-and-name",
        "names-alike",
        "nothing-to-compare",
    }
