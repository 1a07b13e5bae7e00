"""A broker that does not know a group's offsets just now must not be taken for one that has none."""

from typing import Any

import pytest
from aiokafka.errors import GroupLoadInProgressError, NotCoordinatorForGroupError
from aiokafka.protocol.commit import (
    OffsetCommitRequest,
    OffsetFetchRequest,
    OffsetFetchResponse_v1,
    OffsetFetchResponse_v3,
)

from streams.offset_answers import checked

QUESTION = OffsetFetchRequest("group", [("facts", [0])])
FOUND = [("facts", [(0, 17, "", 0)])]


class Coordinator:
    """A coordinator that gives one answer, and may be given up."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.given_up = False

    async def send(self, request: Any) -> Any:
        del request
        return self.answer

    def dead(self) -> None:
        self.given_up = True

    async def ask(self, request: Any = QUESTION) -> Any:
        return await checked(self.send, self.dead)(request)


async def test_offsets_are_handed_on():
    for answer in (OffsetFetchResponse_v3(0, FOUND, 0), OffsetFetchResponse_v1(FOUND)):
        coordinator = Coordinator(answer)
        assert await coordinator.ask() is answer
        assert not coordinator.given_up


async def test_that_there_is_none_is_handed_on():
    answer = OffsetFetchResponse_v3(0, [("facts", [(0, -1, "", 0)])], 0)
    assert await Coordinator(answer).ask() is answer


async def test_one_that_is_loading_the_group_is_asked_again():
    coordinator = Coordinator(OffsetFetchResponse_v3(0, [], GroupLoadInProgressError.errno))
    with pytest.raises(GroupLoadInProgressError) as caught:
        await coordinator.ask()
    assert caught.value.retriable
    assert not coordinator.given_up


async def test_for_one_that_coordinates_no_more_another_is_looked_for():
    coordinator = Coordinator(OffsetFetchResponse_v3(0, [], NotCoordinatorForGroupError.errno))
    with pytest.raises(NotCoordinatorForGroupError) as caught:
        await coordinator.ask()
    assert caught.value.retriable
    assert coordinator.given_up


async def test_other_questions_are_left_alone():
    coordinator = Coordinator(OffsetFetchResponse_v3(0, [], NotCoordinatorForGroupError.errno))
    assert await coordinator.ask(OffsetCommitRequest("group", 1, "", -1, [])) is coordinator.answer
