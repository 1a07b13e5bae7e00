"""The worker of one stage: ``python -m agents.worker STAGE``, or ``faust -A agents.worker worker``.

The second form finds the stage's name in ``MOVEWATCH_STAGE``.

``movewatch worker`` checks everything first and starts one of these for each stage.
"""

import logging
import os
import sys
from typing import Any, NoReturn

import click
import faust
import structlog

from agents.composition import build_app
from movewatch.errors import MovewatchError
from movewatch.guard import check_packages
from movewatch.settings import STAGE_VARIABLE, load_settings
from schemas.topics import STAGES, stage_named
from streams import App, ExitCode


def app_of(name: str) -> App:
    """The app of a stage by its name.

    Raises:
        MovewatchError: there is no such stage, or something it needs cannot be used.
    """
    check_packages()
    try:
        stage = stage_named(name)
    except KeyError:
        names = ", ".join(stage.name for stage in STAGES)
        hint = "" if name else f" Name one in {STAGE_VARIABLE}."
        raise MovewatchError(f"There is no stage {name!r}. Stages are: {names}.{hint}") from None
    return build_app(stage, load_settings())


def main() -> NoReturn:
    """Run the stage named on the command line until a signal comes."""
    _log()
    if len(sys.argv) != 2:  # noqa: PLR2004 - the program and one stage
        sys.exit("usage: python -m agents.worker STAGE")
    try:
        app = app_of(sys.argv[1])
    except MovewatchError as error:
        print(error, file=sys.stderr)
        sys.exit(ExitCode.CONFIG)
    worker = faust.Worker(app, loglevel="INFO", override_logging=False, redirect_stdouts=False)
    worker.execute_from_commandline()
    sys.exit(0)


def _log() -> None:
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in ("aiokafka", "kafka", "faust", "mode"):
        # What these say in passing is about themselves; what matters they say as a warning.
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def __getattr__(name: str) -> Any:
    """Give ``faust -A agents.worker`` its app, built when it is asked for and not when this is imported."""
    if name == "app":
        try:
            return app_of(os.environ.get(STAGE_VARIABLE, ""))
        except MovewatchError as error:
            # Faust's command is click's, which shows its own exceptions as a message.
            raise click.ClickException(str(error)) from error
    raise AttributeError(name)


if __name__ == "__main__":
    main()
