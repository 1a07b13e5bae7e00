"""What is asked of a request, in which order, and what it hears: a numbered table, and what a table cannot say."""

import asyncio
import hmac
import json
from base64 import b64encode
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from movewatch.gateway.door import Gateway
from tests.gateway.doors import API, HOOK, KEY, LogInMemory, client_of, gateway_on
from tests.support.raw import AT

JSON = {"content-type": "application/json"}
CONTACT = {
    "type": "contact_changed",
    "source": "sheet",
    "contact_id": "1",
    "occurred_at": "2026-06-01T11:00:00Z",
    "fields": {"title": "CFO"},
}
PROJECT = {
    "type": "project_completed",
    "source": "pm",
    "project_id": "p/1",
    "project": "Ledger",
    "contacts": ["acme/sheet/1", "acme/sheet/2"],
    "occurred_at": "2026-06-01T11:00:00Z",
}


def of(*events: Any) -> bytes:
    return json.dumps({"events": list(events)}).encode()


CASES: dict[str, tuple[str, dict[str, str], bytes, int, list[str]]] = {
    # name: (path, headers, body, status, paths of the problems)
    "1. a hook that is proved": ("/hooks/hubspot/acme", HOOK, b"[]", 202, []),
    "2. not proved": ("/hooks/hubspot/acme", {"authorization": "Bearer no"}, b"[]", 401, []),
    "3. a tenant that nobody knows, with the secret of another": ("/hooks/hubspot/other", HOOK, b"[]", 401, []),
    "4. a source that nobody knows": ("/hooks/nothing/acme", HOOK, b"[]", 401, []),
    "5. an API key is no secret of a hook": ("/hooks/hubspot/acme", API, b"[]", 401, []),
    "6. nor the other way round": ("/v1/events", HOOK, b"{}", 401, []),
    "7. what is not proved is not parsed": ("/hooks/hubspot/acme", {}, b"{", 401, []),
    "8. no JSON": ("/hooks/hubspot/acme", HOOK, b'{"a": 1', 422, ["$"]),
    "9. NaN is no JSON": ("/hooks/hubspot/acme", HOOK, b"[NaN]", 422, ["$"]),
    "10. nothing at all": ("/hooks/hubspot/acme", HOOK, b"", 422, ["$"]),
    "11. too large": ("/hooks/hubspot/acme", HOOK, b"[" + b" " * 4096 + b"]", 413, ["$"]),
    "12. as large as allowed": ("/hooks/hubspot/acme", HOOK, b"[" + b" " * 4094 + b"]", 202, []),
    "13. too large, and nobody we know: what is asked first is the same for all": (
        "/hooks/nothing/acme",
        {},
        b" " * 5000,
        413,
        ["$"],
    ),
    "14. a form": (
        "/hooks/hubspot/acme",
        HOOK | {"content-type": "application/x-www-form-urlencoded"},
        b"[]",
        415,
        ["$"],
    ),
    "15. compressed": ("/hooks/hubspot/acme", HOOK | {"content-encoding": "gzip"}, b"[]", 415, ["$"]),
    "16. JSON of another kind": (
        "/hooks/hubspot/acme",
        HOOK | {"content-type": "application/vnd.x+json"},
        b"[]",
        202,
        [],
    ),
    "17. a media type with its charset": (
        "/hooks/hubspot/acme",
        HOOK | {"content-type": "Application/JSON; charset=utf-8"},
        b"[]",
        202,
        [],
    ),
    "18. an event": ("/v1/events", API, json.dumps(CONTACT).encode(), 202, []),
    "19. no type": ("/v1/events", API, b"{}", 422, ["$.type"]),
    "20. what an owner answers does not come this way": (
        "/v1/events",
        API,
        b'{"type": "answer_given"}',
        422,
        ["$.type"],
    ),
    "21. a field of the wrong type": (
        "/v1/events",
        API,
        json.dumps(CONTACT | {"fields": {"title": 1}}).encode(),
        422,
        ["$.fields.title"],
    ),
    "22. several fields at once": (
        "/v1/events",
        API,
        json.dumps(CONTACT | {"contact_id": 1, "fields": {"title": 1}}).encode(),
        422,
        ["$.contact_id", "$.fields.title"],
    ),
    "23. another's tenant": ("/v1/events", API, json.dumps(CONTACT | {"tenant": "b"}).encode(), 422, ["$.tenant"]),
    "24. another's key": (
        "/v1/events",
        API,
        json.dumps(CONTACT | {"fields": {"account": "b/x/1"}}).encode(),
        422,
        ["$.fields.account"],
    ),
    "25. from the future": (
        "/v1/events",
        API,
        json.dumps(CONTACT | {"observed_at": "2026-06-02T00:00:00Z"}).encode(),
        422,
        ["$.observed_at"],
    ),
    "26. no object": ("/v1/events", API, b"[]", 422, ["$"]),
    "27. a batch": ("/v1/events/batch", API, of(CONTACT, PROJECT), 202, []),
    "28. one of a batch is wrong": ("/v1/events/batch", API, of(CONTACT, {"type": 1}), 422, ["$.events[1].type"]),
    "29. several are": (
        "/v1/events/batch",
        API,
        of(PROJECT | {"contacts": [1]}, CONTACT, 7),
        422,
        ["$.events[0].contacts", "$.events[2]"],
    ),
    "30. an empty batch": ("/v1/events/batch", API, of(), 422, ["$.events"]),
    "31. a list instead": ("/v1/events/batch", API, b"[]", 422, ["$.events"]),
    "32. too many": ("/v1/events/batch", API, of(*[1] * 501), 422, ["$.events"]),
    "33. nested too deeply": ("/hooks/hubspot/acme", HOOK, b"[" * 2000 + b"]" * 2000, 422, ["$"]),
}


