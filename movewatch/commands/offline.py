"""Commands that need no Kafka: dry-run."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from movewatch.commands.shared import FOUND, UnreadableFileError, end, errors, settings_here
from movewatch.offline.show import Show


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("dry-run", rich_help_panel="Start here")(_dry_run)


def _dry_run(
    events: Annotated[
        Path, typer.Argument(help="Records, one JSON object a line as of kcat -J; - for standard input.")
    ],
    policy: Annotated[Path | None, typer.Option(help="Policy file; else the one of the settings.")] = None,
    show: Annotated[list[Show] | None, typer.Option(help="What to write; several times for several.")] = None,
    horizon: Annotated[int, typer.Option(min=0, max=3650, help="Days that pass after the last record.")] = 30,
    tick: Annotated[
        list[datetime] | None,
        typer.Option(
            formats=["%Y-%m-%dT%H:%M:%S"],
            help="Let no time pass until all records are worked off; then it becomes this time (UTC). Several times "
            "for several. Replaces --horizon.",
        ),
    ] = None,
    assume_delivered: Annotated[
        bool, typer.Option("--deliver", help="Act as if each released suggestion were mailed at once.")
    ] = False,
) -> None:
    """Say what recorded events would lead to: no Kafka, nothing is sent, the same answer each time.

    Records are taken in the order of their lines, so sort them by ts where several topics were recorded. Writes JSON
    lines, each with `what` it is: suggestion, signal, suppression, dead-letter or row. Suggestions (the default) come
    last, in their latest revision.

    Exit code 1: some lines could not be read; the first ten are reported by number, and the others were run.
    """
    from movewatch.offline.dry_run import Printer, dry_run, pipeline_of  # noqa: PLC0415 - loads every rule
    from movewatch.policy_file import load_policy  # noqa: PLC0415

    settings = settings_here()
    printer = Printer(frozenset(show or [Show.SUGGESTIONS]), typer.echo)
    pipeline = pipeline_of(settings, load_policy(policy or settings.policy), printer, assume_delivered=assume_delivered)
    with _lines_of(events) as lines:
        summary = dry_run(
            lines,
            pipeline,
            printer,
            prefix=settings.topic_prefix,
            horizon=timedelta(days=horizon),
            ticks=[at.replace(tzinfo=UTC) for at in tick or ()],
        )
    errors.print(
        f"{summary.records} records, {summary.suggestions} suggestions, {summary.suppressions} suppressions, "
        f"{summary.dead_letters} dead letters, {summary.unread} lines not read."
    )
    if summary.unread:
        more = summary.unread - len(summary.mistakes)
        rest = [f"and {more} more."] if more else []
        end(FOUND, *(str(mistake) for mistake in summary.mistakes), *rest)


@contextmanager
def _lines_of(path: Path) -> Iterator[Iterator[bytes]]:
    if str(path) == "-":
        yield iter(sys.stdin.buffer)
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be read: {error.strerror}.") from error
    with file:
        yield iter(file)
