"""Names of fields out of the bitmaps in which the Pub/Sub API lists them. Pure.

A bitmap counts the fields of the event's Avro schema from its lowest bit on; ``4-0x3`` counts those within field 4. A
client that decodes the event and not its bitmaps leaves every field in the schema's order: places tell names. Where the
order was lost on the way, they contradict what the fields hold, and nothing is guessed. Source: "Event Deserialization
Considerations", Pub/Sub API documentation.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

_BITMAP: Final = re.compile(r"(?:(\d{1,4})-)?0x([0-9a-fA-F]{1,1024})")


def is_bitmap(name: str) -> bool:
    """Whether this is a bitmap, and no name."""
    return _BITMAP.fullmatch(name) is not None


def names_in(listed: Sequence[str], body: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The names in a list of bitmaps; None where a bitmap points to a field that is not there.

    Args:
        listed: bitmaps, perhaps with names between them.
        body: the event as it was decoded, every field in the schema's order, the header first.
    """
    names: list[str] = []
    for one in listed:
        found = _BITMAP.fullmatch(one)
        if found is None:
            names.append(one)
            continue
        within, prefix = _record(found[1], body)
        if within is None:
            return None
        for place in _places(found[2]):
            if place >= len(within):
                return None
            names.append(prefix + within[place])
    return tuple(names)


def fit(field: str, names: Sequence[str], body: Mapping[str, Any]) -> bool:
    """Whether names read from bitmaps are possible: an update's changed fields are all that hold a value, its nulled
    fields hold none.
    """
    if field == "nulledFields":
        return all(_is_null(name, body) for name in names)
    tops = {name.partition(".")[0] for name in names}
    return field != "changedFields" or all(
        value is None or name in tops for name, value in body.items() if name != "ChangeEventHeader"
    )


def _is_null(name: str, body: Mapping[str, Any]) -> bool:
    top, _, inner = name.partition(".")
    value = body.get(top)
    return value is None or (bool(inner) and isinstance(value, Mapping) and value.get(inner) is None)


def _record(parent: str | None, body: Mapping[str, Any]) -> tuple[list[str] | None, str]:
    """The names of the fields that a bitmap counts, and what stands before each."""
    if parent is None:
        return list(body), ""
    tops = list(body)
    if int(parent) >= len(tops):
        return None, ""
    name = tops[int(parent)]
    inside = body[name]
    return (list(inside), f"{name}.") if isinstance(inside, Mapping) else (None, "")


def _places(digits: str) -> Iterator[int]:
    bits = int(digits, 16)
    return (place for place in range(bits.bit_length()) if bits >> place & 1)
