"""The embedded broker itself: one node of Apache Kafka in KRaft mode on loopback."""

import base64
import logging
import subprocess
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from movewatch.broker.config import HOST, RECORDS_DIR, BrokerConfig, server_properties
from movewatch.broker.errors import (
    BrokerError,
    BrokerNotReadyError,
    BrokerStoppedError,
    DataDirectoryError,
    DataInUseError,
    PortTakenError,
    ToolFailedError,
)
from movewatch.broker.jars import JarStore
from movewatch.broker.java import BROKER, QUICK, STORAGE_TOOL, SUSTAINED, TOOLS, java_command, logging_options
from movewatch.broker.ports import free_port, is_open, require_free
from movewatch.broker.process import SupervisedProcess
from movewatch.broker.secured import BrokerSecurity, keep_to_oneself
from movewatch.broker.state import BrokerState, DataLock, absolute, clear_state, write_state

log = logging.getLogger(__name__)

START_S: Final = 60.0  # 2-4 s on an idle machine of two cores; the rest is for a busy one
FORMAT_S: Final = 60.0
TOOL_S: Final = 60.0
PORT_ATTEMPTS: Final = 3
POLL_S: Final = 0.05
REQUEST_MS: Final = 5_000
TAIL_LINES: Final = 15
STACK_FRAME: Final = "\tat "


