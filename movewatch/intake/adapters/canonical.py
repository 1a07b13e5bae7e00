"""Our own messages on ``crm-events``: for senders that can write to one topic only. Pure."""

from typing import Final

from movewatch.intake import canonical
from movewatch.intake.raw import Raw
from schemas.facts import Fact

SOURCE: Final = "canonical"


def read(raw: Raw) -> tuple[Fact, ...]:
    """The facts of a message of any topic of ours, told apart by its ``type``.

    Raises:
        Refusal: the type is none of ours, a key is malformed or another tenant's.
        ValidationError: a field is missing, of the wrong type or out of range.
    """
    return canonical.read(raw)
