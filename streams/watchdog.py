"""Notices that the worker's event loop hangs: its group goes on without it, but somebody has to say where it hangs."""

import asyncio
import faulthandler
import signal
import sys
import threading
import time
import traceback
from typing import Final

from streams.errors import ReleaseError
from streams.exits import leave

_STEP: Final = 0.5

_FRAMES: Final = 10
"""So many calls are shown, the innermost ones."""


class Watchdog:
    """Ends the process when the event loop has not answered for ``timeout`` seconds, and says where it hangs.

    A thread does that, with exit code 75. It cannot where the interpreter is never let go, as by a regular expression
    that does not come to an end: once that has taken as many seconds of the processor, the signal SIGPROF ends us.
    Of the processor, so that a process that was stopped for a while and wakes is left to the thread and to fencing.
    """

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._answered = time.monotonic()
        self._over = threading.Event()
        self._loop_thread = threading.get_ident()

    async def run(self) -> None:
        """Answer, until cancelled. On the main thread."""
        self._loop_thread = threading.get_ident()
        self._answered = time.monotonic()
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()
        # Needs no interpreter: it writes where every thread is, and then lets the signal do what it does.
        faulthandler.register(signal.SIGPROF, chain=True)
        try:
            while True:
                self._answered = time.monotonic()
                # Later than the thread, whose exit code tells more.
                signal.setitimer(signal.ITIMER_PROF, self._timeout + 4 * _STEP)
                await asyncio.sleep(_STEP)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            faulthandler.unregister(signal.SIGPROF)
            self._over.set()

    def _watch(self) -> None:
        while not self._over.wait(_STEP):
            silent = time.monotonic() - self._answered
            if silent > self._timeout:
                error = ReleaseError(f"It has not answered for {silent:.0f} s: a stage hangs.\n{self._where()}")
                leave("The event loop:", error)

    def _where(self) -> str:
        frame = sys._current_frames().get(self._loop_thread)  # noqa: SLF001 - documented, and meant for this
        return "".join(traceback.format_stack(frame, _FRAMES)) if frame else ""
