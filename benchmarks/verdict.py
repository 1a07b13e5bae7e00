"""Whether a soak shows what it must: memory flat, no file left open, as quick at its end as at its beginning. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from benchmarks.figures import slope

GROWS: Final = 0.05
"""Memory may rise by such a share over the second half: what malloc does with its pages is never quite flat."""

GROWS_MB: Final = 8.0
"""Or by so much, where that is more: a worker's first minutes are still in it in a short run."""

GROWS_FILES: Final = 4.0
"""A kill moves partitions, and with them connections, from one worker to the other and back."""

WARM_UP_MINUTES: Final = 3
"""So long a new process may grow."""

SLOWER: Final = 1.5
SLOWER_MS: Final = 20.0
"""The last third may be slower than the first by that factor, or by so much: a p99 of some hundred answers jumps."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One worker at one moment. ``minute``: since the beginning. ``spared``: it is not to be killed."""

    minute: float
    stage: str
    pid: int
    spared: bool
    mb: float
    files: int


@dataclass(frozen=True, slots=True)
class Minute:
    """p99 in a minute, in milliseconds: ``calm`` outside of kills, ``every`` with them; None: no answers then."""

    number: int
    killed: str | None
    calm: float | None
    every: float | None

    def as_dict(self) -> dict[str, Any]:
        """By the names of the result."""
        return {"minute": self.number, "killed": self.killed, "p99 ms": self.calm, "p99 ms, all": self.every}


def judge(samples: Sequence[Sample], minutes: Sequence[Minute], length: int, lost: int) -> dict[str, Any]:
    """How each worker that was never killed changed, the most of the others, and the problems: none where all is well.

    ``length``: of the run, in minutes.
    """
    problems = [f"{lost} answers led to no suggestion"] if lost else []
    spared: dict[str, Any] = {}
    for stage in sorted({sample.stage for sample in samples}):
        own = _of_one_process([sample for sample in samples if sample.stage == stage and sample.spared], length)
        late = _late(own, length)
        memory = slope([(sample.minute, sample.mb) for sample in late])
        files = slope([(sample.minute, float(sample.files)) for sample in late])
        if not late:
            problems.append(f"{stage}: the worker that was to be spared did not last until the second half")
        elif memory * length / 2 > max(GROWS_MB, GROWS * median(sample.mb for sample in late)):
            problems.append(f"{stage}: memory grows by {memory:.2f} MB a minute")
        if files * length / 2 > GROWS_FILES:
            problems.append(f"{stage}: open files grow by {files:.2f} a minute")
        spared[stage] = {
            "MB/minute": round(memory, 3),
            "open files/minute": round(files, 3),
            "MB": _each_minute((sample.minute, sample.mb) for sample in own),
            "open files": _each_minute((sample.minute, float(sample.files)) for sample in own),
        }
    problems += _slower(minutes)
    return {"never killed": spared, "at most": _most(samples), "problems": problems}


def _of_one_process(samples: Sequence[Sample], length: int) -> list[Sample]:
    """Those of the process that was there most of the second half: one may have left by itself, and was followed."""
    late = Counter(sample.pid for sample in samples if sample.minute >= length / 2)
    pid = late.most_common(1)[0][0] if late else None
    return [sample for sample in samples if sample.pid == pid]


def _late(own: Sequence[Sample], length: int) -> list[Sample]:
    """The second half, but for the first minutes of a process that was started in it."""
    began = own[0].minute if own else 0.0
    since = max(length / 2, began + WARM_UP_MINUTES if began > 1 else 0.0)
    return [sample for sample in own if sample.minute >= since]


def _slower(minutes: Sequence[Minute]) -> list[str]:
    calm = [minute.calm for minute in minutes if minute.calm is not None]
    third = len(calm) // 3
    if not third:
        return []
    first, last = median(calm[:third]), median(calm[-third:])
    if last <= max(first * SLOWER, first + SLOWER_MS):
        return []
    return [f"p99 outside of kills was {first:.0f} ms in the first third, and is {last:.0f} ms in the last"]


def _each_minute(points: Iterable[tuple[float, float]]) -> list[tuple[int, float]]:
    """The median of each minute."""
    found: dict[int, list[float]] = {}
    for minute, value in points:
        found.setdefault(int(minute), []).append(value)
    return [(minute, round(median(values), 1)) for minute, values in sorted(found.items())]


def _most(samples: Iterable[Sample]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for sample in samples:
        known = found.setdefault(sample.stage, {"MB": 0.0, "open files": 0})
        known["MB"] = max(known["MB"], round(sample.mb, 1))
        known["open files"] = max(known["open files"], sample.files)
    return found
