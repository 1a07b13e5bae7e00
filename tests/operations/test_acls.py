"""The rights as ACLs, as Kafka's own tool takes them and as JSON. On a broker: tests/system/test_security.py."""

import json

import pytest

from movewatch import cli
from movewatch.operations.acls import acls_of, kafka_acls
from movewatch.operations.rights import ROLES, rights_of


def test_one_line_for_each_principal_and_resource():
    lines = list(kafka_acls(acls_of(["identities"], "p."), "k:9092"))
    head = "kafka-acls.sh --bootstrap-server k:9092 --command-config admin.properties --add --allow-principal"
    assert lines[0] == f"{head} User:p.movewatch-identities --operation Read --group p.movewatch-identities"
    assert lines[3].endswith("--operation DescribeConfigs --operation Read --topic p.identity-facts")
    assert lines[-1].endswith("--transactional-id p.movewatch-identities- --resource-pattern-type prefixed")
    assert len(lines) == len({(right.resource, right.name) for right in rights_of("identities", "p.")})


def test_each_role_has_a_user_of_its_own_unless_one_is_named():
    assert {acl.principal for acl in acls_of(ROLES, "")} == {f"User:movewatch-{role}" for role in ROLES}
    assert {acl.principal for acl in acls_of(ROLES, "", principal_prefix="User:crm.")} == {
        f"User:crm.{role}" for role in ROLES
    }
    assert {acl.principal for acl in acls_of(ROLES, "", principal="User:ann")} == {"User:ann"}


def test_a_user_of_several_roles_gets_each_acl_once():
    acls = acls_of(ROLES, "", principal="User:ann")
    assert len(acls) == len(set(acls)) < sum(len(rights_of(role, "")) for role in ROLES)


def test_the_command_writes_json(capsys: pytest.CaptureFixture[str]):
    assert cli.run(["topics", "acls", "--role", "publish", "--format", "json"]) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first == {
        "principal": "User:movewatch-publish",
        "host": "*",
        "permission": "ALLOW",
        "operation": "WRITE",
        "resource_type": "TOPIC",
        "resource_name": "answers",
        "pattern_type": "LITERAL",
    }


def test_a_role_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]):
    assert cli.run(["topics", "acls", "--role", "nix"]) == 2
    assert capsys.readouterr().err.startswith("There is no role nix. Roles are: intake, identities, contacts,")
