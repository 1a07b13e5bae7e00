"""Whether two pieces of evidence speak of one person. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from movewatch.classifiers.companies import Match, Verdict
from movewatch.classifiers.domains import is_role_mailbox, normalize_email
from movewatch.classifiers.given_names import GIVEN_NAMES
from movewatch.classifiers.scripts import in_latin, sound
from movewatch.classifiers.text import clipped, is_typo, word_set
from movewatch.policy import DEFAULT_POLICY, ClassifierPolicy

_WORD: Final = re.compile(r"[^\W\d_]+")
_TITLES: Final = word_set(
    "mr mrs ms miss dr prof professor herr frau mme monsieur madame sr sra senor senora ing dipl mag mba phd jr ii iii "
    "de von van der den la le da di del dos du ter zu y"
)
_LINKEDIN: Final = re.compile(r"linkedin\.com/(?:in|pub)/([^/?#\s]+)", re.IGNORECASE)
_PHONE: Final = re.compile(r"\+[1-9]\d{7,14}")
_PHONE_PUNCTUATION: Final = re.compile(r"[\s()./-]|\u00a0")


@dataclass(frozen=True, slots=True)
class PersonEvidence:
    """What is known of a person. None and blank mean "not said".

    ``name``: as somebody typed it. ``email``, ``personal_email``: addresses. ``phone``: with its country (E.164);
    others say nothing, for they are read differently in each country. ``linkedin``: the profile's URL. ``record``: a
    CRM contact's key, ``tenant/source/id``.
    """

    name: str | None = None
    email: str | None = None
    personal_email: str | None = None
    phone: str | None = None
    linkedin: str | None = None
    record: str | None = None


REASONS: Final = {
    match.why: match
    for match in (
        Match(Verdict.SAME, 0.98, "same-identifier"),
        Match(Verdict.SAME, 0.99, "same-identifier-and-name"),
        Match(Verdict.UNKNOWN, 0.5, "identifier-handed-on"),
        Match(Verdict.DIFFERENT, 0.9, "profiles-differ"),
        Match(Verdict.UNKNOWN, 0.3, "names-alike"),
        Match(Verdict.UNKNOWN, 0.1, "names-differ"),
        Match(Verdict.UNKNOWN, 0.0, "nothing-to-compare"),
    )
}
"""Every answer that can be given, and what it means. A name alone never says that two are one person."""


def same_person(a: PersonEvidence, b: PersonEvidence, policy: ClassifierPolicy = DEFAULT_POLICY.classifiers) -> Match:
    """Say whether both are one person. The order of the two does not matter.

    A hard identifier decides: the CRM record, a person's e-mail address (work or personal), phone number, LinkedIn
    profile. Mailboxes of a role are nobody's. Where an identifier is shared and nothing of the names agrees, it may
    have been handed to another person: UNKNOWN. A new surname (marriage) or another spelling leaves the given name,
    and so agrees.
    Without a shared identifier two different LinkedIn profiles are two persons, and names only support.

    Source: hard identifiers before names, as the field does it; a same-name stranger is its first complaint.
    """
    alike = names_alike(a.name, b.name, policy)
    if _identifiers(a) & _identifiers(b):
        if alike is False:
            return REASONS["identifier-handed-on"]
        return REASONS["same-identifier-and-name" if alike else "same-identifier"]
    profiles = {_profile(a.linkedin), _profile(b.linkedin)} - {None}
    if len(profiles) > 1:
        return REASONS["profiles-differ"]
    if alike is None:
        return REASONS["nothing-to-compare"]
    return REASONS["names-alike" if alike else "names-differ"]


def evidence_of(text: str) -> PersonEvidence:
    """What a text says of a person: an address, a number or a profile where it looks like one, else a name."""
    if _LINKEDIN.search(text):
        return PersonEvidence(linkedin=text)
    if "@" in text:
        return PersonEvidence(email=text)
    return PersonEvidence(phone=text) if text.lstrip().startswith("+") else PersonEvidence(text)


def names_alike(a: str | None, b: str | None, policy: ClassifierPolicy = DEFAULT_POLICY.classifiers) -> bool | None:
    """Whether some part of two names agrees: equal by sound, a form of one given name, or a slip apart. None: no names.

    Order, accents, alphabet and academic titles do not matter. An initial agrees with nothing.
    """
    left, right = _parts(a), _parts(b)
    if not left or not right:
        return None
    return any(_agree(one, other, policy) for one in left for other in right)


@lru_cache(maxsize=16_384)
def _parts(name: str | None) -> frozenset[str]:
    words = _WORD.findall(in_latin(clipped(name)))
    return frozenset(word for word in words if len(word) > 1 and word not in _TITLES)


def _agree(a: str, b: str, policy: ClassifierPolicy) -> bool:
    if sound(a) == sound(b) or not GIVEN_NAMES.get(a, frozenset((a,))).isdisjoint(GIVEN_NAMES.get(b, frozenset((b,)))):
        return True
    return min(len(a), len(b)) >= policy.name_typo_min_length and is_typo(a, b, 1)


def _identifiers(person: PersonEvidence) -> frozenset[tuple[str, str]]:
    """The hard ones, each in one form. An address counts alike as work and as personal address."""
    addresses = (normalize_email(text) for text in (person.email, person.personal_email) if text)
    found = {("email", address) for address in addresses if address and not is_role_mailbox(address)}
    if (profile := _profile(person.linkedin)) is not None:
        found.add(("linkedin", profile))
    phone = _PHONE_PUNCTUATION.sub("", person.phone or "")
    if _PHONE.fullmatch(phone):
        found.add(("phone", phone))
    if person.record and person.record.strip():
        found.add(("record", person.record.strip()))
    return frozenset(found)


def _profile(url: str | None) -> str | None:
    found = _LINKEDIN.search(url or "")
    return found[1].lower() if found else None
