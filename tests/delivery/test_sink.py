import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from movewatch.delivery import Delivery, DeliverySettings, build_delivery
from movewatch.delivery.errors import DeferredError, RefusedError, SendError, UnavailableError
from movewatch.delivery.retry import Backoff
from movewatch.delivery.sink import Sends
from movewatch.delivery.smtp import Smtp
from movewatch.rendering import build_templates, load_templates
from movewatch.rendering.examples import EXAMPLES
from movewatch.stage import key_of
from schemas.records import PartitionState, Record, StoredRow, Written
from schemas.suggestions import CLOSED, AnswerGiven, Suggestion, SuggestionState
from streams.steps import check

MOVE = EXAMPLES[0]
KEY = MOVE.suggestion_id.encode()
NOW = datetime(2026, 3, 4, 9, 0, 5, tzinfo=UTC)
TEMPLATES = load_templates()
SETTINGS = DeliverySettings(sender="movewatch@example.com")


@dataclass
class Rows:
    """Committed rows, as the transport keeps them."""

    kept: dict[bytes, StoredRow] = field(default_factory=dict)
    state: PartitionState = field(default_factory=PartitionState)

    def get(self, key: bytes) -> StoredRow | None:
        return self.kept.get(key)

    def due(self, until: int, limit: int) -> Sequence[tuple[int, bytes]]:  # noqa: ARG002 (delivery has no timers)
        return []

    def commit(self, rows: Mapping[bytes, StoredRow | None]) -> None:
        for key, row in rows.items():
            if row is None:
                del self.kept[key]
            else:
                self.kept[key] = row


@dataclass
class Outlet:
    """Takes mails, or fails as told: one entry of ``failures`` for each try."""

    failures: list[SendError] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    tries: int = 0

    async def send(self, message: EmailMessage) -> None:
        self.tries += 1
        if self.failures:
            raise self.failures.pop(0)
        self.mails.append(message)


@dataclass
class Waits:
    """Remembers how long was waited, and waits for nothing."""

    seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def record_of(suggestion: Suggestion, offset: int = 7, **values: Any) -> Record:
    fields = {"key": key_of(suggestion).encode(), "value": suggestion.to_json(), **values}
    return Record("suggestions", 3, offset, 0, **fields)


def delivery_to(outlet: Sends, **values: Any) -> Delivery:
    return Delivery(SETTINGS, TEMPLATES, outlet, **{"now": lambda: NOW, "sleep": Waits(), **values})


def answer_in(written: Written) -> AnswerGiven:
    (outgoing,) = written.outputs
    answer = AnswerGiven.model_validate_json(outgoing.value or b"")
    assert outgoing.topic == "answers"
    assert outgoing.key == answer.entity.encode()
    return answer


def changed(**values: Any) -> Suggestion:
    return MOVE.model_copy(update=values)


# --- what is sent, and what is not


async def test_a_released_suggestion_is_sent_remembered_and_answered():
    outlet, rows = Outlet(), Rows()
    written = await delivery_to(outlet).perform(rows, [record_of(MOVE)])
    assert [mail["To"] for mail in outlet.mails] == ["Robin Berg <robin.berg@example.com>"]
    assert (written.next_offset, written.consumed, written.finished) == (8, 1, True)
    row = written.rows[KEY]
    assert row is not None
    assert (json.loads(row.value), row.due_at, row.offset) == ({"revision": 2}, None, 7)
    answer = answer_in(written)
    assert answer.entity == MOVE.owner.key
    assert (answer.answer, answer.revision, answer.suggestion_id) == ("delivered", 2, MOVE.suggestion_id)
    assert answer.observed_at == answer.occurred_at == NOW
    assert answer.tenant == MOVE.tenant
    assert written.outputs[0].headers == (("cause", b"suggestions/3/7/0"),)
    assert not written.poison


@pytest.mark.parametrize("state", [state for state in SuggestionState if state is not SuggestionState.RELEASED])
async def test_no_other_state_is_sent(state: SuggestionState):
    outlet = Outlet()
    written = await delivery_to(outlet).perform(Rows(), [record_of(changed(state=state))])
    assert not outlet.mails
    assert written == Written(next_offset=8, consumed=1)


