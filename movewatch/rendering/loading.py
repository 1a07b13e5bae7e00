"""Reads the templates, ours and a user's own, from disk. The one place of this package that does IO."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from movewatch.rendering.errors import TemplatesError
from movewatch.rendering.render import Templates, build_templates

_SUFFIX: Final = ".j2"


def load_templates(overlay: Path | None = None) -> Templates:
    """The shipped templates, with a user's own in front of them.

    Args:
        overlay: a folder laid out like ``templates/``; it needs to hold only what differs.

    Raises:
        TemplatesError: the folder is missing, or a file in it cannot be read.
    """
    shipped = _read(files("templates"))
    if overlay is None:
        return build_templates(shipped)
    if not overlay.is_dir():
        raise TemplatesError(
            f"the folder of your own templates, {overlay}, is no folder: create it or change the setting"
        )
    return build_templates(shipped, _read(overlay))


def _read(folder: Traversable, prefix: str = "") -> dict[str, str]:
    texts: dict[str, str] = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = prefix + entry.name
        if entry.is_dir():
            texts.update(_read(entry, f"{name}/"))
        elif entry.name.endswith(_SUFFIX):
            texts[name] = _text(entry, name)
    return texts


def _text(entry: Traversable, name: str) -> str:
    try:
        return entry.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplatesError(
            f"template {name} cannot be read: {type(error).__name__}; it must be UTF-8 text"
        ) from error
