"""Whether what was left of a partition fits together."""

import pytest

from schemas.records import STATE_KEY
from schemas.topics import StageTopics
from streams.errors import RecordsGoneError, RowsError
from streams.names import Names
from streams.recovery import Left
from streams.rows import PartitionRows, headers_of_state
from tests.streams.counting_stage import COUNTING, COUNTS, FACTS

WITHOUT_ROWS = StageTopics("counting", (FACTS,), None, (COUNTS,))


def left(written_from: str | None, committed: int | None, earliest: int = 0, stage: StageTopics = COUNTING) -> Left:
    rows = PartitionRows()
    if written_from is not None:
        rows.load([(STATE_KEY, b"{}", headers_of_state(written_from))])
    return Left("facts/0", Names(stage, ""), rows, committed, earliest)


@pytest.mark.parametrize(
    "found",
    [
        left(None, None),  # 1. Nothing yet: the first worker.
        left(None, None, 50),  # 2. The same, on a topic whose beginning is gone.
        left("now", 50),  # 3. Rows and offset of this topic.
        left("now", 50, 50),  # 4. All that was read is deleted, nothing unread is.
        left(None, 50, 0, WITHOUT_ROWS),  # 5. A stage without rows has an offset only.
    ],
)
def test_what_fits(found: Left):
    found.see_that_it_fits("now")


@pytest.mark.parametrize(
    ("found", "error", "said"),
    [
        # 1. The facts were deleted and made again: offsets begin anew, rows do not.
        (left("before", None), RowsError, "made again"),
        # 2. The offset expired: from the beginning, every fact would be met twice.
        (left("now", None), RowsError, "no committed offset"),
        # 3. The rows were deleted: everything would look new.
        (left(None, 50), RowsError, "are gone"),
        # 4. Retention was faster than the worker.
        (left("now", 50, 51), RecordsGoneError, "1 offsets were deleted unread"),
        (left(None, 50, 60, WITHOUT_ROWS), RecordsGoneError, "10 offsets"),
    ],
)
def test_what_does_not_fit_stops_the_worker(found: Left, error: type[Exception], said: str):
    with pytest.raises(error, match=said):
        found.see_that_it_fits("now")
