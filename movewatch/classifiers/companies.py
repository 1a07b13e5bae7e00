"""Whether two pieces of evidence speak of one company. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz

from movewatch.classifiers import company_words as words
from movewatch.classifiers.company_facts import ONE_COMPANY, RENAMED_OR_OWNED
from movewatch.classifiers.company_names import CompanyName, read_name
from movewatch.classifiers.domains import is_free_mail, registrable_domain
from movewatch.classifiers.scripts import sound
from movewatch.classifiers.text import is_typo
from movewatch.policy import DEFAULT_POLICY, ClassifierPolicy

MIN_REGISTRATION: Final = 5
"""Characters: shorter numbers are not unique beyond one office."""

_COMPANY_PAGE: Final = re.compile(r"linkedin\.com/(?:company|school|showcase)/([^/?#\s]+)")
_PAGE_NAME: Final = re.compile(r"[\w%-]+")


class Verdict(StrEnum):
    """What a comparison of companies says.

    RELATED: not shown to be the same, yet no news of a new employer either: units, siblings, duplicates in doubt.
    UNKNOWN: the evidence does not tell; it must not be taken for a move.
    """

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class CompanyEvidence:
    """What is known of a company. None and blank mean "not said".

    ``name``: as somebody typed it. ``domain``: a domain or an e-mail address. ``account``: a CRM account's key,
    ``tenant/source/id`` (schemas.keys). ``registration``: a number that a register gave the legal entity (LEI, VAT,
    trade register), in any spelling. ``linkedin``: the address of its page, or the name or number that stands in it.
    """

    name: str | None = None
    domain: str | None = None
    account: str | None = None
    registration: str | None = None
    linkedin: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """What a comparison says. ``confidence`` runs from 0 to 1; ``why`` is one of the words in ``REASONS``."""

    verdict: Verdict
    confidence: float
    why: str


REASONS: Final = {
    match.why: match
    for match in (
        # Hard evidence.
        Match(Verdict.SAME, 0.99, "same-registration"),
        Match(Verdict.SAME, 0.97, "same-profile"),
        Match(Verdict.SAME, 0.99, "same-account"),
        Match(Verdict.SAME, 0.95, "account-renamed"),
        Match(Verdict.UNKNOWN, 0.5, "account-contradicted"),
        Match(Verdict.SAME, 0.98, "same-domain"),
        Match(Verdict.SAME, 0.85, "same-domain-other-name"),
        Match(Verdict.SAME, 0.9, "duplicate-account"),
        Match(Verdict.RELATED, 0.8, "same-domain-other-account"),
        Match(Verdict.RELATED, 0.6, "same-name-other-account"),
        Match(Verdict.RELATED, 0.7, "same-name-other-suffix"),
        Match(Verdict.RELATED, 0.7, "formerly-other-domain"),
        Match(Verdict.DIFFERENT, 0.98, "domains-and-names-differ"),
        Match(Verdict.DIFFERENT, 0.85, "domains-differ"),
        Match(Verdict.DIFFERENT, 0.95, "accounts-and-names-differ"),
        Match(Verdict.DIFFERENT, 0.85, "accounts-differ"),
        # Names alone.
        Match(Verdict.SAME, 0.97, "same-name"),
        Match(Verdict.SAME, 0.95, "legal-form"),
        Match(Verdict.SAME, 0.9, "group-word"),
        Match(Verdict.SAME, 0.92, "spacing"),
        Match(Verdict.SAME, 0.92, "umlaut"),
        Match(Verdict.SAME, 0.85, "word-order"),
        Match(Verdict.SAME, 0.9, "abbreviated"),
        Match(Verdict.SAME, 0.9, "transliterated"),
        Match(Verdict.SAME, 0.9, "known-names"),
        Match(Verdict.SAME, 0.9, "formerly"),
        Match(Verdict.SAME, 0.75, "acronym"),
        Match(Verdict.SAME, 0.8, "typo"),
        Match(Verdict.RELATED, 0.8, "country-unit"),
        Match(Verdict.RELATED, 0.7, "country-sibling"),
        Match(Verdict.RELATED, 0.6, "brand-prefix"),
        Match(Verdict.RELATED, 0.7, "owner-named"),
        Match(Verdict.RELATED, 0.6, "known-renaming"),
        Match(Verdict.DIFFERENT, 0.7, "numbers-differ"),
        Match(Verdict.DIFFERENT, 0.9, "names-differ"),
        Match(Verdict.UNKNOWN, 0.4, "similar-names"),
        Match(Verdict.UNKNOWN, 0.3, "short-acronym"),
        Match(Verdict.UNKNOWN, 0.2, "other-script"),
        # Nothing to go by.
        Match(Verdict.UNKNOWN, 0.0, "junk-name"),
        Match(Verdict.UNKNOWN, 0.0, "nothing-to-compare"),
    )
}
"""Every answer that can be given, and what it means.

