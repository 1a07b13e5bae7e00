"""What can go wrong with the words. Pure."""

from movewatch.errors import MovewatchError


class RenderError(MovewatchError):
    """A template cannot be filled in."""


class TemplatesError(MovewatchError):
    """The templates cannot be read."""
