"""How the sources of the story write their records. Pure. All people and companies are made up."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from movewatch.intake.salesforce_ids import long_id
from schemas.keys import entity_key
from schemas.records import Headers, Record
from schemas.topics import CONTACT_CHANGES, CRM_EVENTS, DIRECTORY, FEEDBACK, PROJECT_COMPLETIONS, Topic

TENANT: Final = "demo"
CRM: Final = "salesforce"
INTEGRATION_USER: Final = "0055f000005mc66"


def contact_id(number: int) -> str:
    """The Salesforce id of the story's n-th contact."""
    return long_id(f"0035f00002{_numbered('A', number)}", "contact")


def account_id(number: int) -> str:
    """The Salesforce id of the story's n-th account."""
    return long_id(f"0015f00002{_numbered('B', number)}", "account")


def user_id(number: int) -> str:
    """The Salesforce id of the story's n-th owner."""
    return long_id(f"0055f00002{_numbered('C', number)}", "user")


def _numbered(letter: str, number: int) -> str:
    """A letter and four digits; the letter moves on with each ten thousand, as far as Z."""
    return f"{chr(ord(letter) + number // 10_000)}{number % 10_000:04d}"


def key(entity_id: str) -> str:
    """The key of something in the story's CRM."""
    return entity_key(TENANT, CRM, entity_id)


def milliseconds(at: datetime) -> int:
    """As Kafka and Salesforce count time."""
    return int(at.timestamp() * 1000)


def record(
    topic: Topic, entity: str, value: Mapping[str, Any] | str, at: datetime, source: str | None = None
) -> Record:
    """A record as a producer sends it; partition and offset are the broker's to give."""
    headers: Headers = (("tenant", TENANT.encode()), ("content-type", b"application/json"))
    if source is not None:
        headers = (("source", source.encode()), *headers)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Record(topic.name, -1, -1, milliseconds(at), entity.encode(), text.encode(), headers)


def change_event(
    entity: str,
    record_id: str,
    kind: str,
    fields: Mapping[str, Any],
    at: datetime,
    *,
    user: str = INTEGRATION_USER,
    transaction: str | None = None,
    sequence: int = 1,
) -> Record:
    """A Salesforce change event as CometD and Kafka Connect bring it: changed fields only, cleared ones null."""
    moment = milliseconds(at)
    header = {
        "entityName": entity,
        "recordIds": [record_id],
        "changeType": kind,
        "changeOrigin": "com/salesforce/api/soap/63.0;client=SfdcInternalAPI/",
        "transactionKey": transaction or f"{record_id}-{moment}",
        "sequenceNumber": sequence,
        "commitTimestamp": moment,
        "commitNumber": 1_745_500_706_683_617_281 + moment,
        "commitUser": user,
        "changedFields": [] if kind == "CREATE" else ["LastModifiedDate", *fields],
    }
    payload = {"LastModifiedDate": at.isoformat(timespec="milliseconds"), **fields, "ChangeEventHeader": header}
    event = {
        "data": {"schema": "IeRuaY6cbI_HsV8Rv1Mc5g", "payload": payload, "event": {"replayId": moment % 1_000_000}},
        "channel": f"/data/{entity}ChangeEvent",
    }
    return record(CRM_EVENTS, record_id, event, at, source=CRM)


def contact_update(number: int, at: datetime, fields: Mapping[str, Any], **how: Any) -> Record:
    """Fields of a contact were changed in the CRM."""
    return change_event("Contact", contact_id(number), "UPDATE", fields, at, **how)


def contact_snapshot(number: int, at: datetime, fields: Mapping[str, Any]) -> Record:
    """What the first export of the CRM says of a contact: the baseline."""
    value = {
        "type": "contact_changed",
        "source": CRM,
        "contact_id": contact_id(number),
        "snapshot": True,
        "occurred_at": at.isoformat(),
        "fields": {"no_longer_at_company": False, "opted_out": False, **fields},
    }
    return record(CONTACT_CHANGES, contact_id(number), value, at)


def account(number: int, at: datetime, **fields: Any) -> Record:
    """What the directory says of an account."""
    value = {"type": "account_changed", "source": CRM, "account_id": account_id(number), "occurred_at": at.isoformat()}
    return record(DIRECTORY, key(account_id(number)), value | fields, at)


def owner(number: int, at: datetime, **fields: Any) -> Record:
    """What the directory says of one of our people."""
    value = {"type": "owner_changed", "source": CRM, "owner_id": user_id(number), "occurred_at": at.isoformat()}
    return record(DIRECTORY, key(user_id(number)), value | fields, at)


def project(contact: int, at: datetime, project_id: str, name: str, **fields: Any) -> Record:
    """A project system reports the end of a project."""
    value = {
        "type": "project_completed",
        "source": CRM,
        "contact_id": contact_id(contact),
        "project_id": project_id,
        "project": name,
        "occurred_at": at.isoformat(),
    }
    return record(PROJECT_COMPLETIONS, project_id, value | fields, at)


def answer(contact: int, at: datetime, response: str, score: int, comment: str, **fields: Any) -> Record:
    """A survey system reports an answer."""
    value = {
        "type": "feedback_received",
        "source": CRM,
        "contact_id": contact_id(contact),
        "response_id": response,
        "scale": "nps",
        "score": score,
        "comment": comment,
        "occurred_at": at.isoformat(),
    }
    return record(FEEDBACK, contact_id(contact), value | fields, at)
