"""Where suggestions go and on whose behalf. Pure: one checked value, the only place that says what can be used.

Made from the user's settings by movewatch.delivery.from_settings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import SecretStr

from movewatch.delivery.mail import named_address, usable_address
from movewatch.errors import MovewatchError

Security = Literal["none", "starttls", "tls"]


class DeliverySettingsError(MovewatchError):
    """The settings of delivery cannot be used.

    Attributes:
        problems: each setting that is wrong, by its name here, with what is wrong with it.
    """

    def __init__(self, message: str, problems: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class DeliverySettings:
    """How suggestions are delivered.

    Attributes:
        kind: ``folder`` writes ``.eml`` files into ``folder``; ``smtp`` sends mail over ``host`` and ``port``.
        sender: whom mails come from, an address or ``name <address>``; its domain stands in each Message-ID.
        reply_to: where answers to a mail go, where that is not the sender.
        security: ``tls`` from the first byte (port 465), ``starttls`` required (port 587), ``none`` for a relay on the
            same machine.
        username, password: for login; both or none, and never without encryption.
        ca_file: certificates to trust (PEM) besides the machine's own, for a mail server with a private one.
        timeout_seconds: for the connection, and for each step of the conversation.
        templates: a folder of your own templates, or None.

    Raises:
        DeliverySettingsError: on creation, if they cannot be used; all that is wrong at once.
    """

    kind: Literal["folder", "smtp"] = "folder"
    sender: str = "movewatch <movewatch@localhost>"
    reply_to: str | None = None
    folder: Path = Path("outbox")
    host: str = "localhost"
    port: int = 587
    security: Security = "starttls"
    username: str | None = None
    password: SecretStr | None = None
    ca_file: Path | None = None
    timeout_seconds: float = 30.0
    templates: Path | None = None

    def __post_init__(self) -> None:
        if problems := tuple(self._problems()):
            raise DeliverySettingsError("; ".join(f"{name} {problem}" for name, problem in problems), problems)

    def _problems(self) -> Iterator[tuple[str, str]]:
        if named_address(self.sender) is None:
            yield "sender", "is no mail address: write name@example.com or name <name@example.com>"
        if self.reply_to is not None and usable_address(self.reply_to) is None:
            yield "reply_to", "is no mail address: write it as name@example.com"
        if (self.username is None) != (self.password is None):
            yield "password", "goes with username: give both or none"
        if self.username is not None and self.security == "none":
            yield "security", "is none, and a password is not sent without encryption: set it to starttls or tls"
        if self.timeout_seconds <= 0:
            yield "timeout_seconds", "must be above 0"
