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
    "opportunities": {
        "type": "opportunity_changed",
        "occurred_at": "2026-05-01T08:00:00Z",
        "source": "crm",
        "account_id": "a1",
        "opportunity_id": "d1",
        "stage": "open",
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
HUBSPOT: list[dict[str, Any]] = [
    {
        "subscriptionType": "contact.propertyChange",
        "subscriptionId": 2,
        "portalId": 3,
        "objectId": 123,
        "occurredAt": 1767225600000,
        "propertyName": "jobtitle",
        "propertyValue": "CFO",
    },
    {
        "subscriptionType": "contact.merge",
        "objectId": 123,
        "primaryObjectId": 123,
        "mergedObjectIds": [456],
        "newObjectId": 999,
        "occurredAt": 1767225600000,
    },
]
PIPEDRIVE: dict[str, Any] = {
    "meta": {
        "action": "change",
        "entity": "person",
        "entity_id": "3",
        "timestamp": "2026-01-01T00:00:00Z",
        "user_id": 7,
        "merged_to_id": None,
    },
    "data": {
        "first_name": "Ann",
        "emails": [{"label": "work", "value": "ann@acme.example", "primary": True}],
        "custom_fields": {"1a2b": {"value": "x"}},
        "owner_id": 7,
    },
    "previous": {"first_name": "Anne"},
}
DEBEZIUM: dict[str, Any] = {
    "before": {"id": 1, "job": "CIO"},
    "after": {"id": 1, "job": "CFO"},
    "source": {"db": "crm", "schema": "public", "table": "customers", "ts_ms": 1767225600000, "lsn": 5},
    "op": "u",
    "ts_ms": 1767225600001,
}
DYNAMICS: dict[str, Any] = {
    "MessageName": "Update",
    "PrimaryEntityName": "contact",
    "PrimaryEntityId": "aaaaaaaa-0000-0000-0000-000000000001",
    "InitiatingUserId": "bbbbbbbb-0000-0000-0000-000000000002",
    "OperationCreatedOn": "/Date(1767225600000)/",
    "InputParameters": [
        {
            "key": "Target",
            "value": {
                "Attributes": [
                    {"key": "jobtitle", "value": "CFO"},
                    {"key": "parentcustomerid", "value": {"Id": "A", "LogicalName": "account", "Name": "Acme"}},
                ]
            },
        }
    ],
    "PreEntityImages": [{"key": "image", "value": {"Attributes": [{"key": "jobtitle", "value": "CIO"}]}}],
}
ZOHO: dict[str, Any] = {
    "server_time": 1767225600000,
    "module": "Contacts",
    "operation": "update",
    "ids": ["1"],
    "affected_values": [{"record_id": "1", "values": {"Title": "CFO", "Account_Name": {"id": "9", "name": "Acme"}}}],
}
CONNECTWISE: dict[str, Any] = {
    "Action": "updated",
    "Type": "contact",
    "ID": 5,
    "MessageId": "m1",
    "Entity": {
        "title": "CFO",
        "company": {"id": 9, "name": "Acme"},
        "communicationItems": [{"communicationType": "Email", "value": "ann@acme.example", "defaultFlag": True}],
        "_info": {"lastUpdated": "2026-01-01T00:00:00Z"},
    },
}
INTERCOM: dict[str, Any] = {
    "topic": "contact.user.updated",
    "id": "notif_1",
    "created_at": 1767225600,
    "data": {
        "item": {
            "id": "5",
            "name": "Ann Lee",
            "email": "ann@acme.example",
            "unsubscribed_from_emails": False,
            "companies": {"data": [{"id": "9", "name": "Acme"}]},
        }
    },
}
DELIGHTED: dict[str, Any] = {
    "event_type": "survey_response.updated",
    "event_data": {
        "id": "r1",
        "person": {"id": "9", "email": "ann@acme.example", "name": "Ann Lee"},
        "score": 9,
        "comment": "Fine",
        "updated_at": 1767225600,
        "person_properties": {"project_id": "p1"},
    },
}
TYPEFORM: dict[str, Any] = {
    "event_type": "form_response",
    "form_response": {
        "token": "r1",
        "submitted_at": "2026-01-01T00:00:00Z",
        "hidden": {"email": "ann@acme.example", "project_id": "p1"},
        "answers": [
            {"type": "number", "number": 9, "field": {"type": "nps"}},
            {"type": "text", "text": "Fine", "field": {"type": "long_text"}},
        ],
    },
}
SURVEY: dict[str, Any] = {
    "response_id": "r1",
    "scale": "csat",
    "score": "5",
    "email": "ann@acme.example",
    "name": "Ann Lee",
    "finished": "true",
    "answered_at": "2026-01-01T00:00:00Z",
}
JIRA: dict[str, Any] = {
    "timestamp": 1767225600000,
    "webhookEvent": "jira:issue_updated",
    "issue": {
        "key": "ABC-1",
        "fields": {
            "summary": "Month-end close",
            "issuetype": {"name": "Epic"},
            "status": {"statusCategory": {"key": "done"}},
            "resolution": {"name": "Done"},
            "contacts": ["c1", "c2"],
        },
    },
    "changelog": {"items": [{"field": "status"}]},
}
PROJECT: dict[str, Any] = {
    "project_id": "p1",
    "project": "Close",
    "stage": "Done",
    "outcome": "success",
    "contacts": "c1, c2",
    "account": "a1",
    "changed_at": "2026-01-01T00:00:00Z",
}
ASKNICELY: dict[str, Any] = {
    "count": 1,
    "person": {"id": "9", "name": "Ann Lee", "email": "ann@acme.example"},
    "question": {"id": "r1", "score": "10", "comment": "Good", "responded": "1767225600"},
}
QUALTRICS: dict[str, Any] = {
    "responseId": "R_1",
    "values": {"recordedDate": "2026-01-01T00:00:00Z", "finished": 1, "recipientEmail": "ann@acme.example", "score": 9},
}
SURVEYMONKEY: dict[str, Any] = {
    "id": "r1",
    "response_status": "completed",
    "date_modified": "2026-01-01T00:00:00+00:00",
    "email_address": "ann@acme.example",
    "custom_variables": {"project_id": "p1"},
    "pages": [{"questions": [{"id": "1", "answers": [{"choice_metadata": {"weight": "9"}}]}]}],
}
CLICKUP: dict[str, Any] = {
    "id": "86c",
    "name": "Close",
    "status": {"type": "closed"},
    "list": {"name": "Projects"},
    "custom_fields": [{"name": "contacts", "value": "c1, c2"}],
    "date_done": "1767225600000",
}
ASANA: dict[str, Any] = {
    "data": {
        "gid": "12",
        "name": "Close",
        "resource_type": "project",
        "completed": True,
        "completed_at": "2026-01-01T00:00:00Z",
        "custom_fields": [{"name": "contacts", "display_value": "c1"}],
    }
}
MONDAY: dict[str, Any] = {
    "data": {
        "items": [
            {
                "id": "7",
                "name": "Close",
                "updated_at": "2026-01-01T00:00:00Z",
                "column_values": [{"id": "status", "text": "Done"}, {"id": "contacts", "text": "c1"}],
            }
        ]
    }
}
OF_SOURCES: dict[str, list[Any]] = {
    "salesforce": [CHANGE_EVENT, _ACCOUNT_EVENT, _USER_EVENT],
    "canonical": [CANONICAL, GOOD["feedback"]],
    "hubspot": [HUBSPOT],
    "pipedrive": [PIPEDRIVE],
    "debezium": [DEBEZIUM],
    "dynamics": [DYNAMICS],
    "zoho": [ZOHO],
    "connectwise": [CONNECTWISE],
    "intercom": [INTERCOM],
    "delighted": [DELIGHTED],
    "typeform": [TYPEFORM],
    "survey": [SURVEY],
    "jira": [JIRA],
    "project": [PROJECT],
    "asknicely": [ASKNICELY],
    "qualtrics": [QUALTRICS],
    "surveymonkey": [SURVEYMONKEY],
    "clickup": [CLICKUP],
    "asana": [ASANA],
    "monday": [MONDAY],
}
"""Good messages of each source of ``crm-events``."""

MESSAGES = [
    *((topic, "crm", message) for topic, message in GOOD.items() if topic != "crm-events"),
    *(("crm-events", source, message) for source, messages in OF_SOURCES.items() for message in messages),
]
"""Topic, source and message."""