def held(revision: int = 1) -> Suggestion:
    return changed(state=SuggestionState.HELD, revision=revision)


OTHER = changed(suggestion_id="s2")
# A number, what lies in the partition, the revision of MOVE that was sent before, and how many records are done with.
SKIPPED = [
    # 1. Suggestions that are held ask for nothing, however many they are.
    (1, [held(), held(), held()], None, 3),
    # 2. Up to one that is to be sent.
    (2, [held(), held(), MOVE], None, 2),
    (3, [MOVE, held(), held()], None, 1),
    # 3. One that was sent already asks for nothing.
    (4, [held(), MOVE, held(3)], 2, 3),
    # 4. A closed one that was never sent, too; one that was is to be forgotten, on its own.
    (5, [held(), changed(state=SuggestionState.EXPIRED, revision=3)], None, 2),
    (6, [held(), changed(state=SuggestionState.EXPIRED, revision=3)], 2, 1),
    # 5. One that was released and one that is held are two.
    (7, [held(), OTHER], 2, 1),
    # 6. What cannot be read is a dead letter of its own, and so is what is gone a record of its own.
    (8, [held(), None], None, 1),
    (9, [held(), b"{"], None, 1),
]


@pytest.mark.parametrize(
    ("number", "suggestions", "before", "consumed"), SKIPPED, ids=[f"{number}" for number, *_ in SKIPPED]
)
async def test_what_asks_for_nothing_is_done_with_in_one_go(
    number: int, suggestions: list[Suggestion | bytes | None], before: int | None, consumed: int
):
    outlet, rows = Outlet(), Rows()
    if before is not None:
        rows.commit({KEY: StoredRow(b'{"revision": %d}' % before, None, 0)})
    records = [
        record_of(one, offset=7 + place)
        if isinstance(one, Suggestion)
        else record_of(MOVE, offset=7 + place, value=one)
        for place, one in enumerate(suggestions)
    ]
    written = await delivery_to(outlet).perform(rows, records)
    assert (written.consumed, written.next_offset) == (consumed, 7 + consumed)
    assert len(outlet.mails) == (1 if number == 3 else 0)
    if number != 3:
        assert written == Written(next_offset=7 + consumed, consumed=consumed)


async def test_a_long_row_of_held_suggestions_is_looked_through_in_pieces():
    """Else a backlog would hold up the heartbeats."""
    records = [record_of(held(), offset=offset) for offset in range(1_200)]
    sizes = []
    while records:
        written = await delivery_to(Outlet()).perform(Rows(), records)
        sizes.append(written.consumed)
        records = records[written.consumed :]
    assert sizes == [500, 500, 200]


REVISIONS = [
    # 1. Never sent.
    (1, None, 0, True),
    # 2. The same again: no.
    (2, 2, 2, False),
    # 3. An older one, from a topic read anew: no.
    (3, 2, 1, False),
    # 4. Released again after a snooze: yes.
    (4, 2, 4, True),
]


@pytest.mark.parametrize(("number", "sent", "revision", "expected"), REVISIONS)
async def test_each_revision_is_sent_once(number: int, sent: int | None, revision: int, expected: bool):
    outlet, rows = Outlet(), Rows()
    if sent is not None:
        rows.kept[KEY] = StoredRow(json.dumps({"revision": sent}).encode(), None, 1)
    written = await delivery_to(outlet).perform(rows, [record_of(changed(revision=revision))])
    assert bool(outlet.mails) == expected, number
    assert bool(written.outputs) == bool(written.rows) == expected, number


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(list(SuggestionState))), max_size=12))
def test_whatever_comes_no_revision_is_sent_twice_while_the_suggestion_is_open(said: list[tuple[int, SuggestionState]]):
    async def run() -> None:
        outlet, rows = Outlet(), Rows()
        delivery = delivery_to(outlet)
        for offset, (revision, state) in enumerate(said):
            written = await delivery.perform(rows, [record_of(changed(revision=revision, state=state), offset)])
            assert written.next_offset == offset + 1
            rows.commit(written.rows)
            if state in CLOSED:
                outlet.mails.clear()
                assert not rows.kept
        ids = [mail["Message-ID"] for mail in outlet.mails]
        assert len(ids) == len(set(ids))

    asyncio.run(run())


