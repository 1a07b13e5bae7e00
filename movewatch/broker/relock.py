"""Makes kafka.lock.toml anew: ``python -m movewatch.broker.relock``. For developers, when Kafka's version changes."""

import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Final

from jgo.env import LockFile
from jgo.maven import Dependency, MavenContext
from jgo.parse import Coordinate

KAFKA: Final = Coordinate("org.apache.kafka", "kafka_2.13", "4.3.0")
# Taken bare: resolved together with Kafka, log4j-slf4j-impl would pull kafka-clients down to 3.9.1.
BARE: Final = (
    Coordinate("org.apache.logging.log4j", "log4j-slf4j-impl", "2.25.4"),
    Coordinate("org.apache.kafka", "kafka-tools", "4.3.0"),
)


def relock(target: Path) -> None:
    """Resolve Kafka and its dependencies from an empty cache, and write coordinates and hashes to ``target``."""
    with tempfile.TemporaryDirectory() as cache:
        context = MavenContext(repo_cache=Path(cache), local_repos=[])
        inputs, transitive = context.resolver.resolve([context.create_dependency(KAFKA)])
        bare: list[Dependency]
        bare, _ = context.resolver.resolve([context.create_dependency(one) for one in BARE], transitive=False)
        LockFile.from_resolved_dependencies([*inputs, *transitive, *bare]).save(target)


if __name__ == "__main__":
    relock(Path(str(files("movewatch.broker") / "kafka.lock.toml")))
