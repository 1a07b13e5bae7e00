"""Notices that the worker's event loop hangs: a stage in an endless loop still sends heartbeats from another thread."""

import asyncio
import threading
import time
from typing import Final

from streams.errors import ReleaseError
from streams.exits import leave

_STEP: Final = 0.5


class Watchdog:
    """A thread that leaves with the process when the event loop has not answered for ``timeout`` seconds."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._answered = time.monotonic()
        self._over = threading.Event()

    async def run(self) -> None:
        """Answer, until cancelled."""
        self._answered = time.monotonic()
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()
        try:
            while True:
                self._answered = time.monotonic()
                await asyncio.sleep(_STEP)
        finally:
            self._over.set()

    def _watch(self) -> None:
        while not self._over.wait(_STEP):
            silent = time.monotonic() - self._answered
            if silent > self._timeout:
                leave("The event loop:", ReleaseError(f"It has not answered for {silent:.0f} s: a stage hangs."))
