"""The oracle agrees with the real stages on a story that passes through all of them."""

from collections.abc import Sequence

import pytest

from movewatch.intake import IntakeConfig
from movewatch.offline.dry_run import Printer, dry_run
from movewatch.offline.oracle import Output, compare, fold
from movewatch.offline.pipeline import Pipeline
from movewatch.policy import DEFAULT_POLICY
from movewatch.stage import Stage
from movewatch.stages import build_stages
from schemas.records import Record, Rows, Written
from tests.offline.story import STORY

BEHIND_INTAKE = ("identities", "contacts", "accounts", "owners")


class Recording:
    """A stage that remembers what it consumed and wrote."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.records: list[Record] = []
        self.outputs: list[Output] = []
        self.rows: dict[bytes, bytes] = {}
        self.spans = ()

    def apply(self, rows: Rows, batch: Sequence[Record]) -> Written:
        written = self.stage.apply(rows, batch)
        self.records += batch[: written.consumed]
        self.outputs += [
            Output(o.topic, o.key, o.value or b"", dict(o.headers)["cause"].decode()) for o in written.outputs
        ]
        for key, row in written.rows.items():
            self.rows.pop(key, None)
            if row is not None:
                self.rows[key] = row.value
        self.spans = written.state.policies if written.state else self.spans
        return written


@pytest.mark.parametrize("name", BEHIND_INTAKE)
def test_a_stage_did_what_the_oracle_says(name: str):
    stages = build_stages(DEFAULT_POLICY, IntakeConfig(salt=b"a salt for tests only", default_tenant="t"))
    recording = Recording(stages[name])
    printer = Printer(frozenset(), lambda _text: None)
    dry_run(STORY, Pipeline(stages | {name: recording}, printer, assume_delivered=True), printer)

    stage = recording.stage
    policies = {DEFAULT_POLICY.hash: DEFAULT_POLICY}
    folded = fold(stage.decide, stage.row_type, stage.facts, policies, recording.spans, recording.records)

    assert folded.rows
    assert folded.dead_letters == []
    assert compare(folded, recording.rows, recording.outputs) == []
