"""Which rights a user has, asked of the broker: what is lacking is told by name before something fails for it."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from kafka.admin import KafkaAdminClient
from kafka.errors import (
    BrokerResponseError,
    GroupAuthorizationFailedError,
    TransactionalIdAuthorizationFailedError,
)

from movewatch.errors import MovewatchError
from movewatch.operations.connection import admin_of
from movewatch.operations.errors import NotAllowedError
from movewatch.operations.rights import Operation, Resource, Right, in_words, lacking, rights_of
from movewatch.settings import Settings

_REFUSED: Final = 29
"""Kafka's error code TOPIC_AUTHORIZATION_FAILED."""

_EVERYTHING: Final[frozenset[str]] = frozenset(Operation)
_NOTHING: Final[frozenset[str]] = frozenset()
_UNSEEN: Final[frozenset[str]] = frozenset({Operation.CREATE, Operation.DESCRIBE_CONFIGS})
"""A topic that may not be looked at may be neither read nor written. These two do not include looking: not known."""

_RESOURCES: Final = {
    "GroupAuthorizationFailedError": Resource.GROUP,
    # aiokafka's name, and kafka-python's.
    "TransactionalIdAuthorizationFailed": Resource.TRANSACTIONAL_ID,
    "TransactionalIdAuthorizationFailedError": Resource.TRANSACTIONAL_ID,
}
"""Refusals about what the broker may tell nothing of: groups that nobody has joined yet, and transactional ids."""

Granted = Mapping[tuple[Resource, str], frozenset[str]]


def granted(admin: KafkaAdminClient, rights: Iterable[Right]) -> Granted:
    """What the user may do with each resource that these rights are about. What the broker does not say is left out."""
    names: dict[Resource, set[str]] = {resource: set() for resource in Resource}
    for right in rights:
        names[right.resource].add(right.name)
    return {
        **dict(_topics(admin, names[Resource.TOPIC])),
        **dict(_groups(admin, names[Resource.GROUP])),
        **dict(_transactional_ids(admin, names[Resource.TRANSACTIONAL_ID])),
    }


def is_refused(topic: Mapping[str, Any]) -> bool:
    """Whether Kafka's answer about a topic is that this user may not ask."""
    return bool(topic["error_code"] == _REFUSED)


def operations_on(topic: Mapping[str, Any]) -> frozenset[str]:
    """What the user may do with a topic, as a client describes it. What the broker does not say is taken as allowed."""
    if is_refused(topic):
        return _UNSEEN
    operations = topic["authorized_operations"]
    return _EVERYTHING if operations is None else frozenset(operations)


def lacking_here(admin: KafkaAdminClient, settings: Settings, needs: Mapping[str, Iterable[Right]]) -> list[str]:
    """What the user lacks of the rights that each role needs now: a line for each role that lacks one."""
    everything = granted(admin, [right for rights in needs.values() for right in rights])
    missing = {role: lacking(rights, everything) for role, rights in needs.items()}
    user, prefix = settings.security.user, settings.topic_prefix
    return [in_words(rights, user, role, prefix) for role, rights in missing.items() if rights]


def require(admin: KafkaAdminClient, settings: Settings, role: str, rights: Iterable[Right]) -> None:
    """See that the user has the rights of a role that are needed now.

    Raises:
        NotAllowedError: names every one that is lacking, and the command that grants it.
    """
    for problem in lacking_here(admin, settings, {role: list(rights)}):
        raise NotAllowedError(problem)


async def why_not(settings: Settings, stage: str, refused: BaseException | None) -> str | None:
    """Why the brokers do not let a stage in, or not do what it needs. None where they do, or do not answer.

    Args:
        settings: where Kafka is, and who we are.
        stage: its name.
        refused: what was refused just now for want of a right, or None.
    """
    return await asyncio.to_thread(_why_not, settings, stage, refused)


def _why_not(settings: Settings, stage: str, refused: BaseException | None) -> str | None:
    needed = rights_of(stage, settings.topic_prefix)
    try:
        with admin_of(settings) as admin:
            require(admin, settings, stage, needed)
    except NotAllowedError as error:
        return str(error)
    except MovewatchError:
        return None
    about = _RESOURCES.get(type(refused).__name__)
    missing = [right for right in needed if right.resource is about]
    return in_words(missing, settings.security.user, stage, settings.topic_prefix) if missing else None


def _topics(admin: KafkaAdminClient, names: Iterable[str]) -> Iterator[tuple[tuple[Resource, str], frozenset[str]]]:
    for topic in admin.describe_topics(sorted(names)) if names else ():
        if is_refused(topic) or not topic["error_code"]:
            yield (Resource.TOPIC, topic["name"]), operations_on(topic)


def _groups(admin: KafkaAdminClient, names: Iterable[str]) -> Iterator[tuple[tuple[Resource, str], frozenset[str]]]:
    for name in names:
        try:
            found: dict[str, Any] = admin.describe_groups([name])[name]
        except GroupAuthorizationFailedError:
            yield (Resource.GROUP, name), _NOTHING
        except BrokerResponseError:
            continue  # its coordinator is not there yet
        else:
            if found["error"] is None and found["authorized_operations"] is not None:
                yield (Resource.GROUP, name), frozenset(found["authorized_operations"])


def _transactional_ids(
    admin: KafkaAdminClient, prefixes: Iterable[str]
) -> Iterator[tuple[tuple[Resource, str], frozenset[str]]]:
    """Kafka does not say what may be done with one; but whoever may write to it may look at it."""
    for prefix in prefixes:
        try:
            admin.describe_transactions([prefix])
        except TransactionalIdAuthorizationFailedError:
            yield (Resource.TRANSACTIONAL_ID, prefix), _NOTHING
        except BrokerResponseError:
            continue  # there is none of that name, or its coordinator is not there yet
