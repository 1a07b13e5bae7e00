"""Records go in and come out again, by a client that is not ours."""

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

from movewatch.broker import EmbeddedKafka


def test_what_was_produced_is_consumed(kafka: EmbeddedKafka, topic_prefix: str) -> None:
    topic = f"{topic_prefix}greetings"
    admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    admin.create_topics([NewTopic(topic, 1, 1)])
    admin.close()
    producer = KafkaProducer(bootstrap_servers=kafka.bootstrap, acks="all")
    for number in range(3):
        producer.send(topic, b"%d" % number).get(timeout=10)
    producer.close()
    consumer = KafkaConsumer(bootstrap_servers=kafka.bootstrap, auto_offset_reset="earliest", consumer_timeout_ms=9_000)
    consumer.assign([TopicPartition(topic, 0)])
    values = [next(consumer).value for _ in range(3)]
    consumer.close()
    assert values == [b"0", b"1", b"2"]
