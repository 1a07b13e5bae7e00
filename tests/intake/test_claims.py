"""Which hard identifiers a contact's record claims, and that nobody can read them."""

from typing import Any

import pytest

from movewatch.intake import IntakeConfig
from movewatch.intake.claims import digest, normalize_linkedin, normalize_phone
from schemas.facts import IdentifierClaimed
from tests.support.raw import CONFIG, facts_of, record


def claimed(fields: dict[str, Any], config: IntakeConfig = CONFIG, **more: Any) -> list[IdentifierClaimed]:
    message = {
        "type": "contact_changed",
        "occurred_at": "2026-05-01T08:00:00Z",
        "source": "crm",
        "contact_id": "c1",
        "fields": fields,
        **more,
    }
    facts = facts_of(record("contact-changes", message), config)
    return [fact for fact in facts if isinstance(fact, IdentifierClaimed)]


CASES = [
    # 1. A work address, in any case, with a tag.
    ({"email": "Ann+news@Acme.example"}, [("email", "ann@acme.example")]),
    # 2. Free mail is personal, whichever field it stands in, and claimed once.
    ({"email": "ann@gmail.com", "personal_email": "Ann@Gmail.com"}, [("personal_email", "ann@gmail.com")]),
    # 3. Both.
    (
        {"email": "ann@acme.example", "personal_email": "ann@lee.example"},
        [("email", "ann@acme.example"), ("personal_email", "ann@lee.example")],
    ),
    # 4. The mailbox of a role is nobody's; what is no address is none.
    ({"email": "info@acme.example"}, []),
    ({"personal_email": "office@lee.example"}, []),
    ({"email": "n/a"}, []),
    # 7. Cleared, or blank.
    ({"email": None, "phone": None, "linkedin_url": ""}, []),
    # 8. A number with its country, and one without.
    ({"phone": "+49 (0)30 / 123-456.7"}, [("phone", "+49301234567")]),
    ({"phone": "030 1234567"}, []),
    # 10. A profile.
    ({"linkedin_url": "https://de.linkedin.com/in/Ann-Lee/?x=1"}, [("linkedin", "/in/ann-lee")]),
    # 11. A name is no identifier.
    ({"first_name": "Ann", "last_name": "Lee", "title": "CFO"}, []),
]


@pytest.mark.parametrize(("fields", "expected"), CASES, ids=range(1, len(CASES) + 1))
@pytest.mark.parametrize("snapshot", [True, False])
def test_claims(fields: dict[str, Any], expected: list[tuple[Any, str]], snapshot: bool) -> None:
    found = [(claim.identifier, claim.digest) for claim in claimed(fields, snapshot=snapshot)]
    assert found == [(kind, digest(kind, value, CONFIG.salt)) for kind, value in expected]


PHONES = [
    ("+1 (650) 555-0100", "+16505550100"),
    ("+1234567", None),
    ("+12345678", "+12345678"),
    ("+123456789012345", "+123456789012345"),
    ("+1234567890123456", None),
    ("+1 650 555 0100 x12", None),
    ("0049301234567", None),
    ("+٤٩٣٠١٢٣٤٥٦٧", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), PHONES)
def test_phones(text: str, expected: str | None) -> None:
    assert normalize_phone(text) == expected


PROFILES = [
    ("linkedin.com/in/ann", "/in/ann"),
    ("HTTPS://WWW.LinkedIn.com/in/Ann%2DLee#about", "/in/ann-lee"),
    ("https://www.linkedin.com/company/acme", None),
    ("https://evil.example/linkedin.com/in/ann", None),
    ("https://notlinkedin.com/in/ann", None),
    ("https://www.linkedin.com/in/", None),
    ("ann", None),
]


@pytest.mark.parametrize(("text", "expected"), PROFILES)
def test_profiles(text: str, expected: str | None) -> None:
    assert normalize_linkedin(text) == expected


def test_a_claim_travels_under_the_identifier_and_names_its_contact_and_source() -> None:
    (claim,) = claimed({"email": "ann@acme.example"}, tenant="t")
    assert claim.entity == f"t/email/{claim.digest}"
    assert claim.contact == "t/crm/c1"
    assert [str(source) for source in claim.sources] == ["contact-changes/0/7"]


def test_the_digest_depends_on_salt_and_kind_and_hides_the_value() -> None:
    (claim,) = claimed({"email": "ann@acme.example"})
    (other,) = claimed({"email": "ann@acme.example"}, IntakeConfig(salt=b"other"))
    assert claim.digest != other.digest
    assert digest("email", "x", b"s") != digest("personal_email", "x", b"s")
    assert b"ann" not in claim.to_json()


def test_whoever_was_merged_and_the_survivor_claim_the_same() -> None:
    message = {
        "type": "contact_removed",
        "occurred_at": "2026-05-01T08:00:00Z",
        "source": "crm",
        "contact_id": "c1",
        "how": "merged",
        "merged_into": "c2",
    }
    claims = [f for f in facts_of(record("contact-changes", message)) if isinstance(f, IdentifierClaimed)]
    assert [(claim.identifier, claim.contact) for claim in claims] == [
        ("merge", "default/crm/c1"),
        ("merge", "default/crm/c2"),
    ]
    assert len({claim.digest for claim in claims}) == 1
    assert len({claim.fact_id for claim in claims}) == 2


def test_a_deleted_contact_claims_nothing() -> None:
    message = {
        "type": "contact_removed",
        "occurred_at": "2026-05-01T08:00:00Z",
        "source": "crm",
        "contact_id": "c1",
        "how": "deleted",
        "merged_into": None,
    }
    assert len(facts_of(record("contact-changes", message))) == 1
