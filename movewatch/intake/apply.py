"""Folds raw records into facts, suppressions and dead letters: the stage ``intake``. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final

from movewatch.intake.config import IntakeConfig
from movewatch.intake.keys import MAX_KEY
from movewatch.intake.raw import raw_of
from movewatch.intake.reading import read
from movewatch.intake.refusals import Refusal
from movewatch.stage import outgoing, trace
from schemas.base import Message
from schemas.evidence import Evidence, Verdict
from schemas.keys import entity_key, split_key
from schemas.records import Outgoing, Poison, Record, Rows, Written
from schemas.suppressions import Suppression

MAX_FACT_BYTES: Final = 900_000
"""A fact must fit into one record with its headers; the broker takes a little over a million bytes."""

MAX_RECORD_BYTES: Final = 8_000_000
"""All that follows from one record must fit into one transaction, beside the rest of its batch."""

MAX_TEXT: Final = 500
"""Characters of one line of text (schemas.base.Text)."""


class Intake:
    """The stage that reads the raw topics. It keeps no rows: each record stands for itself."""

    def __init__(self, config: IntakeConfig) -> None:
        self.config = config

    def apply(self, rows: Rows, batch: Sequence[Record]) -> Written:  # noqa: ARG002 - intake has no rows
        """Read every record of the batch: facts, or a suppression, or a dead letter, never nothing."""
        written = Written(next_offset=batch[-1].offset + 1, consumed=len(batch))
        for record in batch:
            try:
                written.outputs.extend(self._outputs(record))
            except Refusal as refusal:
                written.poison.append(Poison(record, refusal.reason, refusal.message))
            except Exception as error:  # a fault of an adapter is the record's dead letter, not the worker's end
                message = f"{type(error).__name__} in intake: see the trace"
                written.poison.append(Poison(record, type(error).__name__, message, trace(error)))
        return written

    def _outputs(self, record: Record) -> list[Outgoing]:
        cause = f"{record.topic}/{record.partition}/{record.offset}"
        outputs: list[Outgoing] = []
        size = 0
        for index, message in enumerate(self._messages(record)):
            output = outgoing(message, f"{cause}/{index}")
            size += len(output.value or b"")
            if len(output.value or b"") > MAX_FACT_BYTES or size > MAX_RECORD_BYTES:
                raise Refusal("too-large")
            outputs.append(output)
        return outputs

    def _messages(self, record: Record) -> Iterator[Message]:
        for item in read(record, self.config):
            if isinstance(item, Refusal):
                yield from self._suppressions(record, item)
            else:
                yield item

    def _suppressions(self, record: Record, refusal: Refusal) -> Iterator[Suppression]:
        raw = raw_of(record, self.config)
        unknown = entity_key(raw.tenant_or_default, raw.source or raw.topic, "unknown")
        saw = tuple(name[:MAX_TEXT] for name in refusal.saw)
        verdict = Verdict(rule="intake", verdict=refusal.reason, saw=saw)
        for entity in refusal.entities or (unknown,):
            known = entity if len(entity) <= MAX_KEY else unknown
            yield Suppression(
                tenant=split_key(known)[0],
                entity=known,
                by="intake",
                reason=refusal.reason,
                about=refusal.message[:MAX_TEXT],
                at=raw.at,
                evidence=Evidence(sources=(raw.ref,), verdicts=(verdict,)),
            )
