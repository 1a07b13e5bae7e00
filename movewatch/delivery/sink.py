"""Delivers suggestions that are released: renders, sends, and reports what became of it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from itertools import islice, takewhile
from typing import Final, Literal, Protocol

import structlog
from pydantic import ValidationError

from movewatch.delivery.errors import DeferredError, RefusedError, UnavailableError
from movewatch.delivery.folder import Folder
from movewatch.delivery.mail import compose, named_address, usable_address
from movewatch.delivery.retry import Backoff
from movewatch.delivery.settings import DeliverySettings, DeliverySettingsError
from movewatch.delivery.smtp import Smtp
from movewatch.rendering.errors import RenderError
from movewatch.rendering.loading import load_templates
from movewatch.rendering.render import Templates, render
from movewatch.stage import describe
from schemas.base import Part, stable_id
from schemas.keys import split_key
from schemas.records import Outgoing, Poison, Record, Rows, StoredRow, Written, headers_of
from schemas.suggestions import CLOSED, AnswerGiven, Suggestion, SuggestionState
from schemas.topics import ANSWERS

log = structlog.get_logger()

_AT_ONCE: Final = 500
"""So many records that ask for nothing are looked through in one go: some 30 ms of the event loop."""

Now = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]


class Sends(Protocol):
    """A way out for mails."""

    async def send(self, message: EmailMessage) -> None:
        """Send it, or raise a SendError that says whether to try again."""


class Sent(Part):
    """The row of a suggestion: the last revision that was sent."""

    revision: int


class Delivery:
    """The sink of the topic ``suggestions`` (schemas.records.Performs).

    Args:
        settings: on whose behalf mails are sent.
        templates: the words.
        outlet: where mails go.
        now: the time that an answer carries; an aware one.
        sleep: waits between tries, in seconds.
        backoff: how long.
    """

    def __init__(
        self,
        settings: DeliverySettings,
        templates: Templates,
        outlet: Sends,
        *,
        now: Now = lambda: datetime.now(UTC),
        sleep: Sleep = asyncio.sleep,
        backoff: Backoff | None = None,
    ) -> None:
        self.sender = _sender(settings)
        self.reply_to = settings.reply_to
        self.templates = templates
        self.outlet = outlet
        self.now = now
        self.sleep = sleep
        self.backoff = backoff or Backoff()
        self._outage = self.backoff.waits()

    async def perform(self, rows: Rows, records: Sequence[Record]) -> Written:
        """Send what the first record asks for, then say what to commit. Records that ask for nothing are done together.

        Only a revision in state ``released`` that was not sent yet is sent, and not if it has expired meanwhile or a
        later revision (taken back, updated, answered) follows it in ``records``: it would be told and untold. A later
        revision that was not fetched together with it is not seen.

        A crash before the commit sends it once more, under the same Message-ID. While nothing can be sent this waits a
        while and consumes nothing: called again, it looks anew at what follows and at the time. The waits grow until
        something can be sent.
        """
        idle = sum(1 for _ in takewhile(lambda record: _asks_nothing(record, rows), records[:_AT_ONCE]))
        if idle:
            return Written(next_offset=records[idle - 1].offset + 1, consumed=idle)
        record = records[0]
        written = Written(next_offset=record.offset + 1, consumed=1)
        if record.value is None:
            _forget(written, rows, record.key)
            return written
        try:
            suggestion = _read(record)
        except ValidationError as error:
            written.poison.append(Poison(record, "ValidationError", describe(error)))
            return written
        except ValueError as error:
            written.poison.append(Poison(record, "KeyError", str(error)))
            return written
        if suggestion.state in CLOSED:
            _forget(written, rows, suggestion.suggestion_id.encode())
            return written
        # It is released, and newer than what was sent: it would have asked for nothing otherwise.
        pointless = self._pointless(suggestion, islice(records, 1, None))
        if pointless is None:
            return await self._deliver(suggestion, record, written)
        log.info("suggestion not sent", suggestion=suggestion.suggestion_id, reason=pointless)
        return written

    def _pointless(self, suggestion: Suggestion, later: Iterable[Record]) -> str | None:
        """Why a released revision is not to be told any more, or None."""
        if suggestion.expires_at <= self.now():
            return "expired"
        return "superseded" if any(_supersedes(record, suggestion) for record in later) else None

    async def _deliver(self, suggestion: Suggestion, record: Record, written: Written) -> Written:
        recipient = usable_address(suggestion.owner.email)
        if recipient is None:
            log.warning("owner has no usable e-mail address", suggestion=suggestion.suggestion_id)
            written.outputs.append(self._answer(suggestion, record, "undeliverable"))
            return written
        try:
            await self._send(self._compose(suggestion, recipient), suggestion)
        except UnavailableError as error:
            await self._sit_out(suggestion, error)
            return Written(next_offset=record.offset, consumed=0, finished=False)
        except (RefusedError, DeferredError, RenderError) as error:
            # No row: the dead letter, sent in again once the cause is mended, is tried anew.
            log.error("suggestion cannot be delivered", suggestion=suggestion.suggestion_id, error=str(error))
            written.poison.append(Poison(record, type(error).__name__, str(error)))
            written.outputs.append(self._answer(suggestion, record, "undeliverable"))
            return written
        sent = Sent(revision=suggestion.revision).model_dump_json().encode()
        written.rows[suggestion.suggestion_id.encode()] = StoredRow(sent, None, record.offset)
        written.outputs.append(self._answer(suggestion, record, "delivered"))
        return written

    async def _sit_out(self, suggestion: Suggestion, error: UnavailableError) -> None:
        """Wait, longer each time until something has been sent: all partitions wait for one server."""
        wait = next(self._outage)
        log.warning("nothing can be sent", suggestion=suggestion.suggestion_id, next_try_in=wait, reason=str(error))
        await self.sleep(wait)

    def _compose(self, suggestion: Suggestion, recipient: str) -> EmailMessage:
        return compose(
            suggestion,
            render(suggestion, self.templates),
            recipient=recipient,
            sender=self.sender,
            reply_to=self.reply_to,
        )

    async def _send(self, message: EmailMessage, suggestion: Suggestion) -> None:
        """Send, also to a mailbox that is held up for a while.

        Raises:
            RefusedError: refused for good.
            DeferredError: the recipient's mailbox has held it up too often.
            UnavailableError: nothing can be sent at present, to anybody.
        """
        for tries, wait in enumerate(self.backoff.waits(), start=1):
            try:
                await self.outlet.send(message)
            except DeferredError as error:
                if tries >= self.backoff.deferred_tries:
                    raise
                reason = str(error)
            else:
                log.info("suggestion sent", suggestion=suggestion.suggestion_id, revision=suggestion.revision)
                self._outage = self.backoff.waits()
                return
            log.warning(
                "not sent yet", suggestion=suggestion.suggestion_id, tries=tries, next_try_in=wait, reason=reason
            )
            await self.sleep(wait)

    def _answer(
        self, suggestion: Suggestion, record: Record, answer: Literal["delivered", "undeliverable"]
    ) -> Outgoing:
        tenant, source, owner_id = split_key(suggestion.owner.key)
        now = self.now()
        said = AnswerGiven(
            fact_id=stable_id(tenant, suggestion.suggestion_id, str(suggestion.revision), answer),
            tenant=tenant,
            source=source,
            owner_id=owner_id,
            occurred_at=now,
            observed_at=now,
            suggestion_id=suggestion.suggestion_id,
            answer=answer,
            revision=suggestion.revision,
        )
        cause = f"{record.topic}/{record.partition}/{record.offset}/0"
        return Outgoing(ANSWERS.name, said.entity.encode(), said.to_json(), headers_of(cause=cause))


def build_delivery(settings: DeliverySettings) -> Delivery:
    """A delivery that sends where the settings say.

    Raises:
        TemplatesError: the user's own templates cannot be read.
    """
    outlet: Sends = Folder(settings.folder) if settings.kind == "folder" else Smtp(settings)
    return Delivery(settings, load_templates(settings.templates), outlet)


def _sender(settings: DeliverySettings) -> Address:
    sender = named_address(settings.sender)
    if sender is None:  # settings are checked when they are made
        raise DeliverySettingsError("sender is no mail address")
    return sender


def _read(record: Record) -> Suggestion:
    """The suggestion in a record that has a value.

    Raises:
        ValidationError: it is none.
        ValueError: its record or its owner has a key that does not fit.
    """
    suggestion = Suggestion.model_validate_json(record.value or b"")
    if record.key != suggestion.suggestion_id.encode():
        raise ValueError("the record's key is not the suggestion's id")
    try:
        split_key(suggestion.owner.key)
    except ValueError:
        raise ValueError("the owner's key has not three parts, tenant/source/id") from None
    return suggestion


def _asks_nothing(record: Record, rows: Rows) -> bool:
    """Whether there is nothing to send, to forget or to complain of: a suggestion that is held, say."""
    if record.value is None:
        return False
    try:
        suggestion = _read(record)
    except ValueError:
        return False
    key = suggestion.suggestion_id.encode()
    if suggestion.state in CLOSED:
        return rows.get(key) is None
    return suggestion.state is not SuggestionState.RELEASED or suggestion.revision <= _last_sent(rows, key)


def _supersedes(record: Record, suggestion: Suggestion) -> bool:
    """Whether a record further on says something newer of the suggestion. One that cannot be read says nothing."""
    if record.key != suggestion.suggestion_id.encode():
        return False
    if record.value is None:
        return True
    try:
        return Suggestion.model_validate_json(record.value).revision > suggestion.revision
    except ValidationError:
        return False


def _last_sent(rows: Rows, key: bytes) -> int:
    row = rows.get(key)
    return -1 if row is None else Sent.model_validate_json(row.value).revision


def _forget(written: Written, rows: Rows, key: bytes | None) -> None:
    """Drop the row of a suggestion that is closed or gone: nothing follows."""
    if key is not None and rows.get(key) is not None:
        written.rows[key] = None
