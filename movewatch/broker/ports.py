"""TCP ports on loopback: free ones, and whether a given one is free."""

import contextlib
import socket
from collections.abc import Iterator

from movewatch.broker.config import HOST
from movewatch.broker.errors import PortTakenError


@contextlib.contextmanager
def free_port() -> Iterator[int]:
    """A port that nobody has, reserved while the context lasts."""
    with socket.socket() as reserved:
        reserved.bind((HOST, 0))
        yield int(reserved.getsockname()[1])


def require_free(port: int) -> None:
    """Say at once what Kafka would find out after two seconds.

    Raises:
        PortTakenError: another program listens there, or the port is not for us (below 1024).
    """
    with socket.socket() as probe:
        # As Java does: a port whose last connections are still winding down is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
            probe.listen()
        except OSError as error:
            raise PortTakenError(
                f"Port {port} on {HOST} is taken or not allowed ({error.strerror}). "
                "Stop the program that has it, or choose another port (0: any free one)."
            ) from error


def is_open(port: int) -> bool:
    """Whether somebody takes connections there."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True
