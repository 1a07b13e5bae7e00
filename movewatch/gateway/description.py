"""What the gateway's OpenAPI says of bodies, answers and keys. Pure.

FastAPI does not read the bodies: a signature is over their bytes, before anything is parsed. So it is told what they
are.
"""

from typing import Any, Final

from pydantic import TypeAdapter

from movewatch.gateway.events import MAX_EVENTS, TOPICS
from movewatch.intake.canonical import FILLED, MESSAGES

_REF: Final = "#/components/schemas/"
_MESSAGES: Final = {kind: MESSAGES[topic][kind] for kind, topic in TOPICS.items()}
_EVENT: Final = {"$ref": f"{_REF}Event"}


def _body(schema: dict[str, Any], *media_types: str) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {one: {"schema": schema} for one in media_types}}}


HOOK_BODY: Final = _body(
    {"description": "Whatever the vendor sends."},
    "application/json",
    "application/cloudevents+json",
    "application/cloudevents-batch+json",
)
EVENT_BODY: Final = _body(_EVENT, "application/json") | {"security": [{"key": []}]}
EVENTS_BODY: Final = _body(
    {
        "type": "object",
        "required": ["events"],
        "properties": {"events": {"type": "array", "minItems": 1, "maxItems": MAX_EVENTS, "items": _EVENT}},
    },
    "application/json",
) | {"security": [{"key": []}]}

_PROBLEMS: Final = {"application/json": {"schema": {"$ref": f"{_REF}Problems"}}}
_RETRY: Final = {"Retry-After": {"description": "In seconds.", "schema": {"type": "string"}}}

RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    202: {
        "description": "Kafka has it.",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["accepted"],
                    "properties": {"accepted": {"type": "integer", "minimum": 1}},
                }
            }
        },
    },
    401: {"description": "Not proved to be from a sender that is known.", "content": _PROBLEMS},
    408: {"description": "The body did not come in time.", "content": _PROBLEMS},
    413: {"description": "The body is too large.", "content": _PROBLEMS},
    415: {"description": "The body is not JSON by its type, or compressed.", "content": _PROBLEMS},
    422: {"description": "Not JSON, or an event that cannot be read; where, says its JSON path.", "content": _PROBLEMS},
    429: {"description": "Too many requests at once. Nothing was taken.", "content": _PROBLEMS, "headers": _RETRY},
    503: {
        "description": "Kafka did not acknowledge in time. Send it again: what is there already counts once.",
        "content": _PROBLEMS,
        "headers": _RETRY,
    },
}


def components() -> dict[str, Any]:
    """The schemas that bodies and answers refer to."""
    schemas: dict[str, Any] = {}
    for model in _MESSAGES.values():
        own = TypeAdapter(model).json_schema(ref_template=_REF + "{model}")
        schemas |= own.pop("$defs", {})
        schemas[model.__name__] = _as_sent(own)
    schemas["Event"] = {
        "oneOf": [{"$ref": _REF + model.__name__} for model in _MESSAGES.values()],
        "discriminator": {
            "propertyName": "type",
            "mapping": {kind: _REF + model.__name__ for kind, model in _MESSAGES.items()},
        },
    }
    schemas["Problems"] = {
        "type": "object",
        "required": ["problems"],
        "properties": {
            "problems": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["path", "message"],
                    "properties": {"path": {"type": "string"}, "message": {"type": "string"}},
                },
            }
        },
    }
    return {
        "schemas": schemas,
        "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "An API key."}},
    }


def _as_sent(schema: dict[str, Any]) -> dict[str, Any]:
    """A message as senders may write it: intake fills the gaps, and says whose record it was."""
    properties = {name: part for name, part in schema["properties"].items() if name != "sources"}
    required = [name for name in schema.get("required", []) if name not in FILLED]
    return {**schema, "properties": properties, "required": ["type", *required]}
