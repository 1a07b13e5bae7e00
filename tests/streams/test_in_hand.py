"""What a partition has in hand: when it has room, what is worked off together, and when it rests."""

from typing import Any

import pytest

from schemas.records import Record
from streams.batches import Batch
from streams.in_hand import FEW, InHand

WORK: Any = object()


def batch(size: int, begin: int = 0) -> Batch:
    records = [Record("facts", 0, begin + number, 0, b"key", b"value", ()) for number in range(size)]
    return Batch("facts", 0, begin, begin + size, 1, records)


def in_hand(*sizes: int) -> InHand:
    """Batches that follow each other, all of them waiting."""
    hand, begin = InHand(), 0
    for size in sizes:
        hand.fetched(made := batch(size, begin))
        hand.put(made, WORK)
        begin += size
    return hand


ROOM = [
    # 1. Nothing in hand.
    ((), True),
    # 2. One large batch is being worked off: the next one may be fetched meanwhile.
    ((8_000,), True),
    # 3. And that one waits.
    ((8_000, 8_000), False),
    # 4. Small ones may be as many as make one large one.
    ((1,) * 10, True),
    # 5. They do.
    ((1,) * (FEW - 1), True),
    ((1,) * FEW, False),
]


@pytest.mark.parametrize(("sizes", "has_room"), ROOM)
def test_room(sizes: tuple[int, ...], has_room: bool):
    hand = in_hand(*sizes)
    assert hand.has_room is has_room
    assert bool(hand) is bool(sizes)


TOGETHER = [
    # 1. One at a time where they are large.
    ((8_000, 8_000), [8_000, 8_000]),
    # 2. Small ones together, as many as make one large one.
    ((1, 2, 3), [6]),
    ((600, 300, 200), [900, 200]),
    # 3. A large one alone, whatever comes behind it.
    ((8_000, 1, 1), [8_000, 2]),
    ((1, 8_000), [1, 8_000]),
]


@pytest.mark.parametrize(("sizes", "taken"), TOGETHER)
def test_what_is_worked_off_together_and_in_which_order(sizes: tuple[int, ...], taken: list[int]):
    hand, offsets = in_hand(*sizes), []
    for size in taken:
        records, work = hand.take()
        assert (len(records), work) == (size, WORK)
        offsets += [record.offset for record in records]
        hand.done()
    assert offsets == list(range(sum(sizes)))
    assert not hand
    assert not hand.is_waiting


def test_what_is_being_worked_off_is_in_hand_until_it_is_done():
    hand = in_hand(8_000, 8_000)
    hand.take()
    assert not hand.has_room
    hand.done()
    assert hand.has_room


def test_what_is_forgotten_is_not_in_hand():
    hand = in_hand(8_000, 8_000)
    hand.take()
    hand.clear()
    assert not hand
    assert not hand.is_waiting


REST = [
    # 1. As long as the transaction took: it ended at 10 s.
    ((1,), 0.02, 10.0, 0.02),
    ((1,), 0.02, 10.015, 0.005),
    # 2. That is over.
    ((1,), 0.02, 10.02, 0.0),
    ((1,), 0.02, 11.0, 0.0),
    # 3. Nobody rests long after a broker that was away.
    ((1,), 9.0, 10.0, 0.1),
    # 4. Much is waiting: there is nothing to gather.
    ((FEW,), 0.02, 10.0, 0.0),
    ((FEW // 2, FEW), 0.02, 10.0, 0.0),
]


@pytest.mark.parametrize(("sizes", "took", "now", "rest"), REST)
def test_rest(sizes: tuple[int, ...], took: float, now: float, rest: float):
    hand = in_hand(*sizes)
    hand.wrote(10.0 - took, 10.0)
    assert hand.rest(now) == pytest.approx(rest)


def test_the_first_transaction_is_not_waited_for():
    assert in_hand(1).rest(0.0) == 0.0
