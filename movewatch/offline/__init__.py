"""The stages in memory: dry-run, and the oracle that checks what Kafka holds."""
