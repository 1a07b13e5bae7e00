"""From settings to a gateway that listens: everything wrong is said at once, before it does."""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Final, TypeVar

import structlog
import uvicorn
import uvloop
from fastapi import FastAPI

from movewatch.errors import MovewatchError
from movewatch.gateway.app import create_gateway
from movewatch.gateway.door import Gateway
from movewatch.gateway.log import kafka_log
from movewatch.gateway.senders import Senders, load_senders
from movewatch.intake.adapters import ADAPTERS
from movewatch.offline.dry_run import intake_of
from movewatch.operations.client_security import security_problems
from movewatch.operations.connection import admin_of
from movewatch.operations.granted import require
from movewatch.operations.rights import GATEWAY, rights_of
from movewatch.settings import Settings, problem_text

_T = TypeVar("_T")

_STOP_WITHIN_S: Final = 10
"""Requests at work when a signal comes may end."""


class GatewayError(MovewatchError):
    """The gateway cannot start."""


def run_gateway(
    settings: Settings, environ: Mapping[str, str] | None = None, ready: Callable[[str], object] = print
) -> None:
    """Listen until a signal.

    Args:
        settings: the installation.
        environ: where secrets are looked up; None for the process's own environment.
        ready: told the address, once it listens.

    Raises:
        GatewayError: something keeps it from starting. Everything at once.
    """
    problems: list[str] = []
    senders = _senders(settings, os.environ if environ is None else environ, problems)
    intake = _tried(lambda: intake_of(settings), problems)
    problems += security_problems(settings) or _kafka_problems(settings)
    server = _tried(lambda: _listening(settings), problems)
    if problems or senders is None or intake is None or server is None:
        if server is not None:
            server.close()
        head = f"The gateway cannot start; {len(problems)} thing(s) to put right:"
        raise GatewayError("\n".join([head, *(f"  {problem}" for problem in problems)]))

    async def serve() -> None:
        async with kafka_log(settings) as log:
            section = settings.gateway
            gateway = Gateway(log, senders, intake, section.public_url, section.max_body, section.in_flight)
            host, port = server.getsockname()[:2]
            ready(f"http://{f'[{host}]' if ':' in host else host}:{port}")
            await _serve(create_gateway(gateway), server)

    # While Kafka is away its client would say so many times a second. The log says it once.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, structlog.processors.KeyValueRenderer(key_order=["event"])],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    with server, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve())


class _Server(uvicorn.Server):
    """Leaves signals to us: uvicorn would send itself each one again, before Kafka's client is closed."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing to capture."""
        yield


async def _serve(app: FastAPI, listening: socket.socket) -> None:
    """Answer until a signal, and what is at work then."""
    server = _Server(_options(app))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, partial(setattr, server, "should_exit", True))
    await server.serve(sockets=[listening])


def _options(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_STOP_WITHIN_S,
        # Whoever stands before it may say who called; nothing here depends on that.
        proxy_headers=False,
    )


def _senders(settings: Settings, environ: Mapping[str, str], problems: list[str]) -> Senders | None:
    path = settings.gateway.senders
    if path is None:
        problems.append(problem_text("gateway.senders", "is missing, and without it nobody may send"))
        return None
    return _tried(lambda: load_senders(path, ADAPTERS, environ), problems)


def _kafka_problems(settings: Settings) -> list[str]:
    """Topics that are missing, and rights."""
    needed = rights_of(GATEWAY, settings.topic_prefix)
    names = {right.name for right in needed}
    try:
        with admin_of(settings) as admin:
            require(admin, settings, GATEWAY, needed)
            missing = names - {each["name"] for each in admin.describe_topics()}
    except MovewatchError as error:
        return [str(error)]
    return [f"There is no topic {name}. Create it: movewatch topics apply." for name in sorted(missing)]


def _listening(settings: Settings) -> socket.socket:
    section = settings.gateway
    try:
        family = socket.getaddrinfo(section.host, section.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((section.host, section.port), family=family, backlog=1024)
    except OSError as error:
        problem = f"cannot be listened on at {section.host} ({os.strerror(error.errno or 0)})"
        raise GatewayError(problem_text("gateway.port", problem)) from error


def _tried(make: Callable[[], _T], problems: list[str]) -> _T | None:
    try:
        return make()
    except MovewatchError as error:
        problems.append(str(error))
        return None
