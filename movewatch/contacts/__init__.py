"""One person: what is held of a contact, and what a change of it means. Pure."""

from movewatch.contacts.decide import decide
from movewatch.contacts.row import Contact

__all__ = ["Contact", "decide"]
