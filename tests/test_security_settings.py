"""The settings of TLS and login: what does not go together is told at once, and no password is ever shown."""

import pytest
from pydantic import SecretStr

from movewatch.security import SecuritySection
from movewatch.settings import Settings, SettingsError, load_settings

PASSWORD = "hunter2-hunter2"
LOGIN = {"USERNAME": "ann", "PASSWORD": PASSWORD}


def told(servers: str = "127.0.0.1:9092", **given: str) -> list[str]:
    """The mistakes, each up to where it says what to do."""
    variables = {f"MOVEWATCH_SECURITY_{name}": value for name, value in given.items()}
    try:
        load_settings(environ={"MOVEWATCH_BOOTSTRAP_SERVERS": servers, **variables})
    except SettingsError as error:
        lines = str(error).splitlines()[1:]
    else:
        return []
    assert PASSWORD not in "".join(lines)
    return [line.strip().partition(". Set ")[0] for line in lines]


# What is given, and what is told of it.
CASES = [
    # 1. Each protocol with what it takes.
    ({}, []),
    ({"PROTOCOL": "SSL", "CA_FILE": "ca.pem", "CERTIFICATE_FILE": "me.pem", "KEY_FILE": "me.key"}, []),
    ({"PROTOCOL": "SASL_PLAINTEXT", **LOGIN}, []),
    ({"PROTOCOL": "SASL_SSL", "CA_FILE": "ca.pem", "MECHANISM": "SCRAM-SHA-256", **LOGIN}, []),
    # 2. A login without name and password: both are told.
    (
        {"PROTOCOL": "SASL_SSL"},
        [
            "security.username is missing, and security.protocol SASL_SSL needs it",
            "security.password is missing, and security.protocol SASL_SSL needs it",
        ],
    ),
    # 3. Who gives a password, or certificates, thinks that they are used.
    (LOGIN, ["security.protocol is PLAINTEXT, which has no login, and there is a username and a password"]),
    (
        {"PROTOCOL": "SASL_PLAINTEXT", "CA_FILE": "ca.pem", **LOGIN},
        ["security.protocol is SASL_PLAINTEXT, which has no TLS, and there is a ca_file"],
    ),
    # 4. A key without its certificate, and the other way round.
    (
        {"PROTOCOL": "SSL", "KEY_FILE": "k"},
        ["security.certificate_file is missing, and key_file is of no use without it"],
    ),
    (
        {"PROTOCOL": "SSL", "CERTIFICATE_FILE": "c"},
        ["security.key_file is missing, and certificate_file is of no use without it"],
    ),
    # 5. All at once.
    (
        {"PROTOCOL": "SASL_PLAINTEXT", "PASSWORD": PASSWORD, "CA_FILE": "ca.pem", "KEY_FILE": "k"},
        [
            "security.username is missing, and security.protocol SASL_PLAINTEXT needs it",
            "security.protocol is SASL_PLAINTEXT, which has no TLS, and there is a ca_file and a key_file",
            "security.certificate_file is missing, and key_file is of no use without it",
        ],
    ),
]


@pytest.mark.parametrize(("given", "expected"), CASES)
def test_what_does_not_go_together(given: dict[str, str], expected: list[str]):
    assert told(**given) == expected


# The servers, and the one that would be logged in to without TLS.
EXPOSED = [
    ("127.0.0.1:9092", None),
    ("localhost:9092,[::1]:9092", None),
    ("127.0.0.1:9092,kafka:9092", "kafka:9092"),
    ("10.1.2.3:9092", "10.1.2.3:9092"),
]


@pytest.mark.parametrize(("servers", "exposed"), EXPOSED)
def test_a_login_without_tls_stays_on_this_machine(servers: str, exposed: str | None):
    given = {"PROTOCOL": "SASL_PLAINTEXT", **LOGIN}
    problems = told(servers, **given)
    assert len(problems) == (exposed is not None)
    assert all(f"security.protocol is SASL_PLAINTEXT, and {exposed} is another" in problem for problem in problems)
    assert told(servers, ALLOW_UNENCRYPTED="true", **given) == []
    assert told(servers, **{**given, "PROTOCOL": "SASL_SSL"}) == []


def test_no_password_is_shown():
    section = SecuritySection(protocol="SASL_SSL", username="ann", password=SecretStr(PASSWORD))
    settings = Settings(security=section)
    for shown in (repr(section), str(section), repr(settings), str(settings), settings.model_dump_json()):
        assert PASSWORD not in shown


def test_who_logs_in_is_known_only_where_there_is_a_login():
    assert SecuritySection().user is None
    assert SecuritySection(protocol="SASL_SSL", username="ann", password=SecretStr(PASSWORD)).user == "ann"
