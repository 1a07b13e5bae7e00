"""The gateway against its own OpenAPI: whatever a client makes of it, no answer is 5xx or other than it says."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from movewatch.gateway.app import create_gateway
from tests.gateway.doors import API, HOOK, LogInMemory, gateway_on

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]

LOG = LogInMemory()
GATEWAY = gateway_on(LOG, max_body=1_000_000)
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", create_gateway(GATEWAY))

ACCEPTED: dict[str, int] = {}


@SCHEMA.parametrize()
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_ends_in_a_fault_of_ours(case: schemathesis.Case) -> None:
    if case.path.startswith("/hooks/"):
        case.path_parameters = {"source": "hubspot", "tenant": "acme"}
        case.headers.update(HOOK)
    elif case.path.startswith("/v1/"):
        case.headers.update(API)
    LOG.records.clear()
    response = case.call()
    case.validate_response(response, checks=CHECKS)
    assert (response.status_code == 202) == bool(LOG.records)
    ACCEPTED[case.path] = ACCEPTED.get(case.path, 0) + len(LOG.records)


def test_some_of_them_were_accepted() -> None:
    if not ACCEPTED:
        pytest.skip("only together with the others")
    assert all(ACCEPTED[path] for path in ("/hooks/{source}/{tenant}", "/v1/events", "/v1/events/batch"))
