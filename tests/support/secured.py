"""A broker with TLS, a user for each role, and no rights but the ones that are granted."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from movewatch.broker import EmbeddedKafka
from movewatch.broker.errors import JarUnavailableError
from movewatch.broker.secured import BrokerSecurity
from movewatch.operations.rights import ROLES, user_of

PREFIX = "x."
ADMIN = "admin"


def security_in(folder: Path, users: dict[str, str]) -> BrokerSecurity:
    """Fresh certificates for the loopback address, and these users with their passwords."""
    authority = trustme.CA()
    made = authority.issue_cert("127.0.0.1", "localhost")
    # Java reads private keys as PKCS#8 only; trustme writes another form.
    key = load_pem_private_key(made.private_key_pem.bytes(), None)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    keystore, ca_file = folder / "broker.pem", folder / "ca.pem"
    keystore.write_bytes(pem + b"".join(blob.bytes() for blob in made.cert_chain_pems))
    authority.cert_pem.write_to_path(str(ca_file))
    return BrokerSecurity(keystore, ca_file, users, ADMIN)


def password_of(user: str) -> str:
    """A password that is not found in a log by chance."""
    return f"hush-{user.replace('.', '-')}-hush"


def secured_kafka(folder: Path) -> Iterator[tuple[EmbeddedKafka, BrokerSecurity]]:
    """A started broker with the admin and a user for each role. Without its jars: a skip at home, a failure in CI."""
    users = {user: password_of(user) for user in (ADMIN, *(user_of(role, PREFIX) for role in ROLES))}
    security = security_in(folder, users)
    kafka = EmbeddedKafka(folder / "kafka", security=security)
    try:
        kafka.start()
    except JarUnavailableError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no embedded Kafka: {error}")
    try:
        yield kafka, security
    finally:
        kafka.stop()
