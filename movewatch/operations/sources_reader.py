"""Reads from Kafka when each source was last heard of."""

from pydantic import ValidationError

from movewatch.operations.connection import admin_of, partition_counts, told
from movewatch.operations.granted import require
from movewatch.operations.reading import reader, rows_in
from movewatch.operations.rights import SOURCES, rights_of
from movewatch.operations.sources import SourceLine, lines_of
from movewatch.settings import Settings
from schemas import topics
from schemas.freshness import SourceHeard


def read_sources(settings: Settings) -> list[SourceLine]:
    """Every source that was ever heard of, the longest silent first.

    Raises:
        BrokerUnreachableError, BrokerRefusedError, NotAllowedError: Kafka did not answer, or not well.
    """
    topic = settings.topic_prefix + topics.SOURCES.name
    with admin_of(settings) as admin:
        require(admin, settings, SOURCES, rights_of(SOURCES, settings.topic_prefix))
        count = partition_counts(admin).get(topic, 0)
    latest: dict[str, SourceHeard] = {}
    with reader(settings, "movewatch-sources") as consumer, told(settings):
        for key, value in rows_in(consumer, topic, count):
            if (heard := _heard(value)) is not None:
                latest[key] = heard
    return lines_of(latest.values())


def _heard(value: bytes | None) -> SourceHeard | None:
    """None for a record of another make: this topic only informs."""
    try:
        return SourceHeard.model_validate_json(value or b"")
    except ValidationError:
        return None
