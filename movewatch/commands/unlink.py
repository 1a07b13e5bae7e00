"""The command for whoever sees that two people were taken for one: unlink."""

import json
from typing import Annotated

import typer

from movewatch.commands.shared import FOUND, AsJson, end, settings_here


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("unlink", rich_help_panel="Operate")(_unlink)


def _unlink(
    one: Annotated[str, typer.Argument(help="The key of a contact's record, tenant/source/id.")],
    other: Annotated[str, typer.Argument(help="The key of the other one.")],
    execute: Annotated[
        bool, typer.Option("--execute", help="Part them; without it is only told what links them.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Part two records that were taken for one person: what came of their link is taken back, and stays so.

    Exit code 1: they are not linked (with --execute they never will be), or Kafka did not take it.
    """
    from movewatch.operations.unlink import linked_by, unlink  # noqa: PLC0415 - the Kafka client takes a while to load

    settings = settings_here()
    identifiers = linked_by(settings, one, other)
    problems = unlink(settings, one, other).problems if execute else []
    if as_json:
        typer.echo(json.dumps({"linked_by": list(identifiers), "executed": execute, "problems": problems}))
    else:
        by = f"Linked by {', '.join(identifiers)}." if identifiers else "Not linked."
        typer.echo(f"{by} {'Parted.' if execute else 'To be parted with --execute.'}")
    if problems or not identifiers:
        end(FOUND, *problems)
