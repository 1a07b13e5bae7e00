"""One hard identifier: which contacts carry it. Pure."""

from movewatch.identities.decide import decide
from movewatch.identities.row import Identity

__all__ = ["Identity", "decide"]
