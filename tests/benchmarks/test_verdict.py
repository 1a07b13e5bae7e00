"""What a soak is found guilty of."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from benchmarks.verdict import Minute, Sample, judge

LENGTH = 30


def samples(mb: Callable[[float], float], files: Callable[[float], int], *, spared: bool = True) -> list[Sample]:
    moments = [number / 12 for number in range(LENGTH * 12)]
    return [Sample(at, "contacts", 1, spared, mb(at), files(at)) for at in moments]


def followed(first: list[Sample], at: float) -> list[Sample]:
    """From that minute on it is another process, which has just been started."""
    return [
        one if one.minute < at else replace(one, pid=2, mb=min(150.0, 90 + 60 * (one.minute - at))) for one in first
    ]


def minutes(*calm: float | None) -> list[Minute]:
    return [Minute(number + 1, "contacts", one, one) for number, one in enumerate(calm)]


FLAT = samples(lambda _: 150.0, lambda _: 40)
STEADY = minutes(*[30.0] * LENGTH)

CASES = [
    # 1. Nothing changes.
    (1, FLAT, STEADY, 0, ""),
    # 2. What rises while it warms up, and then no more, is no leak.
    (2, samples(lambda at: min(150.0, 90 + 5 * at), lambda _: 40), STEADY, 0, ""),
    # 3. Memory and files come and go with each kill.
    (3, samples(lambda at: 150 + 6 * (at % 1), lambda at: 40 + 4 * int(at % 1 > 0.5)), STEADY, 0, ""),
    # 4. A megabyte a minute is a leak.
    (4, samples(lambda at: 150.0 + at, lambda _: 40), STEADY, 0, "memory grows by 1.00 MB a minute"),
    # 5. So is a socket a minute.
    (5, samples(lambda _: 150.0, lambda at: 40 + int(at)), STEADY, 0, "open files grow"),
    # 6. It gets slower.
    (6, FLAT, minutes(*[30.0] * 15, *[90.0] * 15), 0, "is 90 ms in the last"),
    # 7. One bad minute is not getting slower; nor are minutes without answers.
    (7, FLAT, minutes(*[30.0] * 28, 400.0, None), 0, ""),
    # 8. Something was lost.
    (8, FLAT, STEADY, 2, "2 answers led to no suggestion"),
    # 9. One left by itself, and another one was started: that is no growth.
    (9, followed(FLAT, 16.0), STEADY, 0, ""),
    (10, followed(FLAT, 29.0), STEADY, 0, ""),
    # 11. Nobody lived long enough to tell.
    (11, samples(lambda _: 150.0, lambda _: 40, spared=False), STEADY, 0, "did not last"),
]


@pytest.mark.parametrize(("number", "seen", "told", "lost", "problem"), CASES, ids=[str(case[0]) for case in CASES])
def test_judge(number: int, seen: list[Sample], told: list[Minute], lost: int, problem: str) -> None:
    problems = judge(seen, told, LENGTH, lost)["problems"]
    assert len(problems) == bool(problem), (number, problems)
    assert all(problem in one for one in problems), (number, problems)


def test_the_most_of_those_that_were_killed_is_told_too() -> None:
    killed = samples(lambda at: 200 + at, lambda _: 60, spared=False)
    told = judge([*FLAT, *killed], STEADY, LENGTH, 0)
    assert told["at most"]["contacts"]["MB"] > 229
    assert told["at most"]["contacts"]["open files"] == 60
    assert told["never killed"]["contacts"]["MB"][0] == (0, 150.0)
    assert len(told["never killed"]["contacts"]["MB"]) == LENGTH
