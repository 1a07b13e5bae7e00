"""The rows of a partition in a RocksDB, for more rows than fit into memory (docs/decisions/0006-rows-on-disk.md).

A cache of the changelog, never more: a database begins empty when its partition is opened, and is deleted when the
partition is given up. So nothing is ever read from it that this very process has not written after the commit.
"""

import fcntl
import logging
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Mapping
from pathlib import Path
from struct import Struct
from struct import error as StructError  # noqa: N812 - an exception, named like one
from types import TracebackType
from typing import Final

from rocksdict import (
    BlockBasedOptions,
    Cache,
    DBCompressionType,
    Options,
    Rdict,
    WriteBatch,
    WriteBufferManager,
    WriteOptions,
)
from sortedcontainers import SortedList  # type: ignore[import-untyped]  # ships no types

from schemas.records import STATE_KEY, Headers, PartitionState, StoredRow
from streams.errors import RowsError, RowsOnDiskError
from streams.rows import PartitionRows, row_of_record, values_of

logger = logging.getLogger(__name__)

_CACHE_BYTES: Final = 128 * 1024 * 1024
"""Memory of all databases of a worker together, however many rows: blocks read with their filters and indexes, and rows
not yet written to files. In memory a million rows take 2 GB. What does not fit, the system's own cache of files has."""

_WRITE_BYTES: Final = 64 * 1024 * 1024
"""Of these, rows not yet written to files: RocksDB's default for one database, here for all of a worker. It is where
writing to files begins, not where writes wait: they would hold up the event loop."""

_FILE_BUFFER_BYTES: Final = 16 * 1024 * 1024
"""Of one database. One being filled and two being written stay below ``_WRITE_BYTES``."""

_BLOCK_BYTES: Final = 8 * 1024
"""Read and unpacked together: four rows of usual size (1,800 bytes)."""

_FILTER_BITS: Final = 10
"""Per key: one of a hundred keys that are not there is looked for on disk all the same (RocksDB's figure)."""

_OPEN_FILES: Final = 128
"""Of one database, of up to 64 MB each; many systems give a process 1,024."""

_NEVER: Final = 1_000_000
"""Files at which writes would wait for compaction: never, since the worker's event loop would wait with them. While
millions of rows are loaded, reads may take longer instead; nothing reads them yet."""

_HEAD: Final = Struct("<qq")
_NO_TIMER: Final = -(2**63)


class RowsFolder:
    """The folder of one worker process under the one that all workers of a machine share.

    A lock file is held as long as the process lives, so what a killed worker left is known by its free lock, and
    removed by the next one that starts. The system frees the lock whatever way a process ends.

    Raises:
        RowsOnDiskError: nothing can be written there.
    """

    def __init__(self, shared: Path) -> None:
        try:
            self.path, lock = _own_folder(shared)
        except OSError as error:
            raise RowsOnDiskError(
                f"Rows cannot be kept in {shared} ({error.strerror}): name a folder that can be written, on a disk of "
                f"this machine."
            ) from error
        self._cache = Cache(_CACHE_BYTES)
        self._buffers = WriteBufferManager.new_write_buffer_manager_with_cache(_WRITE_BYTES, False, self._cache)
        self._end = weakref.finalize(self, _remove, self.path, lock)

    def new_rows(self) -> "RowsOnDisk":
        """A partition's rows, none yet."""
        return RowsOnDisk(self)

    def close(self) -> None:
        """Remove the folder; at the process's end this happens by itself."""
        self._end()

    def options(self) -> Options:
        """How each database is opened: all share one bound of memory."""
        blocks = BlockBasedOptions()
        blocks.set_block_cache(self._cache)
        blocks.set_block_size(_BLOCK_BYTES)
        blocks.set_bloom_filter(_FILTER_BITS, False)
        blocks.set_cache_index_and_filter_blocks(True)  # else they are outside the bound, and grow with the rows
        options = Options(raw_mode=True)
        options.create_if_missing(True)
        options.set_error_if_exists(True)
        options.set_block_based_table_factory(blocks)
        options.set_write_buffer_manager(self._buffers)
        options.set_write_buffer_size(_FILE_BUFFER_BYTES)
        options.set_max_write_buffer_number(3)
        options.set_compression_type(DBCompressionType.lz4())
        options.set_max_open_files(_OPEN_FILES)
        options.set_keep_log_file_num(1)
        options.set_level_zero_slowdown_writes_trigger(_NEVER)
        options.set_level_zero_stop_writes_trigger(_NEVER)
        return options


