"""Commands for the embedded broker."""

from pathlib import Path
from typing import Annotated

import typer

from movewatch.commands.shared import FOUND, AsJson, say

_broker = typer.Typer(help="Run the embedded Apache Kafka, for trying things out.", no_args_is_help=True)

_DataDir = Annotated[
    Path | None,
    typer.Option("--data", help="Where its data lies; else $MOVEWATCH_HOME/broker, else .movewatch/broker."),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_broker, name="broker", rich_help_panel="Run")


@_broker.command("run")
def _run(
    data: _DataDir = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Its port on the loopback address; 0 for any free one.")
    ] = 9092,
) -> None:
    """Run the broker until Ctrl-C, SIGTERM or `movewatch broker stop`. The first start fetches 45 MB."""
    from movewatch.broker import commands  # noqa: PLC0415 - the Kafka client takes a while to load

    commands.run(data or commands.default_data_dir(), port, typer.echo)


@_broker.command("status")
def _status(data: _DataDir = None, as_json: AsJson = False) -> None:
    """Say whether the broker runs, and where. Exit code 1: it does not.

    --json: `phase`, `data_dir`, and while it runs `bootstrap`, `pid` and `started_at`, else null.
    """
    from movewatch.broker import commands  # noqa: PLC0415 - the Kafka client takes a while to load

    status = commands.status(data or commands.default_data_dir())
    where = f" at {status.state.bootstrap}, process {status.state.pid}" if status.state else ""
    result = {
        "phase": status.phase,
        "data_dir": str(status.data_dir),
        "bootstrap": status.state.bootstrap if status.state else None,
        "pid": status.state.pid if status.state else None,
        "started_at": status.state.started_at if status.state else None,
    }
    say(f"{status.phase}{where} (data in {status.data_dir})", result, as_json=as_json)
    if status.phase != "running":
        raise typer.Exit(FOUND)


@_broker.command("stop")
def _stop(data: _DataDir = None) -> None:
    """Stop the broker, whoever started it."""
    from movewatch.broker import commands  # noqa: PLC0415 - the Kafka client takes a while to load

    before = commands.stop(data or commands.default_data_dir())
    typer.echo("It was not running." if before.phase == "stopped" else "Stopped.")
