"""The proof of working hours, above all where the clock is put forward and back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movewatch.owners.calendar import working_hours
from movewatch.owners.row import Owner
from movewatch.policy import OwnerPolicy

BERLIN: dict[str, Any] = {"time_zone": "Europe/Berlin", "work_from": "09:00", "work_until": "17:00"}
EVERY_DAY = {**BERLIN, "workdays": (0, 1, 2, 3, 4, 5, 6)}
NIGHT = {**BERLIN, "work_from": "22:00", "work_until": "06:00"}


def person(**known: Any) -> Owner:
    return Owner.empty("t/crm/anna").model_copy(update=known)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


FIRST_MOMENTS = [
    # 1. At work: now. 2026-03-25 is a Wednesday, and Berlin an hour ahead of UTC.
    (1, BERLIN, "2026-03-25T10:00", "2026-03-25T10:00"),
    # 2. Before work: when it begins.
    (2, BERLIN, "2026-03-25T05:00", "2026-03-25T08:00"),
    # 3. At its very begin, and at its very end, which no longer counts.
    (3, BERLIN, "2026-03-25T08:00", "2026-03-25T08:00"),
    (4, BERLIN, "2026-03-25T16:00", "2026-03-26T08:00"),
    # 5. Friday evening before the clock is put forward: on Monday at nine, which is an hour earlier in UTC.
    (5, BERLIN, "2026-03-27T20:00", "2026-03-30T07:00"),
    # 6. On the very Sunday itself, for who works on Sundays.
    (6, EVERY_DAY, "2026-03-29T00:00", "2026-03-29T07:00"),
    # 7. Put back in October: an hour later in UTC.
    (7, BERLIN, "2026-10-23T20:00", "2026-10-26T08:00"),
    # 8. Work begins at 02:30, which the clock skips: as if it had not been put forward, 03:30 on the wall.
    (8, {**EVERY_DAY, "work_from": "02:30"}, "2026-03-29T00:00", "2026-03-29T01:30"),
    # 9. Work begins at 02:30, which comes twice: the first time.
    (9, {**EVERY_DAY, "work_from": "02:30"}, "2026-10-25T00:00", "2026-10-25T00:30"),
    # 10. Nights: after midnight the shift of the evening before goes on.
    (10, NIGHT, "2026-03-25T01:00", "2026-03-25T01:00"),
    (11, NIGHT, "2026-03-25T12:00", "2026-03-25T21:00"),
    # 12. Friday's night ends on Saturday; Sunday has none.
    (12, NIGHT, "2026-03-28T04:00", "2026-03-28T04:00"),
    (13, NIGHT, "2026-03-28T12:00", "2026-03-30T20:00"),
    # 14. Somewhere else it is another day: Monday in Auckland begins on Sunday in UTC.
    (14, {**BERLIN, "time_zone": "Pacific/Auckland"}, "2026-03-21T12:00", "2026-03-22T20:00"),
    # 15. A half-hour zone.
    (15, {**BERLIN, "time_zone": "Asia/Kolkata"}, "2026-03-25T00:00", "2026-03-25T03:30"),
    # 16. One working day a week, just over: in a week.
    (16, {**BERLIN, "workdays": (2,)}, "2026-03-25T17:00", "2026-04-01T07:00"),
    # 17. From nine to nine is all day.
    (17, {**EVERY_DAY, "work_until": "09:00"}, "2026-03-25T03:00", "2026-03-25T03:00"),
    # 18. Sundays only, and the clock skips just these hours (as if not put forward they end before they begin).
    (
        18,
        {**BERLIN, "workdays": (6,), "work_from": "02:30", "work_until": "03:00"},
        "2026-03-28T00:00",
        "2026-04-05T00:30",
    ),
]


@pytest.mark.parametrize(("number", "known", "at", "expected"), FIRST_MOMENTS, ids=[str(c[0]) for c in FIRST_MOMENTS])
def test_first_moment(number: int, known: dict[str, Any], at: str, expected: str):
    hours, _ = working_hours(person(**known), OwnerPolicy())
    assert hours.first_moment(utc(at)) == utc(expected), f"case {number}"


ZONES = [
    # 1. The directory knows the zone.
    (1, "Europe/Berlin", "UTC", "known-zone", "Europe/Berlin"),
    # 2. It does not tell: the policy's.
    (2, None, "Asia/Tokyo", "known-zone", "Asia/Tokyo"),
    # 3. There is no such zone: the policy's, and the evidence says so.
    (3, "Mars/Olympus", "Asia/Tokyo", "unknown-zone", "Asia/Tokyo"),
    # 4. The name of a folder of the time zone data, and a path out of it.
    (4, "Europe", "Asia/Tokyo", "unknown-zone", "Asia/Tokyo"),
    (5, "../passwd", "Asia/Tokyo", "unknown-zone", "Asia/Tokyo"),
    # 6. The policy's is unknown as well.
    (6, "Mars/Olympus", "Mars/Base", "unknown-zone", "UTC"),
]


@pytest.mark.parametrize(("number", "zone", "default", "verdict", "used"), ZONES, ids=[str(case[0]) for case in ZONES])
def test_zone(number: int, zone: str | None, default: str, verdict: str, used: str):
    _, said = working_hours(person(time_zone=zone), OwnerPolicy(time_zone=default))
    assert (said.verdict, said.saw[1]) == (verdict, used), f"case {number}"


HOURS = st.builds(
    lambda zone, begin, until, days: {
        "time_zone": zone,
        "work_from": f"{begin // 60:02}:{begin % 60:02}",
        "work_until": f"{until // 60:02}:{until % 60:02}",
        "workdays": tuple(sorted(days)),
    },
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo"]),
    st.integers(0, 1439),
    st.integers(0, 1439),
    st.sets(st.integers(0, 6)),
)
MOMENTS = st.integers(0, 15 * 366 * 24 * 60).map(lambda minutes: utc("2020-01-01") + timedelta(minutes=minutes))


@given(HOURS, MOMENTS)
def test_there_is_always_a_next_time(known: dict[str, Any], at: datetime):
    hours, _ = working_hours(person(**known), OwnerPolicy())
    moment, begin, later = hours.first_moment(at), hours.next_begin(at), hours.begin_after(at)
    assert at <= moment <= begin <= later
    assert at < later <= at + timedelta(days=15)
    assert hours.first_moment(moment) == moment
    assert hours.next_begin(begin) == begin


@given(HOURS, MOMENTS, MOMENTS)
def test_who_asks_later_is_not_told_earlier(known: dict[str, Any], one: datetime, other: datetime):
    hours, _ = working_hours(person(**known), OwnerPolicy())
    first, second = sorted((one, other))
    assert hours.first_moment(first) <= hours.first_moment(second)
