"""What an import compares, on disk: a file of millions of rows takes no more memory than one of a thousand."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

_CACHE_KIB: Final = 64 * 1024


class ImportStore:
    """What a file says of each contact, and what is held of them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def say(self, key: str, snapshot: bytes) -> None:
        """The file says so of a contact. What it said of the same one before no longer counts."""
        self._connection.execute("INSERT OR REPLACE INTO contacts (key, said) VALUES (?, ?)", (key, snapshot))

    def __contains__(self, key: str) -> bool:
        """Whether the file says anything of this contact."""
        return self._connection.execute("SELECT 1 FROM contacts WHERE key = ?", (key,)).fetchone() is not None

    def hold(self, key: str, row: bytes | None) -> None:
        """So is the contact held. What was held before no longer counts."""
        self._connection.execute("UPDATE contacts SET held = ? WHERE key = ?", (row, key))

    def __iter__(self) -> Iterator[tuple[bytes, bytes | None]]:
        """What is said of each contact and what is held, by key."""
        yield from self._connection.execute("SELECT said, held FROM contacts ORDER BY key")


@contextmanager
def import_store() -> Iterator[ImportStore]:
    """A store in a temporary file, removed again."""
    with (
        tempfile.TemporaryDirectory(prefix="movewatch-import-") as folder,
        closing(sqlite3.connect(Path(folder) / "import.db", isolation_level=None)) as connection,
    ):
        # Nothing of it outlives a crash, so nothing has to be safe from one.
        for statement in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE_KIB}"):
            connection.execute(f"PRAGMA {statement}")
        connection.execute("CREATE TABLE contacts (key TEXT PRIMARY KEY, said BLOB NOT NULL, held BLOB) WITHOUT ROWID")
        connection.execute("BEGIN")
        yield ImportStore(connection)
