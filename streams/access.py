"""What it means when the broker refuses for want of a right. Pure."""

from typing import Final

_REFUSALS: Final = frozenset(
    {
        "TopicAuthorizationFailedError",
        "GroupAuthorizationFailedError",
        "ClusterAuthorizationFailedError",
        # aiokafka's name, and kafka-python's.
        "TransactionalIdAuthorizationFailed",
        "TransactionalIdAuthorizationFailedError",
    }
)


def refusal_in(error: BaseException | None) -> BaseException | None:
    """The broker's refusal among an error and what it came of, or None. By name: two clients, each with its own."""
    while error is not None:
        if type(error).__name__ in _REFUSALS:
            return error
        error = error.__cause__ or error.__context__
    return None
