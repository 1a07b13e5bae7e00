"""What can go wrong between ops and Kafka. Pure."""

from movewatch.errors import MovewatchError


class BrokerUnreachableError(MovewatchError):
    """The Kafka broker does not answer."""


class BrokerRefusedError(MovewatchError):
    """The Kafka broker refused what it was asked."""


class NotAllowedError(BrokerRefusedError):
    """Kafka does not let us in, or the user lacks a right."""


class CoordinatorError(BrokerRefusedError):
    """A group's coordinator is just moving, or is not there yet."""
