"""What is only true of rows on disk: they agree with rows in memory, and leave nothing behind."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.records import STATE_KEY, PartitionState, StoredRow
from streams.app import create_app
from streams.errors import RowsError, RowsOnDiskError
from streams.rows import PartitionRows, headers_of_row, headers_of_state
from streams.rows_on_disk import RowsFolder
from streams.settings import TransportSettings
from tests.streams.counting_stage import COUNTING

KEYS = [b"a", b"b", b"c", b"\xff", b""]
ROW = st.builds(
    StoredRow,
    value=st.binary(max_size=3),
    due_at=st.none() | st.integers(-5, 9) | st.just(2**63 - 1),
    offset=st.integers(0, 99),
)
CHANGES = st.dictionaries(st.sampled_from(KEYS), st.none() | ROW, max_size=4)
# What may happen to the rows of a partition: a batch of the changelog, a commit, a read in between.
EVENTS = st.lists(
    st.tuples(st.just("load"), CHANGES) | st.tuples(st.just("absorb"), CHANGES) | st.tuples(st.just("get"), CHANGES),
    max_size=12,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RowsFolder]:
    it = RowsFolder(tmp_path_factory.mktemp("rows"))
    yield it
    it.close()


def play(rows: PartitionRows, event: str, changes: dict[bytes, StoredRow | None], clock: int) -> None:
    state = PartitionState(clock=clock)
    match event:
        case "load":
            rows.load(
                [
                    (STATE_KEY, state.model_dump_json().encode(), headers_of_state("an-id")),
                    *(
                        (key, row.value, headers_of_row(row)) if row else (key, None, ())
                        for key, row in changes.items()
                    ),
                ]
            )
            rows.index()
        case "absorb":
            rows.absorb(changes, state if changes else None)
        case "get":
            [rows.get(key) for key in changes]


def seen(rows: PartitionRows, until: int, limit: int) -> tuple[object, ...]:
    return (
        len(rows),
        [rows.get(key) for key in KEYS],
        list(rows.due(until, limit)),
        rows.next_due(),
        rows.last_offset(),
        rows.state,
        rows.topic_id,
    )


@settings(deadline=None, max_examples=60)  # each example makes a database, and deletes it
@given(EVENTS, st.integers(-1, 10), st.integers(0, 5), st.booleans())
def test_the_same_answers_on_disk_as_in_memory_after_any_sequence(
    folder: RowsFolder,
    events: list[tuple[str, dict[bytes, StoredRow | None]]],
    until: int,
    limit: int,
    look_between: bool,
):
    memory, disk = PartitionRows(), folder.new_rows()
    for clock, (event, changes) in enumerate(events):
        play(memory, event, changes, clock)
        play(disk, event, changes, clock)
        # Looking reads rows into memory: what holds with it must hold without it.
        if look_between:
            assert seen(disk, until, limit) == seen(memory, until, limit)
    assert seen(disk, until, limit) == seen(memory, until, limit)
    disk.close()


def many(count: int, offset: int) -> dict[bytes, StoredRow | None]:
    return {b"key-%d" % number: StoredRow(b"%d" % number * 50, None, offset) for number in range(count)}


def test_rows_written_to_files_are_found(folder: RowsFolder):
    """More than fits into what is not yet written, several times over, as when a long changelog is read."""
    rows, value = folder.new_rows(), b"x" * 20_000
    for first in range(0, 4_000, 500):
        rows.load(
            [
                (b"%d" % number, value, headers_of_row(StoredRow(b"", number, first)))
                for number in range(first, first + 500)
            ]
        )
    rows.index()
    assert len(rows) == 4_000
    assert rows.get(b"17") == StoredRow(value, 17, 0)
    assert [due for due, _ in rows.due(2, 10)] == [0, 1, 2]
    assert rows.last_offset() == 3_500
    rows.close()


def test_a_number_that_does_not_fit_is_not_ours(folder: RowsFolder):
    rows = folder.new_rows()
    with pytest.raises(RowsError, match="64 bits"):
        rows.load([(b"key", b"value", (("offset", b"9" * 30),))])
    rows.close()


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_closing_rows_deletes_them_and_closing_the_folder_all(tmp_path: Path):
    folder = RowsFolder(tmp_path / "not" / "yet" / "there")
    first, second = folder.new_rows(), folder.new_rows()
    first.absorb(many(10, 1), None)
    first.close()
    assert len(files(folder.path)) == 2, "the other partition's and the lock"
    assert second.get(b"key-1") is None
    folder.close()
    assert files(tmp_path / "not" / "yet" / "there") == ["lock"]


def test_each_partition_begins_empty(folder: RowsFolder):
    first = folder.new_rows()
    first.absorb(many(10, 1), None)
    first.close()
    second = folder.new_rows()
    assert (len(second), second.get(b"key-1"), second.topic_id) == (0, None, None)
    second.close()


def test_only_the_user_may_read_them(folder: RowsFolder):
    assert folder.path.stat().st_mode & 0o077 == 0


OTHER_WORKER = """
import sys
from pathlib import Path
from schemas.records import StoredRow
from streams.rows_on_disk import RowsFolder
folder = RowsFolder(Path(sys.argv[1]))
rows = folder.new_rows()
rows.absorb({b"key": StoredRow(b"value", None, 1)}, None)
print(folder.path, flush=True)
sys.stdin.read()
"""


def other_worker(shared: Path) -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", OTHER_WORKER, str(shared)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def end(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=20)


def test_what_a_killed_worker_left_is_removed_by_the_next_and_a_living_ones_is_not(tmp_path: Path):
    (killed, left), (living, kept) = other_worker(tmp_path), other_worker(tmp_path)
    killed.kill()
    end(killed)
    assert files(left), "it had no time to clear up"
    mine = RowsFolder(tmp_path)
    assert not left.exists()
    assert any(kept.glob("partition-*/CURRENT"))
    end(living)
    assert not kept.exists(), "a worker that ends by itself leaves nothing"
    mine.close()


def test_what_is_no_workers_is_left_alone(tmp_path: Path):
    (tmp_path / "notes").mkdir()
    RowsFolder(tmp_path).close()
    assert files(tmp_path) == ["lock", "notes"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RowsOnDiskError, match=r"file/rows .*Not a directory.*name a folder"):
        RowsFolder(tmp_path / "file" / "rows")


FULL_DISK = """
import os, resource, signal, sys
from pathlib import Path
from schemas.records import StoredRow
from streams.errors import RowsOnDiskError
from streams.rows_on_disk import RowsFolder
rows = RowsFolder(Path(sys.argv[1])).new_rows()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
try:
    for offset in range(200):
        rows.absorb({b"%d" % number: StoredRow(os.urandom(1_000), None, offset) for number in range(1_000)}, None)
except RowsOnDiskError as error:
    print(error)
"""


def test_a_disk_that_takes_no_more_is_told(tmp_path: Path):
    """Not a full disk, but what looks the same from a process: no file may grow beyond a limit."""
    ended = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )
    assert re.search(
        r"The rows in \S+/partition-\w+ failed: IO error: .*File too large.*Is the disk full[?]", ended.stdout
    )
    assert list(tmp_path.glob("worker-*")) == [], "nothing is left of it"


def test_without_rocksdict_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "rocksdict", None)
    monkeypatch.delitem(sys.modules, "streams.rows_on_disk")
    with pytest.raises(RowsOnDiskError, match=r"pip install 'movewatch\[rocksdb\]'"):
        create_app(TransportSettings("127.0.0.1:1", rows_folder=tmp_path), COUNTING)