class RowsOnDisk(PartitionRows):
    """As ``PartitionRows``, with the rows on disk. State and timers are in memory here, too.

    Raises:
        RowsOnDiskError: from any method, when the disk is full or broken.
    """

    def __init__(self, folder: RowsFolder) -> None:
        super().__init__()
        self._folder = folder  # it is removed once nobody holds it
        self.path = Path(tempfile.mkdtemp(prefix="partition-", dir=folder.path))
        self._count = 0
        self._read: dict[bytes, StoredRow | None] = {}
        with _Disk(self.path):
            self._db = Rdict(str(self.path), options=folder.options())
        without_log = WriteOptions()  # nothing is ever read from it after this process
        # The attribute is a method in rocksdict's type stub.
        setattr(without_log, "disable_wal", True)  # noqa: B010
        self._db.set_write_options(without_log)

    def __len__(self) -> int:
        return self._count

    def get(self, key: bytes) -> StoredRow | None:
        """The row of an entity, or None."""
        if key not in self._read:
            with _Disk(self.path):
                kept = self._db.get(key)
            self._read[key] = None if kept is None else _unpacked(kept)
        return self._read[key]

    def last_offset(self) -> int | None:
        """The latest fact that wrote a row, or None where there are no rows. Reads all of them."""
        with _Disk(self.path):
            return max((_unpacked(kept).offset for kept in self._db.values()), default=None)

    def absorb(self, rows: Mapping[bytes, StoredRow | None], state: PartitionState | None) -> None:
        """Take over what has been committed."""
        batch = WriteBatch(raw_mode=True)
        for key, row in rows.items():
            before = self.get(key)  # the stage has just read it
            if row is None:
                batch.delete(key)
            else:
                batch[key] = _packed(row)
            self._count += (row is not None) - (before is not None)
            self._move(key, before.due_at if before else None, row.due_at if row else None)
        self._read.clear()
        if rows:
            with _Disk(self.path):
                self._db.write(batch)
        if state is not None:
            self.state = state

    def load(self, changelog: Iterable[tuple[bytes, bytes | None, Headers]]) -> None:
        """Take over records of the changelog, in their order. ``index`` must follow the last of them."""
        self._read.clear()
        batch = WriteBatch(raw_mode=True)
        for key, value, headers in changelog:
            if key == STATE_KEY:
                self._load_state(value, values_of(headers))
            elif value is None:
                batch.delete(key)
            else:
                batch[key] = _packed(row_of_record(key, value, headers))
        with _Disk(self.path):
            self._db.write(batch)

    def index(self) -> None:
        """Count the rows and find again what is due, once all records are loaded."""
        self._count, due = 0, []
        with _Disk(self.path):
            for key, kept in self._db.items():
                self._count += 1
                due_at = _HEAD.unpack_from(kept)[0]
                if due_at != _NO_TIMER:
                    due.append((due_at, key))
        self._due = SortedList(due)

    def close(self) -> None:
        """Delete the database."""
        super().close()
        self._db.close()
        shutil.rmtree(self.path, ignore_errors=True)


class _Disk:
    """Says where and why the disk failed. RocksDB's messages name files, not what is in them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if type(error) is Exception:  # rocksdict has no class of its own for what RocksDB reports
            raise RowsOnDiskError(
                f"The rows in {self._path} failed: {error}. Is the disk full? Free it and start the worker again; "
                f"the rows are read from Kafka anew."
            ) from error


def _packed(row: StoredRow) -> bytes:
    try:
        return _HEAD.pack(_NO_TIMER if row.due_at is None else row.due_at, row.offset) + row.value
    except StructError as error:
        raise RowsError("A row's timer or offset is a number of more than 64 bits: it is not ours.") from error


def _unpacked(kept: bytes) -> StoredRow:
    due_at, offset = _HEAD.unpack_from(kept)
    return StoredRow(kept[_HEAD.size :], None if due_at == _NO_TIMER else due_at, offset)


def _own_folder(shared: Path) -> tuple[Path, int]:
    shared.mkdir(parents=True, exist_ok=True)
    # One at a time: a folder whose own lock is not yet held would look like one left over.
    gate = _lock(shared / "lock")
    try:
        _remove_left_over(shared)
        own = Path(tempfile.mkdtemp(prefix="worker-", dir=shared))  # for nobody else to read: rows are of persons
        return own, _lock(own / "lock")
    finally:
        os.close(gate)


def _remove_left_over(shared: Path) -> None:
    for folder in shared.glob("worker-*"):
        try:
            lock = _lock(folder / "lock", fcntl.LOCK_NB)
        except (BlockingIOError, FileNotFoundError):  # its worker lives, or is removing it
            continue
        logger.info("Removing %s: its worker is gone.", folder)
        _remove(folder, lock)


def _lock(path: Path, how: int = 0) -> int:
    """Take the lock of a file, for as long as the descriptor is open."""
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | how)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _remove(folder: Path, lock: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os.close(lock)
