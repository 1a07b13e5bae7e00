"""What several commands need: the settings, the policy, and how a command ends."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import typer
from rich.console import Console

from movewatch.errors import MovewatchError

if TYPE_CHECKING:  # they take half a second to load, which `--help` need not wait for
    from movewatch.policy import Policy
    from movewatch.settings import Settings

OK: Final = 0
FOUND: Final = 1
"""The command did its work and found, or left, something wrong."""
REFUSED: Final = 2
"""The command could not do its work: wrong usage or settings, no broker, no file."""

errors = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
"""Where messages for people go; standard output is for results."""


class UnreadableFileError(MovewatchError):
    """A file cannot be read."""


def settings_here() -> "Settings":
    """The settings of this run."""
    from movewatch.settings import load_settings  # noqa: PLC0415 - see above

    return load_settings()


def remember_config(config: Path | None) -> None:
    """Keep the settings file given on the command line for this process and the workers it starts."""
    if config is not None:
        from movewatch.settings import CONFIG_VARIABLE  # noqa: PLC0415 - see above

        os.environ[CONFIG_VARIABLE] = str(config.absolute())


def policy_of(path: Path | None) -> "Policy":
    """The policy of a file, or the default one.

    Raises:
        UnreadableFileError: the file is not there.
        PolicyError: it is no policy.
    """
    from movewatch.policy import DEFAULT_POLICY, parse_policy  # noqa: PLC0415 - see above

    if path is None:
        return DEFAULT_POLICY
    return parse_policy(text_of(path), str(path))


def text_of(path: Path) -> str:
    """The text of a file.

    Raises:
        UnreadableFileError: it is not there, or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"{path} cannot be read: it is not UTF-8.") from error


def end(code: int, *messages: str) -> NoReturn:
    """End the command with these messages on standard error."""
    for message in messages:
        errors.print(message)
    raise typer.Exit(code)
