"""Faust with exactly-once transactions: batches in, rows and records out. It knows no contact, only schemas."""

from streams.app import App, create_app
from streams.batches import Batch
from streams.errors import TransportError
from streams.exits import ExitCode
from streams.settings import TransportSettings

__all__ = ["App", "Batch", "ExitCode", "TransportError", "TransportSettings", "create_app"]
