"""The command for whoever starts with contacts that are there already, or has lost events: import."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from movewatch.commands.mapping import MappingFile
from movewatch.commands.shared import FOUND, REFUSED, AsJson, end, say_refused, settings_here


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import", rich_help_panel="Operate")(_import)


def _import(
    file: Annotated[Path, typer.Argument(help="The export: .csv with a line of names, or one JSON object a line.")],
    source: Annotated[str, typer.Option(help="The CRM that it comes from, as the header `source` names it.")],
    tenant: Annotated[str | None, typer.Option(help="The tenant; else the one of the settings.")] = None,
    mapping: MappingFile = None,
    made_at: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%dT%H:%M:%S"], help="When the export was made (UTC); else now."),
    ] = None,
    execute: Annotated[
        bool, typer.Option("--execute", help="Publish what was missed; without it that is only counted.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take an export of contacts as it is, and publish what contacts does not hold: the beginning, and lost events.

    What is published are snapshots: they are taken over, and suggest nothing. A second import of the same file
    publishes nothing. Which column is what says the mapping's `columns`, else the source's own names and `id`.

    Exit code 1: some rows could not be used; the others were.
    """
    from movewatch.intake.adapters import ADAPTERS  # noqa: PLC0415 - these take a while to load
    from movewatch.offline.dry_run import intake_of  # noqa: PLC0415
    from movewatch.operations.import_file import import_file  # noqa: PLC0415

    if source not in ADAPTERS:
        end(REFUSED, f"There is no source {source}. Sources are: {', '.join(ADAPTERS)}.")
    settings = settings_here()
    config = intake_of(settings.model_copy(update={"mapping": mapping or settings.mapping}))
    at = time.time_ns() // 1_000_000 if made_at is None else int(made_at.replace(tzinfo=UTC).timestamp() * 1000)
    done = import_file(settings, config, file, source, tenant or settings.tenant, at, execute=execute)
    if as_json:
        counts = {"rows": done.rows, "missed": done.missed, "erased": done.erased, "refused": done.refused}
        typer.echo(json.dumps({**counts, "executed": execute, "problems": done.problems}))
    else:
        what = "published" if execute else "to be published with --execute"
        erased = f", {done.erased} of people who asked to be forgotten" if done.erased else ""
        typer.echo(f"{done.rows} rows, {done.missed} {what}{erased}.")
    say_refused(done.refused, done.problems, as_json=as_json)
    if done.refused:
        raise typer.Exit(FOUND)
