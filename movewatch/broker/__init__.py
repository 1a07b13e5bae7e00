"""The embedded broker: the real Apache Kafka, with no Java, container or service to install."""

from movewatch.broker.embedded import EmbeddedKafka

__all__ = ["EmbeddedKafka"]
