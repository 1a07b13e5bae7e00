"""The door: what is asked of every request, in which order, and how it is answered.

Nothing of a request is read before it is known to be small enough, and nothing parsed before its sender is proved.
Whoever is not known hears 401, and nothing of why. Accepted means that Kafka has it.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from pydantic_core import from_json
from starlette.requests import ClientDisconnect

from movewatch.gateway.events import MAX_EVENTS, Addressed, Problem, addressed
from movewatch.gateway.log import Log, UnacknowledgedError
from movewatch.gateway.metrics import NOBODY, Metrics
from movewatch.gateway.senders import API, Senders
from movewatch.gateway.signatures import Request as Signed
from movewatch.gateway.signatures import bearer, is_genuine
from movewatch.intake import IntakeConfig
from movewatch.intake.raw import where_in_json
from schemas.records import headers_of
from schemas.topics import CRM_EVENTS

_JSON: Final = "application/json"
_CLOUD_EVENTS: Final = "application/cloudevents"
_BODY_WITHIN_S: Final = 5.0
"""Whoever sends more slowly holds a place that others wait for."""

_SOON_S: Final = "1"
_LATER_S: Final = "10"
_UNKNOWN: Final = 401


class Whose(NamedTuple):
    """Who sent a request."""

    source: str
    tenant: str


_NOBODY: Final = Whose(NOBODY, NOBODY)


@dataclass(frozen=True, slots=True)
class Gateway:
    """What the gateway works with.

    Args:
        log: where accepted records go.
        senders: who may send.
        intake: how intake reads, so that an event it could not read is refused here.
        public_url: what stands before the path in the address that senders know; some sign it.
        max_body: bytes of a request's body.
        max_in_flight: requests at work at once.
        clock: seconds since 1970.
    """

    log: Log
    senders: Senders
    intake: IntakeConfig
    public_url: str
    max_body: int = 1_000_000
    max_in_flight: int = 500
    clock: Callable[[], float] = time.time
    metrics: Metrics = field(default_factory=Metrics)


class _AnswerError(Exception):
    """Ends a request with this answer."""

    def __init__(self, status: int, *problems: Problem, retry_after: str | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.problems = problems
        self.retry_after = retry_after

    def response(self) -> Response:
        """The answer."""
        headers = {} if self.retry_after is None else {"retry-after": self.retry_after}
        if self.status == _UNKNOWN:
            headers["www-authenticate"] = "Bearer"
        problems = [problem._asdict() for problem in self.problems]
        return JSONResponse({"problems": problems}, self.status, headers)


class Door:
    """Asks what has to be asked of each request, and answers."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._metrics = gateway.metrics
        self._at_work = 0

    async def answer(
        self,
        request: Request,
        whose: Callable[[Signed], Whose],
        take: Callable[[Signed, Whose], list[Addressed]],
    ) -> Response:
        """Answer a request.

        Args:
            request: as it comes in.
            whose: who sent it, or the answer that this is not known.
            take: the records that follow from it, or an answer that says what is wrong.
        """
        sender, status = _NOBODY, 202
        try:
            with self._place():
                signed = await self._signed(request)
                sender = whose(signed)
                records = take(signed, sender)
                await self._append(records)
        except _AnswerError as error:
            status, response = error.status, error.response()
        else:
            response = JSONResponse({"accepted": len(records)}, status)
            self._metrics.records.labels(*sender).inc(len(records))
            self._metrics.last_event.labels(*sender).set(self._gateway.clock())
        self._metrics.requests.labels(*sender, str(status)).inc()
        return response

    def by_signature(self, source: str, tenant: str) -> Callable[[Signed], Whose]:
        """Who sent a webhook: whom the address names, where the signature says so, too."""

        def whose(signed: Signed) -> Whose:
            known = self._gateway.senders.hooks.get((source, tenant))
            if known is None or not is_genuine(known.scheme, signed, known.secrets, self._gateway.clock()):
                raise _unknown()
            return Whose(source, tenant)

        return whose

    def by_key(self, signed: Signed) -> Whose:
        """Whose API key it is."""
        tenant = self._gateway.senders.tenant_of(bearer(signed))
        if tenant is None:
            raise _unknown()
        return Whose(API, tenant)

    def hook(self, signed: Signed, whose: Whose) -> list[Addressed]:
        """A webhook as it came, if it is JSON: no source that we read sends anything else."""
        _json(signed.body)
        headers = headers_of(**whose._asdict())
        media_type = signed.header("content-type")
        if _kind(media_type).startswith(_CLOUD_EVENTS):
            headers += (("content-type", media_type.encode()),)
        return [Addressed(CRM_EVENTS.name, None, signed.body, headers)]

    def event(self, signed: Signed, whose: Whose) -> list[Addressed]:
        """One event."""
        return self._addressed({"$": _json(signed.body)}, whose)

    def events(self, signed: Signed, whose: Whose) -> list[Addressed]:
        """Several events."""
        body = _json(signed.body)
        events = body.get("events") if isinstance(body, dict) else None
        if not isinstance(events, list) or not 0 < len(events) <= MAX_EVENTS:
            raise _AnswerError(422, Problem("$.events", f"not a list of 1 to {MAX_EVENTS} events"))
        return self._addressed({f"$.events[{number}]": event for number, event in enumerate(events)}, whose)

    def _addressed(self, events: Mapping[str, Any], whose: Whose) -> list[Addressed]:
        """Where all of the events belong. Keys are their places."""
        at = datetime.fromtimestamp(self._gateway.clock(), UTC)
        records: list[Addressed] = []
        problems: list[Problem] = []
        for place, event in events.items():
            found = addressed(event, whose.tenant, at, self._gateway.intake, place)
            if isinstance(found, Addressed):
                records.append(found)
            else:
                problems += found
        if problems:
            raise _AnswerError(422, *problems)
        return records

    async def _append(self, records: list[Addressed]) -> None:
        begin = time.monotonic()
        try:
            await self._gateway.log.append(records)
        except UnacknowledgedError as error:
            words = f"{error} Send it again: what is there already counts once."
            raise _AnswerError(503, Problem("$", words), retry_after=_LATER_S) from error
        self._metrics.seconds.observe(time.monotonic() - begin)

    @contextmanager
    def _place(self) -> Iterator[None]:
        """One of the places for requests at work."""
        if self._at_work >= self._gateway.max_in_flight:
            raise _AnswerError(429, Problem("$", "too many requests at once"), retry_after=_SOON_S)
        self._at_work += 1
        self._metrics.in_flight.inc()
        try:
            yield
        finally:
            self._at_work -= 1
            self._metrics.in_flight.dec()

    async def _signed(self, request: Request) -> Signed:
        """The request as its sender signed it: with the public address, and the path's escapes as they were sent."""
        kind = _kind(request.headers.get("content-type", ""))
        if not (kind == _JSON or kind.endswith("+json")) or "content-encoding" in request.headers:
            raise _AnswerError(415, Problem("$", f"send {_JSON}, not compressed"))
        body = await _body(request, self._gateway.max_body)
        path = request.scope["raw_path"].decode("latin-1")
        query = request.scope["query_string"].decode("latin-1")
        url = self._gateway.public_url.rstrip("/") + path + (f"?{query}" if query else "")
        return Signed(request.method, url, request.headers, body)


def _kind(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


async def _body(request: Request, limit: int) -> bytes:
    """The body, if it is no larger than allowed; what is larger is not read to its end."""
    too_large = _AnswerError(413, Problem("$", f"larger than {limit} bytes"))
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > limit:
        raise too_large
    parts, size = [], 0
    try:
        async with asyncio.timeout(_BODY_WITHIN_S):
            async for part in request.stream():
                size += len(part)
                if size > limit:
                    raise too_large
                parts.append(part)
    except (TimeoutError, ClientDisconnect) as error:
        raise _AnswerError(408, Problem("$", "the body did not come in time")) from error
    return b"".join(parts)


def _json(body: bytes) -> Any:
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise _AnswerError(422, Problem("$", f"not JSON: {where_in_json(error)}")) from None


def _unknown() -> _AnswerError:
    return _AnswerError(_UNKNOWN)