@pytest.fixture
def log() -> LogInMemory:
    return LogInMemory()


@pytest.fixture
def gateway(log: LogInMemory) -> Gateway:
    return gateway_on(log)


@pytest.fixture
async def client(gateway: Gateway) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(gateway) as made:
        yield made


@pytest.mark.parametrize("case", CASES)
async def test_what_a_request_hears(case: str, client: httpx.AsyncClient, log: LogInMemory) -> None:
    path, headers, body, status, paths = CASES[case]
    answer = await client.post(path, content=body, headers=JSON | headers)
    said = answer.json()
    assert (answer.status_code, [problem["path"] for problem in said.get("problems", [])]) == (status, paths)
    assert said.get("accepted", 0) == len(log.records)
    assert ("www-authenticate" in answer.headers) == (status == 401)


async def test_a_webhook_is_published_as_it_came(client: httpx.AsyncClient, log: LogInMemory) -> None:
    body = '[ {"objectId" : 1.0, "é":2} ]'.encode()
    await client.post("/hooks/hubspot/acme", content=body, headers=JSON | HOOK)
    assert log.records == [("crm-events", None, body, (("source", b"hubspot"), ("tenant", b"acme")))]


async def test_an_envelope_is_still_known_as_one(client: httpx.AsyncClient, log: LogInMemory) -> None:
    kind = "application/cloudevents-batch+json; charset=utf-8"
    await client.post("/hooks/project/acme", content=b"[]", headers=HOOK | {"content-type": kind})
    assert log.records[0].headers[2:] == (("content-type", kind.encode()),)


async def test_an_event_lies_where_its_type_belongs(client: httpx.AsyncClient, log: LogInMemory) -> None:
    account = {"type": "account_changed", "source": "sheet", "account_id": "9", "occurred_at": "2026-06-01T11:00:00Z"}
    await client.post("/v1/events/batch", content=of(CONTACT, PROJECT, account), headers=JSON | API)
    assert [(record.topic, record.key) for record in log.records] == [
        ("contact-changes", b"acme/sheet/1"),
        ("project-completions", b"acme/pm/p%2F1"),
        ("directory", b"acme/sheet/9"),
    ]
    assert json.loads(log.records[0].value) == CONTACT
    assert log.records[0].headers == (("tenant", b"acme"),)


