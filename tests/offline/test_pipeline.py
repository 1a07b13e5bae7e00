"""The real stages in memory: one story, told in several ways."""

import json
from datetime import timedelta
from typing import Any

import pytest

from movewatch.intake import IntakeConfig
from movewatch.offline.dry_run import Printer, dry_run
from movewatch.offline.pipeline import Collector, Pipeline
from movewatch.offline.show import Show
from movewatch.policy import DEFAULT_POLICY
from schemas.suggestions import SuggestionState
from tests.offline.story import STORY
from tests.support.facts import at

CONFIG = IntakeConfig(salt=b"a salt for tests only", default_tenant="t")


def run(lines: list[str], *show: Show, partitions: int = 1, assume_delivered: bool = False, **how: Any) -> list[Any]:
    """What a dry run writes, read back."""
    written: list[str] = []
    printer = Printer(frozenset(show), written.append)
    pipeline = Pipeline.build(DEFAULT_POLICY, CONFIG, printer, partitions=partitions, assume_delivered=assume_delivered)
    dry_run(lines, pipeline, printer, **how)
    return [json.loads(text) for text in written]


def states(lines: list[Any]) -> list[str]:
    return [step["state"] for each in lines for step in each["history"]]


def test_a_move_is_told_its_owner_once_it_has_settled():
    found = run(STORY, Show.SUGGESTIONS)
    assert [(each["what"], each["kind"], each["owner"]["name"]) for each in found] == [
        ("suggestion", "departmental-move", "Anna")
    ]
    assert states(found)[:3] == ["proposed", "held", "released"]


def test_before_it_has_settled_it_is_held():
    assert states(run(STORY, Show.SUGGESTIONS, horizon=timedelta(hours=1))) == ["proposed", "held"]


def test_without_delivery_it_expires_only_when_its_time_has_come():
    assert states(run(STORY, Show.SUGGESTIONS, horizon=timedelta(days=90)))[-1] == "expired"


def test_assumed_delivery_is_told_the_owners_row():
    assert states(run(STORY, Show.SUGGESTIONS, assume_delivered=True))[:4] == [
        "proposed",
        "held",
        "released",
        "delivered",
    ]


def test_the_same_lines_say_the_same_however_many_partitions():
    once = run(STORY, Show.ALL)
    assert once == run(STORY, Show.ALL)
    assert sorted(map(json.dumps, once)) == sorted(map(json.dumps, run(STORY, Show.ALL, partitions=5)))


def test_time_in_jumps_ends_where_time_in_steps_does():
    """Nothing of this story acts on the order of arrival, so only who fires first differs."""
    jumps = [at(1), at(2), at(31)]
    assert run(STORY, Show.SUGGESTIONS, ticks=jumps) == run(STORY, Show.SUGGESTIONS)


def test_time_never_goes_back():
    collector = Collector()
    pipeline = Pipeline.build(DEFAULT_POLICY, CONFIG, collector)
    pipeline.advance(5_000)
    pipeline.advance(1_000)
    assert pipeline.now == 5_000


@pytest.mark.parametrize("show", [Show.SIGNALS, Show.SUPPRESSIONS, Show.ROWS])
def test_only_what_is_asked_for_is_shown(show: Show):
    assert {each["what"] for each in run(STORY, show)} == {show.value.removesuffix("s")}


def test_what_cannot_be_read_is_told_apart():
    """Lines that are no records are mistakes of the file; records that intake cannot read are dead letters."""
    lines = [
        "{",
        json.dumps({"topic": "contact-facts", "payload": "x"}),
        json.dumps({"topic": "p.contact-changes", "payload": "x"}),
    ]
    written: list[str] = []
    printer = Printer(frozenset({Show.DEAD_LETTERS}), written.append)
    summary = dry_run(lines, Pipeline.build(DEFAULT_POLICY, CONFIG, printer), printer, prefix="p.")
    assert [mistake.number for mistake in summary.mistakes] == [1, 2]
    assert summary.unread == 2
    assert (summary.records, summary.dead_letters) == (1, 1)
    letter = json.loads(written[0])
    assert (letter["what"], letter["stage"], letter["topic"], letter["offset"]) == (
        "dead-letter",
        "intake",
        "contact-changes",
        0,
    )


def test_a_collector_keeps_every_revision_and_the_latest():
    collector = Collector()
    pipeline = Pipeline.build(DEFAULT_POLICY, CONFIG, collector)
    printer = Printer(frozenset(), lambda _text: None)
    dry_run(STORY, pipeline, printer)
    assert [each.state for each in collector.revisions][:2] == [SuggestionState.HELD, SuggestionState.RELEASED]
    assert list(collector.suggestions.values()) == [collector.revisions[-1]]
    assert collector.dead_letters == []
