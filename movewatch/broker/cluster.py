"""Several nodes of the embedded broker as one cluster, of which one may be lost."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from movewatch.broker.config import BrokerConfig
from movewatch.broker.embedded import EmbeddedKafka, new_cluster_id
from movewatch.broker.errors import BrokerNotReadyError
from movewatch.broker.ports import free_port, require_free
from movewatch.broker.state import absolute

NODES: Final = 3
IN_SYNC_S: Final = 120.0  # 5-10 s on an idle machine of two cores; the rest is for a busy one
REQUEST_MS: Final = 5_000
LOOK_EVERY_S: Final = 0.25


class _Node(EmbeddedKafka):
    """A broker whose ports the others know."""

    def __init__(self, data_dir: Path, number: int, port: int, controllers: dict[int, int], cluster_id: str) -> None:
        super().__init__(data_dir, port)
        self._number = number
        self._controllers = controllers
        self._cluster_id = cluster_id

    def _choose_ports(self) -> BrokerConfig:
        require_free(self.port)
        require_free(self._controllers[self._number])
        return BrokerConfig(self.data_dir, self.port, self._controllers[self._number], self._number, self._controllers)


class EmbeddedCluster:
    """Apache Kafka on several nodes on 127.0.0.1, as a context manager. Each is broker and controller at once.

    A topic lies on all nodes, and a record is acknowledged when most of them have it: of three, one may be lost.

    Args:
        data_dir: holds a folder for each node. All start on what they find there.
        nodes: how many.
    """

    def __init__(self, data_dir: Path | str, nodes: int = NODES) -> None:
        self.data_dir = absolute(data_dir)
        numbers = range(1, nodes + 1)
        with ExitStack() as reserved:
            ports = {number: reserved.enter_context(free_port()) for number in numbers}
            controllers = {number: reserved.enter_context(free_port()) for number in numbers}
        cluster_id = new_cluster_id()
        self._nodes = {
            number: _Node(self.data_dir / f"node-{number}", number, ports[number], controllers, cluster_id)
            for number in numbers
        }

    @property
    def bootstrap(self) -> str:
        """What a client is given as bootstrap servers: all of them. It stays the same over restarts."""
        return ",".join(node.bootstrap for node in self._nodes.values())

    @property
    def records_dirs(self) -> tuple[Path, ...]:
        """Where the topics lie, as Kafka's log segments: a folder of each node."""
        return tuple(folder for node in self._nodes.values() for folder in node.records_dirs)

    @property
    def running(self) -> Sequence[int]:
        """The numbers of the nodes that run."""
        return [number for number, node in self._nodes.items() if node.pid is not None]

    def start(self, *numbers: int) -> Self:
        """Start these nodes, or all, and wait until each takes requests. Nothing happens to those that run.

        Raises:
            BrokerError: one could not be started (see ``EmbeddedKafka.start``).
        """
        nodes = [self._nodes[number] for number in numbers or self._nodes]
        # Together: none is ready before most of the controllers have elected one of them.
        with ThreadPoolExecutor(len(nodes)) as pool:
            starts = [pool.submit(node.start) for node in nodes]
        for start in starts:
            start.result()
        return self

    def stop(self) -> None:
        """Stop all that run."""
        with ThreadPoolExecutor(len(self._nodes)) as pool:
            stops = [pool.submit(node.stop) for node in self._nodes.values()]
        for stop in stops:
            stop.result()

    def kill(self, number: int) -> None:
        """SIGKILL a node, as a crash would. ``start`` brings it back on the same ports and data."""
        self._nodes[number].kill()

    def wait_until_in_sync(self) -> None:
        """Wait until each partition has all its copies in step, so that again one node may be lost.

        Raises:
            BrokerNotReadyError: it takes too long.
        """
        deadline = time.monotonic() + IN_SYNC_S
        while (behind := self._behind()) != []:
            if time.monotonic() > deadline:
                raise BrokerNotReadyError(f"After {IN_SYNC_S:.0f} s copies are behind: {behind or 'no node answers'}.")
            time.sleep(LOOK_EVERY_S)

    def _behind(self) -> list[str] | None:
        """Topics with a copy that is not in step; None when no node can tell."""
        try:
            admin = KafkaAdminClient(
                bootstrap_servers=self.bootstrap, bootstrap_timeout_ms=REQUEST_MS, request_timeout_ms=REQUEST_MS
            )
        except KafkaError:
            return None
        try:
            return [
                topic["name"]
                for topic in admin.describe_topics()
                if any(len(each["isr_nodes"]) < len(each["replica_nodes"]) for each in topic["partitions"])
            ]
        except KafkaError:
            return None
        finally:
            admin.close()

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