class EmbeddedKafka:
    """A real Kafka broker on 127.0.0.1, as a context manager.

    Args:
        data_dir: holds everything it writes; kept between runs. One broker at a time.
        port: TCP port for clients. 0: a free one, kept until this object is gone.
        quick: start fast and stay small; False lets it run fast under load (benchmarks).
        jars: where Kafka's jars are; the user's cache when None.
        start_s: seconds it may take to become ready.
        security: TLS, users and ACLs; None lets in everybody on this machine.
    """

    def __init__(
        self,
        data_dir: Path | str,
        port: int = 0,
        *,
        quick: bool = True,
        jars: JarStore | None = None,
        start_s: float = START_S,
        security: BrokerSecurity | None = None,
    ) -> None:
        self.data_dir = absolute(data_dir)
        self._port = port
        self._options = QUICK if quick else SUSTAINED
        self._jars = jars or JarStore.default()
        self._start_s = start_s
        self._security = security
        self._class_path = ""
        self._cluster_id = ""
        self._lock: DataLock | None = None
        self._process: SupervisedProcess | None = None

    @property
    def port(self) -> int:
        """The port for clients; 0 before the first start of a broker that chooses its own."""
        return self._port

    @property
    def bootstrap(self) -> str:
        """What a client is given as bootstrap server. It stays the same over restarts."""
        return f"{HOST}:{self._port}"

    @property
    def pid(self) -> int | None:
        """The JVM's process id, or None when it does not run."""
        return self._process.pid if self._process and self._process.exit_code() is None else None

    @property
    def cluster_id(self) -> str:
        """The cluster's id, made when the directory was first used; empty before the first start."""
        return self._cluster_id

    @property
    def records_dirs(self) -> tuple[Path, ...]:
        """Where the topics lie, as Kafka's log segments."""
        return (self.data_dir / RECORDS_DIR,)

    @property
    def log_dir(self) -> Path:
        """Kafka's own log (kafka.log) and what the JVM printed (jvm.log)."""
        return self.data_dir / "logs"

    def start(self) -> Self:
        """Start it and wait until it takes requests. Does nothing when it runs.

        Raises:
            JarUnavailableError, JarDamagedError: Kafka's jars cannot be had.
            DataDirectoryError, DataInUseError: the directory cannot be written, or another broker uses it.
            PortTakenError: another program has the port.
            BrokerStoppedError: it ended while starting; the message has the end of its log.
            BrokerNotReadyError: it took longer than ``start_s``.
        """
        if self.pid is not None:
            return self
        self.stop()
        try:
            self.log_dir.mkdir(parents=True, exist_ok=True)
            self._lock = DataLock(self.data_dir)
            clear_state(self.data_dir)
            self._class_path = self._jars.class_path()
            self._port = self._launch_on_free_ports().port
            self._announce()
        except OSError as error:
            self.stop()
            raise DataDirectoryError(f"Kafka cannot write its files: {error}.") from error
        except BaseException:
            self.stop()
            raise
        finally:
            # From here on the supervisor alone holds the lock, if there is one: it ends with the broker.
            if self._lock:
                self._lock.release()
                self._lock = None
        return self

    def stop(self) -> None:
        """Stop it in order. Does nothing when it does not run."""
        if self._process:
            self._process.stop()
            self._process = None

    def kill(self) -> None:
        """SIGKILL the JVM, as a crash would. ``start`` brings it back on the same port and data."""
        if self._process:
            self._process.kill()

    def restart(self) -> None:
        """Stop it if it runs, and start it on the same port and data."""
        self.stop()
        self.start()

    def wait(self) -> int:
        """Wait until it ends by another's doing. Returns its exit code (143: it was stopped in order).

        Raises:
            BrokerStoppedError: it does not run.
        """
        if not self._process:
            raise BrokerStoppedError("The broker does not run.")
        return self._process.wait()

    def log_tail(self) -> str:
        """The last lines that it had to say, without stack frames: errors of the JVM, else Kafka's log."""
        said = _read(self.log_dir / "jvm.log") or _read(self.log_dir / "kafka.log")
        lines = [line for line in said.splitlines() if not line.startswith(STACK_FRAME)]
        return "\n".join(lines[-TAIL_LINES:]) or "(nothing was logged)"

    def tool(self, name: str, *args: str, timeout_s: float = TOOL_S) -> str:
        """Run one of Apache Kafka's command-line tools against this broker; return what it prints.

        Args:
            name: the tool's class, e.g. ``ConsumerGroupCommand`` (see ``java.TOOLS``).
            args: its arguments without ``--bootstrap-server``.
            timeout_s: seconds it may take.

        Raises:
            ToolFailedError: it is unknown, took too long, or ended with an exit code other than 0.
        """
        if name not in TOOLS:
            raise ToolFailedError(f"{name} is none of {', '.join(TOOLS)}.")
        class_path = self._class_path or self._jars.class_path()
        where = ["--bootstrap-server", self.bootstrap]
        if self._security:
            config = self._security.write_command_config(self.data_dir / "client.properties")
            where += ["--command-config", str(config)]
        return _run(java_command(class_path, TOOLS[name], *where, *args), name, timeout_s)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _launch_on_free_ports(self) -> BrokerConfig:
        """Launch; once more on other ports when a chosen one was taken between the choice and the start."""
        for attempt in range(1, PORT_ATTEMPTS + 1):
            config = self._choose_ports()
            try:
                self._launch(config)
            except PortTakenError:
                if attempt == PORT_ATTEMPTS:
                    raise
                log.info("a port was taken meanwhile: choosing others")
            else:
                break
        return config

    def _choose_ports(self) -> BrokerConfig:
        if self._port:
            require_free(self._port)
        with free_port() as port, free_port() as controller_port:
            return BrokerConfig(self.data_dir, self._port or port, controller_port, security=self._security)

    def _launch(self, config: BrokerConfig) -> None:
        properties = self.data_dir / "server.properties"
        keep_to_oneself(properties)
        properties.write_text(server_properties(config), encoding="ascii")
        self._cluster_id = self._format(config, properties)
        options = [*self._options, *logging_options(self.log_dir)]
        command = java_command(self._class_path, BROKER, str(properties), options=options)
        held = [self._lock.fileno()] if self._lock else []
        self._process = SupervisedProcess(command, self.log_dir / "jvm.log", held)
        try:
            self._wait_until_ready(self._process, config)
        except BaseException:
            self._process.stop()
            self._process = None
            raise

    def _format(self, config: BrokerConfig, properties: Path) -> str:
        """Make the directories Kafka's, where they are not yet; return the cluster's id."""
        found = [_formatted_for(config.metadata_dir), _formatted_for(config.records_dir)]
        cluster_id = next(filter(None, found), None) or self._cluster_id or new_cluster_id()
        if not all(found):
            # With "=", since an id may begin with "-". --ignore-formatted heals a format that was interrupted.
            users = self._security.format_arguments() if self._security else ()
            arguments = ("format", f"--cluster-id={cluster_id}", "-c", str(properties), "--ignore-formatted", *users)
            _run(java_command(self._class_path, STORAGE_TOOL, *arguments), "StorageTool", FORMAT_S)
        return cluster_id

    def _wait_until_ready(self, process: SupervisedProcess, config: BrokerConfig) -> None:
        deadline = time.monotonic() + self._start_s
        while not _answers(config, self._cluster_id):
            if process.exit_code() is not None:
                raise self._why_it_ended(process)
            if time.monotonic() > deadline:
                raise BrokerNotReadyError(
                    f"The broker on {config.bootstrap} was not ready after {self._start_s:.0f} s. "
                    f"The end of its log ({self.log_dir}):\n{self.log_tail()}"
                )
            time.sleep(POLL_S)

    def _why_it_ended(self, process: SupervisedProcess) -> BrokerError:
        tail, printed = self.log_tail(), _read(self.log_dir / "jvm.log")
        if "Address already in use" in printed:
            return PortTakenError(f"A port was taken while the broker started. The end of its log:\n{tail}")
        if "Failed to acquire lock on file .lock" in printed:
            return DataInUseError(f"Another Kafka works on {self.data_dir}. The end of its log:\n{tail}")
        code = process.exit_code()
        return BrokerStoppedError(
            f"The broker ended while it started (exit code {code}). The end of its log ({self.log_dir}):\n{tail}"
        )

    def _announce(self) -> None:
        if self._process:
            started_at = datetime.now(UTC).isoformat(timespec="seconds")
            write_state(self.data_dir, BrokerState(self._process.pid, self._port, self._cluster_id, started_at))


