"""What same_company must say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from movewatch.classifiers.companies import REASONS, CompanyEvidence, Verdict, compare_names, same_company
from movewatch.classifiers.company_names import read_name
from schemas.base import Reason

SAME, DIFFERENT, UNKNOWN, RELATED = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNKNOWN, Verdict.RELATED

NAMES = [
    # 1-6. Trivial edits: a legal form added, in any spelling. Users were once shown these as moves.
    (1, "Acme", "Acme Inc.", SAME, "legal-form"),
    (2, "Acme", "ACME, Inc", SAME, "legal-form"),
    (3, "Acme", "Acme GmbH & Co. KG", SAME, "legal-form"),
    (4, "Müller SE & Co. KGaA", "Müller", SAME, "legal-form"),
    (5, "Acme Ltd", "Acme S.à r.l.", SAME, "legal-form"),
    (6, "株式会社トヨタ", "トヨタ", SAME, "same-name"),
    # 7-12. Spelling: case, accents, punctuation, "and", spaces, umlauts.
    (7, "L'ORÉAL", "Loreal", SAME, "same-name"),
    (8, "Smith & Wesson", "Smith and Wesson", SAME, "same-name"),
    (9, "J.P. Morgan", "JP Morgan", SAME, "same-name"),
    (10, "Price Waterhouse Coopers", "PricewaterhouseCoopers LLP", SAME, "spacing"),
    (11, "Müller AG", "Mueller GmbH", SAME, "umlaut"),
    (12, "The Coca-Cola Company", "Coca Cola", SAME, "legal-form"),
    # 13-14. Words that name no other company.
    (13, "Volkswagen", "Volkswagen Group", SAME, "group-word"),
    (14, "Amazon", "Amazon.com, Inc.", SAME, "group-word"),
    # 15-17. A slip of the pen in a long name; never in a short one, where one letter makes another company.
    (15, "Microsft Corporation", "Microsoft", SAME, "typo"),
    (16, "Mattel", "Mastel", DIFFERENT, "names-differ"),
    (17, "McKenton", "McKesson", DIFFERENT, "names-differ"),
    # 18-20. Acronyms: from three letters on.
    (18, "IBM", "International Business Machines Corp.", SAME, "acronym"),
    (19, "ND", "Northern Dynamics", UNKNOWN, "short-acronym"),
    (20, "International Business Machines (IBM)", "IBM", SAME, "formerly"),
    # 21-23. The name itself tells of the other.
    (21, "Meta (formerly Facebook)", "Facebook Inc", SAME, "formerly"),
    (22, "Vodafone vormals Mannesmann", "Mannesmann", SAME, "formerly"),
    (23, "Smith Ltd d/b/a Blue Bottle", "Blue Bottle", SAME, "formerly"),
    # 24-28. Group and unit: neither the same nor a new employer.
    (24, "IBM", "IBM Canada", RELATED, "country-unit"),
    (25, "IBM Germany", "IBM Canada Ltd.", RELATED, "country-sibling"),
    (26, "Siemens", "Siemens Healthineers AG", RELATED, "brand-prefix"),
    (27, "Volkswagen", "Volkswagen of America", RELATED, "country-unit"),
    (28, "Acme (UK)", "Acme", RELATED, "country-unit"),
    # 29-32. A shared general word relates nothing.
    (29, "General Electric", "General Motors", DIFFERENT, "names-differ"),
    (30, "Bank of America", "Bank of England", DIFFERENT, "names-differ"),
    (31, "Deutsche Bank", "Deutsche Telekom", DIFFERENT, "names-differ"),
    (32, "American", "American Express", DIFFERENT, "names-differ"),
    # 47. Two general words are a brand.
    (47, "Deutsche Bank", "Deutsche Bank AG, London", RELATED, "brand-prefix"),
    # 33-34. Numbers and ordinals tell siblings apart.
    (33, "Capital Solutions", "Capital Solutions II", DIFFERENT, "numbers-differ"),
    (34, "Studio 54 Partners", "Studio 55 Partners", DIFFERENT, "numbers-differ"),
    # 35-40. Junk names no company, not even against itself.
    (35, "Acme", "freelance", UNKNOWN, "junk-name"),
    (36, "n/a", "Acme", UNKNOWN, "junk-name"),
    (37, "Self-Employed", "Self-Employed", UNKNOWN, "junk-name"),
    (38, "Student", "Acme", UNKNOWN, "junk-name"),
    (39, "-", "Acme", UNKNOWN, "junk-name"),
    (40, "[not provided]", "Acme", UNKNOWN, "junk-name"),
    # 41-43. Nothing to compare: the absence of the old company is not a move.
    (41, None, "Acme", UNKNOWN, "nothing-to-compare"),
    (42, "Acme", "   ", UNKNOWN, "nothing-to-compare"),
    # 43, 48-52, 116. Kana, Cyrillic and Greek are written by sound; of Chinese only well-known words are read.
    (43, "Toyota", "トヨタ", SAME, "transliterated"),
    (116, "ООО Газпром", "Gazprom", SAME, "legal-form"),
    (48, "ΟΤΕ", "OTE", SAME, "transliterated"),
    (49, "株式会社日立製作所", "Hitachi", RELATED, "brand-prefix"),
    (50, "华为技术有限公司", "Huawei Technologies Co., Ltd.", SAME, "transliterated"),
    (51, "Acme", "鼎泰豐", UNKNOWN, "other-script"),
    (52, "삼성전자", "Samsung Electronics", SAME, "transliterated"),
    # 53-72. Legal forms as their registers write them.
    (53, "Grupo Bimbo, S.A.B. de C.V.", "Grupo Bimbo", SAME, "legal-form"),
    (54, "Allegro Sp. z o.o.", "Allegro", SAME, "legal-form"),
    (55, "Novo Nordisk A/S", "Novo Nordisk", SAME, "legal-form"),
    (56, "Kone Oyj", "KONE", SAME, "legal-form"),
    (57, "PT Astra International Tbk", "Astra International", SAME, "legal-form"),
    (58, "Top Glove Sdn Bhd", "Top Glove", SAME, "legal-form"),
    (59, "Atlassian Pty Ltd", "Atlassian", SAME, "legal-form"),
    (60, "Infosys Private Limited", "Infosys", SAME, "legal-form"),
    (61, "Enel S.p.A.", "Enel", SAME, "legal-form"),
    (62, "Danone SA", "Danone", SAME, "legal-form"),
    (63, "Deutsche Bahn Aktiengesellschaft", "Deutsche Bahn AG", SAME, "legal-form"),
    (64, "Škoda Auto a.s.", "Skoda Auto", SAME, "legal-form"),
    (65, "OTP Bank Nyrt.", "OTP Bank", SAME, "legal-form"),
    (66, "Koç Holding A.Ş.", "Koc Holding", SAME, "legal-form"),
    (67, "Philips N.V.", "Philips", SAME, "legal-form"),
    (68, "Carrefour SARL", "Carrefour", SAME, "legal-form"),
    (69, "Lidl Stiftung & Co. KG", "Lidl Stiftung", SAME, "legal-form"),
    (70, "Equinor ASA", "Equinor", SAME, "legal-form"),
    (71, "Embraer Ltda", "Embraer", SAME, "legal-form"),
    (72, "Sony Kabushiki Kaisha", "Sony", SAME, "legal-form"),
    # 73-84. Words of one meaning: abbreviations, plurals, translations.
    (73, "Smith Bros", "Smith Brothers", SAME, "abbreviated"),
    (74, "Acme Mfg", "Acme Manufacturing", SAME, "abbreviated"),
    (75, "Harvard Univ.", "Harvard University", SAME, "abbreviated"),
    (76, "Acme Technology", "Acme Technologies", SAME, "abbreviated"),
    (77, "Acme Intl", "Acme International", SAME, "group-word"),
    (78, "Universität Wien", "University of Vienna", SAME, "abbreviated"),
    (79, "Northern Insurance", "Northern Assurance", SAME, "abbreviated"),
    (113, "GE", "General Electric", SAME, "known-names"),
    # 80-88. What all the world knows, and what a name says of its owner.
    (80, "VW", "Volkswagen AG", SAME, "known-names"),
    (81, "HP Inc.", "Hewlett-Packard", SAME, "known-names"),
    (82, "PwC", "PricewaterhouseCoopers LLP", SAME, "known-names"),
    (83, "Twitter", "X Corp.", RELATED, "known-renaming"),
    (84, "Statoil ASA", "Equinor ASA", RELATED, "known-renaming"),
    (85, "YouTube, a Google company", "Google", RELATED, "owner-named"),
    (86, "Slack (part of Salesforce)", "Salesforce", RELATED, "owner-named"),
    (87, "Accenture (formerly Andersen Consulting)", "Andersen Consulting", SAME, "formerly"),
    (88, "Smith Ltd t/a Bluebird", "Bluebird", SAME, "formerly"),
    # 89-100. One letter, one number, one place more is another company, or its sibling.
    (89, "McKenton", "McKesson", DIFFERENT, "names-differ"),
    (90, "Fifth Third Bank", "Third Bank", DIFFERENT, "names-differ"),
    (91, "Route 66 Motors", "Route 67 Motors", DIFFERENT, "numbers-differ"),
    (92, "Siemens Österreich", "Siemens España", RELATED, "country-sibling"),
    (93, "IBM Canada", "IBM", RELATED, "country-unit"),
    (94, "Bank of Ireland", "Bank of Scotland", DIFFERENT, "names-differ"),
    (95, "Delta Air Lines", "Delta Dental", DIFFERENT, "names-differ"),
    # 96-112. Junk in seven languages.
    (96, "selbstständig", "Acme", UNKNOWN, "junk-name"),
    (97, "Freiberuflerin", "Acme", UNKNOWN, "junk-name"),
    (98, "auto-entrepreneur", "Acme", UNKNOWN, "junk-name"),
    (99, "à la recherche d'un emploi", "Acme", UNKNOWN, "junk-name"),
    (100, "Autónomo", "Acme", UNKNOWN, "junk-name"),
    (101, "libero professionista", "Acme", UNKNOWN, "junk-name"),
    (102, "ZZP'er", "Acme", UNKNOWN, "junk-name"),
    (103, "Stealth AI Startup", "Acme", UNKNOWN, "junk-name"),
    (104, "Confidential Company", "Acme", UNKNOWN, "junk-name"),
    (105, "Independent Consultant (self-employed)", "Acme", UNKNOWN, "junk-name"),
    (106, "Open to work", "Acme", UNKNOWN, "junk-name"),
    (107, "im Ruhestand", "Acme", UNKNOWN, "junk-name"),
    (108, "Various clients", "Acme", UNKNOWN, "junk-name"),
    (109, "conta própria", "Acme", UNKNOWN, "junk-name"),
    (110, "???", "Acme", UNKNOWN, "junk-name"),
    # 117-118. Two Latin spellings of one Russian name; the Russian one against either.
    (117, "Chaikovsky", "Tschaikowski", UNKNOWN, "similar-names"),
    (118, "Чайковский", "Tchaikovsky", SAME, "transliterated"),
    # 114-115. A legal form that has grown onto the name; more than a form has not.
    (114, "PepsiCo", "Pepsi Co. Inc.", SAME, "spacing"),
    (115, "BankOf", "Bank of America", DIFFERENT, "names-differ"),
    # 111-112. But these are companies.
    (111, "Student Loan Company", "Student Loans Company Ltd", SAME, "typo"),
    (112, "Retail Freelance Solutions", "Retail Freelance Solutions Ltd", SAME, "legal-form"),
    # 44. Legal forms are not taken off until nothing is left.
    (44, "EN Company", "ET Company", DIFFERENT, "names-differ"),
    # 45. Similar in a way that no rule explains: asked about rather than claimed.
    (45, "Greenfield Dynamics", "Greenfeld Dynamic 's", SAME, "typo"),
    (46, "Northwind Traders Logistics", "Northwind Trading Logistics", UNKNOWN, "similar-names"),
]

EVIDENCE = [
    # 1. The CRM's key first; a new spelling of the name changes nothing.
    (1, ("Acme", None, "t/sf/1"), ("Acme Inc", None, "t/sf/1"), SAME, "same-account"),
    # 2. The account stays, only its name changes: renamed, not a move.
    (2, ("Acme", "acme.com", "t/sf/1"), ("Globex", "acme.com", "t/sf/1"), SAME, "account-renamed"),
    # 3. The link stays while name and domain both go: renamed, or nobody maintained the link.
    (3, ("Acme", "acme.com", "t/sf/1"), ("Globex", "globex.com", "t/sf/1"), UNKNOWN, "account-contradicted"),
    # 4. Two accounts, one name and one domain: a duplicate in the CRM.
    (4, ("Acme", "acme.com", "t/sf/1"), ("Acme Inc", "mail.acme.com", "t/sf/2"), SAME, "duplicate-account"),
    # 5. Two accounts in one domain with names of their own: units.
    (
        5,
        ("Acme Pumps", "acme.com", "t/sf/1"),
        ("Acme Valves", "acme.com", "t/sf/2"),
        RELATED,
        "same-domain-other-account",
    ),
    # 6. Two accounts, one name, domains unknown: duplicate or namesake, nobody can say.
    (6, ("Acme", None, "t/sf/1"), ("Acme", None, "t/sf/2"), RELATED, "same-name-other-account"),
    # 7. Two accounts, two names.
    (7, ("Acme", None, "t/sf/1"), ("Globex", None, "t/sf/2"), DIFFERENT, "accounts-and-names-differ"),
    # 8. Ids of two CRM systems say nothing of each other.
    (8, ("Acme", None, "t/sf/1"), ("Acme Inc", None, "t/hubspot/2"), SAME, "legal-form"),
    # 9. Another address in one registrable domain is not a move.
    (9, ("Acme", "a@emea.acme.co.uk", None), ("Acme", "a@acme.co.uk", None), SAME, "same-domain"),
    # 10. Disagreeing domains beat a similar name.
    (10, ("Acme", "acme.com", None), ("Acme Inc", "acme-tools.io", None), DIFFERENT, "domains-differ"),
    # 11. Both differ.
    (11, ("Acme", "acme.com", None), ("Globex", "globex.com", None), DIFFERENT, "domains-and-names-differ"),
    # 12. One name before two suffixes: a country's site, or a namesake.
    (12, ("Siemens", "siemens.de", None), ("Siemens AG", "siemens.com", None), RELATED, "same-name-other-suffix"),
    # 13. Free mail says nothing, so the names decide.
    (13, ("Acme", "a@gmail.com", None), ("Acme Inc", "a@web.de", None), SAME, "legal-form"),
    # 14. A private address and no name: unknown, not a departure.
    (14, (None, "acme.com", None), (None, "a@gmail.com", None), UNKNOWN, "nothing-to-compare"),
    # 15. The domain speaks where the name is junk.
    (15, ("Acme", "acme.com", None), ("n/a", "acme.com", None), SAME, "same-domain"),
    # 16. Renamed with a new domain: no proof, yet no plain move either.
    (
        16,
        ("Facebook", "fb.com", None),
        ("Meta (formerly Facebook)", "meta.com", None),
        RELATED,
        "formerly-other-domain",
    ),
    # 17. Acquired, name changed, domain kept.
    (17, ("Acme", "acme.com", None), ("Globex", "acme.com", None), SAME, "same-domain-other-name"),
]


@pytest.mark.parametrize(("number", "a", "b", "verdict", "why"), NAMES)
def test_names(number: int, a: str | None, b: str | None, verdict: Verdict, why: str):
    match = same_company(CompanyEvidence(a), CompanyEvidence(b))
    assert (match.verdict, match.why) == (verdict, why), number
    assert same_company(CompanyEvidence(b), CompanyEvidence(a)) == match


LEI, PAGE = "5493001KJTIIGC8Y1R12", "https://www.linkedin.com/company/acme-pumps/"
REGISTERED = [
    # 1-2. One entry in a register is one company, in any spelling, whatever it is called now.
    (1, {"registration": LEI}, {"registration": f" {LEI.lower()}"}, SAME, "same-registration"),
    (2, {"registration": "DE 811 128 135"}, {"registration": "DE811128135"}, SAME, "same-registration"),
    # 3. Another entry proves nothing: each subsidiary has its own. The names decide.
    (3, {"registration": "HRB 1234"}, {"registration": "HRB 9876"}, DIFFERENT, "names-differ"),
    # 4-5. What nobody would call unique.
    (4, {"registration": "n/a"}, {"registration": "n/a"}, DIFFERENT, "names-differ"),
    (5, {"registration": "12"}, {"registration": "12"}, DIFFERENT, "names-differ"),
    # 6-7. One page: by its address, with what follows it, or by its name alone.
    (6, {"linkedin": PAGE}, {"linkedin": "linkedin.com/company/Acme-Pumps?trk=x"}, SAME, "same-profile"),
    (7, {"linkedin": PAGE}, {"linkedin": "acme-pumps"}, SAME, "same-profile"),
    # 8. Another page proves nothing; 9. a person's page is no company's; 10. blank is no page.
    (8, {"linkedin": PAGE}, {"linkedin": "globex"}, DIFFERENT, "names-differ"),
    (9, {"linkedin": "linkedin.com/in/ada"}, {"linkedin": "linkedin.com/in/ada"}, DIFFERENT, "names-differ"),
    (10, {"linkedin": " "}, {"linkedin": ""}, DIFFERENT, "names-differ"),
    # 11. The register beats the domain.
    (
        11,
        {"registration": LEI, "domain": "acme.com"},
        {"registration": LEI, "domain": "globex.com"},
        SAME,
        "same-registration",
    ),
]


@pytest.mark.parametrize(("number", "a", "b", "verdict", "why"), REGISTERED)
def test_what_is_registered(number: int, a: dict, b: dict, verdict: Verdict, why: str):
    left, right = CompanyEvidence(name="Acme Pumps", **a), CompanyEvidence(name="Globex", **b)
    match = same_company(left, right)
    assert (match.verdict, match.why) == (verdict, why), number
    assert same_company(right, left) == match


@pytest.mark.parametrize(("number", "a", "b", "verdict", "why"), EVIDENCE)
def test_evidence(number: int, a: tuple, b: tuple, verdict: Verdict, why: str):
    match = same_company(CompanyEvidence(*a), CompanyEvidence(*b))
    assert (match.verdict, match.why) == (verdict, why), number
    assert same_company(CompanyEvidence(*b), CompanyEvidence(*a)) == match


def test_reasons_can_be_counted_and_are_sure_within_bounds():
    for why, match in REASONS.items():
        assert TypeAdapter(Reason).validate_python(why) == why
        assert 0 <= match.confidence <= 1


NAME_PARTS = st.sampled_from(
    [
        "Acme",
        "acme",
        "Müller",
        "IBM",
        "Inc.",
        "GmbH & Co. KG",
        "Group",
        "Canada",
        "of",
        "the",
        "II",
        "(",
        ")",
        "formerly",
        "&",
        "3M",
        "n/a",
    ]
)
ANY_NAME = st.one_of(st.text(max_size=60), st.lists(NAME_PARTS, max_size=6).map(" ".join))
EVIDENCES = st.builds(
    CompanyEvidence,
    st.none() | ANY_NAME,
    st.sampled_from([None, "acme.com", "a@mail.acme.com", "acme.de", "gmail.com", "globex.io", "", "no domain"]),
    st.sampled_from([None, "", "t/s/1", "t/s/2", "t/h/1", "u/s/1"]),
)


@given(EVIDENCES, EVIDENCES)
def test_the_order_does_not_matter(a: CompanyEvidence, b: CompanyEvidence):
    assert same_company(a, b) == same_company(b, a)


@given(ANY_NAME)
def test_a_name_is_the_same_as_itself_unless_it_is_junk(name: str):
    verdict = compare_names(name, name).verdict
    assert verdict is (UNKNOWN if not name.strip() or read_name(name).junk else SAME)


@given(ANY_NAME, st.sampled_from([" Inc.", ", LLC", " GmbH", " AG", " S.A.", " Ltd", " GmbH & Co. KG"]))
def test_a_legal_form_never_makes_another_company(name: str, form: str):
    assert compare_names(name, name + form).verdict is not DIFFERENT


@given(st.text())
def test_any_text_is_read(text: str):
    same_company(CompanyEvidence(text, text, text), CompanyEvidence("Acme", "acme.com", "t/s/1"))


@pytest.mark.parametrize("char", ["a", " ", "\x00", ".", "(", "é", "\ud800", "a "])
def test_a_very_long_name_is_read(char: str):
    long = CompanyEvidence(char * 100_000, char * 100_000)
    same_company(long, CompanyEvidence("Acme", "acme.com"))
