"""Commands for ops: topics, publish, lag, sources."""

import json
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from movewatch.commands.shared import FOUND, REFUSED, AsJson, end, end_with_problems, errors, say, settings_here
from movewatch.operations.rights import ROLES


class Listing(StrEnum):
    """How a list of sources is written."""

    TABLE = "table"
    JSON = "json"
    PROMETHEUS = "prometheus"


class Form(StrEnum):
    """How ACLs are written."""

    KAFKA_ACLS = "kafka-acls"
    JSON = "json"


_topics = typer.Typer(help="Create and check movewatch's topics.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_topics, name="topics", rich_help_panel="Operate")
    app.command("publish", rich_help_panel="Operate")(_publish)
    app.command("lag", rich_help_panel="Operate")(_lag)
    app.command("sources", rich_help_panel="Operate")(_sources)


@_topics.command("apply")
def _apply(as_json: AsJson = False) -> None:
    """Create the topics that are missing. Never deletes or changes one that is there.

    --json: `created`, their names; `topics`, how many there have to be; `problems` of those that are there.

    Exit code 1: a topic that is there is not as it should be.
    """
    from movewatch.operations import topics  # noqa: PLC0415 - the Kafka client takes a while to load

    settings = settings_here()
    made = topics.apply(settings)
    count = len(topics.wanted(settings))
    problems = topics.check(settings)
    text = "\n  ".join([f"{len(made)} of {count} topics created.", *made])
    say(text, {"topics": count, "created": made, "problems": problems}, as_json=as_json)
    if problems:
        end(FOUND, *problems)


@_topics.command("check")
def _check(as_json: AsJson = False) -> None:
    """Say what is wrong with the topics. Exit code 1: something is, or the broker does not answer.

    --json: `topics`, how many there have to be; `problems`.
    """
    from movewatch.operations import topics  # noqa: PLC0415 - the Kafka client takes a while to load

    settings = settings_here()
    count, problems = len(topics.wanted(settings)), topics.check(settings)
    end_with_problems(problems, f"All {count} topics are as they should be.", {"topics": count}, as_json=as_json)


@_topics.command("acls")
def _acls(
    role: Annotated[
        list[str] | None,
        typer.Option("--role", help=f"Whose: {', '.join(ROLES)}; several times for several. Else all."),
    ] = None,
    principal: Annotated[str | None, typer.Option(help="One user for all of these roles, such as User:ann.")] = None,
    principal_prefix: Annotated[
        str | None,
        typer.Option(
            help="A user for each role: this and the role's name. Else User:movewatch-, the prefix before it."
        ),
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", help="Lines of kafka-acls.sh, or one JSON object for each ACL.")
    ] = Form.KAFKA_ACLS,
    apply: Annotated[
        bool, typer.Option("--apply", help="Add them to Kafka, instead of writing them. None is taken away.")
    ] = False,
) -> None:
    """The least list of ACLs that each stage's user needs, and those of publish, lag and topics apply.

    Follows from the topics that each stage reads and writes. Adding them needs ALTER on the cluster, which none of
    these users has.
    """
    from movewatch.operations.acls import acls_of, kafka_acls  # noqa: PLC0415 - see below
    from movewatch.operations.grant import grant  # noqa: PLC0415 - the Kafka client takes a while to load

    if unknown := [name for name in role or () if name not in ROLES]:
        end(REFUSED, f"There is no role {', '.join(unknown)}. Roles are: {', '.join(ROLES)}.")
    settings = settings_here()
    acls = acls_of(role or ROLES, settings.topic_prefix, principal, principal_prefix)
    if apply:
        typer.echo(f"{grant(settings, acls)} ACLs are there.")
        return
    as_json = form is Form.JSON
    lines = (json.dumps(acl.as_dict()) for acl in acls) if as_json else kafka_acls(acls, settings.bootstrap_servers)
    for line in lines:
        typer.echo(line)


def _publish(
    file: Annotated[Path, typer.Argument(help="Records, one JSON object a line as of kcat -J; - for standard input.")],
    as_json: AsJson = False,
) -> None:
    """Write recorded events to their topics.

    A line's topic is a name without the prefix of this installation (or with it). Its ts becomes the record's time, its
    partition is kept where it is given. Lines that cannot be published are reported by number; the others are
    published.

    --json: `published`, how many; `problems` of the others.

    Exit code 1: some were not.
    """
    from movewatch.operations.publish import publish_file  # noqa: PLC0415 - the Kafka client takes a while to load

    outcome = publish_file(settings_here(), file)
    for problem in outcome.problems:
        errors.print(problem)
    text = f"{outcome.published} published, {len(outcome.problems)} not."
    say(text, {"published": outcome.published, "problems": outcome.problems}, as_json=as_json)
    if outcome.problems:
        raise typer.Exit(FOUND)


def _lag(
    group: Annotated[
        list[str] | None, typer.Option("--group", help="A consumer group; several times for several. Else all stages'.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for each partition.")] = False,
) -> None:
    """How far each stage is behind, in records and in seconds, in the columns of kafka-consumer-groups.sh.

    LAG counts offsets, so that transaction markers and compacted records count too. LAG-SECONDS is the age of the
    oldest record that is still to be read, 0 when there is none.
    """
    from movewatch.operations.lag import table  # noqa: PLC0415 - the Kafka client takes a while to load
    from movewatch.operations.lag_reader import read_lag  # noqa: PLC0415

    rows = read_lag(settings_here(), group)
    lines = [json.dumps(row.as_dict()) for row in rows] if as_json else table(rows)
    for line in lines:
        typer.echo(line)


def _sources(
    silent_after: Annotated[
        float | None,
        typer.Option("--silent-after", min=0, metavar="HOURS", help="End with 1 where a source is silent for longer."),
    ] = None,
    form: Annotated[Listing, typer.Option("--format", help="A table, a JSON object a line, or Prometheus' text.")] = (
        Listing.TABLE
    ),
) -> None:
    """When each source was last heard of, by tenant and topic, the longest silent first.

    Only what a source sends by itself counts: neither imports, nor records that were sent back, nor what could not be
    read.

    Exit code 1: a source is silent for longer than --silent-after.
    """
    from movewatch.operations import sources  # noqa: PLC0415 - the Kafka client takes a while to load
    from movewatch.operations.sources_reader import read_sources  # noqa: PLC0415

    lines, now = read_sources(settings_here()), datetime.now(UTC)
    if form is Listing.PROMETHEUS:
        typer.echo(sources.metrics(lines), nl=False)
    else:
        told = sources.table(lines, now) if form is Listing.TABLE else [json.dumps(one.as_dict(now)) for one in lines]
        for line in told:
            typer.echo(line)
    if silent_after is not None and (silent := sources.silent(lines, now, timedelta(hours=silent_after))):
        end(FOUND, *silent)
