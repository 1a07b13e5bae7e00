"""Who a request comes from: the vendors' own vectors, each of their bits, and a table of what proves nothing."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest

from movewatch.gateway.signatures import SCHEMES, USUAL_SCHEMES, Request, bearer, hashed_key, is_genuine
from movewatch.intake.adapters import ADAPTERS
from tests.support.raw import sample_file

VECTORS = {
    # name: position in the file of samples, our scheme, the header with the signature, the one with the time
    "hubspot-v1": (0, "hubspot-v1", "x-hubspot-signature", None),
    "hubspot-v2, POST": (1, "hubspot-v2", "x-hubspot-signature", None),
    "hubspot-v2, GET": (2, "hubspot-v2", "x-hubspot-signature", None),
    "hubspot-v3": (3, "hubspot-v3", "x-hubspot-signature-v3", "x-hubspot-request-timestamp"),
    "slack": (4, "slack", "x-slack-signature", "x-slack-request-timestamp"),
    "pipedrive": (5, "basic", "authorization", None),
    "standard webhooks": (6, "standard-webhooks", "webhook-signature", "webhook-timestamp"),
}


class Vector:
    """One of the vendors' vectors, as a request that is proved, or one that differs from it."""

    def __init__(self, name: str) -> None:
        position, self.scheme, self.signed_in, self.timed_in = VECTORS[name]
        self.said: dict[str, Any] = sample_file("signatures/vectors.json")[position]
        self.now = int(self.said.get("timestamp", 0)) / (1000 if self.scheme == "hubspot-v3" else 1)
        self.secret = self.said.get("secret") or f"{self.said['user']}:{self.said['password']}"
        self.parts: dict[str, bytes] = {
            "signature": (self.said.get("signature") or self.said["header"]).encode(),
            "body": self.said.get("body", "").encode(),
        }
        for part, known in (("method", "method"), ("uri", "uri"), ("time", "timestamp"), ("id", "msg_id")):
            if known in self.said and not (part == "time" and self.timed_in is None):
                self.parts[part] = self.said[known].encode()

    def verifies(self, now: float | None = None, **changed: bytes) -> bool:
        parts = self.parts | changed
        headers = {self.signed_in: parts["signature"].decode("latin-1")}
        if self.timed_in:
            headers[self.timed_in] = parts["time"].decode("latin-1")
        if "id" in parts:
            headers["webhook-id"] = parts["id"].decode("latin-1")
        method, uri = (parts.get(part, b"").decode("latin-1") for part in ("method", "uri"))
        request = Request(method, uri, headers, parts["body"])
        return is_genuine(self.scheme, request, [self.secret], self.now if now is None else now)

    def with_one_bit_changed(self) -> Iterator[tuple[str, bytes]]:
        for part, value in self.parts.items():
            for bit in range(len(value) * 8):
                changed = bytearray(value)
                changed[bit // 8] ^= 1 << bit % 8
                yield part, bytes(changed)


@pytest.mark.parametrize("name", VECTORS)
def test_a_vendors_vector_verifies(name: str) -> None:
    assert Vector(name).verifies()


@pytest.mark.parametrize("name", VECTORS)
def test_each_changed_bit_is_refused(name: str) -> None:
    vector = Vector(name)
    # What Basic sends is no signature of the body.
    parts = {"signature"} if vector.scheme == "basic" else set(vector.parts)
    changes = [change for change in vector.with_one_bit_changed() if change[0] in parts]
    assert len(changes) > 200
    assert [change for change in changes if vector.verifies(**{change[0]: change[1]})] == []


@pytest.mark.parametrize("name", [name for name, (*_, timed_in) in VECTORS.items() if timed_in])
@pytest.mark.parametrize(("seconds", "expected"), [(-301, False), (-300, True), (300, True), (301, False)])
def test_a_signed_time_holds_for_five_minutes_both_ways(name: str, seconds: int, expected: bool) -> None:
    vector = Vector(name)
    assert vector.verifies(now=vector.now + seconds) is expected


def test_every_vector_is_used() -> None:
    used = {position for position, *_ in VECTORS.values()}
    assert used == set(range(len(sample_file("signatures/vectors.json"))))


BODY = b'{"a": 1}'


def signed(how: str, digest: str, key: bytes = b"s3cret") -> str:
    made = hmac.digest(key, BODY, digest)
    return b64encode(made).decode() if how == "base64" else made.hex()


CASES: dict[str, tuple[str, dict[str, str], bytes, bool]] = {
    # name: (scheme, headers, body, whether "s3cret" proves it)
    "1. intercom signs with SHA-1": ("intercom", {"x-hub-signature": f"sha1={signed('hex', 'sha1')}"}, BODY, True),
    "2. another body": ("intercom", {"x-hub-signature": f"sha1={signed('hex', 'sha1')}"}, BODY + b" ", False),
    "3. jira signs with SHA-256": ("hub-sha256", {"x-hub-signature": f"sha256={signed('hex', 'sha256')}"}, BODY, True),
    "4. the weaker of two digests is not taken for the other": (
        "hub-sha256",
        {"x-hub-signature": f"sha1={signed('hex', 'sha1')}"},
        BODY,
        False,
    ),
    "5. typeform": ("typeform", {"typeform-signature": f"sha256={signed('base64', 'sha256')}"}, BODY, True),
    "6. typeform in hex": ("typeform", {"typeform-signature": f"sha256={signed('hex', 'sha256')}"}, BODY, False),
    "7. delighted": (
        "delighted",
        {"x-delighted-webhook-signature": f"sha256={signed('hex', 'sha256')}"},
        BODY,
        True,
    ),
    "8. zoho repeats a token": ("zoho", {}, b'{"token": "s3cret", "ids": []}', True),
    "9. another token": ("zoho", {}, b'{"token": "s3cre"}', False),
    "10. a token that is no text": ("zoho", {}, b'{"token": ["s3cret"]}', False),
    "11. zoho without an object": ("zoho", {}, b'["s3cret"]', False),
    "12. zoho without JSON": ("zoho", {}, b"token=s3cret", False),
    "13. bearer": ("bearer", {"authorization": "Bearer s3cret"}, BODY, True),
    "14. bearer with another's case": ("bearer", {"authorization": "Bearer S3cret"}, BODY, False),
    "15. no header at all": ("bearer", {}, BODY, False),
    "16. an empty one": ("bearer", {"authorization": ""}, BODY, False),
    "17. a name that is not ASCII": ("bearer", {"authorization": "Bearer s3cr\xe9t"}, BODY, False),
    "18. half of a pair": ("basic", {"authorization": "Basic " + b64encode(b"s3cret").decode()}, BODY, True),
    "19. v3 without a time": ("hubspot-v3", {"x-hubspot-signature-v3": "x"}, BODY, False),
    "20. slack without anything": ("slack", {}, BODY, False),
    "21. standard webhooks without anything": ("standard-webhooks", {}, BODY, False),
}


@pytest.mark.parametrize("case", CASES)
def test_what_proves_a_sender(case: str) -> None:
    scheme, headers, body, expected = CASES[case]
    assert is_genuine(scheme, Request("POST", "", headers, body), ["s3cret"], 0.0) is expected


@pytest.mark.parametrize("scheme", SCHEMES)
def test_nothing_is_proved_without_a_secret(scheme: str) -> None:
    request = Request("POST", "https://a.example/", {"authorization": "Bearer "}, b"{}")
    assert is_genuine(scheme, request, [], 0.0) is False


def test_while_a_secret_is_changed_both_hold() -> None:
    request = Request("POST", "", {"authorization": "Bearer old"}, b"")
    assert is_genuine("bearer", request, ["new", "old"], 0.0)
    assert is_genuine("bearer", request, ["old", "new"], 0.0)
    assert not is_genuine("bearer", request, ["new"], 0.0)


def test_standard_webhooks_may_come_with_two_signatures() -> None:
    vector = Vector("standard webhooks")
    signature = vector.parts["signature"]
    assert vector.verifies(signature=b"v1,AAAA " + signature)
    assert not vector.verifies(signature=b"v1a," + signature[3:])


def test_hubspot_decodes_some_escapes_before_it_signs() -> None:
    secret, at = b"s3cret", "1693657560000"
    sent, signed_as = "https://a.example/hooks?x=a%3Ab%2fc%20d", "https://a.example/hooks?x=a:b/c%20d"
    digest = hmac.digest(secret, f"POST{signed_as}{{}}{at}".encode(), hashlib.sha256)
    headers = {"x-hubspot-signature-v3": b64encode(digest).decode(), "x-hubspot-request-timestamp": at}
    assert is_genuine("hubspot-v3", Request("POST", sent, headers, b"{}"), ["s3cret"], 1693657560.0)


@pytest.mark.parametrize("at", ["", " 1", "1_0", "१", "-1", "1.0", "9" * 16])
def test_a_time_that_is_no_number_is_not_recent(at: str) -> None:
    digest = hmac.digest(b"s3cret", f"v0:{at}:".encode() + BODY, hashlib.sha256)
    headers = {"x-slack-signature": f"v0={digest.hex()}", "x-slack-request-timestamp": at}
    assert not is_genuine("slack", Request("POST", "", headers, BODY), ["s3cret"], 1.0)


def test_the_usual_schemes_are_schemes_of_sources() -> None:
    assert set(USUAL_SCHEMES) <= set(ADAPTERS)
    assert set(USUAL_SCHEMES.values()) <= set(SCHEMES)


def test_a_key_is_kept_as_its_digest() -> None:
    assert hashed_key("mw_x") == "sha256:" + hashlib.sha256(b"mw_x").hexdigest()
    assert bearer(Request("POST", "", {"authorization": "Bearer mw_x"}, b"")) == "mw_x"
    assert bearer(Request("POST", "", {"authorization": "Basic mw_x"}, b"")) == ""
