"""The embedded broker: the real Apache Kafka, with no Java, container or service to install."""

from movewatch.broker.cluster import EmbeddedCluster
from movewatch.broker.embedded import EmbeddedKafka

__all__ = ["EmbeddedCluster", "EmbeddedKafka"]
