"""Records on their way to one partition, in the form in which a broker keeps them."""

from collections.abc import Sequence
from typing import Final, cast

from aiokafka.record.default_records import DefaultRecordBatchBuilder

from schemas.records import Headers

Line = tuple[bytes | None, bytes | None, Headers, int | None]
"""A record to write: key, value, headers, timestamp (milliseconds since 1970; None means now). A plain tuple, since two
of them are made for each record that passes, and a named one takes three times as long."""

_MAGIC: Final = 2
_UNCOMPRESSED: Final = 0


class RecordBatch:
    """One batch of a transaction.

    Attributes:
        count: how many records are in it.
    """

    def __init__(self, max_bytes: int) -> None:
        self._builder = DefaultRecordBatchBuilder(
            _MAGIC,
            _UNCOMPRESSED,
            is_transactional=1,
            producer_id=-1,
            producer_epoch=-1,
            base_sequence=0,
            batch_size=max_bytes,
        )
        self.count = 0

    def fill(self, lines: Sequence[Line], begin: int = 0) -> int:
        """Take so many of the lines from ``begin`` on as fit, and tell where those begin that do not.

        The first record of a batch always fits; the broker has the last word on its size.
        """
        append, number = self._builder.append, self.count
        for position in range(begin, len(lines)):
            key, value, headers, timestamp = lines[position]
            # aiokafka takes headers as a list only, and answers None where a record does not fit any more.
            if append(number, timestamp, key, value, list(headers)) is None:
                self.count = number
                return position
            number += 1
        self.count = number
        return len(lines)

    def numbered(self, producer_id: int, epoch: int, sequence: int) -> bytearray:
        """Its bytes, with the number by which the broker knows a repetition. Nothing can be added any more."""
        self._builder.set_producer_state(producer_id, epoch, sequence)
        return cast("bytearray", self._builder.build())
