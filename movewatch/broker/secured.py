"""An embedded broker that asks who is there: TLS, users with passwords (SCRAM), and an ACL for whatever they may do.

Pure, but for the file with which Kafka's own tools log in.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

MECHANISM: Final = "SCRAM-SHA-512"

_LISTENER: Final = "CLIENTS"
_AUTHORIZER: Final = "org.apache.kafka.metadata.authorizer.StandardAuthorizer"
_SCRAM: Final = "org.apache.kafka.common.security.scram.ScramLoginModule"
_PLAIN_TEXT: Final = re.compile(r"[A-Za-z0-9._-]+")
_PLAIN: Final = "org.apache.kafka.common.security.plain.PlainLoginModule"


@dataclass(frozen=True, slots=True)
class BrokerSecurity:
    """Who may log in to an embedded broker, and what it shows of itself.

    Attributes:
        keystore: a PEM file with the broker's private key (PKCS#8, as Java reads no other) and its certificates.
        ca_file: a PEM file with the certificate that signed them. Clients trust it, and so does the broker itself.
        passwords: of every user, by name. Both of letters, digits, ``.``, ``-`` and ``_``: of several layers between
            here and Kafka, each would read other characters in its own way.
        admin: the one of them that may do everything. The broker talks to itself as this user.
    """

    keystore: Path
    ca_file: Path
    passwords: Mapping[str, str] = field(repr=False)
    admin: str = "admin"

    def __post_init__(self) -> None:
        for name, password in self.passwords.items():
            if not all(_PLAIN_TEXT.fullmatch(part) for part in (name, password)):
                raise ValueError(f"The user {name!r} or its password has other than letters, digits, '.', '-' and '_'.")

    def properties(self, host: str, port: int, controller_port: int) -> dict[str, str]:
        """What differs in server.properties from a broker that is open to all of this machine."""
        listener, controller = f"listener.name.{_LISTENER.lower()}", "listener.name.controller"
        who = f'username="{self.admin}" password="{self._password}"'
        return {
            "listeners": f"{_LISTENER}://{host}:{port},CONTROLLER://{host}:{controller_port}",
            "advertised.listeners": f"{_LISTENER}://{host}:{port}",
            "listener.security.protocol.map": f"{_LISTENER}:SASL_SSL,CONTROLLER:SASL_PLAINTEXT",
            # The broker writes transaction markers to itself over the network, as any other client would.
            "inter.broker.listener.name": _LISTENER,
            "sasl.mechanism.inter.broker.protocol": MECHANISM,
            f"{listener}.sasl.enabled.mechanisms": MECHANISM,
            f"{listener}.{MECHANISM.lower()}.sasl.jaas.config": f"{_SCRAM} required {who};",
            # SCRAM's users lie in the metadata, which nobody can read before the controller is there: hence PLAIN.
            "sasl.mechanism.controller.protocol": "PLAIN",
            f"{controller}.sasl.enabled.mechanisms": "PLAIN",
            f"{controller}.plain.sasl.jaas.config": f'{_PLAIN} required {who} user_{self.admin}="{self._password}";',
            "ssl.keystore.type": "PEM",
            "ssl.keystore.location": str(self.keystore),
            "ssl.truststore.type": "PEM",
            "ssl.truststore.location": str(self.ca_file),
            "authorizer.class.name": _AUTHORIZER,
            "super.users": f"User:{self.admin}",
            "allow.everyone.if.no.acl.found": "false",
        }

    def format_arguments(self) -> Sequence[str]:
        """Arguments of Kafka's StorageTool that make the users."""
        return [
            part
            for name, password in self.passwords.items()
            for part in ("--add-scram", f"{MECHANISM}=[name={name},password={password}]")
        ]

    def client_options(self) -> dict[str, str]:
        """What kafka-python needs to log in as the admin."""
        return {
            "security_protocol": "SASL_SSL",
            "ssl_cafile": str(self.ca_file),
            "sasl_mechanism": MECHANISM,
            "sasl_plain_username": self.admin,
            "sasl_plain_password": self._password,
        }

    def write_command_config(self, path: Path) -> Path:
        """Write what Kafka's own tools take as ``--command-config``, for nobody else to read."""
        keep_to_oneself(path)
        path.write_text(
            "security.protocol=SASL_SSL\n"
            f"sasl.mechanism={MECHANISM}\n"
            f'sasl.jaas.config={_SCRAM} required username="{self.admin}" password="{self._password}";\n'
            f"ssl.truststore.type=PEM\nssl.truststore.location={self.ca_file}\n",
            encoding="utf-8",
        )
        return path

    @property
    def _password(self) -> str:
        return self.passwords[self.admin]


def keep_to_oneself(path: Path) -> None:
    """Make a file that nobody else may read, before there is anything in it."""
    path.touch(mode=0o600)
    path.chmod(0o600)
