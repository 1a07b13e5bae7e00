"""Writes ACLs to Kafka. Never takes one away."""

from collections.abc import Sequence

from kafka.admin import ACL, ACLOperation, ACLPermissionType, ACLResourcePatternType, ResourcePattern, ResourceType

from movewatch.operations.acls import Acl
from movewatch.operations.connection import admin_of
from movewatch.settings import Settings


def grant(settings: Settings, acls: Sequence[Acl]) -> int:
    """Add these ACLs, those that are there again to no effect; return how many.

    Raises:
        BrokerUnreachableError: no broker answers.
        NotAllowedError: the user may not change ACLs (ALTER on the cluster).
        BrokerRefusedError: the broker keeps no ACLs, or refused one.
    """
    with admin_of(settings) as admin:
        done = admin.create_acls([for_kafka(acl) for acl in acls])
        for error in done["failed"]:
            raise error(f"{len(done['failed'])} of {len(acls)} ACLs could not be added")
    return len(done["succeeded"])


def for_kafka(acl: Acl) -> ACL:
    """An ACL as kafka-python has it."""
    told = acl.as_dict()
    return ACL(
        principal=told["principal"],
        host=told["host"],
        operation=ACLOperation[told["operation"]],
        permission_type=ACLPermissionType[told["permission"]],
        resource_pattern=ResourcePattern(
            ResourceType[told["resource_type"]],
            told["resource_name"],
            ACLResourcePatternType[told["pattern_type"]],
        ),
    )
