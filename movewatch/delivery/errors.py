"""How sending can fail, by what should be done about it. Pure."""

from movewatch.errors import MovewatchError


class SendError(MovewatchError):
    """A mail could not be sent."""


class RefusedError(SendError):
    """The server refuses this mail or its recipient for good: trying again would not help."""


class DeferredError(SendError):
    """The server cannot take mail for this recipient now, though it works for others: try again, but not for ever."""


class UnavailableError(SendError):
    """Nothing can be sent at present (no connection, wrong login, disk full): try again until it works."""