def _answers(config: BrokerConfig, cluster_id: str) -> bool:
    """Whether our cluster, and not another one on that port, lists this broker: it does once it takes requests."""
    if not is_open(config.port):
        return False
    try:
        admin = KafkaAdminClient(
            bootstrap_servers=config.bootstrap,
            bootstrap_timeout_ms=REQUEST_MS,
            request_timeout_ms=REQUEST_MS,
            **(config.security.client_options() if config.security else {}),
        )
    except KafkaError:
        return False
    try:
        cluster = admin.describe_cluster()
    except KafkaError:
        return False
    finally:
        admin.close()
    ready = {each["broker_id"] for each in cluster["brokers"] if not each.get("is_fenced")}
    return config.node_id in ready and cluster["cluster_id"] == cluster_id


def _read(log_file: Path) -> str:
    return log_file.read_text(encoding="utf-8", errors="replace") if log_file.exists() else ""


def _formatted_for(log_dir: Path) -> str | None:
    """The cluster id in a directory that Kafka's StorageTool has formatted, else None."""
    try:
        lines = (log_dir / "meta.properties").read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return None
    return next((line.removeprefix("cluster.id=") for line in lines if line.startswith("cluster.id=")), None)


def new_cluster_id() -> str:
    """A random UUID as Kafka writes it: base64, 22 characters."""
    return base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")


def _run(command: list[str], name: str, timeout_s: float) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - our own command line
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout_s, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ToolFailedError(f"Kafka's {name} did not end within {timeout_s:.0f} s.") from error
    if done.returncode:
        raise ToolFailedError(f"Kafka's {name} failed (exit code {done.returncode}):\n{done.stdout}{done.stderr}")
    return done.stdout
