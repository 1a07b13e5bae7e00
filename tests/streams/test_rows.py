"""Rows and what is due, in memory and on disk, against a model that sorts everything each time."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.records import STATE_KEY, Headers, PartitionState, StoredRow
from streams.errors import RowsError
from streams.rows import PartitionRows, headers_of_row, headers_of_state
from streams.rows_on_disk import RowsFolder

KEYS = st.sampled_from([b"a", b"b", b"c", b"\xff", b""])
ROWS = st.none() | st.builds(
    StoredRow, value=st.binary(max_size=3), due_at=st.none() | st.integers(0, 9), offset=st.integers(0, 99)
)
STEPS = st.lists(st.dictionaries(KEYS, ROWS, max_size=4), max_size=12)

NewRows = Callable[[], PartitionRows]


@pytest.fixture(scope="module", params=["memory", "disk"])
def new_rows(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewRows]:
    if request.param == "memory":
        yield PartitionRows
        return
    folder = RowsFolder(tmp_path_factory.mktemp("rows"))
    yield folder.new_rows
    folder.close()


def naive_due(model: dict[bytes, StoredRow], until: int, limit: int) -> list[tuple[int, bytes]]:
    return sorted((row.due_at, key) for key, row in model.items() if row.due_at is not None and row.due_at <= until)[
        :limit
    ]


def assert_same(rows: PartitionRows, model: dict[bytes, StoredRow], until: int, limit: int) -> None:
    assert len(rows) == len(model)
    assert all(rows.get(key) == model.get(key) for key in [b"a", b"b", b"c", b"\xff", b""])
    assert list(rows.due(until, limit)) == naive_due(model, until, limit)
    due = naive_due(model, 100, 1)
    assert rows.next_due() == (due[0][0] if due else None)


@settings(deadline=None, max_examples=50)  # on disk each example makes a database, and deletes it
@given(STEPS, st.integers(-1, 10), st.integers(0, 5))
def test_rows_and_due_index_are_those_of_the_model_after_every_step(
    new_rows: NewRows, steps: list[dict[bytes, StoredRow | None]], until: int, limit: int
):
    rows, model = new_rows(), {}
    for step in steps:
        rows.absorb(step, None)
        model.update(step)
        model = {key: row for key, row in model.items() if row is not None}
        assert_same(rows, model, until, limit)
    rows.close()


@settings(deadline=None, max_examples=50)  # on disk each example makes a database, and deletes it
@given(STEPS, st.integers(-1, 10), st.integers(0, 5), st.integers(1, 3))
def test_what_is_loaded_from_the_changelog_is_what_was_absorbed(
    new_rows: NewRows, steps: list[dict[bytes, StoredRow | None]], until: int, limit: int, at_once: int
):
    lived, changelog = new_rows(), []
    for step in steps:
        lived.absorb(step, None)
        changelog += [(key, row.value, headers_of_row(row)) if row else (key, None, ()) for key, row in step.items()]
    loaded = new_rows()
    for start in range(0, len(changelog), at_once):
        loaded.load(changelog[start : start + at_once])
    loaded.index()
    model = {key: row for key in [b"a", b"b", b"c", b"\xff", b""] if (row := lived.get(key)) is not None}
    assert_same(loaded, model, until, limit)
    lived.close()
    loaded.close()


def test_due_does_not_take_anything_away(new_rows: NewRows):
    rows = new_rows()
    rows.absorb({b"a": StoredRow(b"", 5, 0), b"b": StoredRow(b"", 5, 1)}, None)
    assert rows.due(5, 9) == rows.due(5, 9) == [(5, b"a"), (5, b"b")]


def test_the_state_of_the_partition_comes_back_with_its_topic(new_rows: NewRows):
    state = PartitionState(clock=17, fired=2)
    rows = new_rows()
    rows.load([(STATE_KEY, state.model_dump_json().encode(), headers_of_state("an-id"))])
    assert (rows.state, rows.topic_id, len(rows)) == (state, "an-id", 0)


def test_a_timer_costs_a_header_only_where_there_is_one():
    assert headers_of_row(StoredRow(b"", None, 7)) == (("offset", b"7"),)
    assert headers_of_row(StoredRow(b"", 0, 7)) == (("due_at", b"0"), ("offset", b"7"))


@pytest.mark.parametrize(
    "record",
    [
        # 1. A row without the offset of its fact: the tripwire would be blind.
        (b"key", b"value", ()),
        # 2. A timer that is no number.
        (b"key", b"value", (("due_at", b"soon"), ("offset", b"1"))),
        # 3. A state without the topic it belongs to.
        (STATE_KEY, b"{}", ()),
        # 4. A state taken away.
        (STATE_KEY, None, ()),
    ],
)
def test_what_we_never_write_is_refused(new_rows: NewRows, record: tuple[bytes, bytes | None, Headers]):
    with pytest.raises(RowsError):
        new_rows().load([record])
