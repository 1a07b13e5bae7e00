"""Which hard identifiers a contact's record carries, hashed: identities compares them, nobody can read them. Pure."""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Final, Literal
from urllib.parse import unquote

from movewatch.classifiers.domains import is_free_mail, is_role_mailbox, normalize_email
from schemas.base import stable_id
from schemas.facts import ContactChanged, ContactFact, ContactFields, ContactRemoved, IdentifierClaimed

Kind = Literal["email", "personal_email", "phone", "linkedin", "merge"]

_PHONE: Final = re.compile(r"\+[0-9]{8,15}")
"""E.164: a plus and up to 15 digits; fewer than 8 are an extension or a mistake."""
_PHONE_PUNCTUATION: Final = re.compile(r"\(0\)|[\s().\-/\u00a0]")
_LINKEDIN: Final = re.compile(r"^(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/in/([^/?#\s]+)", re.IGNORECASE)


def claims(fact: ContactFact, salt: bytes) -> tuple[IdentifierClaimed, ...]:
    """The identifiers that follow from a fact about a contact.

    A contact that was merged and its survivor claim the same: the survivor's key.
    """
    match fact:
        case ContactChanged():
            return tuple(_claim(fact, fact.entity, kind, value, salt) for kind, value in identifiers(fact.fields))
        case ContactRemoved(how="merged", merged_into=str(survivor)):
            return tuple(_claim(fact, contact, "merge", survivor, salt) for contact in (fact.entity, survivor))
    return ()


def digest(kind: Kind, value: str, salt: bytes) -> str:
    """SHA-256 over salt, kind and the normalised value: 64 hex digits."""
    return sha256(b"\x00".join((salt, kind.encode(), value.encode()))).hexdigest()


def normalize_phone(text: str) -> str | None:
    """The number as E.164 has it; None without a country code, with an extension, or with too few or many digits."""
    number = _PHONE_PUNCTUATION.sub("", text)
    return number if _PHONE.fullmatch(number) else None


def normalize_linkedin(text: str) -> str | None:
    """The profile as ``/in/slug`` in lower case; None for company pages and for other sites."""
    found = _LINKEDIN.match(text.strip())
    return f"/in/{unquote(found[1]).lower()}" if found else None


def identifiers(fields: ContactFields) -> Iterator[tuple[Kind, str]]:
    """The hard identifiers that these fields hold, normalised, each once."""
    seen: set[tuple[Kind, str]] = set()
    for identifier in _every_identifier(fields):
        if identifier not in seen:
            seen.add(identifier)
            yield identifier


def _every_identifier(fields: ContactFields) -> Iterator[tuple[Kind, str]]:
    if email := _personal_mailbox(fields.get("email")):
        # A free-mail address in the field for work is as personal as one in the other field.
        yield ("personal_email" if is_free_mail(email.rpartition("@")[2]) else "email"), email
    if email := _personal_mailbox(fields.get("personal_email")):
        yield "personal_email", email
    if phone := normalize_phone(fields.get("phone") or ""):
        yield "phone", phone
    if profile := normalize_linkedin(fields.get("linkedin_url") or ""):
        yield "linkedin", profile


def _personal_mailbox(text: str | None) -> str | None:
    """The address if one person reads it. Whoever reads ``info@`` today is not who read it last year."""
    email = normalize_email(text) if text else None
    return None if email is None or is_role_mailbox(email) else email


def _claim(fact: ContactFact, contact: str, kind: Kind, value: str, salt: bytes) -> IdentifierClaimed:
    hashed = digest(kind, value, salt)
    return IdentifierClaimed(
        fact_id=stable_id(fact.tenant, contact, kind, hashed, fact.fact_id),
        tenant=fact.tenant,
        occurred_at=fact.occurred_at,
        observed_at=fact.observed_at,
        sources=fact.sources,
        identifier=kind,
        digest=hashed,
        contact=contact,
    )
