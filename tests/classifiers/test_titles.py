"""What titles mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movewatch.classifiers.title_stems import STEMS, WEAK_STEMS
from movewatch.classifiers.titles import Function, Seniority, compare_levels, read_title, same_title
from movewatch.policy import DEFAULT_POLICY, parse_policy
from schemas.base import Level

F, S = Function, Seniority

TITLES = [
    # 1-8. Plain titles in English, long, short and abbreviated.
    (1, "CFO", F.FINANCE, S.EXECUTIVE),
    (2, "Chief Financial Officer", F.FINANCE, S.EXECUTIVE),
    (3, "V.P. Sales", F.SALES, S.VICE_PRESIDENT),
    (4, "Vice President, Marketing", F.MARKETING, S.VICE_PRESIDENT),
    (5, "Head of Procurement", F.PURCHASING, S.HEAD),
    (6, "Sr. Mgr, Engineering", F.ENGINEERING, S.MANAGER),
    (7, "Senior Software Engineer", F.ENGINEERING, S.SENIOR),
    (8, "Controller", F.FINANCE, S.PROFESSIONAL),
    # 9-17. German: compounds, gendered forms, marks of gender.
    (9, "Leiterin Einkauf", F.PURCHASING, S.HEAD),
    (10, "Vertriebsleiter (m/w/d)", F.SALES, S.HEAD),
    (11, "Teamleiter Kundenservice", F.CUSTOMER_SUPPORT, S.LEAD),
    (12, "Geschäftsführer", F.EXECUTIVE, S.EXECUTIVE),
    (13, "Werkstudent Marketing", F.MARKETING, S.TRAINING),
    (14, "Sachbearbeiterin Buchhaltung", F.FINANCE, S.PROFESSIONAL),
    (15, "Bereichsleiterin Logistik", F.LOGISTICS, S.DIRECTOR),
    (16, "Kaufmännische Leiterin", F.FINANCE, S.HEAD),
    (17, "Leiter*in Personal", F.HUMAN_RESOURCES, S.HEAD),
    # 18-23. French and Spanish.
    (18, "Directrice des ressources humaines", F.HUMAN_RESOURCES, S.DIRECTOR),
    (19, "Responsable achats", F.PURCHASING, S.MANAGER),
    (20, "Directeur Général", F.EXECUTIVE, S.EXECUTIVE),
    (21, "Ingénieur d'affaires", F.SALES, S.PROFESSIONAL),
    (22, "Jefe de compras", F.PURCHASING, S.MANAGER),
    (23, "Directora de Recursos Humanos", F.HUMAN_RESOURCES, S.DIRECTOR),
    # 24-28. Who assists somebody senior is not senior, however high that person stands.
    (24, "Assistant to the CEO", F.ADMINISTRATION, S.PROFESSIONAL),
    (25, "Executive Assistant", F.ADMINISTRATION, S.PROFESSIONAL),
    (26, "Vorstandsassistentin", F.ADMINISTRATION, S.PROFESSIONAL),
    (27, "Assistenz der Geschäftsführung", F.ADMINISTRATION, S.PROFESSIONAL),
    (28, "Director's Assistant", F.ADMINISTRATION, S.PROFESSIONAL),
    (62, "Referent der Geschäftsleitung", F.ADMINISTRATION, S.PROFESSIONAL),
    # 29-31. But an assistant director is nearly one: one level below.
    (29, "Assistant Director of Finance", F.FINANCE, S.HEAD),
    (30, "Deputy Head of Legal", F.LEGAL, S.MANAGER),
    (31, "Associate Director, Research", F.RESEARCH, S.HEAD),
    # 32-35. "Manager" that manages no people; "lead" that leads none.
    (32, "Product Manager", F.PRODUCT, S.PROFESSIONAL),
    (33, "Project Manager", F.PROJECT_MANAGEMENT, S.PROFESSIONAL),
    (34, "Key Account Manager", F.SALES, S.PROFESSIONAL),
    (35, "Lead Generation Specialist", F.MARKETING, S.PROFESSIONAL),
    # 36-40. Several functions: a phrase beats its words, the head of a compound its first part.
    (36, "Senior Product Marketing Manager", F.MARKETING, S.SENIOR),
    (37, "Business Development Manager", F.BUSINESS_DEVELOPMENT, S.PROFESSIONAL),
    (38, "IT Recruiter", F.HUMAN_RESOURCES, S.PROFESSIONAL),
    (39, "IT-Projektleiter", F.PROJECT_MANAGEMENT, S.PROFESSIONAL),
    (40, "Sales and Marketing Director", F.SALES, S.DIRECTOR),
    # 41-43. An administrator of systems, and one of an office.
    (41, "Systems Administrator", F.INFORMATION_TECHNOLOGY, S.PROFESSIONAL),
    (42, "Office Administrator", F.ADMINISTRATION, S.PROFESSIONAL),
    (43, "Chief Information Security Officer", F.SECURITY, S.EXECUTIVE),
    # 44-47. Training beats what it trains for, and "internal" is no intern.
    (44, "Sales Intern", F.SALES, S.TRAINING),
    (45, "Trainee Manager", None, S.TRAINING),
    (46, "Internal Auditor", F.FINANCE, S.PROFESSIONAL),
    (47, "Junior Project Manager", F.PROJECT_MANAGEMENT, S.JUNIOR),
    # 48-51. Owners and boards.
    (48, "Founder & CEO", F.EXECUTIVE, S.OWNER_OR_BOARD),
    (49, "Product Owner", F.PRODUCT, S.PROFESSIONAL),
    (50, "Mitglied des Aufsichtsrats", F.EXECUTIVE, S.OWNER_OR_BOARD),
    (51, "Executive Director", F.EXECUTIVE, S.EXECUTIVE),
    # 52-54. A function alone, a level alone, an acronym with three meanings: abstain from the rest.
    (52, "Marketing", F.MARKETING, None),
    (53, "Manager", None, S.MANAGER),
    (54, "CPO", None, S.EXECUTIVE),
    # 55-60. No title, or no present position: abstain.
    (55, None, None, None),
    (56, "  ", None, None),
    (57, "n/a", None, None),
    (58, "Former CEO", None, None),
    (59, "Student", None, None),
    (60, "Wizard of Light Bulb Moments", None, None),
    # 61. A known occupation outside the list.
    (61, "Nurse", F.OTHER, S.PROFESSIONAL),
]

SAME_TITLES = [
    # 1-9. Reworded: abbreviations, fillers, word order, gender, punctuation.
    (1, "CFO", "Chief Financial Officer", True),
    (2, "Sr. Engineer", "Senior Engineer", True),
    (3, "VP Sales", "Vice President of Sales", True),
    (4, "Sales Director", "Director, Sales", True),
    (5, "VP Eng", "VP of Engineering", True),
    (6, "Leiterin Personal", "Personalleiter", True),
    (7, "Directrice marketing", "Directeur Marketing", True),
    (8, "Ingeniera", "Ingeniero", True),
    (9, "Vertriebsleiter*in", "Vertriebsleiterin", True),
    (10, "Software Engineer (m/w/d)", "software engineer", True),
    # 11. One slip in a long word.
    (11, "Sales Manager", "Sales Manger", True),
    # 12-18. Another position, however alike.
    (12, "Product Manager", "Project Manager", False),
    (13, "Assistant Director", "Assistant to the Director", False),
    (14, "Director", "Director's Assistant", False),
    (15, "Engineer II", "Engineer III", False),
    (16, "VP Sales", "SVP Sales", False),
    (17, "HR Manager", "PR Manager", False),
    (18, "Controller", "Head of Procurement", False),
    # 19-20. Blank against blank is no change; blank against a title is not the same.
    (19, None, "", True),
    (20, None, "CFO", False),
]

LEVELS = [
    # 1-2. Up and down.
    (1, "Controller", "Head of Procurement", Level.HIGHER),
    (2, "VP Sales", "Sales Manager", Level.LOWER),
    # 3. Reworded.
    (3, "CFO", "Chief Financial Officer", Level.SAME),
    # 4-5. A rank, then a number, within one level.
    (4, "Vice President Sales", "Senior Vice President Sales", Level.HIGHER),
    (5, "Engineer III", "Engineer", Level.LOWER),
    # 6-7. One side does not tell.
    (6, "Marketing", "Head of Marketing", Level.UNKNOWN),
    (7, None, "CFO", Level.UNKNOWN),
]


@pytest.mark.parametrize(("number", "text", "function", "seniority"), TITLES)
def test_read_title(number: int, text: str | None, function: Function | None, seniority: Seniority | None):
    reading = read_title(text)
    assert (reading.function, reading.seniority) == (function, seniority), (number, reading)
    assert (reading.confidence > 0) == (function is not None)


@pytest.mark.parametrize(("number", "a", "b", "same"), SAME_TITLES)
def test_same_title(number: int, a: str | None, b: str | None, same: bool):
    assert (same_title(a, b), same_title(b, a)) == (same, same), number


@pytest.mark.parametrize(("number", "before", "after", "level"), LEVELS)
def test_compare_levels(number: int, before: str | None, after: str | None, level: Level):
    assert compare_levels(before, after) is level, number


def test_every_function_can_be_read():
    assert set(Function) == set(STEMS) | set(WEAK_STEMS)


WORDS = st.sampled_from(
    [
        "Sr.",
        "VP",
        "of",
        "Sales",
        "&",
        "Leiterin",
        "(m/w/d)",
        "Einkauf",
        "II",
        "-",
        ",",
        "Assistant",
        "to",
        "Intern",
        "CEO",
        "co",
    ]
)
ANY_TITLE = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=7).map(" ".join))
OPPOSITE = {Level.HIGHER: Level.LOWER, Level.LOWER: Level.HIGHER, Level.SAME: Level.SAME, Level.UNKNOWN: Level.UNKNOWN}


@given(ANY_TITLE)
def test_any_text_is_read(text: str):
    assert read_title(text) == read_title(text)
    assert same_title(text, text)


@given(ANY_TITLE, ANY_TITLE)
def test_the_order_only_turns_the_level(a: str, b: str):
    assert same_title(a, b) == same_title(b, a)
    assert compare_levels(a, b) is OPPOSITE[compare_levels(b, a)]


@pytest.mark.parametrize("char", ["a", " ", "\x00", "CEO ", "(m/", "\ud800", "é", "sales,"])
def test_a_very_long_title_is_read(char: str):
    read_title(char * 100_000)
    same_title(char * 100_000, "CFO")


def test_how_sure_it_is_stands_in_the_policy():
    given = parse_policy("[classifiers]\nclear_title = 0.7\n")
    assert read_title("Controller", given.classifiers).confidence == 0.7
    assert given.hash != DEFAULT_POLICY.hash
