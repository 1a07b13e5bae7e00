"""Commands for what could not be used: dead-letters list, show, stats, replay."""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table

from movewatch.commands.shared import FOUND, REFUSED, AsJson, end, errors, settings_here
from schemas.topics import STAGES

if TYPE_CHECKING:  # the Kafka client takes a while to load, which `--help` need not wait for
    from movewatch.operations.letters import Letter, Wanted
    from movewatch.operations.letters_reader import Replayed

_PLACE: Final = re.compile(r"(?P<topic>[^/]+)/(?P<partition>\d{1,9})/(?P<offset>\d{1,18})")

Topic = Annotated[str | None, typer.Option(help="The topic that the record came from, without the prefix.")]
Stage = Annotated[str | None, typer.Option(help=f"The stage that refused it: {', '.join(one.name for one in STAGES)}.")]
Partition = Annotated[int | None, typer.Option(min=0, help="The record's partition.")]
First = Annotated[int | None, typer.Option("--from-offset", min=0, help="The first offset of the record's topic.")]
Last = Annotated[int | None, typer.Option("--to-offset", min=0, help="The last offset, included.")]
_WIDE: Final = 4_000
_FORMATS: Final = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]
Since = Annotated[datetime | None, typer.Option(formats=_FORMATS, help="Records written since then (UTC).")]
Until = Annotated[datetime | None, typer.Option(formats=_FORMATS, help="Records written until then (UTC).")]
Reason = Annotated[str | None, typer.Option(help="What was wrong, as list shows it: a reason, or an exception's name.")]
Redact = Annotated[
    bool | None,
    typer.Option("--redact/--no-redact", help="Only the shape of values. On a terminal that is what is shown unasked."),
]

