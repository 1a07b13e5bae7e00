"""What a person has agreed to, or refused. Pure."""

from typing import Final, Literal, get_args

from schemas.base import Key, Part, UtcTime

Purpose = Literal["outreach", "reference", "publication"]
"""``outreach``: we write to them about work. ``reference``: they speak for us, or introduce us. ``publication``: their
name, or their words, are made public."""


CONSENT_FIELDS: Final[dict[Purpose, str]] = {purpose: f"{purpose}_consent" for purpose in get_args(Purpose)}
"""The field of a contact that tells of each purpose (schemas.facts.ContactFields)."""


class Consent(Part):
    """The person's latest word on one purpose.

    ``at``: when the source recorded it. ``record``: the contact's that says so; its key names the source.
    """

    purpose: Purpose
    given: bool
    at: UtcTime
    record: Key
