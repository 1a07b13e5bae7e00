"""How connections to Kafka are protected, as the user gives it, and what of it does not go together. Pure."""

import ipaddress
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from movewatch.setting_field import setting

TLS: Final = frozenset({"SSL", "SASL_SSL"})
LOGIN: Final = frozenset({"SASL_PLAINTEXT", "SASL_SSL"})


class Problem(NamedTuple):
    """What is wrong with one setting of the section: its name there, and a predicate."""

    name: str
    words: str


class SecuritySection(BaseModel):
    """TLS and login for every connection to Kafka.

    What is missing or contradicts itself is told here, all at once. Whether the files can be used is seen where they
    are used (movewatch.operations.client_security).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = setting(
        "PLAINTEXT",
        "How Kafka's listener is protected: TLS (SSL), a login (SASL), both or neither.",
        "PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL",
    )
    ca_file: Path | None = setting(
        None,
        "Certificates to trust instead of this machine's own, for a Kafka with a private one.",
        "a path to a PEM file",
    )
    certificate_file: Path | None = setting(
        None, "The certificate that says who we are, where Kafka asks for one.", "a path to a PEM file, with key_file"
    )
    key_file: Path | None = setting(
        None, "The private key that goes with it, not encrypted.", "a path to a PEM file, with certificate_file"
    )
    mechanism: Literal["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"] = setting(
        "SCRAM-SHA-512", "How the login is done.", "SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN"
    )
    username: str | None = setting(None, "The name to log in with.", "a name, with a password", min_length=1)
    password: SecretStr | None = setting(
        None, "The password that goes with it. Never shown.", "a secret, with a username", min_length=1
    )
    allow_unencrypted: bool = setting(
        False,
        "Whether to log in to another machine without TLS (SASL_PLAINTEXT). Whoever listens in then reads every "
        "record, and with PLAIN the password.",
        "true or false",
    )

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        refuse(self._problems())
        return self

    @property
    def user(self) -> str | None:
        """The name that Kafka knows us by, where a login says it."""
        return self.username if self.protocol in LOGIN else None

    def _problems(self) -> Iterator[Problem]:
        files = {name: getattr(self, name) for name in ("ca_file", "certificate_file", "key_file")}
        login = {name: getattr(self, name) for name in ("username", "password")}
        if self.protocol in LOGIN:
            for name in (name for name, value in login.items() if value is None):
                yield Problem(name, f"is missing, and security.protocol {self.protocol} needs it")
        elif unused := _given(login):
            yield Problem("protocol", f"is {self.protocol}, which has no login, and there is a {unused}")
        if self.protocol not in TLS and (unused := _given(files)):
            yield Problem("protocol", f"is {self.protocol}, which has no TLS, and there is a {unused}")
        for name, other in (("certificate_file", "key_file"), ("key_file", "certificate_file")):
            if files[name] is None and files[other] is not None:
                yield Problem(name, f"is missing, and {other} is of no use without it")


def refuse(problems: Iterable[Problem]) -> None:
    """Raise all of them as one error, each at its setting; nothing where there is none.

    Raises:
        pydantic.ValidationError: there is one.
    """
    found = [
        InitErrorDetails(
            type=PydanticCustomError("value_error", "{problem}", {"problem": problem.words}),
            loc=(problem.name,),
            input=None,
        )
        for problem in problems
    ]
    if found:
        raise ValidationError.from_exception_data("security", found, hide_input=True)


def exposed(section: SecuritySection, servers: str) -> Iterator[Problem]:
    """What is wrong with logging in to these servers (``host:port``, with commas between) without TLS."""
    if section.protocol != "SASL_PLAINTEXT" or section.allow_unencrypted:
        return
    others = [server for server in servers.split(",") if not _is_this_machine(server.rpartition(":")[0])]
    if others:
        yield Problem(
            "protocol",
            f"is SASL_PLAINTEXT, and {others[0]} is another machine: what goes there could be read on the way. Take "
            "SASL_SSL, or say that it may be (security.allow_unencrypted)",
        )


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _given(values: dict[str, object]) -> str:
    return " and a ".join(name for name, value in values.items() if value is not None)
