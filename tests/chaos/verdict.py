"""What must hold once all is quiet, whatever happened on the way."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple

from movewatch.demo.cluster import SALT, Cluster
from movewatch.demo.outcome import Heard, comparable
from movewatch.intake import IntakeConfig
from movewatch.offline.pipeline import Collector, Pipeline
from movewatch.policy import Policy
from movewatch.stage import Stage
from movewatch.stages import build_stages
from schemas.records import STATE_KEY, Outgoing, Record
from schemas.suggestions import Suggestion, SuggestionState
from schemas.suppressions import Suppression
from schemas.topics import ANSWERS, CONTACTS_ROWS, DELIVERY, DELIVERY_ROWS, SUGGESTIONS, SUPPRESSIONS
from tests.support.oracles import Account, Checked, Recorded, check_stages

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
    """What was found. ``problems`` is empty where all holds; ``compared``: what B compared, suggestions and others.

    ``lags``: records that a stage had left, by its name. ``published`` and ``found``: raw records, sent and there.
    """

    stages: list[Checked] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    lags: dict[str, int] = field(default_factory=dict)
    published: int = 0
    found: int = 0
    suggestions: int = 0
    revisions: int = 0
    went_back: int = 0
    compared: int = 0
    row_changes: int = 0
    delivered: int = 0


class Said(NamedTuple):
    """One thing that B compares: the beginning of it, for people, and a digest of the whole."""

    short: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Revision:
    """What must be kept of a revision of a suggestion to judge it. ``position``: topic/partition/offset."""

    position: str
    suggestion_id: str
    number: int
    released: bool


def judge(
    cluster: Cluster, policies: Sequence[Policy], phases: Sequence[Phase], ticks: Sequence[datetime], same: Policy
) -> Verdict:
    """Hold everything on a quiet cluster against what must be.

    Args:
        policies: all that were deployed.
        same: a policy that differs from the first one in its name only; B takes its hash for that of the first.
    """
    verdict = Verdict()
    verdict.lags = {stage.name: cluster.lag_of(stage) for stage in cluster.stages}
    verdict.problems += [f"{name}: the lag is {lag}" for name, lag in verdict.lags.items() if lag]
    _count_what_was_published(verdict, cluster, phases)
    verdict.stages = check_stages(cluster, {one.hash: one for one in policies})
    revisions, latest = _revisions(cluster)
    verdict.revisions, verdict.suggestions = len(revisions), len(latest)
    verdict.stages.append(_delivery(cluster, revisions, verdict))
    for stage in verdict.stages:
        verdict.problems += stage.differences
    _compare_with_memory(verdict, cluster, latest, {same.hash: policies[0].hash}, (phases, ticks))
    gone_back = _revisions_that_go_back(revisions)
    verdict.went_back = len(gone_back)
    verdict.problems += gone_back
    # Facts of one batch that change the same row write it once: a lower bound.
    verdict.row_changes = sum(1 for record in cluster.read_all(CONTACTS_ROWS.name) if record.header("offset"))
    return verdict


def _count_what_was_published(verdict: Verdict, cluster: Cluster, phases: Sequence[Phase]) -> None:
    verdict.published = sum(len(phase.records) for phase in phases)
    topics = dict.fromkeys(phase.topic for phase in phases)
    verdict.found = sum(1 for _ in cluster.read_all(*topics))
    if verdict.found != verdict.published:
        verdict.problems.append(f"{verdict.published} records were published, and {verdict.found} lie on the topics")


def _compare_with_memory(
    verdict: Verdict,
    cluster: Cluster,
    latest: Mapping[str, bytes],
    aliases: Mapping[str, str],
    played: tuple[Sequence[Phase], Sequence[datetime]],
) -> None:
    """Oracle B."""
    here = _Heard(aliases)
    here.latest.update(latest)
    for record in cluster.read_all(SUPPRESSIONS.name):
        here.suppression(Suppression.model_validate_json(record.value or b""))
    there = _Heard(aliases)
    _play_in_memory(there, cluster, *played)
    must, are = there.all(), here.all()
    verdict.compared = are.total()
    verdict.problems += [f"B: lost: {one.short}" for one in must - are]
    verdict.problems += [f"B: not to be: {one.short}" for one in are - must]


class _Heard(Collector):
    """What was said, on Kafka or in memory; kept so that all of it fits into memory."""

    def __init__(self, aliases: Mapping[str, str]) -> None:
        super().__init__()
        self._aliases = aliases
        self._said: Counter[Said] = Counter()
        self.latest: dict[str, bytes] = {}

    def fact(self, stage: str, made: Outgoing) -> None:
        """Of no interest."""

    def suggestion(self, suggestion: Suggestion) -> None:
        """The last revision counts."""
        self.latest[suggestion.suggestion_id] = suggestion.to_json()

    def suppression(self, suppression: Suppression) -> None:
        """Each counts."""
        self._add(Heard((), (suppression,), ()))

    def all(self) -> Counter[Said]:
        """All that was said, as often."""
        for value in self.latest.values():
            self._add(Heard((Suggestion.model_validate_json(value),), (), ()))
        self.latest.clear()
        return self._said

    def _add(self, heard: Heard) -> None:
        for words, times in comparable(heard).items():
            whole = [_with_aliases(word, self._aliases) for word in words]
            short = " ".join(word[:WORD] for word in whole[:4])
            self._said[Said(short, sha256("\0".join(whole).encode()).digest())] += times


def _with_aliases(text: str, aliases: Mapping[str, str]) -> str:
    for name, other in aliases.items():
        text = text.replace(name, other)
    return text


def _play_in_memory(heard: _Heard, cluster: Cluster, phases: Sequence[Phase], ticks: Sequence[datetime]) -> None:
    """The same records through the same stages in memory, where nobody is killed."""
    stages = build_stages(phases[0].policy, INTAKE_CONFIG)
    pipeline = Pipeline(stages, heard, assume_delivered=True)
    for phase in phases:
        for stage in stages.values():
            if isinstance(stage, Stage):
                stage.policy = phase.policy
        records = filter(phase.holds, cluster.read_all(phase.topic))
        for record in sorted(records, key=lambda record: record.timestamp):
            pipeline.feed(record)
    for tick in ticks:
        pipeline.tick(int(tick.timestamp() * 1000))


def _revisions(cluster: Cluster) -> tuple[list[Revision], dict[str, bytes]]:
    """Every revision in the order in which it was written, and the last one of each suggestion as it was written."""
    revisions: list[Revision] = []
    highest: dict[str, int] = {}
    latest: dict[str, bytes] = {}
    for record in cluster.read_all(SUGGESTIONS.name):
        value = record.value or b""
        one = Suggestion.model_validate_json(value)
        position = f"{record.topic}/{record.partition}/{record.offset}"
        revisions.append(Revision(position, one.suggestion_id, one.revision, one.state is SuggestionState.RELEASED))
        if one.revision > highest.get(one.suggestion_id, -1):
            highest[one.suggestion_id] = one.revision
            latest[one.suggestion_id] = value
    return revisions, latest


def _revisions_that_go_back(revisions: Sequence[Revision]) -> list[str]:
    """Revisions of one suggestion lie in one partition, in the order in which they were written."""
    latest: dict[str, int] = {}
    found = []
    for one in revisions:
        before = latest.get(one.suggestion_id)
        if before is not None and one.number <= before:
            found.append(f"suggestion {one.suggestion_id}: revision {one.number} was written after {before}")
        latest[one.suggestion_id] = one.number
    return found


def _delivery(cluster: Cluster, revisions: Sequence[Revision], verdict: Verdict) -> Checked:
    """No released revision was reported as delivered twice, and nothing but a released revision was.

    One that was taken back before its turn came is not delivered; whether the right ones were, B shows by their states.
    """
    recorded = Recorded(cluster)
    account = Account(cluster, DELIVERY)
    for record in recorded.records(SUGGESTIONS.name):
        account.take(record)
    for letters in recorded.letters(DELIVERY, SUGGESTIONS).values():
        account.bury(letters)
    released = {f"{one.position}/0" for one in revisions if one.released}
    answers = Counter(record.header("cause") or "" for record in recorded.records(ANSWERS.name))
    verdict.delivered = answers.total()
    found = [f"delivery: {cause} was reported {times}x" for cause, times in answers.items() if times > 1]
    found += [f"delivery: {cause} was reported, and is no released revision" for cause in answers.keys() - released]
    rows = len({record.key for record in recorded.records(DELIVERY_ROWS.name)} - {STATE_KEY})
    return Checked(
        DELIVERY.name,
        account.facts,
        account.applied,
        account.dead_letters,
        rows,
        verdict.delivered,
        found + account.problems(),
    )
