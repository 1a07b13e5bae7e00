"""What a person has agreed to, or refused. Pure."""

from typing import Literal

from schemas.base import Key, Part, UtcTime

Purpose = Literal["outreach", "reference", "publication"]
"""``outreach``: we write to them about work. ``reference``: they speak for us, or introduce us. ``publication``: their
name, or their words, are made public."""


class Consent(Part):
    """The person's latest word on one purpose.

    ``at``: when the source recorded it. ``told_by``: the contact's record that says so; its key names the source.
    """

    purpose: Purpose
    given: bool
    at: UtcTime
    told_by: Key
