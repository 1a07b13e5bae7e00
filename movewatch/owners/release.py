"""When a suggestion may be released to its owner. Pure."""

from dataclasses import dataclass
from datetime import datetime

from movewatch.owners.calendar import WorkingHours, working_hours
from movewatch.owners.row import Day, Owner
from movewatch.policy import OwnerPolicy
from schemas.evidence import Verdict


@dataclass(frozen=True, slots=True)
class Release:
    """When, and by which rules. ``at`` is None, and ``stuck`` says why, while the directory must say more first.

    ``delays``: the rules that put it off, beyond working hours.
    """

    at: datetime | None
    verdicts: tuple[Verdict, ...]
    delays: tuple[Verdict, ...] = ()
    stuck: str | None = None


def release_time(row: Owner, earliest: datetime, policy: OwnerPolicy) -> Release:
    """The first time, not before ``earliest``, at which the owner is at work and wants to hear.

    During an absence it is held until the owner is back: the deputy is named in the evidence, and is told nothing, for
    the suggestion is part of a relationship that the deputy does not have. An owner with ``digest`` gets everything at
    the begin of a working day; nothing is so urgent that it goes before, since it has been settling for a day anyway.
    """
    hours, verdict = working_hours(row, policy)
    if not row.active:
        return _stuck("owner-inactive", (verdict,))
    start, absence = _after_absence(row, earliest)
    if start is None:
        return _stuck("absent-without-end", (verdict,), absence)
    if row.email is None:
        return _stuck("no-address", (verdict,), absence)
    at = hours.next_begin(start) if row.digest else hours.first_moment(start)
    how = Verdict(rule="release", verdict="digest" if row.digest else "at-work", saw=(at.isoformat(),))
    return Release(at, (verdict, how), absence)


def _stuck(why: str, verdicts: tuple[Verdict, ...], delays: tuple[Verdict, ...] = ()) -> Release:
    return Release(None, (*verdicts, Verdict(rule="release", verdict=why)), delays, why)


def _after_absence(row: Owner, earliest: datetime) -> tuple[datetime | None, tuple[Verdict, ...]]:
    since, until = row.absent_from, row.absent_until
    away = (since is not None or until is not None) and (since is None or since <= earliest)
    if not away or (until is not None and until <= earliest):
        return earliest, ()
    saw = (f"until: {until.isoformat() if until else 'unknown'}", f"deputy: {row.deputy or 'none'}"[:500])
    return until, (Verdict(rule="absence", verdict="held-until-return", saw=saw),)


def put_off(row: Owner, hours: WorkingHours, at: datetime) -> Verdict:
    """The verdict on a day that was full."""
    today = hours.local_day(at)
    return Verdict(rule="daily-cap", verdict="put-off", saw=(today, f"released: {_released_on(row, today)}"))


def over_cap(row: Owner, hours: WorkingHours, at: datetime, policy: OwnerPolicy) -> bool:
    """Whether the owner has been told enough for this day."""
    return _released_on(row, hours.local_day(at)) >= policy.daily_cap


def counted(row: Owner, hours: WorkingHours, at: datetime) -> Owner:
    """The row with one more release on this day. Two days are kept: a shift may span midnight."""
    today = hours.local_day(at)
    others = [day for day in row.days if day.day != today]
    days = sorted([*others, Day(day=today, released=_released_on(row, today) + 1)], key=lambda day: day.day)
    return row.model_copy(update={"days": tuple(days[-2:])})


def _released_on(row: Owner, today: str) -> int:
    return next((day.released for day in row.days if day.day == today), 0)
