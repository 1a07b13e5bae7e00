"""A good message of every raw topic, to be sent, changed and broken."""

from typing import Any

CONTACT = "003ak00000IiFInAAN"

CANONICAL: dict[str, Any] = {
    "type": "contact_changed",
    "occurred_at": "2026-05-01T08:00:00Z",
    "source": "crm",
    "contact_id": "c1",
    "fields": {"title": "CFO", "email": "ann@acme.example", "account": "default/crm/a1"},
}
CHANGE_EVENT: dict[str, Any] = {
    "data": {
        "payload": {
            "ChangeEventHeader": {
                "entityName": "Contact",
                "changeType": "UPDATE",
                "recordIds": [CONTACT],
                "transactionKey": "tx-1",
                "sequenceNumber": 1,
                "commitTimestamp": 1767225600000,
                "commitUser": "0055f000005mc66AAA",
                "changedFields": ["Title", "Name.LastName"],
            },
            "Title": "CFO",
            "Name": {"LastName": "Lee"},
        },
        "event": {"replayId": 5},
    }
}
GOOD: dict[str, Any] = {
    "crm-events": CHANGE_EVENT,
    "contact-changes": CANONICAL,
    "project-completions": {
        "type": "project_completed",
        "occurred_at": "2026-05-01T08:00:00Z",
        "source": "crm",
        "contacts": ["c1", "c2"],
        "project_id": "p1",
        "project": "Close",
    },
    "feedback": {
        "type": "feedback_received",
        "occurred_at": "2026-05-01T08:00:00Z",
        "source": "crm",
        "contact_id": "c1",
        "response_id": "r1",
        "score": 9,
    },
    "problems": {
        "type": "problem_spotted",
        "occurred_at": "2026-05-01T08:00:00Z",
        "source": "crm",
        "account_id": "a1",
        "problem_id": "x",
        "summary": "slow",
    },
    "directory": {
        "type": "account_changed",
        "occurred_at": "2026-05-01T08:00:00Z",
        "source": "crm",
        "account_id": "a1",
        "divisions": [{"name": "North", "owner": "u1"}],
    },
    "answers": {
        "type": "owner_muted",
        "occurred_at": "2026-05-01T08:00:00Z",
        "source": "crm",
        "owner_id": "u1",
        "what": "contact",
        "value": "c1",
    },
}

_HEADER = CHANGE_EVENT["data"]["payload"]["ChangeEventHeader"]
_ACCOUNT_EVENT: dict[str, Any] = {
    "ChangeEventHeader": {**_HEADER, "entityName": "Account", "changeType": "CREATE", "nulledFields": []},
    "Name": "Acme",
    "Website": "acme.example",
    "Type": "Prospect",
    "OwnerId": _HEADER["commitUser"],
}
_USER_EVENT: dict[str, Any] = {
    "replayId": 1,
    "payload": {
        "ChangeEventHeader": {
            **_HEADER,
            "entityName": "User",
            "nulledFields": ["Email"],
            "changedFields": ["IsActive"],
        },
        "Name": {"FirstName": "Eve", "LastName": "Moss"},
        "Email": None,
        "IsActive": True,
    },
}
MESSAGES = [*GOOD.items(), ("crm-events", _ACCOUNT_EVENT), ("crm-events", _USER_EVENT)]
"""Topic and message."""
