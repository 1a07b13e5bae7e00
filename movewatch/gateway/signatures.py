"""Whether a request comes from whom it says: each scheme by which senders prove it. Pure.

The time is an argument. Texts are compared in constant time, as they were sent: another spelling of the same bytes is
another signature. Sources: HubSpot "Validating requests"; Slack "Verifying requests from Slack"; Standard Webhooks
1.0; Intercom, Typeform, Delighted and Atlassian on their webhooks; Zoho "Notification APIs"; RFC 7617 and 6750.
"""

import binascii
import hashlib
import hmac
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic_core import from_json

WINDOW_S: Final = 300
"""A signed time may differ so much from ours, into the past or the future: HubSpot's, Slack's and Svix's number."""

_DECODED: Final = {
    f"%{code}": chr(int(code, 16)) for code in ("3A", "2F", "3F", "40", "21", "24", "27", "28", "29", "2A", "2C", "3B")
}
"""Escapes that HubSpot decodes before it signs an address."""

_ESCAPE: Final = re.compile("|".join(map(re.escape, _DECODED)), re.IGNORECASE)

_SVIX_PREFIX: Final = "whsec_"
_KEY_PREFIX: Final = "sha256:"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as its sender made it.

    ``url``: the public one, with its query, as the sender knows it. ``headers``: names in small letters.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str:
        """A header, or an empty text."""
        return self.headers.get(name, "")


Check = Callable[[Request, str, float], bool]
"""Whether the request is signed with this secret, at this time (seconds since 1970)."""


def is_genuine(scheme: str, request: Request, secrets: Iterable[str], now: float) -> bool:
    """Whether one of the secrets signed the request. All are tried, however early one fits.

    Args:
        scheme: one of ``SCHEMES``.
        request: as it came.
        secrets: those that hold at present; two of them while they are being changed.
        now: seconds since 1970.

    Raises:
        KeyError: there is no such scheme.
    """
    check = SCHEMES[scheme]
    found = [check(request, secret, now) for secret in secrets]
    return any(found)


def hashed_key(key: str) -> str:
    """What is kept of an API key: it is random and long, so that a plain digest cannot be turned back."""
    return _KEY_PREFIX + hashlib.sha256(key.encode()).hexdigest()


def bearer(request: Request) -> str:
    """The API key of a request, or an empty text."""
    kind, _, key = request.header("authorization").partition(" ")
    return key if kind == "Bearer" else ""


def secret_problem(scheme: str, secret: str) -> str | None:
    """What is wrong with a secret, in words that do not show it."""
    if scheme == "standard-webhooks" and _svix_key(secret) is None:
        return "is no base64 after whsec_"
    if scheme == "basic" and ":" not in secret:
        return "is not user:password"
    return None


def _hubspot_v1(request: Request, secret: str, now: float) -> bool:
    del now  # neither this version nor the next one signs a time
    expected = hashlib.sha256(secret.encode() + request.body).hexdigest()
    return _equal(request.header("x-hubspot-signature"), expected)


def _hubspot_v2(request: Request, secret: str, now: float) -> bool:
    del now
    signed = f"{secret}{request.method}{request.url}".encode() + request.body
    return _equal(request.header("x-hubspot-signature"), hashlib.sha256(signed).hexdigest())


def _hubspot_v3(request: Request, secret: str, now: float) -> bool:
    sent_at = request.header("x-hubspot-request-timestamp")
    url = _ESCAPE.sub(lambda found: _DECODED[found[0].upper()], request.url)
    signed = f"{request.method}{url}".encode() + request.body + sent_at.encode()
    expected = _base64(_hmac(secret.encode(), signed))
    return _equal(request.header("x-hubspot-signature-v3"), expected) and _is_recent(sent_at, 1000, now)


def _slack(request: Request, secret: str, now: float) -> bool:
    sent_at = request.header("x-slack-request-timestamp")
    expected = "v0=" + _hmac(secret.encode(), f"v0:{sent_at}:".encode() + request.body).hex()
    return _equal(request.header("x-slack-signature"), expected) and _is_recent(sent_at, 1, now)


