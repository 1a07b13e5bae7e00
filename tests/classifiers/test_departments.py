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
    # 22-33. Dutch.
    (22, "Personeelszaken", F.HUMAN_RESOURCES, "personeelszaken"),
    (23, "Afdeling Inkoop", F.PURCHASING, "inkoop"),
    (24, "Verkoop Binnendienst", F.SALES, "verkoop binnendienst"),
    (25, "Financiën", F.FINANCE, "financien"),
    (26, "Klantenservice", F.CUSTOMER_SUPPORT, "klantenservice"),
    (27, "Juridische Zaken", F.LEGAL, "juridische zaken"),
    (28, "Magazijn", F.LOGISTICS, "magazijn"),
    (29, "Bedrijfsvoering", F.OPERATIONS, "bedrijfsvoering"),
    (30, "Communicatie", F.COMMUNICATIONS, "communicatie"),
    (31, "Kwaliteit", F.QUALITY, "kwaliteit"),
    (32, "Directie", F.EXECUTIVE, "directie"),
    (33, "Technische Dienst", F.PRODUCTION, "technische dienst"),
    # 34-44. Italian: "Ufficio" frames, and "Amministrazione" may be the books as well as the office.
    (34, "Risorse Umane", F.HUMAN_RESOURCES, "risorse umane"),
    (35, "Ufficio Acquisti", F.PURCHASING, "acquisti"),
    (36, "Ufficio Legale", F.LEGAL, "legale"),
    (37, "Amministrazione", F.ADMINISTRATION, "amministrazione"),
    (38, "Produzione", F.PRODUCTION, "produzione"),
    (39, "Magazzino", F.LOGISTICS, "magazzino"),
    (40, "Ricerca e Sviluppo", F.RESEARCH, "ricerca e sviluppo"),
    (41, "Direzione Generale", F.EXECUTIVE, "direzione generale"),
    (42, "Vendite Italia", F.SALES, "vendite italia"),
    (43, "Assistenza Clienti", F.CUSTOMER_SUPPORT, "assistenza clienti"),
    (44, "Comunicazione", F.COMMUNICATIONS, "comunicazione"),
    # 45-56. Abbreviations that a company takes for granted.
    (45, "F&A", F.FINANCE, "f and a"),
    (46, "FP&A", F.FINANCE, "fp and a"),
    (47, "G&A", F.ADMINISTRATION, "g and a"),
    (48, "MarCom", F.MARKETING, "marcom"),
    (49, "PMO", F.PROJECT_MANAGEMENT, "pmo"),
    (50, "QA", F.QUALITY, "qa"),
    (51, "Corp Dev", F.STRATEGY, "corp dev"),
    (52, "RevOps", F.OPERATIONS, "revops"),
    (53, "SCM", F.LOGISTICS, "scm"),
    (54, "DRH", F.HUMAN_RESOURCES, "drh"),
    (55, "DSI", F.INFORMATION_TECHNOLOGY, "dsi"),
    (56, "RRHH", F.HUMAN_RESOURCES, "rrhh"),
    # 57-72. The rest of French, Spanish, German and English.
    (57, "Comptabilité", F.FINANCE, "comptabilite"),
    (58, "Juridique", F.LEGAL, "juridique"),
    (59, "Contabilidad", F.FINANCE, "contabilidad"),
    (60, "Atención al Cliente", F.CUSTOMER_SUPPORT, "atencion al cliente"),
    (61, "Compras", F.PURCHASING, "compras"),
    (62, "Öffentlichkeitsarbeit", F.COMMUNICATIONS, "offentlichkeitsarbeit"),
    (63, "Konzernrevision", F.FINANCE, "konzernrevision"),
    (64, "Facilities", F.ADMINISTRATION, "facilities"),
    (65, "Talent Acquisition", F.HUMAN_RESOURCES, "talent acquisition"),
    (66, "Cyber Security", F.SECURITY, "cyber security"),
    (67, "Product", F.PRODUCT, "product"),
    (68, "Real Estate", F.REAL_ESTATE, "real estate"),
    (69, "Innovation Lab", F.RESEARCH, "innovation lab"),
    (70, "Consulting Services", F.CONSULTING, "consulting services"),
    (71, "Partnerships", F.BUSINESS_DEVELOPMENT, "partnerships"),
    (72, "Geschäftsleitung", F.EXECUTIVE, "geschaftsleitung"),
]

PLACES = [
    # 1-6. Where a department is, which unit it serves, and who pays for it are kept apart from what it does.
    (1, "Finance EMEA", "emea", None),
    (2, "Customer Success North America", "north america", None),
    (3, "Sales (Germany)", "germany", None),
    (4, "KST 4711 - Einkauf", None, "4711"),
    (5, "Legal (CC-1020)", None, "1020"),
    (6, "Sales, Division Automotive", "automotive", None),
    # 7-8. Neither; and a small number counts teams.
    (7, "Finance", None, None),
    (8, "Sales Team 2", None, None),
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
    # 21-24. Renamed across languages; another function in one language.
    (21, "HR", "Personeelszaken", True),
    (22, "Ufficio Acquisti", "Procurement", True),
    (23, "Inkoop", "Verkoop", False),
    (24, "Ufficio Legale", "Risorse Umane", False),
    # 20. Spelling.
    (20, "RESSOURCES HUMAINES", "Ressources  humaines", True),
]


@pytest.mark.parametrize(("number", "text", "function", "name"), DEPARTMENTS)
def test_read_department(number: int, text: str | None, function: Function | None, name: str):
    reading = read_department(text)
    assert (reading.function, reading.name) == (function, name), number


@pytest.mark.parametrize(("number", "text", "division", "cost_centre"), PLACES)
def test_places_are_kept_apart(number: int, text: str, division: str | None, cost_centre: str | None):
    reading = read_department(text)
    assert (reading.division, reading.cost_centre) == (division, cost_centre), number


@pytest.mark.parametrize(("number", "a", "b", "same"), PAIRS)
def test_same_department(number: int, a: str | None, b: str | None, same: bool | None):
    assert (same_department(a, b), same_department(b, a)) == (same, same), number


@given(st.text(max_size=80))
def test_any_text_is_read_and_is_the_same_as_itself(text: str):
    assert same_department(text, text) is (True if read_department(text).name else None)


@pytest.mark.parametrize("char", ["a", " ", "1", "\x00", "hr ", "\ud800"])
def test_a_very_long_name_is_read(char: str):
    read_department(char * 100_000)
