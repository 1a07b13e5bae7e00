"""What Kafka reads at its start: server.properties, from a value object. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from movewatch.broker.errors import DataDirectoryError
from movewatch.broker.secured import BrokerSecurity

HOST: Final = "127.0.0.1"
RECORDS_DIR: Final = "data"

MOST_COPIES: Final = 3
"""With two of them in step one node may be lost, and a record that was acknowledged is on another one."""


@dataclass(frozen=True, slots=True)
class BrokerConfig:
    """One node that is broker and controller at once, on loopback.

    ``port`` and ``controller_port``: TCP ports, not 0. ``data_dir``: an absolute path. ``controllers``: the controller
    ports of all nodes of a cluster by their ids; none where the node is alone.
    """

    data_dir: Path
    port: int
    controller_port: int
    node_id: int = 1
    controllers: Mapping[int, int] = field(default_factory=dict)
    security: BrokerSecurity | None = None

    @property
    def bootstrap(self) -> str:
        """What a client is given as bootstrap server."""
        return f"{HOST}:{self.port}"

    @property
    def voters(self) -> str:
        """Who elects the leader of the controllers, as Kafka wants it written."""
        ports = self.controllers or {self.node_id: self.controller_port}
        return ",".join(f"{node}@{HOST}:{port}" for node, port in ports.items())

    @property
    def copies(self) -> int:
        """On how many nodes each record lies."""
        return min(MOST_COPIES, len(self.controllers) or 1)

    @property
    def records_dir(self) -> Path:
        """Where the topics lie."""
        return self.data_dir / RECORDS_DIR

    @property
    def metadata_dir(self) -> Path:
        """Where the controller's log lies: apart from the topics, so that a second instance fails before it writes."""
        return self.data_dir / "meta"


def server_properties(config: BrokerConfig) -> str:
    """The text of server.properties.

    Raises:
        DataDirectoryError: the path has a comma, which Kafka reads as a list of directories.

    Source of the values: docs/decisions/0003-embedded-kafka.md.
    """
    if "," in str(config.data_dir):
        raise DataDirectoryError(f"Kafka cannot keep its data under {config.data_dir}: the path has a comma.")
    copies, most = str(config.copies), str(config.copies // 2 + 1)
    properties = {
        "process.roles": "broker,controller",
        "node.id": str(config.node_id),
        "controller.quorum.voters": config.voters,
        "controller.listener.names": "CONTROLLER",
        "listeners": f"PLAINTEXT://{HOST}:{config.port},CONTROLLER://{HOST}:{config.controller_port}",
        "advertised.listeners": f"PLAINTEXT://{HOST}:{config.port}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "log.dirs": str(config.records_dir),
        "metadata.log.dir": str(config.metadata_dir),
        # Kafka's own topics are kept as safe as ours: on all nodes up to three, and on most of them when acknowledged.
        "default.replication.factor": copies,
        "min.insync.replicas": most,
        "offsets.topic.replication.factor": copies,
        "transaction.state.log.replication.factor": copies,
        "transaction.state.log.min.isr": most,
        "share.coordinator.state.topic.replication.factor": copies,
        "share.coordinator.state.topic.min.isr": most,
        # Groups of one machine need no waiting for late members.
        "group.initial.rebalance.delay.ms": "0",
        # Topics are declared (schemas/topics.py); a misspelt name must fail.
        "auto.create.topics.enable": "false",
    }
    if config.copies == 1:
        # After a SIGKILL the node waits for its own old session to end: seconds instead of ten. Not in a cluster: the
        # others go on meanwhile, and where the machine is busy, nodes that live would be taken for dead all the time.
        properties |= {"broker.session.timeout.ms": "3000", "broker.heartbeat.interval.ms": "500"}
    if config.security:
        properties |= config.security.properties(HOST, config.port, config.controller_port)
    return "".join(f"{key}={_escaped(value)}\n" for key, value in properties.items())


def _escaped(value: str) -> str:
    """A value as java.util.Properties reads it back: backslashes doubled, all beyond ASCII as UTF-16 escapes."""
    doubled = value.replace("\\", "\\\\")
    return "".join(one if one.isascii() else _utf16_escape(one) for one in doubled)


def _utf16_escape(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
