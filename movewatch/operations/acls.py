"""The rights as ACLs: as lines of kafka-acls.sh, as JSON. Pure."""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from movewatch.operations.rights import Operation, Resource, Right, rights_of, user_of

_OPTIONS: Final = {
    Resource.TOPIC: "--topic",
    Resource.GROUP: "--group",
    Resource.TRANSACTIONAL_ID: "--transactional-id",
}


@dataclass(frozen=True, slots=True)
class Acl:
    """One right of one principal, such as ``User:movewatch-contacts``, from any host."""

    principal: str
    right: Right

    def as_dict(self) -> dict[str, str]:
        """By the names that Kafka's ACLs have."""
        right = self.right
        return {
            "principal": self.principal,
            "host": "*",
            "permission": "ALLOW",
            "operation": right.operation.value,
            "resource_type": right.resource.value,
            "resource_name": right.name,
            "pattern_type": "PREFIXED" if right.prefixed else "LITERAL",
        }


def acls_of(
    roles: Iterable[str], prefix: str, principal: str | None = None, principal_prefix: str | None = None
) -> list[Acl]:
    """The least that lets these roles work, each ACL once.

    Args:
        roles: of ``rights.ROLES``.
        prefix: the installation's, before every topic and group.
        principal: one for all these roles; else each has its own:
        principal_prefix: with the role's name behind it; None for the name of the stage's group (``rights.user_of``).

    Raises:
        KeyError: there is no such role.
    """
    found: dict[Acl, None] = {}
    for role in roles:
        own = f"User:{user_of(role, prefix)}" if principal_prefix is None else principal_prefix + role
        found |= dict.fromkeys(Acl(principal or own, right) for right in rights_of(role, prefix))
    return list(found)


def kafka_acls(acls: Sequence[Acl], servers: str) -> Iterator[str]:
    """Lines for a shell: one of kafka-acls.sh for each principal and resource.

    ``admin.properties`` is whatever file the reader logs in with.
    """
    for (principal, resource, name, prefixed), same in groupby(acls, key=_place):
        words = ["kafka-acls.sh", "--bootstrap-server", servers, "--command-config", "admin.properties"]
        words += ["--add", "--allow-principal", principal]
        for acl in same:
            words += ["--operation", _as_kafka_acls_has_it(acl.right.operation)]
        words += [_OPTIONS[resource], name]
        words += ["--resource-pattern-type", "prefixed"] if prefixed else []
        yield shlex.join(words)


def _place(acl: Acl) -> tuple[str, Resource, str, bool]:
    return acl.principal, acl.right.resource, acl.right.name, acl.right.prefixed


def _as_kafka_acls_has_it(operation: Operation) -> str:
    """``DESCRIBE_CONFIGS`` is spelled ``DescribeConfigs`` there."""
    return operation.value.title().replace("_", "")
