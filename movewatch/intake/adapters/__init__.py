"""Who reads which source of ``crm-events``: every module in this folder, found by itself. Pure.

A module says ``SOURCE``, the value of the header ``source``, and ``read(raw)``, which gives facts and refusals or
raises a refusal (docs/how-to/add-a-source.md). A module whose name begins with an underscore only helps another one.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from movewatch.intake.raw import Raw
from movewatch.intake.refusals import Refusal
from schemas.facts import Fact

Adapter = Callable[[Raw], tuple[Fact | Refusal, ...]]


def _find() -> dict[str, Adapter]:
    names = sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return {module.SOURCE: module.read for module in modules}


ADAPTERS: Final[dict[str, Adapter]] = _find()
"""The readers by the value of the header ``source``."""


def usual_fields(adapter: Adapter) -> Mapping[str, str]:
    """Where a source has a contact's fields, if no mapping says otherwise: of several places the last, a flat one."""
    fields = getattr(sys.modules[adapter.__module__], "CONTACT_FIELDS", {})
    return {ours: theirs if isinstance(theirs, str) else theirs[-1] for ours, theirs in fields.items()}