async def test_what_is_not_acknowledged_is_not_accepted(client: httpx.AsyncClient, log: LogInMemory) -> None:
    log.is_gone = True
    answer = await client.post("/hooks/hubspot/acme", content=b"[]", headers=JSON | HOOK)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert (await client.get("/readyz")).status_code == 503
    log.is_gone = False
    assert (await client.get("/readyz")).status_code == 200
    assert (await client.get("/healthz")).json() == {"status": "ok"}


async def test_more_requests_than_there_are_places_are_asked_to_come_again(
    client: httpx.AsyncClient, log: LogInMemory
) -> None:
    log.may_go.clear()

    def post() -> "asyncio.Task[httpx.Response]":
        return asyncio.create_task(client.post("/hooks/hubspot/acme", content=b"[]", headers=JSON | HOOK))

    at_work = [post()]
    await log.asked.wait()
    log.asked.clear()
    at_work.append(post())
    await log.asked.wait()
    refused = await post()
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    log.may_go.set()
    assert [answer.status_code for answer in await asyncio.gather(*at_work)] == [202, 202]
    assert (await post()).status_code == 202
    assert len(log.records) == 3


async def test_the_address_that_is_signed_is_the_public_one(client: httpx.AsyncClient, log: LogInMemory) -> None:
    public, at = "https://hooks.example.com/hooks/hubspot/sign%65d?x=%20", str(int(AT.timestamp() * 1000))
    digest = hmac.digest(b"s3cret", f"POST{public}[]{at}".encode(), "sha256")
    signed = {"x-hubspot-signature-v3": b64encode(digest).decode(), "x-hubspot-request-timestamp": at}
    for path, status in (("/hooks/hubspot/sign%65d?x=%20", 202), ("/hooks/hubspot/signed?x=%20", 401)):
        answer = await client.post(path, content=b"[]", headers=JSON | signed)
        assert answer.status_code == status
    assert log.records[0].headers == (("source", b"hubspot"), ("tenant", b"signed"))


async def test_a_body_without_a_length_is_bounded_too(client: httpx.AsyncClient, log: LogInMemory) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b" " * 1000

    answer = await client.post("/hooks/hubspot/acme", content=parts(), headers=JSON | HOOK)
    assert (answer.status_code, log.records) == (413, [])


async def test_what_is_counted(client: httpx.AsyncClient) -> None:
    await client.post("/hooks/hubspot/acme", content=b"[]", headers=JSON | HOOK)
    await client.post("/hooks/hubspot/acme", content=b"[", headers=JSON | HOOK)
    await client.post("/hooks/hubspot/made-up-name", content=b"[]", headers=JSON | HOOK)
    await client.post("/v1/events/batch", content=of(CONTACT, PROJECT), headers=JSON | API)
    text = (await client.get("/metrics")).text
    for line in (
        'movewatch_gateway_requests_total{source="hubspot",status="202",tenant="acme"} 1.0',
        'movewatch_gateway_requests_total{source="hubspot",status="422",tenant="acme"} 1.0',
        'movewatch_gateway_requests_total{source="-",status="401",tenant="-"} 1.0',
        'movewatch_gateway_records_total{source="api",tenant="acme"} 2.0',
        "movewatch_gateway_in_flight 0.0",
        'movewatch_source_last_event_timestamp_seconds{source="hubspot",tenant="acme"} 1.7803152e+09',
        "movewatch_gateway_acknowledgement_seconds_count 2.0",
    ):
        assert line in text.splitlines()
    assert "made-up-name" not in text


async def test_no_secret_is_told(client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, capsys: Any) -> None:
    for path, headers in (("/hooks/hubspot/acme", HOOK), ("/v1/events", API)):
        for body in (b"[]", b"{", b"{}"):
            answer = await client.post(path, content=body, headers=JSON | headers)
            assert "s3cret" not in answer.text
            assert KEY not in answer.text
    shown = capsys.readouterr()
    assert not any(secret in text for secret in ("s3cret", KEY) for text in (shown.out, shown.err, caplog.text))
