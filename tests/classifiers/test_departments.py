"""What names of departments mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movewatch.classifiers.departments import read_department, same_department
from movewatch.classifiers.functions import Function

F = Function

DEPARTMENTS = [
    (1, "Finance", F.FINANCE, "finance"),
    (2, "HR", F.HUMAN_RESOURCES, "hr"),
    (3, "People & Culture", F.HUMAN_RESOURCES, "people and culture"),
    # 4. In the name of a department "Personal" means staff; in a title it is an assistant's.
    (4, "Personal", F.HUMAN_RESOURCES, "personal"),
    (5, "Abteilung Einkauf", F.PURCHASING, "einkauf"),
    (6, "Buchhaltung", F.FINANCE, "buchhaltung"),
    (7, "R&D", F.RESEARCH, "r and d"),
    (8, "IT", F.INFORMATION_TECHNOLOGY, "it"),
    (9, "Service après-vente / Support", F.CUSTOMER_SUPPORT, "service apres vente and support"),
    (10, "Achats", F.PURCHASING, "achats"),
    (11, "Recursos Humanos", F.HUMAN_RESOURCES, "recursos humanos"),
    # 12-14. Numbers of cost centres say nothing.
    (12, "4711 Finance", F.FINANCE, "finance"),
    (13, "KST 4711 - Einkauf", F.PURCHASING, "einkauf"),
    (14, "Legal (CC-1020)", F.LEGAL, "legal"),
    # 15-19. Nothing that tells.
    (15, "4711", None, ""),
    (16, None, None, ""),
    (17, "n/a", None, ""),
    (18, "Project Phoenix Tigers", F.PROJECT_MANAGEMENT, "project phoenix tigers"),
    (19, "Blue Team", None, "blue"),
    # 20-21. "Service" is what customers get; before a French function it only frames.
    (20, "Customer Service", F.CUSTOMER_SUPPORT, "customer service"),
    (21, "Service achats", F.PURCHASING, "service achats"),
]

PAIRS = [
    # 1-3. Renamed for everybody: one function, and a name that means the whole of it.
    (1, "HR", "People & Culture", True),
    (2, "Human Resources", "Personalabteilung", True),
    (3, "Einkauf", "Procurement", True),
    # 4. A finer entry, more often than a move.
    (4, "Finance", "Accounting", True),
    # 5. Two parts of one function: nobody can say.
    (5, "Accounting", "Treasury", None),
    # 6-7. Another function.
    (6, "Finance", "Procurement", False),
    (7, "Sales", "Customer Support", False),
    # 8-10. Regions: one is a finer entry, two are two teams.
    (8, "Finance", "Finance EMEA", True),
    (9, "Finance EMEA", "Finance APAC", False),
    (10, "Sales Germany", "Vertrieb Deutschland", True),
    # 11-13. Numbers and words around the name.
    (11, "4711 Finance", "Finance Department", True),
    (12, "Dept. of Finance", "finance", True),
    (13, "4711", "4712", None),
    # 14-15. One name holds the other.
    (14, "Sales & Marketing", "Marketing", None),
    (15, "Marketing", "Marketing & Sales", None),
    # 16-19. Unknown.
    (16, None, "Finance", None),
    (17, "Finance", "", None),
    (18, "Blue Tigers", "Red Lions", None),
    (19, "Blue Tigers", "Tigers, blue", True),
    # 20. Spelling.
    (20, "RESSOURCES HUMAINES", "Ressources  humaines", True),
]


@pytest.mark.parametrize(("number", "text", "function", "name"), DEPARTMENTS)
def test_read_department(number: int, text: str | None, function: Function | None, name: str):
    reading = read_department(text)
    assert (reading.function, reading.name) == (function, name), number


@pytest.mark.parametrize(("number", "a", "b", "same"), PAIRS)
def test_same_department(number: int, a: str | None, b: str | None, same: bool | None):
    assert (same_department(a, b), same_department(b, a)) == (same, same), number


@given(st.text(max_size=80))
def test_any_text_is_read_and_is_the_same_as_itself(text: str):
    assert same_department(text, text) is (True if read_department(text).name else None)


@pytest.mark.parametrize("char", ["a", " ", "1", "\x00", "hr ", "\ud800"])
def test_a_very_long_name_is_read(char: str):
    read_department(char * 100_000)
