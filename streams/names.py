"""Between the names in schemas.topics and those on the broker: the prefix. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from schemas.topics import StageTopics, Topic, dead_letters


@dataclass(frozen=True)
class Names:
    """The names of one stage's group and topics."""

    stage: StageTopics
    prefix: str
    group: str = field(init=False)
    rows: str | None = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "group", self.stage.group(self.prefix))
        object.__setattr__(self, "rows", self.on_broker(self.stage.rows.name) if self.stage.rows else None)

    def on_broker(self, name: str) -> str:
        """The name of a topic on the broker."""
        return self.prefix + name

    def in_schemas(self, name: str) -> str:
        """The name in schemas.topics of a topic on the broker."""
        return name.removeprefix(self.prefix)

    def dead_letters(self, name: str) -> Topic:
        """Where dead letters of the topic of that name in schemas.topics go. Its name is in schemas, too."""
        topic = next(topic for topic in self.stage.reads if topic.name == name)
        return dead_letters(topic, self.stage, self.prefix)

    def reads(self) -> Iterator[str]:
        """The topics to read, on the broker."""
        return (self.on_broker(topic.name) for topic in self.stage.reads)

    def needed(self) -> Iterator[str]:
        """Every topic on the broker that the stage reads or writes."""
        yield from self.reads()
        if self.rows:
            yield self.rows
        yield from (self.on_broker(topic.name) for topic in self.stage.writes)
        yield from (self.on_broker(self.dead_letters(topic.name).name) for topic in self.stage.reads)

    def transactional_id(self, topic: str, partition: int) -> str:
        """The id that fences: one for each partition. ``topic`` is its name on the broker."""
        return f"{self.group}-{topic}-{partition}"
