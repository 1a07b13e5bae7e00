"""Keys as senders write them: checked, spelled one way, and of the sender's own tenant. Pure."""

from typing import Final

from movewatch.intake.refusals import Refusal
from movewatch.intake.salesforce_ids import spelled
from schemas.keys import entity_key, split_key

MAX_KEY: Final = 1000
"""Characters of a key (schemas.base.Key)."""

MAX_ID: Final = 255
"""Characters of each of its parts (schemas.base.Id)."""


def known_key(text: str, tenant: str, source: str, path: str) -> str:
    """The key meant by a text: ``tenant/source/id``, or an id of the message's own source.

    Escapes are spelled as ``entity_key`` spells them, since keys are compared as text.

    Raises:
        Refusal: not three parts, too long, or of another tenant.
    """
    try:
        parts = split_key(text) if "/" in text else (tenant, source, text)
    except ValueError:
        raise Refusal("bad-key", f"{path}: neither tenant/source/id nor an id without a slash") from None
    stripped = tuple(part.strip() for part in parts)
    if not all(stripped) or max(map(len, stripped)) > MAX_ID:
        raise Refusal("bad-key", f"{path}: a part of the key is empty, or longer than {MAX_ID} characters")
    if stripped[0] != tenant.strip():
        raise Refusal("other-tenant", f"{path}: a key of another tenant")
    key = entity_key(stripped[0], stripped[1], spelled(stripped[1], stripped[2]))
    if len(key) > MAX_KEY:
        raise Refusal("bad-key", f"{path}: longer than {MAX_KEY} characters with its escapes")
    return key
