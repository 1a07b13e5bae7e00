"""What did not become a suggestion, and why. Pure."""

from typing import Literal

from pydantic import Field

from schemas.base import SCHEMA_VERSION, Id, Key, Message, Reason, Text, UtcTime
from schemas.evidence import Evidence


class Suppression(Message):
    """Something that did not become a suggestion, and why. As well founded as what did.

    ``by``: the stage that decided so. ``entity``: its entity's key, and the record's.
    """

    type: Literal["suppression"] = "suppression"
    schema_version: int = Field(default=SCHEMA_VERSION, ge=1, le=SCHEMA_VERSION)
    tenant: Id
    entity: Key
    by: Literal["intake", "contacts", "accounts", "owners"]
    reason: Reason
    about: Text = ""
    """What it was, in words: ``title: "CFO" -> "Chief Financial Officer"``."""
    signal_id: Id | None = None
    contact: Key | None = None
    at: UtcTime
    evidence: Evidence
