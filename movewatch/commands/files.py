"""Commands about files: templates, JSON Schemas, the reference; and the version."""

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Final

import typer

from movewatch.commands.shared import FOUND, AsJson, end, end_with_problems, settings_here

SCHEMAS_DIR: Final = Path("docs/reference/schemas")
REFERENCE_DIR: Final = Path("docs/reference")

_templates = typer.Typer(help="Look after templates.", no_args_is_help=True)
_schemas = typer.Typer(help="The JSON Schemas of all messages.", no_args_is_help=True)
_reference = typer.Typer(help="The reference pages of settings and commands.", no_args_is_help=True)

_Check = Annotated[bool, typer.Option("--check", help="Write nothing; exit code 1 if a file is not current.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_templates, name="templates", rich_help_panel="Operate")
    app.add_typer(_schemas, name="schemas", rich_help_panel="Develop")
    app.add_typer(_reference, name="reference", rich_help_panel="Develop")
    app.command("version", rich_help_panel="Start here")(_version)


@_templates.command("check")
def _check_templates(
    folder: Annotated[Path | None, typer.Argument(help="Your templates; else those of the settings.")] = None,
    as_json: AsJson = False,
) -> None:
    """Render every template with examples, and list what is wrong. Exit code 1: something is.

    --json: `problems`.
    """
    from movewatch.rendering.check import check_templates  # noqa: PLC0415 - loads Jinja2

    problems = check_templates(folder or settings_here().templates)
    end_with_problems(problems, "All templates are as they should be.", as_json=as_json)


@_schemas.command("export")
def _export_schemas(
    folder: Annotated[Path, typer.Argument(help="Where to.")] = SCHEMAS_DIR, check: _Check = False
) -> None:
    """Write the JSON Schema of each message, one file each."""
    from movewatch.reference import schema_files  # noqa: PLC0415 - takes a while

    _bring(folder, schema_files(), check=check, whole_folder=True)


@_reference.command("export")
def _export_reference(
    folder: Annotated[Path, typer.Argument(help="Where to.")] = REFERENCE_DIR, check: _Check = False
) -> None:
    """Write the pages that follow from the program: settings and commands."""
    from movewatch.reference import reference_files  # noqa: PLC0415 - takes a while

    _bring(folder, reference_files(), check=check, whole_folder=False)


def _version(as_json: Annotated[bool, typer.Option("--json", help="With the versions it stands on.")] = False) -> None:
    """Say which movewatch this is."""
    if not as_json:
        typer.echo(f"movewatch {_version_of('movewatch')}")
        return
    parts = {
        "movewatch": "movewatch",
        "faust": "faust-streaming",
        "aiokafka": "aiokafka",
        "kafka-python": "kafka-python",
    }
    versions = {name: _version_of(distribution) for name, distribution in parts.items()}
    typer.echo(json.dumps({**versions, "python": platform.python_version()}))


def _version_of(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "not installed"


def _bring(folder: Path, files: dict[str, str], *, check: bool, whole_folder: bool) -> None:
    """Make the files of a folder current, or say which are not."""
    from movewatch.reference import bring, differing  # noqa: PLC0415 - takes a while

    if not check:
        bring(folder, files, whole_folder=whole_folder)
        typer.echo(f"{len(files)} files in {folder}.")
        return
    if stale := differing(folder, files, whole_folder=whole_folder):
        end(FOUND, f"Not current in {folder}; run the same command without --check:", *(f"  {name}" for name in stale))
    typer.echo(f"All {len(files)} files in {folder} are current.")
