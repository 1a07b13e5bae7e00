"""What can go wrong with the embedded broker. Pure."""

from movewatch.errors import MovewatchError


class BrokerError(MovewatchError):
    """The embedded Kafka broker is not usable."""


class JarUnavailableError(BrokerError):
    """A jar of Apache Kafka is not in the cache and could not be fetched."""


class JarDamagedError(BrokerError):
    """A jar of Apache Kafka is not the one in kafka.lock.toml."""


class DataDirectoryError(BrokerError):
    """Kafka cannot keep its data in this directory."""


class DataInUseError(BrokerError):
    """Another broker works on the same data directory."""


class PortTakenError(BrokerError):
    """Another program listens on the broker's port."""


class BrokerStoppedError(BrokerError):
    """The broker ended although nobody stopped it."""


class BrokerNotReadyError(BrokerError):
    """The broker did not become ready in time."""


class ToolFailedError(BrokerError):
    """A command-line tool of Apache Kafka reported a failure."""
