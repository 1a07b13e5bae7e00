"""Which part of a record is about a person: what names one of their keys, addresses or numbers. Pure."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from movewatch.operations.letters import Place

_SOURCES: Final = "sources"
"""Where our messages and rows name the raw records that they were read from."""

_WITHIN: Final = r"[\w.%~+-]"
"""What a key or an address goes on with: ``acme/crm/1`` is not named in ``acme/crm/12``."""


class Mentions:
    """Finds what names a person.

    Args:
        names: their keys, addresses, numbers, hashes. At least one.
    """

    def __init__(self, names: Iterable[str]) -> None:
        longest_first = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
        either = "|".join(map(re.escape, longest_first))
        self._pattern = re.compile(rf"(?<!{_WITHIN})(?:{either})(?!\.?[\w%~+-])", re.IGNORECASE)

    def within(self, value: bytes | None) -> Any:
        """The part of a record's value that is about the person, or None. What is no JSON is given as a whole."""
        text = (value or b"").decode("utf-8", "replace")
        if not self._pattern.search(text.replace("\\/", "/")):
            return None
        try:
            return self.part_of(json.loads(text))
        except ValueError:
            return text

    def named_in(self, text: str) -> bool:
        """Whether a text names the person."""
        return self._pattern.search(text) is not None

    def part_of(self, value: Any) -> Any:
        """The part of a JSON value that is about the person, or None.

        An object that names the person in one of its own values is about them as a whole; of others, and of lists, what
        is within them.
        """
        match value:
            case str():
                return value if self.named_in(value) else None
            case list():
                return [part for part in map(self.part_of, value) if part is not None] or None
            case dict():
                if any(isinstance(one, str) and self.named_in(one) for one in value.values()):
                    return value
                parts = {name: one if self.named_in(name) else self.part_of(one) for name, one in value.items()}
                return {name: part for name, part in parts.items() if part is not None} or None
        return None


def places_in(value: Any) -> Iterator[Place]:
    """The raw records that a JSON value was read from, as it says itself."""
    if isinstance(value, list):
        for one in value:
            yield from places_in(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name == _SOURCES and isinstance(one, list):
                yield from (Place(at["topic"], at["partition"], at["offset"]) for at in one if _is_place(at))
            else:
                yield from places_in(one)


def _is_place(at: object) -> bool:
    return isinstance(at, dict) and {"topic", "partition", "offset"} <= at.keys()
