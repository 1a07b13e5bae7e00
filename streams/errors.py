"""What can go wrong in the transport. Every one of these ends the worker: see ``streams.exits``."""


class TransportError(Exception):
    """The transport cannot go on without risking a record."""


class UnreachableError(TransportError):
    """The brokers do not answer in time."""


class TopicError(TransportError):
    """A topic is missing, was re-created, or has another number of partitions than it must have."""


class AccessError(TransportError):
    """The brokers do not let this worker in, or not do what its stage needs."""


class RowsError(TransportError):
    """The rows and the committed offset of a partition do not belong together."""


class RowsOnDiskError(TransportError):
    """The disk with the rows is full, broken, or may not be written. What is committed is in Kafka all the same."""


class UnreadableError(TransportError):
    """The client cannot read a record, and so nothing behind it."""


class RecordsGoneError(TransportError):
    """Retention deleted records that were never read."""


class ClockError(TransportError):
    """This machine's clock is too far from the broker's."""


class DeliveryError(TransportError):
    """Records between two batches were not handed over: going on would lose them."""


class StageError(TransportError):
    """A stage or a sink raised, or what it wants written makes no sense."""


class TransactionError(TransportError):
    """A transaction was fenced, refused, or did not end in time."""


class ReleaseError(TransportError):
    """A partition could not be given up in time."""
