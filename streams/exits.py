"""How a worker ends when going on would risk a record: at once, with a reason, and with a code that tells which.

``os._exit`` and nothing softer: Faust commits, flushes and hands over on its way out, and each of these may make
visible what must not be. The next owner of the partition starts from the last commit.
"""

import enum
import logging
import os
import sys
import traceback
from typing import NoReturn

from streams.errors import (
    AccessError,
    ClockError,
    DeliveryError,
    RecordsGoneError,
    RowsError,
    StageError,
    TopicError,
    TransportError,
    UnreadableError,
)

logger = logging.getLogger(__name__)


class ExitCode(enum.IntEnum):
    """What a supervisor learns from the end of a worker. ``CONFIG`` and ``CLOCK`` will not mend by a restart."""

    BUG = 70
    """A stage or sink raised, or answered nonsense: a bug, or its tripwire. The record is still uncommitted."""
    RETRY = 75
    """Fenced by a newer owner, a transaction failed for good, the broker is away, a release took too long. Restart."""
    CONFIG = 78
    """A topic is missing, re-created or has another partition count; rows and offsets do not fit; records are gone; the
    user lacks a right, or is not let in."""
    CLOCK = 79
    """This machine's clock and the broker's are too far apart."""


def code_of(error: BaseException) -> ExitCode:
    """Which code tells of an error."""
    match error:
        case StageError() | DeliveryError():
            return ExitCode.BUG
        case TopicError() | AccessError() | RowsError() | RecordsGoneError() | UnreadableError():
            return ExitCode.CONFIG
        case ClockError():
            return ExitCode.CLOCK
        case _:
            return ExitCode.RETRY


def leave(where: str, error: BaseException) -> NoReturn:
    """Say why, then end the process without running another line of it."""
    code = code_of(error)
    try:
        logger.critical("%s %s Leaving with code %d (%s).", where, describe(error), code, code.name)
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def describe(error: BaseException) -> str:
    """An error of ours by its message; a stranger by its class and where it was raised, since it may quote a record."""
    if not isinstance(error, TransportError):
        frames = "".join(traceback.format_tb(error.__traceback__))
        return f"{type(error).__name__}, raised at\n{frames}"
    if error.__cause__ is None or isinstance(error.__cause__, TransportError):
        return str(error)
    return f"{error} Its cause: {describe(error.__cause__)}"
