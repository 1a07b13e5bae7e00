"""What must hold once all is quiet, whatever happened on the way."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from movewatch.demo.cluster import SALT, Cluster
from movewatch.demo.outcome import Heard, comparable
from movewatch.demo.run import hear
from movewatch.intake import IntakeConfig
from movewatch.offline.pipeline import Collector, Pipeline
from movewatch.policy import Policy
from movewatch.stage import Stage
from movewatch.stages import build_stages
from schemas.records import Record
from schemas.suggestions import Suggestion, SuggestionState
from schemas.topics import ANSWERS, CONTACTS_ROWS, SUGGESTIONS
from tests.support.oracles import Checked, check_stages

INTAKE_CONFIG: Final = IntakeConfig(salt=SALT.encode())

WORD: Final = 100


@dataclass(frozen=True, slots=True)
class Phase:
    """Records of one topic that were worked off before the next phase began, under one policy as far as B can see.

    No order between topics is promised; so it is only defined what comes of them if each has its own time.
    """

    title: str
    records: Sequence[Record]
    policy: Policy

    @property
    def topic(self) -> str:
        """The topic of all of them."""
        return self.records[0].topic

    def holds(self, record: Record) -> bool:
        """Whether a record of the topic belongs to it: phases of one topic follow each other in time."""
        return self.records[0].timestamp <= record.timestamp <= self.records[-1].timestamp


@dataclass(slots=True)
class Verdict:
    """What was found. ``problems`` is empty where all holds; ``compared``: what B compared, suggestions and others."""

    stages: list[Checked] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    suggestions: int = 0
    compared: int = 0
    row_changes: int = 0
    delivered: int = 0


def judge(
    cluster: Cluster, policies: Sequence[Policy], phases: Sequence[Phase], ticks: Sequence[datetime], same: Policy
) -> Verdict:
    """Hold everything on a quiet cluster against what must be.

    Args:
        policies: all that were deployed.
        same: a policy that differs from the first one in its name only; B takes its hash for that of the first.
    """
    verdict = Verdict()
    verdict.stages = check_stages(cluster, {one.hash: one for one in policies})
    for stage in verdict.stages:
        verdict.problems += stage.differences
    heard = hear(cluster)
    verdict.suggestions = len(heard.suggestions)
    aliases = {same.hash: policies[0].hash}
    here, there = (_said(one, aliases) for one in (heard, _in_memory(cluster, phases, ticks)))
    verdict.compared = here.total()
    verdict.problems += [f"B: lost: {_short(one)}" for one in there - here]
    verdict.problems += [f"B: not to be: {_short(one)}" for one in here - there]
    revisions = [_suggestion(record) for record in cluster.read_all(SUGGESTIONS.name)]
    verdict.problems += _revisions_that_go_back([suggestion for _, suggestion in revisions])
    verdict.delivered, wrong = _deliveries(cluster, revisions)
    verdict.problems += wrong
    # Facts of one batch that change the same row write it once: a lower bound.
    verdict.row_changes = sum(1 for record in cluster.read_all(CONTACTS_ROWS.name) if record.header("offset"))
    if lag := cluster.lag():
        verdict.problems.append(f"the lag is {lag}")
    return verdict


def _said(heard: Heard, aliases: Mapping[str, str]) -> Counter[tuple[str, ...]]:
    said: Counter[tuple[str, ...]] = Counter()
    for words, times in comparable(heard).items():
        said[tuple(_with_aliases(word, aliases) for word in words)] += times
    return said


def _short(said: tuple[str, ...]) -> str:
    return " ".join(word[:WORD] for word in said[:4])


def _with_aliases(text: str, aliases: Mapping[str, str]) -> str:
    for name, other in aliases.items():
        text = text.replace(name, other)
    return text


def _in_memory(cluster: Cluster, phases: Sequence[Phase], ticks: Sequence[datetime]) -> Heard:
    """The same records through the same stages in memory, where nobody is killed."""
    made = Collector()
    stages = build_stages(phases[0].policy, INTAKE_CONFIG)
    pipeline = Pipeline(stages, made, assume_delivered=True)
    recorded = {topic: list(cluster.read_all(topic)) for topic in dict.fromkeys(phase.topic for phase in phases)}
    for phase in phases:
        for stage in stages.values():
            if isinstance(stage, Stage):
                stage.policy = phase.policy
        records = filter(phase.holds, recorded[phase.topic])
        for record in sorted(records, key=lambda record: record.timestamp):
            pipeline.feed(record)
    for tick in ticks:
        pipeline.tick(int(tick.timestamp() * 1000))
    return Heard(tuple(made.suggestions.values()), tuple(made.suppressions), ())


def _suggestion(record: Record) -> tuple[str, Suggestion]:
    position = f"{record.topic}/{record.partition}/{record.offset}"
    return position, Suggestion.model_validate_json(record.value or b"")


def _revisions_that_go_back(suggestions: Sequence[Suggestion]) -> list[str]:
    """Revisions of one suggestion lie in one partition, in the order in which they were written."""
    latest: dict[str, int] = {}
    found = []
    for one in suggestions:
        before = latest.get(one.suggestion_id)
        if before is not None and one.revision <= before:
            found.append(f"suggestion {one.suggestion_id}: revision {one.revision} was written after {before}")
        latest[one.suggestion_id] = one.revision
    return found


def _deliveries(cluster: Cluster, revisions: Sequence[tuple[str, Suggestion]]) -> tuple[int, list[str]]:
    """No released revision was reported as delivered twice, and nothing but a released revision was.

    One that was taken back before its turn came is not delivered; whether the right ones were, B shows by their states.
    """
    released = {f"{at}/0" for at, one in revisions if one.state is SuggestionState.RELEASED}
    answers = Counter(record.header("cause") or "" for record in cluster.read_all(ANSWERS.name))
    found = [f"delivery: {cause} was reported {times}x" for cause, times in answers.items() if times > 1]
    found += [f"delivery: {cause} was reported, and is no released revision" for cause in answers.keys() - released]
    return answers.total(), found
