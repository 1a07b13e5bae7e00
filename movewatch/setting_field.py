"""How one setting is declared. Pure."""

from typing import Any

from pydantic import Field


def setting(default: Any, description: str, accepts: str, **limits: Any) -> Any:
    """A field with what the reference says of it: what it means, and which values it takes."""
    return Field(default=default, description=description, json_schema_extra={"accepts": accepts}, **limits)
