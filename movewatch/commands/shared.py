"""What several commands need: the settings, how results are written, and how a command ends."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

import typer
from rich.console import Console

from movewatch.errors import MovewatchError

if TYPE_CHECKING:  # they take half a second to load, which `--help` need not wait for
    from movewatch.settings import Settings

FOUND: Final = 1
"""The command did its work and found, or left, something wrong."""
REFUSED: Final = 2
"""The command could not do its work: wrong usage or settings, no broker, no file."""

_SHOWN: Final = 20
"""Problems that are written out."""

AsJson = Annotated[
    bool, typer.Option("--json", help="The result as one JSON object; messages for people go to standard error.")
]

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


def say(text: str, result: Mapping[str, Any], *, as_json: bool) -> None:
    """Write a result: as text, or, where JSON is wanted, as JSON, and the text to standard error."""
    if not as_json:
        typer.echo(text)
        return
    errors.print(text)
    typer.echo(json.dumps(result))


def say_refused(refused: int, problems: Sequence[str], *, as_json: bool) -> None:
    """Write the first problems to standard error, and how many more there are; with JSON all stand in the result."""
    for problem in problems[:_SHOWN]:
        errors.print(problem)
    if refused > _SHOWN and not as_json:
        errors.print(f"and {refused - _SHOWN} more")


def end(code: int, *messages: str) -> NoReturn:
    """End the command with these messages on standard error."""
    for message in messages:
        errors.print(message)
    raise typer.Exit(code)


def end_with_problems(
    problems: Sequence[str], all_well: str, about: Mapping[str, Any] | None = None, *, as_json: bool
) -> None:
    """Say what a check found, and end the command where that is something.

    Args:
        problems: what is wrong, a line each.
        all_well: said where nothing is.
        about: what the JSON object has besides ``problems``.
        as_json: whether one is wanted.
    """
    result = {**(about or {}), "problems": list(problems)}
    if not problems:
        say(all_well, result, as_json=as_json)
        return
    if as_json:
        typer.echo(json.dumps(result))
    end(FOUND, *problems)
