"""What the transport must be told. Times are in seconds."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class TransportSettings:
    """Where the brokers are, and how the transport behaves.

    Sizes and times have defaults measured against Apache Kafka 4.3.0 (docs/decisions/0002-faust-and-our-transport.md).
    """

    bootstrap: str
    """``host:port``, several separated by commas."""
    prefix: str = ""
    """Before every topic's and group's name."""
    security: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)
    """What every Kafka client is told for TLS and login; aiokafka and kafka-python name it alike. Has the password."""
    why_not: Callable[[BaseException | None], Awaitable[str | None]] | None = None
    """Why the brokers do not let us in, or not do what the stage needs; None where they do, or do not answer. Asked at
    the start, with None, and whenever they refuse something for want of a right, with the error."""

    rows_folder: Path | None = None
    """Where rows are kept on disk; None: in memory. A folder on a disk of this machine; workers may share it."""

    batch_records: int = 8_000
    """A transaction takes at most so many records,"""
    batch_bytes: int = 4_000_000
    """so many bytes of keys and values,"""
    batch_seconds: float = 0.05
    """and so much work of the stage: the next batch is sized after the time that the last one took."""

    session_timeout: float = 6.0
    """After a crash the group waits so long before another worker takes over."""
    heartbeat_interval: float = 1.0
    rebalance_timeout: float = 20.0
    """How long the group waits for a worker to give up its partitions."""
    release_timeout: float = 3.0
    """How long the batch in flight may take to finish when its partition is given up; then it is aborted."""
    transaction_timeout: float = 10.0
    """The broker aborts a transaction after so long, and a worker whose commit takes longer leaves."""
    perform_timeout: float = 60.0
    """How long a sink may act on one record."""
    open_timeout: float = 30.0
    """How long fencing, and any pause while the rows are read, may take."""
    stall_timeout: float = 30.0
    """A worker whose event loop has not answered for so long leaves: a stage that hangs would hold up its group."""
    start_timeout: float = 10.0
    """How long the brokers may take to tell about the topics."""
    topic_check_interval: float = 30.0
    """How often a running worker looks whether its topics are still the same."""

    idle_commit_after: float = 0.5
    """A partition without records for so long commits its position, so its lag is 0 behind a transaction marker."""

    ticks: bool = True
    tick_interval: float = 1.0
    """The least time between two ticks of one partition."""
    tick_at_least_every: float = 60.0
    clock_tolerance: float = 2.0
    """How far this machine's clock may be from the broker's."""

    web_port: int | None = None
    """Faust's web server on the loopback address, or none."""
