"""The command for what a CRM said had changed without saying to what: resync."""

import json
from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from movewatch.commands.mapping import MappingFile
from movewatch.commands.shared import FOUND, AsJson, end, errors, say_refused, settings_here

if TYPE_CHECKING:  # they take a while to load, which `--help` need not wait for
    from movewatch.intake.dirty import Entity
    from movewatch.operations.resync import Resynced

_resync = typer.Typer(help="Read a CRM's records again that are dirty.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_resync, name="resync", rich_help_panel="Operate")


@_resync.command("salesforce")
def _salesforce(
    tenant: Annotated[str | None, typer.Option(help="Whose records; else the tenant of the settings.")] = None,
    mapping: MappingFile = None,
    again: Annotated[
        bool, typer.Option("--again", help="Look at all dead letters that there are, whatever was read before.")
    ] = False,
    execute: Annotated[
        bool, typer.Option("--execute", help="Read the records; without it is only told which are dirty.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read again what Salesforce's gap and overflow events have made dirty, and publish what is not held yet.

    A gap names records; an overflow makes all records of its object dirty. They lie among the dead letters. What is
    published are snapshots: they are taken over, and suggest nothing. How far the dead letters were read is remembered.

    Exit code 1: some records could not be used, and all is read again next time; or some events do not say what is
    dirty.
    """
    from movewatch.offline.dry_run import intake_of  # noqa: PLC0415 - these take a while to load
    from movewatch.operations import resync  # noqa: PLC0415
    from movewatch.operations.salesforce import SalesforceReader  # noqa: PLC0415

    settings = settings_here()
    config = intake_of(settings.model_copy(update={"mapping": mapping or settings.mapping}))
    whose = tenant or settings.tenant
    found = resync.find_dirty(settings, config, whose, again=again)
    dirty = {entity: None if one.ids is None else len(one.ids) for entity, one in found.dirty.items()}
    done = resync.Resynced()
    if execute and dirty:
        with closing(SalesforceReader(settings.salesforce)) as salesforce:
            done = resync.resync(settings, config, whose, found, salesforce)
    if as_json:
        counts = {"read": done.read, "published": done.missed, "gone": done.gone, "unreadable": found.unreadable}
        typer.echo(json.dumps({"dirty": dirty, **counts, "executed": execute, "problems": done.problems}))
    else:
        typer.echo(_in_words(dirty, done, execute=execute))
    say_refused(done.refused, done.problems, as_json=as_json)
    if found.unreadable:
        errors.print(f"{found.unreadable} events do not say what is dirty: movewatch dead-letters list shows them.")
    if done.refused or found.unreadable:
        end(FOUND)


def _in_words(dirty: Mapping["Entity", int | None], done: "Resynced", *, execute: bool) -> str:
    if not dirty:
        return "Nothing is dirty."
    what = ", ".join(f"all of {entity}" if count is None else f"{entity}: {count}" for entity, count in dirty.items())
    if not execute:
        return f"Dirty: {what}. To be read again with --execute."
    return f"Dirty: {what}. {done.read} read, {done.missed} messages published, {done.gone} not there."