@pytest.mark.parametrize("state", sorted(CLOSED))
async def test_what_is_closed_is_forgotten(state: SuggestionState):
    rows = Rows({KEY: StoredRow(b'{"revision":2}', None, 1)})
    written = await delivery_to(Outlet()).perform(rows, [record_of(changed(state=state))])
    assert written.rows == {KEY: None}


async def test_a_tombstone_is_forgotten_too():
    rows = Rows({KEY: StoredRow(b'{"revision":2}', None, 1)})
    written = await delivery_to(Outlet()).perform(rows, [record_of(MOVE, value=None)])
    assert written.rows == {KEY: None}
    assert not written.poison


# --- once, also after a crash


async def test_a_crash_between_sending_and_commit_repeats_the_same_mail():
    outlet, rows = Outlet(), Rows()
    for _ in range(2):  # the first Written is lost with its worker
        written = await delivery_to(outlet).perform(rows, [record_of(MOVE)])
    first, second = outlet.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes() == second.as_bytes()
    rows.commit(written.rows)
    await delivery_to(outlet).perform(rows, [record_of(MOVE)])
    assert len(outlet.mails) == 2


async def test_the_answer_has_the_same_id_whenever_it_is_given():
    earlier = await delivery_to(Outlet()).perform(Rows(), [record_of(MOVE)])
    later = await delivery_to(Outlet(), now=lambda: NOW.replace(hour=23)).perform(Rows(), [record_of(MOVE)])
    assert answer_in(earlier).fact_id == answer_in(later).fact_id
    other = await delivery_to(Outlet()).perform(Rows(), [record_of(changed(revision=3))])
    assert answer_in(earlier).fact_id != answer_in(other).fact_id


# --- what goes wrong

ADDRESSES = [(1, None), (2, ""), (3, "robin"), (4, "a@example.com\r\nBcc: b@example.com"), (5, "röbin@example.com")]


@pytest.mark.parametrize(("number", "email"), ADDRESSES)
async def test_an_owner_without_a_usable_address_cannot_be_reached(number: int, email: str | None):
    outlet = Outlet()
    owner = MOVE.owner.model_copy(update={"email": email})
    written = await delivery_to(outlet).perform(Rows(), [record_of(changed(owner=owner))])
    assert not outlet.tries, number
    assert answer_in(written).answer == "undeliverable"
    assert not written.rows
    assert not written.poison


async def test_a_refusal_for_good_is_a_dead_letter_that_can_be_sent_in_again():
    outlet, rows, record = Outlet([RefusedError("refused")]), Rows(), record_of(MOVE)
    delivery = delivery_to(outlet)
    written = await delivery.perform(rows, [record])
    assert answer_in(written).answer == "undeliverable"
    assert [(poison.record, poison.error) for poison in written.poison] == [(record, "RefusedError")]
    rows.commit(written.rows)
    again = await delivery.perform(rows, [record_of(MOVE, offset=90)])
    assert answer_in(again).answer == "delivered"


NOT_YET = Written(next_offset=7, consumed=0, finished=False)


