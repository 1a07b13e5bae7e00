"""Commands for ops: topics, publish, lag."""

import json
from pathlib import Path
from typing import Annotated

import typer

from movewatch.commands.shared import FOUND, AsJson, end, end_with_problems, errors, say, settings_here

_topics = typer.Typer(help="Create and check movewatch's topics.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_topics, name="topics", rich_help_panel="Operate")
    app.command("publish", rich_help_panel="Operate")(_publish)
    app.command("lag", rich_help_panel="Operate")(_lag)


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