_letters = typer.Typer(help="See what could not be used, and send it back.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_letters, name="dead-letters", rich_help_panel="Operate")


@_letters.command("list")
def _list(
    topic: Topic = None,
    stage: Stage = None,
    partition: Partition = None,
    first: First = None,
    last: Last = None,
    since: Since = None,
    until: Until = None,
    reason: Reason = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, at most.")] = 100,
    as_json: AsJson = False,
) -> None:
    """List dead letters: where each record came from, what was wrong, and how often it was tried.

    --json writes one object a line, without keys and values.
    """
    wanted = _wanted(topic, stage, partition, first, last, since, until, reason)
    table = Table("record", "stage", "written at", "tries", "reason", "message", box=None, pad_edge=False)
    shown = 0
    for letter in _read(wanted):
        if shown == limit:
            errors.print(f"There are more than {limit}; --limit shows more of them.")
            break
        shown += 1
        if as_json:
            typer.echo(json.dumps(_about(letter)))
        else:
            at = f"{letter.written_at:%Y-%m-%d %H:%M:%S}"
            table.add_row(str(letter.origin), letter.stage, at, str(letter.attempts), letter.reason, letter.message)
    if not as_json:
        _print(table if shown else "There are none.")


@_letters.command("show")
def _show(
    record: Annotated[str, typer.Argument(help="The record, as list shows it: TOPIC/PARTITION/OFFSET.")],
    redact: Redact = None,
) -> None:
    """Show all that is known of a record that could not be used, one JSON object for each time that it was refused.

    Exit code 1: there is no such letter.
    """
    found = _PLACE.fullmatch(record)
    if found is None:
        end(REFUSED, f"{record!r} is no record. Name it as list does: TOPIC/PARTITION/OFFSET.")
    from movewatch.operations.letters import Wanted  # noqa: PLC0415 - see above

    offset = int(found["offset"])
    hidden = sys.stdout.isatty() if redact is None else redact
    letters = list(_read(Wanted(found["topic"], partition=int(found["partition"]), first=offset, last=offset)))
    for letter in letters:
        typer.echo(json.dumps(_about(letter) | _contents(letter, redact=hidden), ensure_ascii=False))
    if not letters:
        end(FOUND, f"There is no dead letter of {record}.")


@_letters.command("stats")
def _stats(
    topic: Topic = None,
    stage: Stage = None,
    since: Since = None,
    until: Until = None,
    reason: Reason = None,
    as_json: AsJson = False,
) -> None:
    """Count dead letters by topic, stage and reason."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for letter in _read(_wanted(topic, stage, None, None, None, since, until, reason)):
        counts[letter.origin.topic, letter.stage, letter.reason] += 1
    lines = [(*what, number) for what, number in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]
    if as_json:
        names = ("topic", "stage", "reason", "letters")
        typer.echo(
            json.dumps({"letters": counts.total(), "by": [dict(zip(names, line, strict=True)) for line in lines]})
        )
        return
    table = Table("topic", "stage", "reason", "letters", box=None, pad_edge=False)
    for line in lines:
        table.add_row(*map(str, line))
    _print(table if lines else "There are none.")


@_letters.command("replay")
def _replay(
    topic: Topic = None,
    stage: Stage = None,
    partition: Partition = None,
    first: First = None,
    last: Last = None,
    since: Since = None,
    until: Until = None,
    reason: Reason = None,
    execute: Annotated[bool, typer.Option("--execute", help="Send them; without it they are only counted.")] = False,
    rate: Annotated[int, typer.Option(min=1, max=10_000, help="Letters a second, at most.")] = 100,
    most_replays: Annotated[
        int, typer.Option("--max-replays", min=1, max=1000, help="A letter sent back so often stays.")
    ] = 3,
    again: Annotated[bool, typer.Option("--again", help="Also what the same call has sent before.")] = False,
    as_json: AsJson = False,
) -> None:
    """Send records back to where they came from, once what kept them from being used is mended.

    Nothing is deleted. The same call goes on where it was interrupted, and sends no letter twice; what has come since
    is sent, too. A record that is refused again becomes a letter again, with one more try.

    Exit code 1: some letters were left.
    """
    from movewatch.operations.letters_reader import replay  # noqa: PLC0415 - see above

    wanted = _wanted(topic, stage, partition, first, last, since, until, reason)
    done = replay(settings_here(), wanted, execute=execute, per_second=rate, most_replays=most_replays, again=again)
    if as_json:
        typer.echo(json.dumps({"executed": execute, "sent": done.sent, "left": done.left}))
    else:
        typer.echo(_told(done, execute=execute))
    if done.left:
        raise typer.Exit(FOUND)


def _print(what: Table | str) -> None:
    """Write a table as wide as the terminal is; one that is piped is for a program, and nothing in it is cut."""
    Console(width=None if sys.stdout.isatty() else _WIDE).print(what, markup=False)


def _told(done: "Replayed", *, execute: bool) -> str:
    what = "sent" if execute else "would be sent; --execute sends them"
    left = [f"  {number} left: {why}." for why, number in sorted(done.left.items())]
    return "\n".join([f"{done.sent} dead letters {what}.", *left])


def _wanted(
    topic: str | None,
    stage: str | None,
    partition: int | None,
    first: int | None,
    last: int | None,
    since: datetime | None,
    until: datetime | None,
    reason: str | None,
) -> "Wanted":
    from movewatch.operations.letters import Wanted  # noqa: PLC0415 - see above

    names = [one.name for one in STAGES]
    if stage is not None and stage not in names:
        end(REFUSED, f"There is no stage {stage}. Stages are: {', '.join(names)}.")
    known = sorted({read.name for one in STAGES for read in one.reads})
    if topic is not None and topic not in known:
        end(REFUSED, f"No stage reads {topic}. They read: {', '.join(known)}.")
    prefixed = None if topic is None else settings_here().topic_prefix + topic
    return Wanted(prefixed, stage, partition, first, last, _ms(since), _ms(until), reason)


def _ms(at: datetime | None) -> int | None:
    return None if at is None else int(at.replace(tzinfo=UTC).timestamp() * 1000)


def _read(wanted: "Wanted") -> Iterator["Letter"]:
    from movewatch.operations.letters_reader import read_letters  # noqa: PLC0415 - see above

    return read_letters(settings_here(), wanted)


def _about(letter: "Letter") -> dict[str, Any]:
    return {
        "record": str(letter.origin),
        "letter": str(letter.at),
        "stage": letter.stage,
        "written_at": letter.written_at.isoformat(),
        "reason": letter.reason,
        "message": letter.message,
        "tries": letter.attempts,
        "sent_back": letter.replays,
    }


def _contents(letter: "Letter", *, redact: bool) -> dict[str, Any]:
    from movewatch.operations.letters import shown_value  # noqa: PLC0415 - see above
    from schemas.letters import PREFIX  # noqa: PLC0415

    own = [(name, value) for name, value in letter.headers if not name.startswith(PREFIX)]
    return {
        "key": shown_value(letter.key, redact=redact),
        "value": shown_value(letter.value, redact=redact),
        "value_left_out": letter.left_out,
        "headers": {name: shown_value(value, redact=False) for name, value in own},
        "stacktrace": letter.stacktrace,
    }