async def test_trouble_that_passes_is_waited_for_however_long():
    waits = Waits()
    outlet = Outlet([UnavailableError("down")] * 40)
    delivery = delivery_to(outlet, sleep=waits, backoff=Backoff(1, 2, 60, 3))
    for _ in range(40):
        assert await delivery.perform(Rows(), [record_of(MOVE)]) == NOT_YET
    assert answer_in(await delivery.perform(Rows(), [record_of(MOVE)])).answer == "delivered"
    assert waits.seconds[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert len(waits.seconds) == 40
    assert len(outlet.mails) == 1


async def test_after_a_mail_has_gone_out_the_next_trouble_is_waited_for_from_the_beginning():
    waits = Waits()
    down = UnavailableError("down")
    outlet = Outlet([down, down])
    delivery = delivery_to(outlet, sleep=waits)
    for _ in range(3):
        await delivery.perform(Rows(), [record_of(MOVE)])
    outlet.failures.append(down)
    await delivery.perform(Rows(), [record_of(MOVE)])
    assert waits.seconds == [1, 2, 1]


def test_to_be_asked_again_is_an_answer_that_the_transport_takes():
    check(NOT_YET, [record_of(MOVE)], 7)


# --- what has become pointless meanwhile

FOLLOWERS: list[tuple[int, list[Record], bool]] = [
    # 1. Nothing follows, or something about another suggestion.
    (1, [], True),
    (2, [record_of(changed(suggestion_id="another", state=SuggestionState.RETRACTED, revision=3), 8)], True),
    # 3. Taken back, expired, answered in the inbox: it would be told what holds no longer.
    (3, [record_of(changed(state=SuggestionState.RETRACTED, revision=3), 8)], False),
    (4, [record_of(changed(state=SuggestionState.EXPIRED, revision=3), 8)], False),
    (5, [record_of(changed(state=SuggestionState.ACCEPTED, revision=3), 8)], False),
    # 6. Updated: the newer one is told instead.
    (6, [record_of(changed(revision=3), 8)], False),
    # 7. Further on, behind others.
    (7, [record_of(EXAMPLES[1], 8), record_of(changed(state=SuggestionState.RETRACTED, revision=3), 9)], False),
    # 8. Deleted.
    (8, [record_of(MOVE, 8, value=None)], False),
    # 9. The same one again, an older one, one that nobody can read: no reason to be silent.
    (9, [record_of(MOVE, 8)], True),
    (10, [record_of(changed(state=SuggestionState.HELD, revision=1), 8)], True),
    (11, [record_of(MOVE, 8, value=b"{")], True),
]


@pytest.mark.parametrize(("number", "followers", "told"), FOLLOWERS, ids=[str(case[0]) for case in FOLLOWERS])
async def test_what_a_later_record_makes_pointless_is_not_sent(number: int, followers: list[Record], told: bool):
    outlet = Outlet()
    written = await delivery_to(outlet).perform(Rows(), [record_of(MOVE), *followers])
    assert bool(outlet.mails) == told, f"case {number}"
    assert bool(written.rows) == bool(written.outputs) == told, f"case {number}"
    assert (written.next_offset, written.consumed, written.finished) == (8, 1, True)


async def test_two_released_revisions_fetched_together_are_one_mail():
    outlet, rows = Outlet(), Rows()
    delivery = delivery_to(outlet)
    records = [record_of(MOVE, 7), record_of(changed(revision=3), 8)]
    for first in range(2):
        rows.commit((await delivery.perform(rows, records[first:])).rows)
    assert [mail["Message-ID"] for mail in outlet.mails] == [f"<{MOVE.suggestion_id}.3@example.com>"]


EXPIRIES = [
    # 1. Just in time; 2. not any more, to the moment.
    (1, timedelta(seconds=1), True),
    (2, timedelta(0), False),
]


@pytest.mark.parametrize(("number", "left", "told"), EXPIRIES)
async def test_what_has_expired_is_not_sent(number: int, left: timedelta, told: bool):
    outlet = Outlet()
    await delivery_to(outlet).perform(Rows(), [record_of(changed(expires_at=NOW + left))])
    assert bool(outlet.mails) == told, number


async def test_what_was_taken_back_while_the_server_was_away_is_not_sent():
    outlet = Outlet([UnavailableError("down")])
    delivery, records = delivery_to(outlet), [record_of(MOVE)]
    assert await delivery.perform(Rows(), records) == NOT_YET
    records.append(record_of(changed(state=SuggestionState.RETRACTED, revision=3), 8))
    await delivery.perform(Rows(), records)
    assert not outlet.mails


async def test_one_full_mailbox_does_not_hold_the_others_up_for_ever():
    waits = Waits()
    outlet = Outlet([DeferredError("full")] * 3)
    written = await delivery_to(outlet, sleep=waits, backoff=Backoff(1, 2, 60, 3)).perform(Rows(), [record_of(MOVE)])
    assert answer_in(written).answer == "undeliverable"
    assert written.poison[0].error == "DeferredError"
    assert waits.seconds == [1, 2]


async def test_a_server_that_is_down_does_not_count_against_the_mailbox():
    outlet = Outlet([DeferredError("full"), *[UnavailableError("down")] * 9, DeferredError("full")])
    delivery = delivery_to(outlet, backoff=Backoff(1, 2, 60, 3))
    for _ in range(9):
        assert await delivery.perform(Rows(), [record_of(MOVE)]) == NOT_YET
    assert answer_in(await delivery.perform(Rows(), [record_of(MOVE)])).answer == "delivered"


async def test_a_worker_that_gives_up_the_partition_stops_waiting():
    waiting = asyncio.Event()

    async def sleep(_seconds: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    outlet = Outlet([UnavailableError("down")])
    task = asyncio.create_task(delivery_to(outlet, sleep=sleep).perform(Rows(), [record_of(MOVE)]))
    await waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert outlet.tries == 1


async def test_a_template_that_cannot_be_filled_in_is_a_dead_letter():
    broken = build_templates(TEMPLATES.sources, {"departmental-move/subject.j2": "{{ nobody }}"})
    outlet = Outlet()
    written = await Delivery(SETTINGS, broken, outlet, now=lambda: NOW).perform(Rows(), [record_of(MOVE)])
    assert not outlet.tries
    assert answer_in(written).answer == "undeliverable"
    assert written.poison[0].error == "RenderError"


MALFORMED: list[tuple[int, dict[str, Any], str]] = [
    (1, {"value": b"not json"}, "ValidationError"),
    (2, {"value": b'{"type":"suggestion"}'}, "ValidationError"),
    (3, {"value": b"\xff"}, "ValidationError"),
    # 4. The key is another suggestion's: its row would be another's, too.
    (4, {"key": b"another"}, "KeyError"),
    (5, {"key": None}, "KeyError"),
    # 6. An owner that no answer could be sent to.
    (6, {"value": changed(owner=MOVE.owner.model_copy(update={"key": "robin"})).to_json()}, "KeyError"),
]


@pytest.mark.parametrize(("number", "values", "error"), MALFORMED)
async def test_a_malformed_record_is_a_dead_letter(number: int, values: dict[str, Any], error: str):
    outlet, record = Outlet(), record_of(MOVE, **values)
    written = await delivery_to(outlet).perform(Rows(), [record])
    assert [(poison.record, poison.error) for poison in written.poison] == [(record, error)], number
    assert not outlet.tries
    assert not written.outputs
    assert not written.rows
    assert written.next_offset == 8
    assert "Dana" not in written.poison[0].message


# --- on real outlets

NEVER_EXPIRES = changed(expires_at=datetime(8999, 1, 1, tzinfo=UTC))
"""For deliveries that look at the real clock."""


async def test_over_smtp_greylisted_first_then_taken(serve: Any):
    server = await serve()
    server.replies["RCPT"] = ["450 greylisted", "450 greylisted"]
    settings = DeliverySettings(kind="smtp", host="localhost", port=server.port, security="none")
    waits = Waits()
    delivery = Delivery(settings, TEMPLATES, Smtp(settings), now=lambda: NOW, sleep=waits)
    written = await delivery.perform(Rows(), [record_of(MOVE)])
    assert answer_in(written).answer == "delivered"
    assert waits.seconds == [1, 2]
    (received,) = server.received
    assert b"Message-ID: <example-departmental-move.2@localhost>" in received[2]


async def test_over_smtp_refused_for_good(serve: Any):
    server = await serve()
    server.replies["RCPT"] = ["550 no such user"]
    settings = DeliverySettings(kind="smtp", host="localhost", port=server.port, security="none")
    written = await build_delivery(settings).perform(Rows(), [record_of(NEVER_EXPIRES)])
    assert answer_in(written).answer == "undeliverable"
    assert not server.received


async def test_into_a_folder_as_the_settings_say(tmp_path: Path):
    delivery = build_delivery(DeliverySettings(sender="movewatch@example.com", folder=tmp_path / "outbox"))
    rows = Rows()
    for offset, example in enumerate(EXAMPLES):
        lasting = example.model_copy(update={"expires_at": NEVER_EXPIRES.expires_at})
        rows.commit((await delivery.perform(rows, [record_of(lasting, offset)])).rows)
    # New company stands there twice, as one suggestion: the second is not sent.
    assert len(sorted((tmp_path / "outbox").glob("*.eml"))) == len({example.suggestion_id for example in EXAMPLES})
