"""A real SMTP server on a free port, in plain, STARTTLS or TLS, that can be told what to answer."""

import asyncio
import ssl
import warnings
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

OK = "250 OK"


@dataclass
class Server:
    """What has arrived, and what is to be answered: ``replies["RCPT"] = ["450 later"]`` answers so once."""

    port: int = 0
    received: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    replies: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    connections: int = 0

    def reply(self, command: str) -> str:
        waiting = self.replies[command]
        return waiting.pop(0) if waiting else OK

    async def handle_EHLO(self, _server: SMTP, session: Session, _: Envelope, hostname: str, responses: Any) -> Any:  # noqa: N802 (aiosmtpd looks for this name)
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, _server: SMTP, _: Session, envelope: Envelope, address: str, _options: Any) -> str:  # noqa: N802 (likewise)
        if (reply := self.reply("MAIL")) == OK:
            envelope.mail_from = address
        return reply

    async def handle_RCPT(self, _server: SMTP, _: Session, envelope: Envelope, address: str, _options: Any) -> str:  # noqa: N802 (likewise)
        if (reply := self.reply("RCPT")) == OK:
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, _server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802 (likewise)
        if (reply := self.reply("DATA")) == OK:
            assert isinstance(envelope.content, bytes)
            self.received.append((envelope.mail_from or "", envelope.rcpt_tos, envelope.content))
        return reply

    async def handle_QUIT(self, _server: SMTP, _: Session, _envelope: Envelope) -> str:  # noqa: N802 (likewise)
        return self.reply("QUIT").replace(OK, "221 bye")


def _authenticate(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"movewatch", b"pass")
    return AuthResult(success=good, handled=False)


@dataclass(frozen=True)
class Certificates:
    """A certificate authority of our own: its file for those who trust it, its server side for the server."""

    ca_file: Path
    context: ssl.SSLContext


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    authority = trustme.CA()
    ca_file = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return Certificates(ca_file, context)


Serve = Callable[..., Any]


@pytest.fixture
async def serve(certificates: Certificates) -> AsyncIterator[Serve]:
    """Start servers: ``server = await serve("starttls", login=True)``. They end with the test."""
    async with AsyncExitStack() as stack:

        async def start(security: str = "none", *, login: bool = False) -> Server:
            return await stack.enter_async_context(_serving(security, login, certificates.context))

        yield start


@asynccontextmanager
async def _serving(security: str, login: bool, context: ssl.SSLContext) -> AsyncIterator[Server]:
    handler, loop = Server(), asyncio.get_running_loop()
    options: dict[str, Any] = {"authenticator": _authenticate, "auth_required": True} if login else {}
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if login and security == "tls":
        options["auth_require_tls"] = False  # aiosmtpd counts STARTTLS only

    def protocol() -> SMTP:
        with warnings.catch_warnings():
            # aiosmtpd warns of a login without STARTTLS even where all of the connection is encrypted.
            warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS")
            return SMTP(handler, hostname="localhost", loop=loop, **options)

    listener = await loop.create_server(protocol, "127.0.0.1", 0, ssl=context if security == "tls" else None)
    handler.port = listener.sockets[0].getsockname()[1]
    try:
        yield handler
    finally:
        listener.close()
        await listener.wait_closed()
