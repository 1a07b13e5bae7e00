"""The mapped fields of an installation's tenants: read from their file, or none."""

from pathlib import Path

from movewatch.intake.adapters import ADAPTERS
from movewatch.intake.mapping import MappingError, Mappings, parse_mappings
from movewatch.text_file import read_text


def load_mappings(path: Path | None) -> Mappings:
    """The mappings of a file, or none where there is no file.

    Raises:
        MappingError: the file cannot be read, or is no mapping. All mistakes in it are listed at once.
    """
    if path is None:
        return {}

    def unreadable(reason: str) -> MappingError:
        return MappingError(
            f"The mapping {path} cannot be read: {reason}. Give another file, or set MOVEWATCH_MAPPING."
        )

    return parse_mappings(read_text(path, unreadable), ADAPTERS, str(path))
