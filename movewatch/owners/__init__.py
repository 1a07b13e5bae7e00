"""One of our people: when to tell what, and what came of it. Pure."""

from movewatch.owners.decide import decide
from movewatch.owners.row import Owner

__all__ = ["Owner", "decide"]
