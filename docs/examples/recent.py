"""Writes first-move.jsonl with its dates moved by whole weeks, so that the last event was a week or two ago.

A worker tells nobody of what is long past: a suggestion lapses. Weekdays and times of day stay as they are.
"""

import re
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

EVENTS: Final = Path(__file__).with_name("first-move.jsonl")
_DAY: Final = re.compile(r"\b\d{4}-\d\d-\d\d(?=T)")
_WEEK: Final = timedelta(weeks=1)


def recent(text: str, today: date) -> str:
    """The events with their days moved: the last one is 7 to 13 days before ``today``."""
    last = max(date.fromisoformat(day) for day in _DAY.findall(text))
    weeks = (today - last) // _WEEK - 1
    return _DAY.sub(lambda day: (date.fromisoformat(day.group()) + weeks * _WEEK).isoformat(), text)


if __name__ == "__main__":
    sys.stdout.write(recent(EVENTS.read_text(encoding="utf-8"), datetime.now(UTC).date()))
