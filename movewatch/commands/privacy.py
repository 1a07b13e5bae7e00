"""The commands for who asks what is held, or to be forgotten: export-person, erase."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from movewatch.commands.shared import FOUND, AsJson, end, errors, settings_here

if TYPE_CHECKING:  # the Kafka client takes a while to load, which `--help` need not wait for
    from movewatch.operations.person import Person
    from movewatch.settings import Settings

Keys = Annotated[
    list[str] | None, typer.Argument(metavar="[KEY]...", help="Keys of the person's records, tenant/source/id.")
]
Email = Annotated[str | None, typer.Option(help="An address of theirs.")]
Phone = Annotated[str | None, typer.Option(help="A number of theirs, with its country code.")]
LinkedIn = Annotated[str | None, typer.Option(help="Their profile, as linkedin.com/in/…")]
Tenant = Annotated[str | None, typer.Option(help="Whose contacts are searched; else the tenant of the settings.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("export-person", rich_help_panel="Operate")(_export)
    app.command("erase", rich_help_panel="Operate")(_erase)


def _export(
    keys: Keys = None, email: Email = None, phone: Phone = None, linkedin: LinkedIn = None, tenant: Tenant = None
) -> None:
    """Write all that is held of a person, a JSON object a line: from which topic, since when, and the part about them.

    Of every record of theirs: those that are named, those with the same identifier, and those linked to them.
    """
    from movewatch.operations.person import held_of  # noqa: PLC0415 - the Kafka client takes a while to load

    settings, person = _found(keys, email, phone, linkedin, tenant)
    count = 0
    for held in held_of(settings, person):
        place = {"topic": held.at.topic, "partition": held.at.partition, "offset": held.at.offset}
        told = {**place, "at": held.written_at.isoformat(), "key": held.key, "part": held.part}
        typer.echo(json.dumps(told, ensure_ascii=False))
        count += 1
    errors.print(f"{count} records about {', '.join(person.keys) or 'nobody whom contacts knows'}.")


def _erase(
    keys: Keys = None,
    email: Email = None,
    phone: Phone = None,
    linkedin: LinkedIn = None,
    tenant: Tenant = None,
    execute: Annotated[
        bool, typer.Option("--execute", help="Tell the stages; without it only the person's records are listed.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Forget a person: rows, history, suggestions and drafts, in every stage. What is not yet told is withdrawn.

    Finds their records as export-person does. They are not taken up again, however often their systems tell of them.
    Raw records go when their topics' retention ends (docs/how-to/forget-a-person.md).

    Exit code 1: nobody was found, or Kafka did not take all of it.
    """
    from movewatch.operations.person import erase  # noqa: PLC0415 - the Kafka client takes a while to load

    settings, person = _found(keys, email, phone, linkedin, tenant)
    outcome = erase(settings, person, datetime.now(UTC)) if execute else None
    to_erase = [key for key in person.keys if key not in person.erased]
    problems = outcome.problems if outcome else []
    if as_json:
        told: dict[str, Any] = {"to_erase": to_erase, "erased_before": list(person.erased)}
        typer.echo(json.dumps({**told, "executed": execute, "problems": problems}))
    else:
        what = "to be forgotten" if execute else "to be forgotten with --execute"
        typer.echo("\n".join([f"{len(to_erase)} {what}, {len(person.erased)} were before.", *to_erase]))
    if problems or not person.keys:
        end(FOUND, *(problems or ["Nobody was found."]))


def _found(
    keys: list[str] | None, email: str | None, phone: str | None, linkedin: str | None, tenant: str | None
) -> "tuple[Settings, Person]":
    from movewatch.operations.person import find_person  # noqa: PLC0415 - the Kafka client takes a while to load
    from schemas.facts import ContactFields  # noqa: PLC0415 - as above

    settings = settings_here()
    fields = ContactFields(email=email, phone=phone, linkedin_url=linkedin)
    return settings, find_person(settings, tenant or settings.tenant, keys or (), fields)
