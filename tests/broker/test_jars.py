"""Each jar is the one of the lock file, or the start fails by its name. Against a real HTTP server on loopback."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from movewatch.broker import EmbeddedKafka
from movewatch.broker.errors import JarDamagedError, JarUnavailableError
from movewatch.broker.jars import Jar, JarStore, locked_jars

CONTENT = b"PK the jar's content" * 1000
JAR = Jar("org.example.kafka", "some-part", "4.3.0", hashlib.sha256(CONTENT).hexdigest())
NOWHERE = "http://127.0.0.1:1"


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without telling stderr."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """The directory that the server on loopback serves."""
    directory = tmp_path / "remote"
    put(directory, CONTENT)
    return directory


@contextmanager
def serving(directory: Path) -> Iterator[str]:
    """A server of these files on loopback, by its address."""
    handler = partial(QuietHandler, directory=str(directory))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def repository(remote: Path) -> Iterator[str]:
    """The address of a Maven repository that holds what is in ``remote``."""
    with serving(remote) as address:
        yield address


def put(root: Path, content: bytes) -> Path:
    path = root / JAR.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_missing_jar_is_fetched(tmp_path: Path, repository: str) -> None:
    store = JarStore(tmp_path / "cache", repository)
    assert Path(store.class_path([JAR])).read_bytes() == CONTENT
    assert not list((tmp_path / "cache").glob(".fetch-*"))


def test_a_good_jar_needs_no_network(tmp_path: Path) -> None:
    path = put(tmp_path / "cache", CONTENT)
    assert JarStore(tmp_path / "cache", NOWHERE).class_path([JAR]) == str(path)


def test_a_truncated_jar_is_replaced(tmp_path: Path, repository: str) -> None:
    path = put(tmp_path / "cache", CONTENT[:100])
    JarStore(tmp_path / "cache", repository).class_path([JAR])
    assert path.read_bytes() == CONTENT


def test_a_jar_that_arrives_damaged_fails_by_name_and_is_not_kept(
    tmp_path: Path, remote: Path, repository: str, caplog: pytest.LogCaptureFixture
) -> None:
    put(remote, CONTENT[:-1])
    with pytest.raises(JarDamagedError, match=r"org\.example\.kafka:some-part:4\.3\.0 was fetched 2 times"):
        JarStore(tmp_path / "cache", repository).class_path([JAR])
    assert not (tmp_path / "cache" / JAR.path).exists()
    assert not caplog.records


def test_without_network_and_cache_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(JarUnavailableError, match=r"some-part:4\.3\.0 .*needs the network once") as caught:
        JarStore(tmp_path / "cache", NOWHERE).class_path([JAR])
    assert "MOVEWATCH_MAVEN_REPOSITORY" in str(caught.value)


def test_a_repository_without_the_jar(tmp_path: Path, remote: Path, repository: str) -> None:
    (remote / JAR.path).unlink()
    with pytest.raises(JarUnavailableError, match=r"some-part:4\.3\.0"):
        JarStore(tmp_path / "cache", repository).class_path([JAR])


def test_the_users_cache_and_mirror() -> None:
    store = JarStore.default({"XDG_CACHE_HOME": "/caches", "MOVEWATCH_MAVEN_REPOSITORY": "http://mirror"})
    assert store.root == Path("/caches/movewatch/jars")


def test_the_lock_pins_kafka_and_its_tools() -> None:
    names = {f"{jar.artifact}:{jar.version}" for jar in locked_jars()}
    assert {"kafka_2.13:4.3.0", "kafka-clients:4.3.0", "kafka-tools:4.3.0", "log4j-slf4j-impl:2.25.4"} <= names
    assert all(len(jar.sha256) == 64 for jar in locked_jars())
    assert len({(jar.group, jar.artifact) for jar in locked_jars()}) == len(locked_jars())


@pytest.mark.kafka
def test_a_truncated_jar_of_kafka_is_never_used(tmp_path: Path, kafka: EmbeddedKafka) -> None:
    assert kafka  # its start has filled the user's cache
    users = JarStore.default().root
    jar = min(locked_jars(), key=lambda one: (users / one.path).stat().st_size)
    copy = tmp_path / "cache" / jar.path
    copy.parent.mkdir(parents=True)
    copy.write_bytes((users / jar.path).read_bytes()[:-1])
    with pytest.raises(JarUnavailableError, match=jar.artifact):
        JarStore(tmp_path / "cache", NOWHERE).class_path([jar])
    assert not copy.exists()
    with serving(users) as repository:
        JarStore(tmp_path / "cache", repository).class_path([jar])
    assert copy.read_bytes() == (users / jar.path).read_bytes()
