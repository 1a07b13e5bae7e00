"""What each stage's user, and each tool's, must be allowed to do on Kafka: derived from the topics, no more. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from schemas import topics
from schemas.topics import (
    ANSWERS,
    CONTACT_CHANGES,
    CONTACTS_ROWS,
    CRM_EVENTS,
    DIRECTORY,
    INTAKE,
    OPPORTUNITIES,
    STAGES,
    StageTopics,
    all_topics,
    dead_letters,
    stage_named,
)


class Operation(StrEnum):
    """Kafka's name of what is done. READ and WRITE include DESCRIBE; nothing else includes anything."""

    READ = "READ"
    WRITE = "WRITE"
    CREATE = "CREATE"
    DESCRIBE = "DESCRIBE"
    DESCRIBE_CONFIGS = "DESCRIBE_CONFIGS"


class Resource(StrEnum):
    """Kafka's name of what it is done to."""

    TOPIC = "TOPIC"
    GROUP = "GROUP"
    TRANSACTIONAL_ID = "TRANSACTIONAL_ID"


@dataclass(frozen=True, slots=True, order=True)
class Right:
    """One operation on one resource, by its name on the broker.

    ``prefixed``: on everything whose name begins so.
    """

    resource: Resource
    name: str
    operation: Operation
    prefixed: bool = False


PUBLISH: Final = "publish"
LAG: Final = "lag"
TOPICS: Final = "topics"
DEAD_LETTERS: Final = "dead-letters"
IMPORT: Final = "import"
GATEWAY: Final = "gateway"
PRIVACY: Final = "privacy"
SOURCES: Final = "sources"
RESYNC: Final = "resync"

ROLES: Final = (
    *(stage.name for stage in STAGES),
    PUBLISH,
    LAG,
    TOPICS,
    DEAD_LETTERS,
    IMPORT,
    GATEWAY,
    PRIVACY,
    SOURCES,
    RESYNC,
)
"""Who there can be: a user for each stage, and one for each of ``movewatch publish``, ``lag``, ``topics apply``,
``dead-letters``, ``import`` (and ``unlink``), ``gateway``, ``sources``, ``resync``, and of ``erase`` and
``export-person`` together."""

RESYNC_GROUP: Final = "movewatch-resync-"
"""Before the consumer groups of those who read a CRM's dirty records again: one for each CRM and tenant."""

REPLAY_GROUP: Final = "movewatch-replay-"
"""Before the consumer groups and transactional ids of those who send dead letters back."""

_TOLD: Final = 5
"""So many missing rights are told one by one: the command grants all of them."""

_VERBS: Final = {
    Operation.READ: "read from",
    Operation.WRITE: "write to",
    Operation.CREATE: "create",
    Operation.DESCRIBE: "look at",
    Operation.DESCRIBE_CONFIGS: "see the configuration of",
}
_NOUNS: Final = {
    Resource.TOPIC: "topic",
    Resource.GROUP: "the consumer group",
    Resource.TRANSACTIONAL_ID: "the transactional ids that begin with",
}
_INCLUDED_BY: Final = {Operation.DESCRIBE: frozenset({Operation.READ, Operation.WRITE})}


def user_of(role: str, prefix: str) -> str:
    """The user's name, where the installation gives it no other: for a stage the same as its group's."""
    return f"{prefix}movewatch-{role}"


def rights_of(role: str, prefix: str) -> list[Right]:
    """All that a role needs, sorted, each once.

    Args:
        role: one of ``ROLES``.
        prefix: the installation's, before every topic and group.

    Raises:
        KeyError: there is no such role.
    """
    if role == PUBLISH:
        return _sorted(Right(Resource.TOPIC, prefix + topic.name, Operation.WRITE) for topic in INTAKE.reads)
    if role == LAG:
        return _sorted(_to_see_lag(prefix))
    if role == IMPORT:
        return [
            Right(Resource.TOPIC, prefix + CONTACT_CHANGES.name, Operation.WRITE),
            Right(Resource.TOPIC, prefix + CONTACTS_ROWS.name, Operation.READ),
        ]
    if role == GATEWAY:
        taken = (topic for topic in INTAKE.reads if topic is not ANSWERS)
        return _sorted(Right(Resource.TOPIC, prefix + topic.name, Operation.WRITE) for topic in taken)
    if role == SOURCES:
        return [Right(Resource.TOPIC, prefix + topics.SOURCES.name, Operation.READ)]
    if role == RESYNC:
        return _sorted(_to_resync(prefix))
    if role == PRIVACY:
        reads = (Right(Resource.TOPIC, prefix + topic.name, Operation.READ) for topic in all_topics(prefix))
        return _sorted((*reads, Right(Resource.TOPIC, prefix + CONTACT_CHANGES.name, Operation.WRITE)))
    if role == DEAD_LETTERS:
        return _sorted(_of_dead_letters(prefix))
    if role == TOPICS:
        return _sorted(
            Right(Resource.TOPIC, prefix + topic.name, operation)
            for topic in all_topics(prefix)
            for operation in (Operation.CREATE, Operation.DESCRIBE, Operation.DESCRIBE_CONFIGS)
        )
    return _sorted(_of_stage(stage_named(role), prefix))


