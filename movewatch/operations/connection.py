"""The one door to Kafka for operations: an admin client that is closed again, and errors in words."""

import contextlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from kafka.admin import KafkaAdminClient
from kafka.errors import (
    AuthorizationError,
    ClusterAuthorizationFailedError,
    CoordinatorLoadInProgressError,
    CoordinatorNotAvailableError,
    KafkaConnectionError,
    KafkaError,
    KafkaTimeoutError,
    NotCoordinatorError,
    SecurityDisabledError,
)
from kafka.net.compat import KafkaNetClient

from movewatch.operations.client_security import client_security
from movewatch.operations.errors import (
    BrokerRefusedError,
    BrokerUnreachableError,
    CoordinatorError,
    NotAllowedError,
)
from movewatch.operations.let_in import why_not_let_in
from movewatch.settings import Settings

ANSWER_MS: Final = 8_000
"""A broker that has not answered by then counts as unreachable: the checks before a start take 15 s at most."""


CONNECT_S: Final = 2.0


@contextmanager
def admin_of(settings: Settings) -> Iterator[KafkaAdminClient]:
    """An admin client.

    Raises:
        BrokerUnreachableError: no broker answers in time.
        NotAllowedError: it does not let us in, or refuses for want of a right.
        BrokerRefusedError: it answers with another error (CoordinatorError: with one that passes).
        SettingsError: a certificate or key cannot be used.
    """
    if not _somebody_listens(settings):
        raise _unreachable(settings)
    if reason := why_not_let_in(settings):
        raise NotAllowedError(reason)
    with told(settings):
        client = _connected(settings)
        try:
            yield client
        finally:
            client.close()


def _unreachable(settings: Settings) -> BrokerUnreachableError:
    return BrokerUnreachableError(
        f"No Kafka broker answers at {settings.bootstrap_servers}. Start it, or set MOVEWATCH_BOOTSTRAP_SERVERS to "
        "where it is (movewatch broker run starts one for trying things out)."
    )


def _somebody_listens(settings: Settings) -> bool:
    """Whether any of the servers takes a connection. Asked first: where none does, kafka-python waits and leaks."""
    for server in settings.bootstrap_servers.split(","):
        host, _, port = server.rpartition(":")
        with contextlib.suppress(OSError), socket.create_connection((host.strip("[]"), int(port)), CONNECT_S):
            return True
    return False


def _connected(settings: Settings) -> KafkaAdminClient:
    """A client that has reached a broker. kafka-python 3.0 leaves its thread and sockets behind where it cannot."""
    made: list[KafkaNetClient] = []

    def remembered(**options: Any) -> KafkaNetClient:
        made.append(KafkaNetClient(**options))
        return made[-1]

    try:
        return KafkaAdminClient(**client_options(settings), client_id="movewatch-operations", kafka_client=remembered)
    except KafkaError:
        for client in made:
            client.close()
            client._manager._net.stop()  # noqa: SLF001 - as KafkaAdminClient.close does, which is out of reach here
        raise


@contextmanager
def told(settings: Settings) -> Iterator[None]:
    """Turns Kafka's errors into ours."""
    servers = settings.bootstrap_servers
    try:
        yield
    except (KafkaConnectionError, KafkaTimeoutError) as error:
        raise _unreachable(settings) from error
    except (CoordinatorLoadInProgressError, CoordinatorNotAvailableError, NotCoordinatorError) as error:
        raise CoordinatorError(f"Kafka at {servers} is just moving a group's coordinator. Try again.") from error
    except ClusterAuthorizationFailedError as error:
        raise NotAllowedError(
            f"Kafka at {servers} did not let {_who(settings)} do this: it lacks ALTER on the cluster, which is for "
            "those who keep the ACLs. Do it as one of them."
        ) from error
    except SecurityDisabledError as error:
        raise BrokerRefusedError(
            f"Kafka at {servers} keeps no ACLs: it has no authorizer (authorizer.class.name)."
        ) from error
    except AuthorizationError as error:
        raise NotAllowedError(
            f"Kafka at {servers} refused {_who(settings)} for want of a right ({type(error).__name__}: {error}). "
            "movewatch topics acls lists what each needs."
        ) from error
    except KafkaError as error:
        raise BrokerRefusedError(f"Kafka at {servers} refused: {type(error).__name__}: {error}.") from error


def partition_counts(admin: KafkaAdminClient) -> dict[str, int]:
    """How many partitions each topic has. A consumer's own metadata may lack one that has just been made."""
    return {each["name"]: len(each["partitions"]) for each in admin.describe_topics()}


def _who(settings: Settings) -> str:
    return f"the user {settings.security.user!r}" if settings.security.user else "this user"


def client_options(settings: Settings) -> dict[str, Any]:
    """What every client is told. Holds the password: for a constructor, not for a log.

    Raises:
        SettingsError: a certificate or key cannot be used.
    """
    return {
        "bootstrap_servers": settings.bootstrap_servers.split(","),
        "bootstrap_timeout_ms": ANSWER_MS,
        "request_timeout_ms": ANSWER_MS,
        **client_security(settings),
    }
