"""server.properties: what the table says, and that Java reads each value back as it was meant."""

from pathlib import Path

import pytest

from movewatch.broker.config import BrokerConfig, server_properties
from movewatch.broker.errors import DataDirectoryError


def properties_of(data_dir: str = "/data") -> dict[str, str]:
    text = server_properties(BrokerConfig(Path(data_dir), port=9092, controller_port=9093, node_id=7))
    return dict(line.split("=", 1) for line in text.splitlines())


CASES = [
    # 1. One node is both, so that nothing else has to run.
    ("process.roles", "broker,controller"),
    ("node.id", "7"),
    # 2. It votes for itself, on the controller's port.
    ("controller.quorum.voters", "7@127.0.0.1:9093"),
    # 3. Loopback only: there is no password.
    ("listeners", "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093"),
    ("advertised.listeners", "PLAINTEXT://127.0.0.1:9092"),
    # 4. The controller's log apart from the topics: a second instance fails before it writes.
    ("log.dirs", "/data/data"),
    ("metadata.log.dir", "/data/meta"),
    # 5. Transactions and groups work with one node.
    ("offsets.topic.replication.factor", "1"),
    ("transaction.state.log.replication.factor", "1"),
    ("transaction.state.log.min.isr", "1"),
    ("min.insync.replicas", "1"),
    # 6. A misspelt topic fails.
    ("auto.create.topics.enable", "false"),
]


@pytest.mark.parametrize(("key", "value"), CASES)
def test_server_properties(key: str, value: str) -> None:
    assert properties_of()[key] == value


CLUSTER_CASES = [
    # 1. All nodes vote, each on its own port.
    ("controller.quorum.voters", "1@127.0.0.1:9001,2@127.0.0.1:9002,3@127.0.0.1:9003"),
    # 2. It listens on its own ports only.
    ("listeners", "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9002"),
    # 3. A copy on each node, and two of three must have a record: Kafka's own topics likewise.
    ("default.replication.factor", "3"),
    ("min.insync.replicas", "2"),
    ("offsets.topic.replication.factor", "3"),
    ("transaction.state.log.replication.factor", "3"),
    ("transaction.state.log.min.isr", "2"),
]


@pytest.mark.parametrize(("key", "value"), CLUSTER_CASES)
def test_server_properties_of_a_node_of_three(key: str, value: str) -> None:
    config = BrokerConfig(Path("/data"), 9092, 9002, node_id=2, controllers={1: 9001, 2: 9002, 3: 9003})
    properties = dict(line.split("=", 1) for line in server_properties(config).splitlines())
    assert properties[key] == value


def test_a_comma_in_the_path_is_refused() -> None:
    with pytest.raises(DataDirectoryError, match="comma"):
        properties_of("/data/a,b")


PATHS = [
    # 1. ASCII stands for itself, blanks and all.
    ("/my data/x=y#z", "/my data/x=y#z/data"),
    # 2. Java reads Latin-1 and \u escapes: an umlaut is one.
    ("/böse", "/b\\u00f6se/data"),
    # 3. Beyond the basic plane: a surrogate pair.
    ("/😀", "/\\ud83d\\ude00/data"),
    # 4. A backslash is itself an escape.
    ("/a\\b", "/a\\\\b/data"),
]


@pytest.mark.parametrize(("path", "written"), PATHS)
def test_paths_are_escaped_for_java(path: str, written: str) -> None:
    assert properties_of(path)["log.dirs"] == written
