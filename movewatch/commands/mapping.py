"""The commands for who maps fields: mapping check and mapping try."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from movewatch.commands.shared import FOUND, AsJson, UnreadableFileError, end, end_with_problems, settings_here

MappingFile = Annotated[Path | None, typer.Option("--mapping", help="Mapping file; else the one of the settings.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    mapping = typer.Typer(help="See that a mapping of fields is right.", no_args_is_help=True)
    mapping.command("check")(_check)
    mapping.command("try")(_try)
    app.add_typer(mapping, name="mapping", rich_help_panel="Start here")


def _check(file: MappingFile = None, as_json: AsJson = False) -> None:
    """Look for mistakes in a mapping file: unknown sources, fields and values, all of them at once.

    Exit code 1: there are some.
    """
    from movewatch.intake.mapping import MappingError  # noqa: PLC0415 - loads every adapter
    from movewatch.mapping_file import load_mappings  # noqa: PLC0415

    path = file or settings_here().mapping
    try:
        mappings = load_mappings(path)
    except MappingError as error:
        end_with_problems(str(error).splitlines(), "", as_json=as_json)
        return
    mapped = [f"{source}.{tenant}" for source, tenant in mappings]
    what = f"{path}: {', '.join(mapped) or 'nothing is mapped'}." if path else "There is no mapping file."
    end_with_problems([], what, {"mapped": mapped}, as_json=as_json)


def _try(
    payload: Annotated[Path, typer.Argument(help="What the source sent, as JSON; - for standard input.")],
    source: Annotated[str, typer.Option(help="The source that sent it, as the header `source` names it.")],
    tenant: Annotated[str | None, typer.Option(help="The tenant; else the one of the settings.")] = None,
    file: MappingFile = None,
) -> None:
    """Show what intake makes of a payload: facts, what is set aside and why, one JSON object a line. Nothing is sent.

    Exit code 1: it would go to the dead letters.
    """
    from movewatch.intake import IntakeConfig, Refusal, read  # noqa: PLC0415 - loads every adapter
    from movewatch.offline.dry_run import intake_of  # noqa: PLC0415
    from schemas.records import Record  # noqa: PLC0415
    from schemas.topics import CRM_EVENTS  # noqa: PLC0415

    settings = settings_here()
    config: IntakeConfig = intake_of(settings.model_copy(update={"mapping": file or settings.mapping}))
    headers = {"source": source, "tenant": tenant or settings.tenant}
    pairs = tuple((name, text.encode()) for name, text in headers.items())
    record = Record(CRM_EVENTS.name, 0, 0, time.time_ns() // 1_000_000, None, _bytes_of(payload), pairs)
    try:
        items = read(record, config)
    except Refusal as refusal:
        end(FOUND, f"Would be a dead letter: {refusal.reason}. {refusal.message}")
    for item in items:
        what = {"set aside": item.reason, "saw": item.saw} if isinstance(item, Refusal) else json.loads(item.to_json())
        typer.echo(json.dumps(what, ensure_ascii=False))


def _bytes_of(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be read: {error.strerror}. Give a file with a payload.") from error
