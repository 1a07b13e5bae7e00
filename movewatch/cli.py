"""The ``movewatch`` command: puts the commands of movewatch.commands together, and turns errors into messages."""

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from movewatch.commands import (
    broker,
    classify,
    files,
    gateway,
    importing,
    letters,
    mapping,
    offline,
    operate,
    privacy,
    resync,
    unlink,
    work,
)
from movewatch.commands.shared import REFUSED, errors, remember_config
from movewatch.errors import MovewatchError
from movewatch.guard import check_packages

INTERRUPTED: Final = 130
_TRACEBACK: Final = "MOVEWATCH_TRACEBACK"
_EPILOG: Final = (
    "Exit codes: 0 all is well; 1 the command did its work and found, or had to leave, something wrong; "
    "2 it could not do its work (usage, settings, no broker, no file); 130 interrupted."
)

app = typer.Typer(
    name="movewatch",
    help="Watches contacts move and projects end well, and suggests to the right owner what to do about it.",
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for part in (
    work,
    gateway,
    operate,
    importing,
    resync,
    letters,
    privacy,
    unlink,
    offline,
    mapping,
    classify,
    broker,
    files,
):
    part.add_to(app)


@app.callback()
def _before_all(
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", "-c", help="Settings file; else $MOVEWATCH_CONFIG, else movewatch.toml if it is here."
        ),
    ] = None,
    show_traceback: Annotated[
        bool, typer.Option("--traceback", help="Show where in the program an unexpected error came from.")
    ] = False,
) -> None:
    if show_traceback:
        os.environ[_TRACEBACK] = "1"
    check_packages()
    remember_config(config)


def run(arguments: Sequence[str]) -> int:
    """Run one command; return the process's exit code. Never raises, never shows a stack trace unasked."""
    try:
        app(list(arguments), prog_name="movewatch")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    except MovewatchError as error:
        errors.print(f"movewatch: {error}")
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough (movewatch … | head). Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last resort: a fault of ours is told in one line
        return _unexpected(error)
    return 0


def main() -> None:
    """Entry point of the ``movewatch`` script."""
    sys.exit(run(sys.argv[1:]))


def _unexpected(error: Exception) -> int:
    if os.environ.get(_TRACEBACK):
        errors.print("".join(traceback.format_exception(error)))
    else:
        errors.print(
            f"movewatch: unexpected {type(error).__name__}: {error}. This is a fault of movewatch; "
            "movewatch --traceback … shows where."
        )
    return REFUSED
