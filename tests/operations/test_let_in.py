"""Why a broker that is open, or wants a certificate, does not let us in. Users: tests/system/test_security.py."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from pydantic import SecretStr

from movewatch.broker import EmbeddedKafka
from movewatch.operations.client_security import client_security, security_problems
from movewatch.operations.let_in import why_not_let_in
from movewatch.security import SecuritySection
from movewatch.settings import Settings, SettingsError

LOGIN = SecuritySection(protocol="SASL_PLAINTEXT", username="ann", password=SecretStr("hush"))
TLS = SecuritySection(protocol="SSL")


def test_a_broker_without_tls_is_told(kafka: EmbeddedKafka):
    problem = why_not_let_in(Settings(bootstrap_servers=kafka.bootstrap, security=TLS))
    assert problem is not None
    assert problem.startswith(
        f"Kafka at {kafka.bootstrap} does not let us in: security.protocol is SSL, and there is no TLS on that port. "
        "Set MOVEWATCH_SECURITY_PROTOCOL, or security.protocol in the file, to PLAINTEXT, SSL,"
    )


def test_a_broker_without_a_login_is_told(kafka: EmbeddedKafka):
    problem = why_not_let_in(Settings(bootstrap_servers=kafka.bootstrap, security=LOGIN))
    assert problem is not None
    assert "security.protocol is SASL_PLAINTEXT, and there is no login on that port. Set MOVEWATCH_SECU" in problem


def test_one_broker_that_lets_us_in_is_enough(kafka: EmbeddedKafka):
    with nobody() as address:
        assert why_not_let_in(Settings(bootstrap_servers=f"{address},{kafka.bootstrap}")) is None


def test_a_broker_that_is_not_there_or_says_nothing_is_another_matter():
    with nobody() as address:
        assert why_not_let_in(Settings(bootstrap_servers=address, security=LOGIN)) is None
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        assert why_not_let_in(Settings(bootstrap_servers=address, security=LOGIN)) is None
        assert time.monotonic() - began < 6


def test_a_certificate_that_is_asked_for_and_not_there_is_told(tmp_path: Path):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    security = SecuritySection(protocol="SSL", ca_file=tmp_path / "ca.pem")
    with asking_for_a_certificate(authority) as address:
        problem = why_not_let_in(Settings(bootstrap_servers=address, security=security))
    assert problem is not None
    assert "security.certificate_file is missing, and that port asks for one. Set MOVEWATCH_SECURITY_CERT" in problem


@contextlib.contextmanager
def nobody() -> Iterator[str]:
    """An address where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{taken.getsockname()[1]}"


@contextlib.contextmanager
def asking_for_a_certificate(authority: trustme.CA) -> Iterator[str]:
    """A server that lets in nobody without a certificate of this authority."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.verify_mode = ssl.CERT_REQUIRED
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.configure_trust(context)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def refuse_all() -> None:
            with contextlib.suppress(OSError):  # the server is closed
                while True:
                    connection, _ = server.accept()
                    with contextlib.suppress(OSError), connection, context.wrap_socket(connection, server_side=True):
                        pass

        thread = threading.Thread(target=refuse_all)
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}"
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


# -- what a client is told ------------------------------------------------------------------------------------------


def test_an_open_broker_needs_nothing():
    assert client_security(Settings()) == {"security_protocol": "PLAINTEXT"}


def test_a_login_is_told_by_the_names_that_both_clients_share():
    assert client_security(Settings(security=LOGIN)) == {
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": "ann",
        "sasl_plain_password": "hush",
    }


def test_only_the_named_authority_is_trusted_and_names_are_checked(tmp_path: Path):
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    security = SecuritySection(protocol="SSL", ca_file=tmp_path / "ca.pem")
    context = client_security(Settings(security=security))["ssl_context"]
    assert len(context.get_ca_certs()) == 1
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED


def test_files_that_cannot_be_used_are_told_all_at_once(tmp_path: Path):
    certificate = tmp_path / "me.pem"
    trustme.CA().cert_pem.write_to_path(str(certificate))
    key = tmp_path / "me.key"
    key.write_text("none", encoding="utf-8")
    security = SecuritySection(protocol="SSL", ca_file=tmp_path / "nix", certificate_file=certificate, key_file=key)
    settings = Settings(security=security)
    problems = security_problems(settings)
    why_not = "which cannot be used together (no PEM file, or an encrypted key)."
    assert [problem.partition(" Set ")[0] for problem in problems] == [
        f"security.ca_file names {tmp_path / 'nix'}, which cannot be used (No such file or directory).",
        f"security.certificate_file names {certificate} with the key {key}, {why_not}",
    ]
    with pytest.raises(SettingsError) as caught:
        client_security(settings)
    assert str(caught.value).splitlines() == problems
