import asyncio
import socket
from email.headerregistry import Address
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from movewatch.delivery import DeliverySettings
from movewatch.delivery.errors import DeferredError, RefusedError, SendError, UnavailableError
from movewatch.delivery.mail import compose
from movewatch.delivery.smtp import Smtp
from movewatch.rendering import load_templates, render
from movewatch.rendering.examples import EXAMPLES

MOVE = EXAMPLES[0]
MAIL = compose(
    MOVE,
    render(MOVE, load_templates()),
    recipient="robin.berg@example.com",
    sender=Address(addr_spec="movewatch@example.com"),
)
LOGIN = {"username": "movewatch", "password": SecretStr("pass")}


def settings_for(port: int, **values: Any) -> DeliverySettings:
    defaults = {"kind": "smtp", "host": "localhost", "port": port, "security": "none", "timeout_seconds": 5.0}
    return DeliverySettings(**{**defaults, **values})


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
async def test_a_mail_arrives_byte_for_byte(serve: Any, certificates: Any, security: str):
    server = await serve(security)
    await Smtp(settings_for(server.port, security=security, ca_file=certificates.ca_file)).send(MAIL)
    assert server.received == [("movewatch@example.com", ["robin.berg@example.com"], MAIL.as_bytes())]


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_login(serve: Any, certificates: Any, security: str):
    server = await serve(security, login=True)
    await Smtp(settings_for(server.port, security=security, ca_file=certificates.ca_file, **LOGIN)).send(MAIL)
    assert len(server.received) == 1


# What the server says at each step, and what that means to us.
ANSWERS = [
    # 1. This mailbox does not exist: nothing helps.
    (1, "RCPT", "550 no such user", RefusedError),
    # 2. This mail is not wanted: nothing helps.
    (2, "DATA", "554 content refused", RefusedError),
    # 3. Mailbox full, greylisted: later.
    (3, "RCPT", "450 greylisted", DeferredError),
    (4, "DATA", "452 mailbox full", DeferredError),
    # 5. The server is going down: not about this mail.
    (5, "RCPT", "421 shutting down", UnavailableError),
    (6, "DATA", "421 shutting down", UnavailableError),
    # 7. Our sender is refused: a mistake in the settings, which would lose every mail if it counted as the mail's.
    (7, "MAIL", "550 sender refused", UnavailableError),
    (8, "MAIL", "451 try later", UnavailableError),
]


@pytest.mark.parametrize(("number", "step", "answer", "expected"), ANSWERS)
async def test_what_an_answer_means(serve: Any, number: int, step: str, answer: str, expected: type[SendError]):
    server = await serve()
    server.replies[step] = [answer]
    with pytest.raises(SendError) as caught:
        await Smtp(settings_for(server.port)).send(MAIL)
    assert type(caught.value) is expected, number
    assert not server.received
    assert "robin" not in str(caught.value)
    await Smtp(settings_for(server.port)).send(MAIL)
    assert len(server.received) == 1


async def test_a_rude_farewell_does_not_send_the_mail_again(serve: Any):
    server = await serve()
    server.replies["QUIT"] = ["500 what?"]
    await Smtp(settings_for(server.port)).send(MAIL)
    assert len(server.received) == 1


async def test_a_wrong_password_is_trouble_that_may_pass_and_is_not_shown(serve: Any, certificates: Any):
    server = await serve("starttls", login=True)
    wrong = {"username": "movewatch", "password": SecretStr("s3cret-word")}
    with pytest.raises(UnavailableError, match=r"SMTPAuthenticationError \(535\)") as caught:
        await Smtp(settings_for(server.port, security="starttls", ca_file=certificates.ca_file, **wrong)).send(MAIL)
    assert "s3cret-word" not in str(caught.value)


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_server_that_cannot_be_trusted_gets_nothing(serve: Any, security: str):
    server = await serve(security)
    with pytest.raises(UnavailableError):
        await Smtp(settings_for(server.port, security=security)).send(MAIL)
    assert not server.received


async def test_no_encryption_where_it_was_asked_for_sends_nothing(serve: Any):
    server = await serve("none")
    with pytest.raises(UnavailableError):
        await Smtp(settings_for(server.port, security="starttls")).send(MAIL)
    assert not server.received


async def test_certificates_that_cannot_be_read_are_named(tmp_path: Path):
    with pytest.raises(UnavailableError, match=r"none\.pem"):
        await Smtp(settings_for(1, security="tls", ca_file=tmp_path / "none.pem")).send(MAIL)


async def test_nobody_listens():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(UnavailableError, match="takes no mail"):
            await Smtp(settings_for(taken.getsockname()[1], host="127.0.0.1")).send(MAIL)


async def test_a_server_that_never_speaks_is_given_up():
    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await closed.wait()
        writer.close()

    closed = asyncio.Event()
    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(UnavailableError, match="Timeout"):
            await Smtp(settings_for(port, host="127.0.0.1", timeout_seconds=0.2)).send(MAIL)
        closed.set()