def _standard_webhooks(request: Request, secret: str, now: float) -> bool:
    sent_at = request.header("webhook-timestamp")
    signed = f"{request.header('webhook-id')}.{sent_at}.".encode() + request.body
    expected = "v1," + _base64(_hmac(_svix_key(secret) or b"", signed))
    # While a sender changes its secret it sends two signatures.
    fits = [_equal(one, expected) for one in request.header("webhook-signature").split(" ")]
    return any(fits) and _is_recent(sent_at, 1, now)


def _basic(request: Request, secret: str, now: float) -> bool:
    del now
    return _equal(request.header("authorization"), "Basic " + _base64(secret.encode()))


def _bearer(request: Request, secret: str, now: float) -> bool:
    del now
    return _equal(request.header("authorization"), f"Bearer {secret}")


def _intercom(request: Request, secret: str, now: float) -> bool:
    del now
    # Intercom signs with SHA-1, and with nothing else; as an HMAC it is not known to be forged.
    expected = hmac.new(secret.encode(), request.body, hashlib.sha1).hexdigest()
    return _equal(request.header("x-hub-signature"), f"sha1={expected}")


def _hub_sha256(request: Request, secret: str, now: float) -> bool:
    del now
    expected = _hmac(secret.encode(), request.body).hex()
    return _equal(request.header("x-hub-signature"), f"sha256={expected}")


def _delighted(request: Request, secret: str, now: float) -> bool:
    del now
    expected = _hmac(secret.encode(), request.body).hex()
    return _equal(request.header("x-delighted-webhook-signature"), f"sha256={expected}")


def _typeform(request: Request, secret: str, now: float) -> bool:
    del now
    expected = _base64(_hmac(secret.encode(), request.body))
    return _equal(request.header("typeform-signature"), f"sha256={expected}")


def _zoho(request: Request, secret: str, now: float) -> bool:
    """Zoho repeats, inside the body, the token that the channel was made with. Only that name is looked at."""
    del now
    return _equal(_token_of(request.body), secret)


def _token_of(body: bytes) -> str:
    try:
        value: Any = from_json(body)
    except ValueError:
        return ""
    token = value.get("token") if isinstance(value, dict) else None
    return token if isinstance(token, str) else ""


SCHEMES: Final[dict[str, Check]] = {
    "hubspot-v3": _hubspot_v3,
    "hubspot-v2": _hubspot_v2,
    "hubspot-v1": _hubspot_v1,
    "slack": _slack,
    "standard-webhooks": _standard_webhooks,
    "intercom": _intercom,
    "hub-sha256": _hub_sha256,
    "typeform": _typeform,
    "delighted": _delighted,
    "zoho": _zoho,
    "basic": _basic,
    "bearer": _bearer,
}
"""How a sender proves who it is, by the name that the file of senders has for it."""

USUAL_SCHEMES: Final = {
    "hubspot": "hubspot-v3",
    "pipedrive": "basic",
    "intercom": "intercom",
    "zoho": "zoho",
    "delighted": "delighted",
    "typeform": "typeform",
    "jira": "hub-sha256",
}
"""The scheme of each source that has one of its own. All others send ``bearer``, if the file does not say otherwise."""


def _hmac(key: bytes, signed: bytes) -> bytes:
    return hmac.digest(key, signed, "sha256")


def _base64(value: bytes) -> str:
    return b64encode(value).decode()


def _svix_key(secret: str) -> bytes | None:
    try:
        return b64decode(secret.removeprefix(_SVIX_PREFIX), validate=True) or None
    except (binascii.Error, ValueError):
        return None


def _is_recent(sent_at: str, per_second: int, now: float) -> bool:
    # Not int(): it takes spaces, underscores and digits of other scripts, too.
    if not re.fullmatch(r"[0-9]{1,15}", sent_at):
        return False
    return abs(int(sent_at) / per_second - now) <= WINDOW_S


def _equal(sent: str, expected: str) -> bool:
    return hmac.compare_digest(sent.encode("utf-8", "surrogateescape"), expected.encode())