def _of_stage(stage: StageTopics, prefix: str) -> Iterator[Right]:
    group = stage.group(prefix)
    rows = (stage.rows,) if stage.rows else ()
    ticks = stage.reads if stage.ticks else ()
    letters = tuple(dead_letters(topic, stage, prefix) for topic in stage.reads)
    writes = (*rows, *stage.writes, *ticks, *letters)
    for topic in (*stage.reads, *rows):
        yield Right(Resource.TOPIC, prefix + topic.name, Operation.READ)
    for topic in writes:
        yield Right(Resource.TOPIC, prefix + topic.name, Operation.WRITE)
    for topic in (*stage.reads, *writes):
        # A changelog that is deleted rather than compacted loses rows: seen at the start, not when it has happened.
        yield Right(Resource.TOPIC, prefix + topic.name, Operation.DESCRIBE_CONFIGS)
    yield Right(Resource.GROUP, group, Operation.READ)
    yield Right(Resource.TRANSACTIONAL_ID, f"{group}-", Operation.WRITE, prefixed=True)


def _to_resync(prefix: str) -> Iterator[Right]:
    """To see what is dirty and what is held, and to write what was missed."""
    for topic in (dead_letters(CRM_EVENTS, INTAKE, prefix), CONTACTS_ROWS):
        yield Right(Resource.TOPIC, prefix + topic.name, Operation.READ)
    for topic in (CONTACT_CHANGES, DIRECTORY, OPPORTUNITIES):
        yield Right(Resource.TOPIC, prefix + topic.name, Operation.WRITE)
    yield Right(Resource.GROUP, prefix + RESYNC_GROUP, Operation.READ, prefixed=True)


def _to_see_lag(prefix: str) -> Iterator[Right]:
    for stage in STAGES:
        yield Right(Resource.GROUP, stage.group(prefix), Operation.DESCRIBE)
        for topic in stage.reads:
            yield Right(Resource.TOPIC, prefix + topic.name, Operation.DESCRIBE)


def _of_dead_letters(prefix: str) -> Iterator[Right]:
    """To read what could not be used, and to write it again where it came from, unless the latest counts there."""
    for stage in STAGES:
        for topic in stage.reads:
            yield Right(Resource.TOPIC, prefix + dead_letters(topic, stage, prefix).name, Operation.READ)
            if topic.cleanup == "delete":
                yield Right(Resource.TOPIC, prefix + topic.name, Operation.WRITE)
    yield Right(Resource.GROUP, prefix + REPLAY_GROUP, Operation.READ, prefixed=True)
    yield Right(Resource.TRANSACTIONAL_ID, prefix + REPLAY_GROUP, Operation.WRITE, prefixed=True)


def _sorted(rights: Iterable[Right]) -> list[Right]:
    return sorted(set(rights))


def lacking(rights: Iterable[Right], allowed: Mapping[tuple[Resource, str], frozenset[str]]) -> list[Right]:
    """Those that a user does not have.

    Args:
        rights: what is needed.
        allowed: what the broker says of each resource. One that is missing here is not known, and taken to be allowed.
    """
    return [right for right in rights if not _is_allowed(right, allowed.get((right.resource, right.name)))]


def _is_allowed(right: Right, allowed: frozenset[str] | None) -> bool:
    if allowed is None or right.operation in allowed:
        return True
    return bool(_INCLUDED_BY.get(right.operation, frozenset()) & allowed)


def in_words(missing: Iterable[Right], user: str | None, role: str, prefix: str) -> str:
    """What a user may not do, and the command that lets it. For one role; ``missing`` is not empty.

    Args:
        missing: the rights.
        user: who it is, where that is known: with a client certificate only the broker knows it.
        role: the role that needs them.
        prefix: the installation's.
    """
    who = f"The user {user!r}" if user else "The user of this connection"
    missing = list(missing)
    told = [f"may not {_act(right)}: it lacks {right.operation}" for right in missing[:_TOLD]]
    more = len(missing) - len(told)
    what = "; ".join(told) + (f"; and it lacks {more} more rights" if more else "")
    principal = "" if user == user_of(role, prefix) else f" --principal User:{user or '...'}"
    return f"{who} {what}. Grant it: movewatch topics acls --role {role}{principal} --apply."


def _act(right: Right) -> str:
    return f"{_VERBS[right.operation]} {_NOUNS[right.resource]} {right.name!r}"
