"""Whether the topics are there, are still the same, and have the partitions they must have.

aiokafka's metadata knows no topic ids, so this asks with kafka-python's admin client, in a thread.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from streams.access import refusal_in
from streams.errors import AccessError, TopicError, UnreachableError
from streams.names import Names

_UNKNOWN_TOPIC = 3


@dataclass(frozen=True, slots=True)
class FoundTopic:
    """A topic as the broker has it. ``id`` is new whenever a topic is made again."""

    id: str
    partitions: int


class Topics:
    """The topics of a stage, as they were when the worker started."""

    def __init__(
        self,
        bootstrap: str,
        names: Names,
        timeout: float,
        security: Mapping[str, Any] | None = None,
        why_not: Callable[[BaseException | None], Awaitable[str | None]] | None = None,
    ) -> None:
        self._bootstrap = bootstrap
        self._security = security or {}
        self._why_not = why_not
        self._names = names
        self._timeout = timeout
        self._found: Mapping[str, FoundTopic] = {}

    def __getitem__(self, name: str) -> FoundTopic:
        """The topic of that name on the broker, as last seen."""
        try:
            return self._found[name]
        except KeyError:
            raise TopicError(f"The stage '{self._names.stage.name}' does not declare that it writes {name}.") from None

    async def check(self) -> None:
        """Look at all topics.

        Raises:
            UnreachableError: no broker answered in time.
            AccessError: we may not look at a topic.
            TopicError: a topic is missing, was made again since the last look, or has the wrong number of partitions.
        """
        try:
            async with asyncio.timeout(self._timeout + 1):
                found = await asyncio.to_thread(self._describe)
        except (KafkaError, TimeoutError, OSError) as error:
            raise UnreachableError(
                f"No broker at {self._bootstrap} told about the topics within {self._timeout:.0f} s "
                f"({type(error).__name__}). Is it running, and the address right?"
            ) from error
        problem = problem_with(self._names, self._found, found)
        if problem:
            await self.see_that_we_may()  # a topic that we may not look at seems to be missing
            raise TopicError(problem)
        self._found = found

    async def refusal(self, error: Exception) -> AccessError | None:
        """The rights that are lacking, where an error comes of the broker's refusal for want of one; else None."""
        refused = refusal_in(error)
        if refused is None:
            return None
        try:
            await self.see_that_we_may(refused)
        except AccessError as reason:
            return reason
        return None

    async def see_that_we_may(self, refused: BaseException | None = None) -> None:
        """Ask whether we may do what the stage needs. ``refused``: what we were not allowed just now.

        Raises:
            AccessError: we are not let in, or lack a right.
        """
        if self._why_not is not None and (reason := await self._why_not(refused)):
            raise AccessError(reason)

    def _describe(self) -> dict[str, FoundTopic]:
        milliseconds = int(self._timeout * 1000)
        admin = KafkaAdminClient(
            bootstrap_servers=self._bootstrap.split(","),
            bootstrap_timeout_ms=milliseconds,
            request_timeout_ms=milliseconds,
            **self._security,
        )
        try:
            described = admin.describe_topics(sorted(set(self._names.needed())))
        finally:
            admin.close()
        return {
            topic["name"]: FoundTopic(str(topic["topic_id"]), len(topic["partitions"]))
            for topic in described
            if topic["error_code"] != _UNKNOWN_TOPIC and topic["partitions"]
        }


def problem_with(names: Names, before: Mapping[str, FoundTopic], found: Mapping[str, FoundTopic]) -> str | None:
    """What is wrong with the topics found, and what to do; None where all is well. ``before``: at the last look."""
    missing = [name for name in names.needed() if name not in found]
    if missing:
        return f"Missing topics: {', '.join(sorted(set(missing)))}. Make them with 'movewatch topics apply'."
    for name, topic in before.items():
        if found[name].id != topic.id:
            return (
                f"The topic {name} was deleted and made again while this worker ran (id {topic.id}, now "
                f"{found[name].id}): what was read and written no longer fits. Bring its rows and offsets in order."
            )
        if found[name].partitions != topic.partitions:
            return (
                f"The topic {name} had {topic.partitions} partitions and now has {found[name].partitions}: keys would "
                f"move away from their rows. Partitions cannot be changed under a running stage."
            )
    return _uneven_rows(names, found)


def _uneven_rows(names: Names, found: Mapping[str, FoundTopic]) -> str | None:
    if names.rows is None:
        return None
    for name in names.reads():
        if found[name].partitions != found[names.rows].partitions:
            return (
                f"The topic {name} has {found[name].partitions} partitions and its rows {names.rows} have "
                f"{found[names.rows].partitions}: rows lie at the partition number of their facts. Make them equal."
            )
    return None
