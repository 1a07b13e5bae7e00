"""The web application: its addresses, and what OpenAPI says of them."""

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from movewatch.gateway.description import EVENT_BODY, EVENTS_BODY, HOOK_BODY, RESPONSES, components
from movewatch.gateway.door import Door, Gateway
from movewatch.gateway.metrics import TEXT


def create_gateway(gateway: Gateway) -> FastAPI:
    """The application of one gateway."""
    app = FastAPI(title="movewatch gateway", version="1", docs_url=None, redoc_url=None)
    door = Door(gateway)

    @app.post("/hooks/{source}/{tenant}", openapi_extra=HOOK_BODY, responses=RESPONSES, status_code=202, tags=["hooks"])
    async def hook(request: Request, source: str, tenant: str) -> Response:
        """A vendor's webhook, as it is: proved as the file of senders says, published as it came."""
        return await door.answer(request, door.by_signature(source, tenant), door.hook)

    @app.post("/v1/events", openapi_extra=EVENT_BODY, responses=RESPONSES, status_code=202, tags=["events"])
    async def event(request: Request) -> Response:
        """One event in our own format, with an API key."""
        return await door.answer(request, door.by_key, door.event)

    @app.post("/v1/events/batch", openapi_extra=EVENTS_BODY, responses=RESPONSES, status_code=202, tags=["events"])
    async def events(request: Request) -> Response:
        """Several events in our own format: all of them, or none where one is wrong."""
        return await door.answer(request, door.by_key, door.events)

    @app.get("/healthz", tags=["operations"])
    async def health() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @app.get("/readyz", responses={503: {"description": "Kafka does not answer."}}, tags=["operations"])
    async def ready() -> Response:
        """Kafka answers, too."""
        is_ready = await gateway.log.answers()
        return JSONResponse({"status": "ok" if is_ready else "no Kafka"}, 200 if is_ready else 503)

    @app.get("/metrics", tags=["operations"], response_class=Response)
    async def metrics() -> Response:
        """Counters for Prometheus."""
        return Response(gateway.metrics.text(), media_type=TEXT)

    _describe(app)
    return app


def _describe(app: FastAPI) -> None:
    """Let OpenAPI say what the bodies are."""
    made = app.openapi()
    more = components()
    made.setdefault("components", {}).setdefault("schemas", {}).update(more["schemas"])
    made["components"]["securitySchemes"] = more["securitySchemes"]
