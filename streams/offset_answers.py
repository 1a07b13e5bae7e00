"""Makes aiokafka see that a broker refused to tell a group's offsets.

Since version 2 of OffsetFetch a broker that does not coordinate the group, or is still loading it, says so once for
the whole answer and names no partition (KIP-88). aiokafka 0.14 looks at partitions only, and takes that for "nothing
was ever committed": a worker that opens a partition while one broker takes over from another would begin at its first
record.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import NoError, NotCoordinatorForGroupError, for_code
from aiokafka.protocol.commit import OffsetFetchRequest

Send = Callable[[Any], Awaitable[Any]]


def see_refusals(consumer: AIOKafkaConsumer) -> None:
    """Have a started consumer of a group raise what a broker says instead of offsets. aiokafka tries again, then."""
    coordinator = consumer._coordinator  # noqa: SLF001  # it offers no other place
    coordinator._send_req = checked(coordinator._send_req, coordinator.coordinator_dead)  # noqa: SLF001  # likewise


def checked(send: Send, look_for_another: Callable[[], None]) -> Send:
    """``send``, but for an answer without offsets that says why: that is raised.

    Args:
        send: asks the coordinator.
        look_for_another: called where it is no longer the coordinator.
    """

    async def ask(request: Any) -> Any:
        answer = await send(request)
        if not isinstance(request, OffsetFetchRequest):
            return answer
        refusal = for_code(getattr(answer, "error_code", NoError.errno))
        if refusal is NoError:
            return answer
        if refusal is NotCoordinatorForGroupError:
            look_for_another()
        raise refusal()

    return ask