The confidences are first estimates in the order that trials of such rules suggest (equality over legal
form over typo over brand prefix); they are not yet measured.
"""


def same_company(
    a: CompanyEvidence, b: CompanyEvidence, policy: ClassifierPolicy = DEFAULT_POLICY.classifiers
) -> Match:
    """Say whether both are one company. The order of the two does not matter.

    One entry in a register, or one page, is one company, whatever else differs; another entry or page proves nothing,
    for a company has many of each. Then CRM account first, registrable domain next, name last. One exception each:

    - An equal account is contradicted where domain *and* name differ: renamed, or a link that nobody maintained.
    - Keys of different accounts may be duplicates of one company: same domain and same name say so. The same domain
      with other names are units of one company, each with an account of its own.
    - Disagreeing domains beat a similar name. Only the same name before another suffix (``acme.de``, ``acme.com``)
      relates the two: country sites of one company, or namesakes.

    Free-mail domains say nothing. Accounts of different tenants or sources cannot be compared.

    Source: account and domain before name, and disagreeing domains before a similar name, as the field does it.
    """
    if _is_one(_registration(a.registration), _registration(b.registration)):
        return REASONS["same-registration"]
    if _is_one(_page(a.linkedin), _page(b.linkedin)):
        return REASONS["same-profile"]
    accounts = _same_account(a.account, b.account)
    domains = _same_domain(a.domain, b.domain)
    names = compare_names(a.name, b.name, policy)
    if accounts is True:
        return _one_account(domains, names)
    if domains is True:
        return _one_domain(accounts, names)
    if domains is False:
        return _other_domain(a, b, names)
    if accounts is False:
        return _other_account(names)
    return names


def compare_names(a: str | None, b: str | None, policy: ClassifierPolicy = DEFAULT_POLICY.classifiers) -> Match:
    """Say what two names alone tell. Junk ("freelance", "n/a") tells nothing, whatever stands opposite."""
    if not (a and a.strip()) or not (b and b.strip()):
        return REASONS["nothing-to-compare"]
    left, right = read_name(a), read_name(b)
    if left.junk or right.junk:
        return REASONS["junk-name"]
    why = _why_equal(left, right) or _why_alias(left, right) or _why_alike(left, right, policy)
    return REASONS[why]


def _one_account(domains: bool | None, names: Match) -> Match:
    differ = names.verdict is Verdict.DIFFERENT
    if differ and domains is False:
        return REASONS["account-contradicted"]
    return REASONS["account-renamed" if differ else "same-account"]


def _one_domain(accounts: bool | None, names: Match) -> Match:
    if accounts is False:
        return REASONS["duplicate-account" if names.verdict is Verdict.SAME else "same-domain-other-account"]
    return REASONS["same-domain-other-name" if names.verdict is Verdict.DIFFERENT else "same-domain"]


def _other_domain(a: CompanyEvidence, b: CompanyEvidence, names: Match) -> Match:
    if names.why == "formerly":
        return REASONS["formerly-other-domain"]
    if names.verdict is Verdict.SAME and _label(a.domain) == _label(b.domain):
        return REASONS["same-name-other-suffix"]
    return REASONS["domains-and-names-differ" if names.verdict is Verdict.DIFFERENT else "domains-differ"]


def _other_account(names: Match) -> Match:
    if names.verdict is Verdict.SAME:
        return REASONS["same-name-other-account"]
    if names.verdict is Verdict.RELATED:
        return names
    return REASONS["accounts-and-names-differ" if names.verdict is Verdict.DIFFERENT else "accounts-differ"]


def _is_one(a: str, b: str) -> bool:
    return bool(a) and a == b


def _registration(text: str | None) -> str:
    """The number without its punctuation; blank where it is too short to be one, or has no digit."""
    number = "".join(char for char in (text or "").casefold() if char.isalnum())
    return number if len(number) >= MIN_REGISTRATION and any(char.isdigit() for char in number) else ""


def _page(text: str | None) -> str:
    """The name or number of a LinkedIn page, from its address or by itself; blank for other addresses."""
    address = (text or "").strip().casefold()
    if found := _COMPANY_PAGE.search(address):
        return found[1]
    return address if _PAGE_NAME.fullmatch(address) else ""


def _same_account(a: str | None, b: str | None) -> bool | None:
    if not a or not b:
        return None
    if a == b:
        return True
    # Ids of two CRM systems say nothing of each other: one company has one in each.
    return False if a.rpartition("/")[0] == b.rpartition("/")[0] else None


def _same_domain(a: str | None, b: str | None) -> bool | None:
    left, right = _company_domain(a), _company_domain(b)
    return None if left is None or right is None else left == right


def _company_domain(text: str | None) -> str | None:
    domain = registrable_domain(text) if text else None
    return None if domain is None or is_free_mail(domain) else domain


def _label(domain: str | None) -> str:
    return (_company_domain(domain) or "").partition(".")[0]


def _why_equal(a: CompanyName, b: CompanyName) -> str | None:
    """Equal, once what does not matter is taken off."""
    if a.words == b.words:
        return "same-name" if a.foreign == b.foreign else "transliterated"
    if a.core == b.core and a.country != b.country:
        return "country-sibling" if a.country and b.country else "country-unit"
    if a.whole == b.whole:
        return "legal-form"
    if a.core == b.core:
        return "group-word"
    if a.country == b.country:
        return _why_respelled(a, b)
    return None


def _why_respelled(a: CompanyName, b: CompanyName) -> str | None:
    if a.joined == b.joined or _is_glued(a, b) or _is_glued(b, a):
        return "spacing"
    if _plain_umlauts(a.joined) == _plain_umlauts(b.joined):
        return "umlaut"
    if a.foreign != b.foreign and sound(a.joined) == sound(b.joined):
        return "transliterated"
    if a.canonical == b.canonical:
        return "abbreviated" if a.foreign == b.foreign else "transliterated"
    return "word-order" if sorted(a.canonical) == sorted(b.canonical) else None


def _is_glued(a: CompanyName, b: CompanyName) -> bool:
    """Whether a legal form has grown onto the name: ``PepsiCo``, ``Pepsi Co. Inc.``."""
    return any(a.joined == "".join(b.words[:end]) for end in range(len(b.whole) + 1, len(b.words) + 1))


def _why_alias(a: CompanyName, b: CompanyName) -> str | None:
    """One name tells of the other: ``Meta (formerly Facebook)``, ``YouTube, a Google company``; or it is well known."""
    left = {a.core, *(other.core for other in a.other_names)}
    right = {b.core, *(other.core for other in b.other_names)}
    if (a.other_names or b.other_names) and left & right:
        return "formerly"
    if left & {owner.core for owner in b.owners} or right & {owner.core for owner in a.owners}:
        return "owner-named"
    known = frozenset((a.joined, b.joined))
    if known in ONE_COMPANY:
        return "known-names"
    return "known-renaming" if known in RENAMED_OR_OWNED else None


def _why_alike(a: CompanyName, b: CompanyName, policy: ClassifierPolicy) -> str:
    """Not equal: an acronym, a unit, a slip of the pen, or another company."""
    if a.opaque != b.opaque:
        return "other-script"
    acronym = _why_acronym(a, b, policy)
    if acronym:
        return acronym
    if _is_brand_of(a.core, b.core, policy) or _is_brand_of(b.core, a.core, policy):
        return "numbers-differ" if _only_numbers_differ(a, b) else "brand-prefix"
    # Two Latin spellings of one foreign name sound alike, and so may two companies: asked about rather than claimed.
    similar = fuzz.ratio(a.joined, b.joined) / 100 >= policy.similar_name or sound(a.joined) == sound(b.joined)
    if a.numbers != b.numbers:
        return "numbers-differ" if similar else "names-differ"
    if a.country == b.country and is_typo(a.joined, b.joined, _slips(a, b, policy)):
        return "typo"
    return "similar-names" if similar else "names-differ"


def _slips(a: CompanyName, b: CompanyName, policy: ClassifierPolicy) -> int:
    length = min(len(a.joined), len(b.joined))
    return (length >= policy.typo_min_length) + (length >= policy.second_typo_min_length)


def _why_acronym(a: CompanyName, b: CompanyName, policy: ClassifierPolicy) -> str | None:
    short, long = (a, b) if len(a.core) < len(b.core) else (b, a)
    if len(short.core) != 1 or len(long.core) <= 1:
        return None
    letters = short.core[0]
    initials = {
        "".join(w[0] for w in long.core),
        "".join(w[0] for w in long.core if w not in ("of", "the", "for", "de")),
    }
    if letters not in initials or len(letters) > policy.acronym_max_length:
        return None
    return "acronym" if len(letters) >= policy.acronym_min_length else "short-acronym"


def _is_brand_of(brand: tuple[str, ...], unit: tuple[str, ...], policy: ClassifierPolicy) -> bool:
    """Whether the unit's name begins with the brand: ``siemens`` of ``siemens healthineers``."""
    if len(brand) >= len(unit) or unit[: len(brand)] != brand:
        return False
    # One general word is no brand ("General"), two are ("Deutsche Bank").
    return len("".join(brand)) >= policy.brand_min_length and (len(brand) > 1 or brand[0] not in words.GENERAL_WORDS)


def _only_numbers_differ(a: CompanyName, b: CompanyName) -> bool:
    return a.numbers != b.numbers and set(a.canonical) - a.numbers == set(b.canonical) - b.numbers


def _plain_umlauts(joined: str) -> str:
    return joined.replace("ae", "a").replace("oe", "o").replace("ue", "u")
