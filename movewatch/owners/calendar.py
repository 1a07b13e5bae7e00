"""Working hours in the owner's time zone. Pure.

Daylight saving: a working day begins and ends when the clock on the wall says so. A time that the clock skips counts as
if it had not been put forward; of a time that comes twice, the first counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from movewatch.owners.row import Owner
from movewatch.policy import OwnerPolicy
from schemas.evidence import Verdict

_EVERY_DAY: Final = frozenset(range(7))
_DAY: Final = timedelta(days=1)
_DAYS_AHEAD: Final = 16
"""In two weeks each weekday comes twice, so that one whose hours the clock skips is followed by one that has them."""


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When somebody works. ``until`` before ``begin`` or at it means that work ends on the next day."""

    zone: tzinfo
    begin: time
    until: time
    days: frozenset[int]

    def local_day(self, at: datetime) -> str:
        """The date on the owner's wall, ``2026-03-29``."""
        return at.astimezone(self.zone).date().isoformat()

    def first_moment(self, at: datetime) -> datetime:
        """The first moment of work at or after a time."""
        return next(max(begin, at) for begin, end in self._spans(at) if end > at)

    def next_begin(self, at: datetime) -> datetime:
        """The first begin of work at or after a time."""
        return next(begin for begin, _ in self._spans(at) if begin >= at)

    def begin_after(self, at: datetime) -> datetime:
        """The first begin of work later than a time."""
        return next(begin for begin, _ in self._spans(at) if begin > at)

    def _spans(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Begin and end of each span of work, from the one that began the day before on."""
        first = at.astimezone(self.zone).date() - _DAY
        for number in range(_DAYS_AHEAD):
            day = first + number * _DAY
            if day.weekday() not in self.days:
                continue
            begin = self._utc(day, self.begin)
            end = self._utc(day if self.until > self.begin else day + _DAY, self.until)
            if begin < end:
                yield begin, end

    def _utc(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)


def working_hours(row: Owner, policy: OwnerPolicy) -> tuple[WorkingHours, Verdict]:
    """The owner's working hours, and from where they are known. What the directory does not tell is the policy's."""
    wanted = row.time_zone or policy.time_zone
    zone, name = _zone(wanted, policy)
    hours = WorkingHours(
        zone=zone,
        begin=time.fromisoformat(row.work_from or policy.work_from),
        until=time.fromisoformat(row.work_until or policy.work_until),
        days=frozenset(row.workdays or policy.workdays) or _EVERY_DAY,
    )
    known = "known-zone" if name == wanted else "unknown-zone"
    span = f"{hours.begin:%H:%M} to {hours.until:%H:%M}"
    return hours, Verdict(rule="working-hours", verdict=known, saw=(wanted, name, span))


def _zone(wanted: str, policy: OwnerPolicy) -> tuple[tzinfo, str]:
    for name in (wanted, policy.time_zone):
        try:
            return ZoneInfo(name), name
        except (ZoneInfoNotFoundError, ValueError, OSError):
            # A folder of the data ("Europe") is an OSError, a name like "../x" a ValueError.
            continue
    return UTC, "UTC"
