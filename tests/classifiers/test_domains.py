"""What addresses and domains mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movewatch.classifiers.domains import (
    MORE_FREE_MAIL,
    company_domain,
    is_free_mail,
    is_role_mailbox,
    normalize_email,
    registrable_domain,
)

DOMAINS = [
    # 1-4. Subdomains do not count; suffixes can have two parts; some are run by private firms.
    (1, "acme.com", "acme.com"),
    (2, "Mail.EMEA.Acme.CO.UK", "acme.co.uk"),
    (3, "jane@news.acme.de", "acme.de"),
    (4, "acme.uk.com", "acme.uk.com"),
    # 5-7. Addresses of web pages, ports, a final dot.
    (5, "https://www.acme.com/about?x=1", "acme.com"),
    (6, "acme.com:8443", "acme.com"),
    (7, "acme.com.", "acme.com"),
    # 8-9. International names, in either spelling.
    (8, "münchen.de", "xn--mnchen-3ya.de"),
    (9, "xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
    # 10. A host on the private part of the list is somebody's domain.
    (10, "github.io", "github.io"),
    # 11-16. No domain.
    (11, "localhost", None),
    (12, "127.0.0.1", None),
    (13, "co.uk", None),
    (14, "", None),
    (15, "n/a", None),
    (16, "-acme.com", None),
    # 17. A suffix that the list does not name is its last label, by the list's own rule.
    (17, "mail.acme.notasuffix", "acme.notasuffix"),
]

ADDRESSES = [
    # 1-4. Case, spaces, display name, plus-addressing.
    (1, " Jane.Doe@Acme.COM ", "jane.doe@acme.com"),
    (2, "Jane Doe <jane@acme.com>", "jane@acme.com"),
    (3, "jane+crm@acme.com", "jane@acme.com"),
    (4, "mailto:jane@acme.com", "jane@acme.com"),
    # 5. An international host, in the spelling that mail servers use.
    (5, "jane@münchen.de", "jane@xn--mnchen-3ya.de"),
    # 6-12. No address.
    (6, "jane", None),
    (7, "jane@", None),
    (8, "@acme.com", None),
    (9, "+crm@acme.com", None),
    (10, "a@b@acme.com", None),
    (11, "jane..doe@acme.com", None),
    (12, "jane doe@acme.com", None),
]

ROLES = [
    # 1-6. A role, also with a country or a number.
    (1, "info@acme.com", True),
    (2, "Sales-DE@acme.com", True),
    (3, "no-reply@acme.com", True),
    (4, "support2@acme.com", True),
    (5, "buchhaltung@acme.de", True),
    (6, "info+crm@acme.com", True),
    # 7-10. A person, or no address.
    (7, "jane@acme.com", False),
    (8, "info.smith@acme.com", False),
    (9, "salesman@acme.com", False),
    (10, "info", False),
]

COMPANIES = [
    (1, "jane@mail.acme.com", "acme.com"),
    # 2-4. Free mail names no company, wherever it is hosted.
    (2, "jane@gmail.com", None),
    (3, "jane@yahoo.co.uk", None),
    (4, "jane@web.de", None),
    # 5-6. Not an address: a domain alone does not say that somebody has a mailbox there.
    (5, "acme.com", None),
    (6, "jane@localhost", None),
    # 7. A slash may stand before the at sign.
    (7, "jane/doe@acme.com", "acme.com"),
]


@pytest.mark.parametrize(("number", "text", "expected"), DOMAINS)
def test_registrable_domain(number: int, text: str, expected: str | None):
    assert registrable_domain(text) == expected, number


@pytest.mark.parametrize(("number", "text", "expected"), ADDRESSES)
def test_normalize_email(number: int, text: str, expected: str | None):
    assert normalize_email(text) == expected, number


@pytest.mark.parametrize(("number", "text", "expected"), ROLES)
def test_is_role_mailbox(number: int, text: str, expected: bool):
    assert is_role_mailbox(text) is expected, number


@pytest.mark.parametrize(("number", "text", "expected"), COMPANIES)
def test_company_domain(number: int, text: str, expected: str | None):
    assert company_domain(text) == expected, number


@pytest.mark.parametrize("domain", sorted(MORE_FREE_MAIL))
def test_the_great_providers_are_known(domain: str):
    assert is_free_mail(domain)
    assert is_free_mail(f"mail.{domain}")


@pytest.mark.parametrize("domain", ["ibm.com", "siemens.com", "sap.com", "mit.edu", "acme.com", "example.com", "", "x"])
def test_companies_are_not_free_mail(domain: str):
    assert not is_free_mail(domain)


ANY_TEXT = st.one_of(st.text(max_size=80), st.emails(), st.from_regex(r"[a-z.@+<>:/ -]{0,40}", fullmatch=True))


@given(ANY_TEXT)
def test_any_text_is_read_and_reading_again_changes_nothing(text: str):
    domain, address = registrable_domain(text), normalize_email(text)
    is_role_mailbox(text)
    assert domain is None or registrable_domain(domain) == domain
    assert address is None or normalize_email(address) == address
    company = company_domain(text)
    assert company is None or (address is not None and address.endswith(company))


@pytest.mark.parametrize("char", ["a", ".", "@", "\x00", "\ud800", "é.", "<"])
def test_a_very_long_address_is_none(char: str):
    assert registrable_domain(char * 100_000) is None
    assert normalize_email(char * 100_000) is None
