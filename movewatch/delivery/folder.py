"""Writes mails into a folder, for trying out and for machines without a mail server."""

import asyncio
import os
from email.message import EmailMessage
from pathlib import Path
from tempfile import NamedTemporaryFile

from movewatch.delivery.errors import UnavailableError


class Folder:
    """Each mail as one ``.eml`` file, named after its Message-ID: the same mail again replaces itself.

    Only the worker's own user may read the files: they name people.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    async def send(self, message: EmailMessage) -> None:
        """Write the mail. Whoever looks into the folder sees all of it or nothing.

        Raises:
            UnavailableError: the folder cannot be written to.
        """
        try:
            await asyncio.to_thread(self._write, message)
        except OSError as error:
            raise UnavailableError(
                f"cannot write into the folder {self.path}: {error.strerror or type(error).__name__}; check that it "
                "may be written to and that the disk is not full"
            ) from error

    def _write(self, message: EmailMessage) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>") + ".eml"
        # A file of its own for each try: a worker that was given up may still be writing the same mail.
        with NamedTemporaryFile(dir=self.path, prefix=".", suffix=".part", delete=False) as file:
            unfinished = Path(file.name)
            try:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
                unfinished.replace(self.path / name)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise
