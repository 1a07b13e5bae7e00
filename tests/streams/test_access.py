"""What the broker refuses for want of a right is told as that, and nothing else is."""

import pytest
from aiokafka.errors import GroupAuthorizationFailedError, KafkaError, TransactionalIdAuthorizationFailed
from kafka.errors import TopicAuthorizationFailedError

from streams.access import refusal_in
from streams.errors import AccessError, TransactionError, UnreachableError
from streams.exits import ExitCode, code_of
from streams.names import Names
from streams.topic_check import Topics
from tests.streams.counting_stage import COUNTING

REASON = "The user 'ann' may not write to topic 'x': it lacks WRITE."


def caused(cause: Exception) -> Exception:
    error = TransactionError("The transaction failed.")
    error.__cause__ = cause
    return error


# An error, and whether it comes of a right that is lacking.
CASES = [
    (caused(GroupAuthorizationFailedError("g")), True),
    (caused(TransactionalIdAuthorizationFailed("t")), True),
    (caused(TopicAuthorizationFailedError("x")), True),
    (TopicAuthorizationFailedError("x"), True),
    (caused(KafkaError("x")), False),
    (caused(TimeoutError()), False),
    (UnreachableError("away"), False),
]


@pytest.mark.parametrize(("error", "expected"), CASES)
async def test_only_a_refusal_is_looked_into(error: Exception, expected: bool):
    asked: list[BaseException | None] = []

    async def why_not(refused: BaseException | None) -> str | None:
        asked.append(refused)
        return REASON

    found = await Topics("nowhere:1", Names(COUNTING, ""), 1.0, why_not=why_not).refusal(error)
    assert (found is not None) is expected
    assert asked == ([refusal_in(error)] if expected else [])
    if found is not None:
        assert str(found) == REASON


async def test_a_right_that_is_back_by_now_is_no_reason():
    async def why_not(refused: BaseException | None) -> str | None:
        del refused
        return None

    topics = Topics("nowhere:1", Names(COUNTING, ""), 1.0, why_not=why_not)
    assert await topics.refusal(TopicAuthorizationFailedError("x")) is None


async def test_what_is_lacking_at_the_start_is_told():
    async def why_not(refused: BaseException | None) -> str | None:
        assert refused is None
        return REASON

    with pytest.raises(AccessError, match="it lacks WRITE"):
        await Topics("nowhere:1", Names(COUNTING, ""), 1.0, why_not=why_not).see_that_we_may()


def test_a_restart_gives_no_rights():
    assert code_of(AccessError(REASON)) is ExitCode.CONFIG
