"""A suggestion in, the words of its mail and of the draft out. Pure, but for ``loading``, which reads the templates."""

from movewatch.rendering.check import check_templates
from movewatch.rendering.errors import RenderError, TemplatesError
from movewatch.rendering.loading import load_templates
from movewatch.rendering.render import Rendered, Templates, build_templates, render

__all__ = [
    "RenderError",
    "Rendered",
    "Templates",
    "TemplatesError",
    "build_templates",
    "check_templates",
    "load_templates",
    "render",
]
