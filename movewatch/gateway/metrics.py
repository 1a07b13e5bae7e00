"""What the gateway counts, for Prometheus. Ops build on names and labels: docs/how-to/take-webhooks.md."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"
NOBODY: Final = "-"
"""For a source and tenant that are not known: whoever makes names up adds no series."""

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Metrics:
    """Counters of one gateway, in a registry of their own."""

    def __init__(self) -> None:
        registry = CollectorRegistry()
        sender = ("source", "tenant")
        self._registry = registry
        self.requests = Counter(
            "movewatch_gateway_requests", "Requests, by how they were answered.", (*sender, "status"), registry=registry
        )
        self.records = Counter(
            "movewatch_gateway_records", "Records that Kafka has acknowledged.", sender, registry=registry
        )
        self.seconds = Histogram(
            "movewatch_gateway_acknowledgement_seconds",
            "From a verified request to Kafka's acknowledgement.",
            buckets=_SECONDS,
            registry=registry,
        )
        self.in_flight = Gauge("movewatch_gateway_in_flight", "Requests at work.", registry=registry)
        self.last_event = Gauge(
            "movewatch_source_last_event_timestamp_seconds",
            "When something was last accepted from a source, since this gateway started.",
            sender,
            registry=registry,
        )

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self._registry)
