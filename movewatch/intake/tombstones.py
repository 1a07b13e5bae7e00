"""An empty value on the compacted topic ``directory``: whoever the key names is gone. Pure."""

from movewatch.intake.keys import known_key
from movewatch.intake.raw import Raw, header
from movewatch.intake.refusals import Refusal
from movewatch.intake.salesforce_ids import ACCOUNT_PREFIX, USER_PREFIX, long_id
from schemas.base import stable_id
from schemas.directory import AccountChanged, OwnerChanged
from schemas.keys import split_key


def read_tombstone(raw: Raw) -> AccountChanged | OwnerChanged:
    """The account is deleted, or the owner no longer active.

    Which of the two says the header ``type``, or the key, where it is Salesforce's.

    Raises:
        Refusal: the key is malformed, of another tenant, or does not tell which.
    """
    key = _key_of(raw)
    tenant, source, entity_id = split_key(key)
    if source == "salesforce":
        entity_id = long_id(entity_id, "the record's key")
    fact_id = stable_id(tenant, key, "tombstone", str(raw.record.timestamp))
    match header(raw.record, "type") or _type_of(source, entity_id):
        case "account_changed":
            return AccountChanged(
                fact_id=fact_id,
                tenant=tenant,
                occurred_at=raw.at,
                observed_at=raw.at,
                source=source,
                account_id=entity_id,
                deleted=True,
            )
        case "owner_changed":
            return OwnerChanged(
                fact_id=fact_id,
                tenant=tenant,
                occurred_at=raw.at,
                observed_at=raw.at,
                source=source,
                owner_id=entity_id,
                active=False,
            )
    raise Refusal("tombstone", entities=(key,))


def _key_of(raw: Raw) -> str:
    try:
        text = (raw.record.key or b"").decode()
        tenant, _, _ = split_key(text)
    except ValueError:
        raise Refusal("bad-key", "the record's key: not tenant/source/id") from None
    return known_key(text, raw.tenant or tenant, "", "the record's key")


def _type_of(source: str, entity_id: str) -> str:
    if source != "salesforce":
        return ""
    return {ACCOUNT_PREFIX: "account_changed", USER_PREFIX: "owner_changed"}.get(entity_id[:3], "")
