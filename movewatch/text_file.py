"""Files that a setting names: read as UTF-8, or a reason why not."""

from collections.abc import Callable
from pathlib import Path

from movewatch.errors import MovewatchError


def read_text(path: Path, unreadable: Callable[[str], MovewatchError]) -> str:
    """The file's text.

    Args:
        path: the file.
        unreadable: makes the error from the reason why it cannot be read.

    Raises:
        MovewatchError: what ``unreadable`` made.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise unreadable(error.strerror or type(error).__name__) from error
    except UnicodeDecodeError as error:
        raise unreadable(f"it is not UTF-8 (byte {error.start})") from error
