"""Sends mails to an SMTP server, and says of each failure whether trying again helps."""

import ssl
from contextlib import suppress
from email.message import EmailMessage
from typing import Final

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from movewatch.delivery.errors import DeferredError, RefusedError, SendError, UnavailableError
from movewatch.delivery.settings import DeliverySettings

_PERMANENT: Final = 500
_CLOSING: Final = 421
"""The server is shutting down: not about this mail."""


class Smtp:
    """A connection for each mail: owners get few, and a connection kept open is one more thing to go stale."""

    def __init__(self, settings: DeliverySettings) -> None:
        self.settings = settings

    async def send(self, message: EmailMessage) -> None:
        """Hand the mail over to the server.

        Raises:
            RefusedError: the recipient or the mail is refused for good (5xx).
            DeferredError: the recipient's mailbox cannot take it now (4xx).
            UnavailableError: no mail can be sent at present: no connection, no encryption, login or sender refused.
        """
        client = self._client()
        try:
            await client.connect()
            await client.sendmail(_sender(message), [_recipient(message)], message.as_bytes())
        except (SMTPException, OSError, ValueError) as error:
            raise self._meaning(error) from error
        else:
            with suppress(SMTPException, OSError):  # the mail is out; a rude farewell must not send it again
                await client.quit()
        finally:
            client.close()

    def _client(self) -> SMTP:
        settings = self.settings
        return SMTP(
            hostname=settings.host,
            port=settings.port,
            timeout=settings.timeout_seconds,
            use_tls=settings.security == "tls",
            start_tls=settings.security == "starttls",
            username=settings.username,
            password=settings.password.get_secret_value() if settings.password else None,
            tls_context=self._trust() if settings.security != "none" else None,
        )

    def _trust(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.settings.ca_file is not None:
            try:
                context.load_verify_locations(cafile=self.settings.ca_file)
            except (OSError, ssl.SSLError) as error:
                raise UnavailableError(
                    f"cannot read the certificates in {self.settings.ca_file}: it must be a PEM file that may be read"
                ) from error
        return context

    def _meaning(self, error: Exception) -> SendError:
        """What a failure asks for. The server's own words are left out: they often quote the address."""
        server = f"{self.settings.host}:{self.settings.port}"
        refusal = _refusal(error)
        if refusal is not None and refusal.code >= _PERMANENT:
            return RefusedError(f"{server} refuses the mail or its recipient for good ({refusal.code})")
        if refusal is not None and refusal.code != _CLOSING:
            return DeferredError(f"{server} cannot take mail for this recipient now ({refusal.code})")
        code = f" ({error.code})" if isinstance(error, SMTPResponseException) else ""
        return UnavailableError(
            f"{server} takes no mail: {type(error).__name__}{code}; check host, port, security, login and sender"
        )


def _refusal(error: Exception) -> SMTPRecipientRefused | SMTPDataError | None:
    """The refusal of one recipient or one mail, as against a server that does not serve us at all."""
    if isinstance(error, SMTPRecipientsRefused):
        return error.recipients[0]
    return error if isinstance(error, SMTPDataError) else None


def _sender(message: EmailMessage) -> str:
    return str(message["From"].addresses[0].addr_spec)


def _recipient(message: EmailMessage) -> str:
    return str(message["To"].addresses[0].addr_spec)
