"""A worker of contacts that keeps its rows in memory, or in RocksDB where its task names a folder."""

import logging
import sys
from pathlib import Path

from benchmarks import contacts
from benchmarks.ours import run
from benchmarks.work import Task
from schemas.topics import CONTACT_FACTS, CONTACTS
from streams import TransportSettings, create_app


def main() -> None:
    """Run until a signal comes."""
    # The transport says at this level how many rows it found.
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    task = Task.of_command_line()
    folder = Path(task.folder) if task.folder else None
    settings = TransportSettings(task.bootstrap, prefix=task.prefix, rows_folder=folder)
    run(create_app(settings, CONTACTS), CONTACT_FACTS, contacts.stage())


if __name__ == "__main__":
    main()
