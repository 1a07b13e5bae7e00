"""Webhooks and events over HTTP in: verified before anything is read, bounded, answered once Kafka has them.

``signatures`` and ``events`` are rules and pure; ``senders`` says who may send; ``app`` is the web application; ``log``
the way to Kafka.
"""
