"""The reference pages and schemas that follow from the program: kept in docs/reference, compared in a test."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import typer

from movewatch.settings import NOT_SETTINGS, Setting, all_settings
from schemas.base import Message
from schemas.flow import TOPIC_OF
from schemas.freshness import SourceHeard
from schemas.ticks import Tick

_GENERATED: Final = "<!-- Made by `movewatch reference export`. -->\n"


def reference_files() -> dict[str, str]:
    """The pages by file name."""
    return {"settings.md": settings_page(), "cli.md": cli_page()}


def schema_files() -> dict[str, str]:
    """The JSON Schema of each message by file name, such as ``contact-changed.json``."""
    messages: list[type[Message]] = [*TOPIC_OF, SourceHeard, Tick]
    return {
        f"{_kebab(message.__name__)}.json": json.dumps(message.model_json_schema(), indent=2, ensure_ascii=False) + "\n"
        for message in messages
    }


def differing(folder: Path, files: dict[str, str], *, whole_folder: bool) -> list[str]:
    """Names of the files that are missing or not current, and where the folder is ours alone of those too many."""
    stale = [name for name, text in files.items() if _text(folder / name) != text]
    return sorted(stale + (_leftovers(folder, files) if whole_folder else []))


def bring(folder: Path, files: dict[str, str], *, whole_folder: bool) -> None:
    """Make the files of a folder current. What is not ours to make is removed where the folder is ours alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name in _leftovers(folder, files) if whole_folder else ():
        (folder / name).unlink()


def settings_page() -> str:
    """docs/reference/settings.md."""
    rows = "\n".join(_setting_row(setting) for setting in all_settings())
    others = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in NOT_SETTINGS.items())
    return f"""{_GENERATED}
# Settings

A setting comes from its environment variable, else from the file, else it has its default. The file is the one named
by `--config`, else by `MOVEWATCH_CONFIG`, else `movewatch.toml` in the current folder. It is TOML; `delivery.host` is
`host` in the section `[delivery]`. A name that is not in this table is a mistake. All mistakes are listed at once, and
the exit code is 2. Secrets belong into the environment; they are never shown.

What the rules decide is no setting: it stands in the policy file.

| Setting | Variable | Value | Default | Meaning |
|---|---|---|---|---|
{rows}

## Other variables

| Variable | Meaning |
|---|---|
{others}
"""


def cli_page() -> str:
    """docs/reference/cli.md."""
    from movewatch.cli import app  # noqa: PLC0415 - the command line loads this module for one of its commands

    command = typer.main.get_command(app)
    parts = "\n".join(_sections("movewatch", command))
    return f"{_GENERATED}\n# Commands\n\n{parts}"


def _setting_row(setting: Setting) -> str:
    cells = (
        f"`{setting.name}`",
        f"`{setting.variable}`",
        setting.accepts,
        _default(setting),
        setting.field.description,
    )
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _default(setting: Setting) -> str:
    value = setting.field.default
    return "none" if value is None else f"`{value}`" if str(value) else "empty"


def _sections(path: str, command: Any) -> Iterator[str]:
    yield f"## `{path}`\n"
    yield _unwrapped(command.help or "") + "\n"
    yield f"    {_usage(path, command)}\n"
    if rows := [_parameter_row(each) for each in command.params if each.name != "help"]:
        yield "| Parameter | Meaning | Default |\n|---|---|---|\n" + "\n".join(rows) + "\n"
    if command.epilog:
        yield command.epilog + "\n"
    for name, below in getattr(command, "commands", {}).items():
        yield from _sections(f"{path} {name}", below)


def _usage(path: str, command: Any) -> str:
    arguments = [_argument(each) for each in command.params if each.param_type_name == "argument"]
    below = ["COMMAND [ARGS]..."] if hasattr(command, "commands") else []
    return " ".join([path, "[OPTIONS]", *arguments, *below])


def _argument(parameter: Any) -> str:
    name = parameter.metavar or parameter.name.upper()
    return name if parameter.required or name.startswith("[") else f"[{name}]"


def _parameter_row(parameter: Any) -> str:
    is_argument = parameter.param_type_name == "argument"
    names = _argument(parameter) if is_argument else ", ".join(parameter.opts)
    default = "" if parameter.default in (None, False, ()) else f"`{parameter.default}`"
    return f"| `{names}` | {_unwrapped(parameter.help or '')} | {default} |"


def _unwrapped(text: str) -> str:
    """Paragraphs, one line each."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _kebab(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _leftovers(folder: Path, files: dict[str, str]) -> list[str]:
    return sorted(path.name for path in folder.glob("*") if path.is_file() and path.name not in files)
