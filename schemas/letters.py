"""Headers of a dead letter: what stages write, and what the tool for them reads. Pure."""

from typing import Final

PREFIX: Final = "__movewatch.errors."
"""Before each header that a stage adds: topic, partition, offset, timestamp, group, stage, exception.class.name,
exception.message, stacktrace, attempts."""

REPLAYS: Final = "__movewatch.replays"
"""How often a dead letter has been sent back, counted by the tool that does it."""

VALUE_LEFT_OUT: Final = PREFIX + "value.left.out"
"""The size in bytes of a value too large for the dead letter topic. It is left out, and the letter sent all the same:
the record is accounted for, and lies in its own topic, at the offset that the other headers name, until retention."""
