"""Whether Kafka lets us in at all; if not, why not, and what to do.

Kafka's clients try again and again where a password is wrong or a certificate is not trusted, and then say only that no
broker was reached. So one connection is made by hand, and its end looked at. Where a broker closes without a word, what
it would have liked is tried out: nothing is claimed that was not seen.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Final

from aiokafka.conn import AIOKafkaConnection
from aiokafka.errors import (
    IllegalSaslStateError,
    KafkaError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)
from aiokafka.protocol.admin import SaslHandShakeRequest
from aiokafka.protocol.metadata import MetadataRequest

from movewatch.operations.client_security import client_security
from movewatch.security import LOGIN, TLS, SecuritySection
from movewatch.settings import Settings, problem_text

ANSWER_S: Final = 3.0
"""A broker that has not answered by then is slow or away, which is another matter."""

_CLOSE_S: Final = 0.3
_IN: Final = ""
_NO_LOGIN_HERE: Final = 34
"""Kafka's error code ILLEGAL_SASL_STATE."""


def why_not_let_in(settings: Settings) -> str | None:
    """Why no broker lets us in; None where one does, or none says. Blocks for a few seconds at most.

    Raises:
        SettingsError: a certificate or key cannot be used.
    """
    options = client_security(settings)
    # In a thread of its own, since there may be an event loop in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, _ask_all(settings, options)).result()


async def _ask_all(settings: Settings, options: dict[str, Any]) -> str | None:
    servers = settings.bootstrap_servers.split(",")
    answers = await asyncio.gather(*(_ask(server, settings.security, options) for server in servers))
    return None if _IN in answers else next((answer for answer in answers if answer), None)


async def _ask(server: str, security: SecuritySection, options: dict[str, Any]) -> str | None:
    """Blank where the broker lets us in, None where it does not say; else why not."""
    try:
        async with asyncio.timeout(ANSWER_S):
            await _greet(server, options)
            return _IN
    except SaslAuthenticationFailed:
        return _problem(
            server, "password", f"is not the one of the user {security.username!r}, or there is no such user"
        )
    except UnsupportedSaslMechanismError:
        return _problem(server, "mechanism", f"is {security.mechanism}, which it does not take")
    except IllegalSaslStateError:
        return _problem(server, "protocol", f"is {security.protocol}, and there is no login on that port")
    except ssl.SSLCertVerificationError as error:
        trusted = security.ca_file or "none, so that this machine's own hold"
        return _problem(server, "ca_file", f"is {trusted}, and its certificate is refused ({error.verify_message})")
    except (ConnectionRefusedError, TimeoutError):
        return None
    except (OSError, KafkaError) as error:
        return await _why_closed(server, security, options, error)


async def _why_closed(server: str, security: SecuritySection, options: dict[str, Any], error: Exception) -> str | None:
    protocol = security.protocol
    if protocol in TLS and await _succeeds(_speak_openly(server)):
        return _problem(server, "protocol", f"is {protocol}, and there is no TLS on that port")
    if protocol not in TLS and await _succeeds(_shake_hands(server)):
        return _problem(server, "protocol", f"is {protocol}, and that port wants TLS")
    certificate = _problem(server, "certificate_file", "is missing, and that port asks for one")
    if _wants_certificate(error):
        return certificate
    if protocol not in LOGIN and await _succeeds(_find_login(server, options)):
        return _problem(server, "protocol", f"is {protocol}, and that port wants a login")
    # Last, since a port that asks for none says nothing, which takes the whole time to find out.
    return certificate if protocol in TLS and await _asks_for_certificate(server, options) else None


def _problem(server: str, name: str, words: str) -> str:
    return f"Kafka at {server} does not let us in: " + problem_text(f"security.{name}", words)


async def _succeeds(attempt: Awaitable[None]) -> bool:
    try:
        async with asyncio.timeout(ANSWER_S):
            await attempt
    except (OSError, KafkaError):
        return False
    return True


async def _greet(server: str, options: dict[str, Any]) -> None:
    """Connect, log in, and ask the first question that only those may ask who are in."""
    async with _connected(server, options) as connection:
        await connection.send(MetadataRequest([]))


async def _speak_openly(server: str) -> None:
    """See that there is a Kafka without TLS."""
    async with _connected(server, {}):
        pass


async def _find_login(server: str, options: dict[str, Any]) -> None:
    """See that there is a login."""
    async with _connected(server, options) as connection:
        answer = await connection.send(SaslHandShakeRequest("SCRAM-SHA-512"))
    if answer.error_code == _NO_LOGIN_HERE:
        raise IllegalSaslStateError


async def _shake_hands(server: str) -> None:
    """See that there is TLS. Nothing is sent, so it does not matter whose certificate it is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    host, port = _host_and_port(server)
    _, writer = await asyncio.open_connection(host, port, ssl=context)
    writer.transport.abort()


def _wants_certificate(error: BaseException) -> bool:
    return "CERTIFICATE_REQUIRED" in f"{error!r} {error.__cause__!r}"


async def _asks_for_certificate(server: str, options: dict[str, Any]) -> bool:
    """Whether that port refuses for want of a certificate. Nothing is sent: a question on its way resets the
    connection, and with it the refusal may be lost."""
    host, port = _host_and_port(server)
    try:
        async with asyncio.timeout(ANSWER_S):
            reader, writer = await asyncio.open_connection(host, port, ssl=options["ssl_context"])
            try:
                await reader.read(1)
            finally:
                writer.transport.abort()
    except OSError as error:
        return _wants_certificate(error)
    return False


@asynccontextmanager
async def _connected(server: str, options: dict[str, Any]) -> AsyncIterator[AIOKafkaConnection]:
    host, port = _host_and_port(server)
    connection = AIOKafkaConnection(host, port, client_id="movewatch-operations", **options)
    try:
        await connection.connect()
        yield connection
    finally:
        # It is closed on the next turns of the event loop, which is about to end: wait, or the socket stays open.
        await asyncio.wait({connection.close()}, timeout=_CLOSE_S)


def _host_and_port(server: str) -> tuple[str, int]:
    host, _, port = server.rpartition(":")
    return host.strip("[]"), int(port)
