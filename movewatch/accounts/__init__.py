"""One company: who is responsible, what is told of its people, and what is not. Pure."""

from movewatch.accounts.decide import decide
from movewatch.accounts.row import Account

__all__ = ["Account", "decide"]
