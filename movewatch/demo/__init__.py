"""The demonstration: a made-up story in the true shapes of its sources, played on a real Kafka."""
