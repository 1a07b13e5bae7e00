"""What an embedded broker with users is told. That it then lets in nobody else: tests/system/test_security.py."""

from pathlib import Path

import pytest

from movewatch.broker.config import BrokerConfig, server_properties
from movewatch.broker.secured import BrokerSecurity

SECURITY = BrokerSecurity(Path("/k.pem"), Path("/ca.pem"), {"admin": "a-secret", "ann": "b-secret"})


def test_no_listener_is_open_to_everybody():
    text = server_properties(BrokerConfig(Path("/data"), 1000, 1001, security=SECURITY))
    lines = dict(line.split("=", 1) for line in text.splitlines())
    assert lines["listener.security.protocol.map"] == "CLIENTS:SASL_SSL,CONTROLLER:SASL_PLAINTEXT"
    assert lines["listeners"] == "CLIENTS://127.0.0.1:1000,CONTROLLER://127.0.0.1:1001"
    assert lines["authorizer.class.name"].endswith("StandardAuthorizer")
    assert lines["super.users"] == "User:admin"
    assert lines["allow.everyone.if.no.acl.found"] == "false"
    assert "b-secret" not in text, "other users' passwords lie in Kafka's metadata only, hashed"


def test_every_user_is_made_when_the_storage_is():
    assert SECURITY.format_arguments() == [
        "--add-scram",
        "SCRAM-SHA-512=[name=admin,password=a-secret]",
        "--add-scram",
        "SCRAM-SHA-512=[name=ann,password=b-secret]",
    ]


def test_passwords_are_not_shown():
    assert "secret" not in repr(SECURITY)


@pytest.mark.parametrize("odd", ['a"b', "a]b", "a,b", "a b", "", "é"])
def test_what_some_layer_would_read_otherwise_is_refused(odd: str):
    with pytest.raises(ValueError, match="has other than letters"):
        BrokerSecurity(Path("/k.pem"), Path("/ca.pem"), {"admin": odd})
