"""Rendered words as a mail: the same revision gives the same bytes. Pure."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from typing import Final

from movewatch.rendering.facts import said_at
from movewatch.rendering.render import Rendered
from movewatch.rendering.text import clean
from schemas.suggestions import Suggestion

_ADDRESS: Final = re.compile(
    r"(?=.{3,254}\Z)(?=[^@]{1,64}@)"
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")


def usable_address(address: str | None) -> str | None:
    """The address if it is a plain one (RFC 5322 dot-atom, ASCII), else None. Never two, never with a line break."""
    if address is None:
        return None
    address = address.strip()
    return address if _ADDRESS.fullmatch(address) else None


def named_address(text: str) -> Address | None:
    """An address that may have a name before it, ``movewatch <leads@example.com>``; None where it has no usable one."""
    named = _NAMED.fullmatch(text.strip())
    name, plain = (named["name"], named["address"]) if named else ("", text)
    address = usable_address(plain)
    return Address(clean(name).strip('" '), addr_spec=address) if address else None


def message_id(suggestion: Suggestion, sender: Address) -> str:
    """``<suggestion_id.revision@domain>``: a mail sent twice is known as one by whoever receives it."""
    return f"<{_token(suggestion.suggestion_id)}.{suggestion.revision}@{sender.domain.lower()}>"


def compose(
    suggestion: Suggestion,
    rendered: Rendered,
    *,
    recipient: str,
    sender: Address,
    reply_to: str | None = None,
) -> EmailMessage:
    """The mail to the owner of a suggestion, as text and as HTML.

    Args:
        suggestion: its id and revision make the Message-ID, its last change of state the Date.
        rendered: the words.
        recipient: a usable address, as is ``reply_to``.
        sender: in From; its domain stands in the Message-ID.
        reply_to: where answers go, where that is not the sender.
    """
    message = EmailMessage(policy=SMTP)
    identity = message_id(suggestion, sender)
    domain = sender.domain.lower()
    message["From"] = sender
    message["To"] = Address(clean(suggestion.owner.name), addr_spec=recipient)
    if reply_to is not None:
        message["Reply-To"] = Address(addr_spec=reply_to)
    message["Subject"] = rendered.subject
    message["Date"] = said_at(suggestion).replace(microsecond=0)
    message["Message-ID"] = identity
    message["List-Id"] = f"movewatch {suggestion.kind.value} <{suggestion.kind.value}.movewatch.{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    # Quoted-printable: lines of any length pass, and no line of it can look like the boundary.
    message.set_content(rendered.text, cte="quoted-printable")
    message.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    message.set_boundary("=_" + sha256(identity.encode()).hexdigest()[:40])
    return message


def _token(suggestion_id: str) -> str:
    """The id where it can stand in a header as it is, else a hash of it: two ids never become one."""
    if _TOKEN.fullmatch(suggestion_id):
        return suggestion_id
    return sha256(suggestion_id.encode()).hexdigest()[:40]
