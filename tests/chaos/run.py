"""A whole run: a cluster, what happens to it, and what must hold at the end."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from movewatch.demo.cluster import POLL_S
from movewatch.policy import Policy, parse_policy
from schemas.records import Record
from schemas.topics import CRM_EVENTS, STAGES, stage_named
from tests.chaos.blows import CREW, WEIGHTS, Blow, Hung, Kind, Options, dealt
from tests.chaos.crew import Crew
from tests.chaos.markers import aborted_transactions
from tests.chaos.report import Report
from tests.chaos.verdict import Phase, judge
from tests.support.generate import life, who_is_who

SESSION_TIMEOUT_S: Final = 6.0
BACKLOG: Final = 8_000
"""Records that may wait before more are published: so the blows are spread over the whole run."""

BUSY_WITHIN_S: Final = 5.0

BATCH_RECORDS: Final = 20
"""Few, so that there are many transactions to hit."""

MIX: Final = {
    "phone": 54, "job": 10, "company": 3, "left": 1, "opt-out": 3, "project": 13, "answer": 14, "again": 2,
}  # fmt: skip
"""Nearly half of it changes a row, and a tenth or so leads to a suggestion."""

# Bulk, caps and limits act on the order of arrival, which is not the same twice: they have cases of their own.
POLICY: Final = """
version = "{version}"
[bulk]
transaction_contacts = 200
hourly_contacts = 200
[asks]
days_between = 0
account_per_quarter = 1000
account_per_year = 1000
[owners]
daily_cap = 100000
open_suggestions = 1000
closed_kept_days = {closed_kept_days}
[milestones]
window_days = {window_days}
[movements]
settling_hours = {settling_hours}
"""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Policies:
    """What is deployed: at first, amid the load (another name, the same numbers), and half-way (other numbers)."""

    first: Policy
    renamed: Policy
    second: Policy
    files: tuple[Path, Path, Path]

    @classmethod
    def written_to(cls, folder: Path) -> "Policies":
        """Make them, and their files."""
        numbers = {"closed_kept_days": 400, "window_days": 30, "settling_hours": 24}
        others = {"closed_kept_days": 300, "window_days": 20, "settling_hours": 48}
        texts = [
            POLICY.format(version=name, **values)
            for name, values in (("first", numbers), ("renamed", numbers), ("second", others))
        ]
        paths = [folder / f"policy-{number}.toml" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text)
        first, renamed, second = map(parse_policy, texts)
        return cls(first, renamed, second, (paths[0], paths[1], paths[2]))

    @property
    def all(self) -> list[Policy]:
        """All of them, the first one first."""
        return [self.first, self.renamed, self.second]


def chaos(options: Options, home: Path, say: Say) -> Report:
    """Run it.

    Raises:
        ChaosError, DemoError: the cluster did not survive it.
    """
    home.mkdir(parents=True, exist_ok=True)
    policies = Policies.written_to(home)
    phases = _phases(options, policies)
    began = time.monotonic()
    settings = {"MOVEWATCH_POLICY": str(policies.files[0]), "MOVEWATCH_BATCH_RECORDS": str(BATCH_RECORDS)}
    with Crew(home, settings, partitions=options.partitions, workers=CREW, brokers=options.brokers) as crew:
        storm = Storm(crew, Random(options.seed), say)  # noqa: S311 - a seed that can be given again
        try:
            ticks = _play(storm, options, policies, phases)
        finally:
            crew.close_sleepers()
        calm = time.monotonic()
        say("all is quiet; comparing")
        verdict = judge(crew, policies.all, phases, ticks, policies.renamed)
        aborted = aborted_transactions(*crew.kafka.records_dirs)
        report = Report(options, storm.blows, crew.ends, aborted, verdict)
        report.prove()
    report.seconds = calm - began
    report.judging_seconds = time.monotonic() - calm
    return report


def _phases(options: Options, policies: Policies) -> list[Phase]:
    """Who is who, then what happens, a topic at a time, and the longest of them in two halves with a policy each."""
    contacts = max(100, options.events // 8)
    accounts, owners = contacts // 5, contacts // 20
    by_topic: dict[str, list[Record]] = {}
    for record in who_is_who(contacts, accounts, owners):
        by_topic.setdefault(record.topic, []).append(record)
    happened: dict[str, list[Record]] = {}
    # One project each: two of them may come in any order, and then it depends on the order which one is asked about.
    pace = _pace(options.events)
    for record in life(options.events, contacts, options.seed, accounts, seconds=pace, mix=MIX, projects=1):
        happened.setdefault(record.topic, []).append(record)
    phases = [Phase(f"who is who: {topic}", records, policies.first) for topic, records in by_topic.items()]
    changes = happened.pop(CRM_EVENTS.name)
    half = len(changes) // 2 if options.plan.deploys else len(changes)
    phases.append(Phase("crm-events, first half", changes[:half], policies.first))
    if options.plan.deploys:
        phases.append(Phase("crm-events, second half", changes[half:], policies.second))
    later = policies.second if options.plan.deploys else policies.first
    phases += [Phase(topic, records, later) for topic, records in happened.items()]
    return phases


def _pace(events: int) -> tuple[int, int]:
    """Seconds between events: all of them within three days and a half, the past by the time of the run."""
    most = max(1, min(120, int(3.5 * 86_400 * 2 / events) - 1))
    return 1, most


def _play(storm: "Storm", options: Options, policies: Policies, phases: Sequence[Phase]) -> list[datetime]:
    crew, say = storm.crew, storm.say
    quiet, lively = _told_apart(phases)
    ticks = _ticks(phases)
    *dealt_to, for_ticks = _dealt_to(lively, options, storm.random)
    for phase in quiet:
        say(f"{phase.title}: {len(phase.records)} records")
        crew.publish(iter(phase.records))
        crew.wait_until_quiet()
    for phase, these in zip(lively, dealt_to, strict=True):
        if options.plan.deploys and phase is lively[1]:
            say("half-way: a policy with other numbers is deployed")
            crew.deploy({"MOVEWATCH_POLICY": str(policies.files[2])})
        say(f"{phase.title}: {len(phase.records)} records, {len(these)} blows")
        first = options.plan.deploys and phase is lively[0]
        deploy = {"MOVEWATCH_POLICY": str(policies.files[1])} if first else None
        storm.rage(phase.records, these, deploy)
    storm.tell_time(ticks, for_ticks)
    return ticks


def _dealt_to(lively: Sequence[Phase], options: Options, random: Random) -> list[list[Blow]]:
    """The blows of each phase, and those for the time of the ticks. Only changes in the CRM give all stages work."""
    blows = options.plan.blows(random)
    at_random = [blow for blow in blows if not blow.provoked]
    runs = dealt(at_random, [*(len(phase.records) for phase in lively), options.events // 12])
    changes = [number for number, phase in enumerate(lively) if phase.topic == CRM_EVENTS.name]
    provoked = dealt([blow for blow in blows if blow.provoked], [1] * len(changes))
    for number, these in zip(changes, provoked, strict=True):
        runs[number] += these
        random.shuffle(runs[number])
    return runs


def _told_apart(phases: Sequence[Phase]) -> tuple[list[Phase], list[Phase]]:
    """Those before anything happens, and the others."""
    begin = next(number for number, phase in enumerate(phases) if phase.topic == CRM_EVENTS.name)
    return list(phases[:begin]), list(phases[begin:])


def _ticks(phases: Sequence[Phase]) -> list[datetime]:
    last = datetime.fromtimestamp(max(record.timestamp for phase in phases for record in phase.records) / 1000, UTC)
    return [last + timedelta(days=3), last + timedelta(days=10)]


class Storm:
    """Publishes, and strikes while the records are worked off."""

    def __init__(self, crew: Crew, random: Random, say: Say) -> None:
        self.crew = crew
        self.random = random
        self.say = say
        self.blows: list[Blow] = []
        self._hung: dict[str, Hung] = {}

    def rage(self, records: Sequence[Record], blows: Sequence[Blow], deploy: dict[str, str] | None) -> None:
        """Publish a phase portion by portion with a blow after each, then wait until it is worked off.

        ``deploy``: settings to be deployed in the middle of it, under load.
        """
        portions = _cut(records, len(blows) + 1)
        for number, portion in enumerate(portions):
            rest = portion
            self._wait_for_backlog()
            if deploy is not None and number == len(portions) // 2:
                rest = portion[len(portion) // 2 :]
                self._deploy_under(portion[: len(portion) // 2], deploy)
            # Not before a deployment: who is in the trap cannot be stopped in order.
            if number < len(blows) and blows[number].provoked:
                self.crew.set_trap(blows[number].stage)
            self.crew.publish(iter(rest))
            if number < len(blows):
                self._strike(blows[number])
        self.crew.wait_until_quiet()

    def _deploy_under(self, records: Sequence[Record], deploy: dict[str, str]) -> None:
        self.crew.publish(iter(records))
        self._wait_until_it_moves("contacts")
        self.say("  a policy with another name is deployed under load")
        self.crew.deploy(deploy)

    def tell_time(self, ticks: Sequence[datetime], blows: Sequence[Blow]) -> None:
        """Let the time be known, stage by stage, and strike while the timers run out."""
        waiting = list(blows)
        self.crew.wait_until_thawed()
        for at in ticks:
            for stage in (stage for stage in STAGES if stage.ticks):
                self.say(f"timers of {stage.name} until {at:%Y-%m-%d}: {len(waiting)} blows left")
                self.crew.send_tick(stage, at)
                while waiting and (stage.name == "owners" or len(waiting) > len(blows) // 2):
                    self._strike(waiting.pop())
                self.crew.wait_until_quiet()

    def _strike(self, blow: Blow) -> None:
        """Strike, and note it."""
        if blow.provoked:
            self._strike_the_trapped(blow)
        else:
            self._strike_at_random(blow)
        self._hung.update(blow.hung)
        self.blows.append(blow)
        told = f" {blow.stage}" + (" in the middle of a transaction" if blow.provoked else "")
        left = f", {len(blow.hung)} transaction(s) left open" if blow.kind in {Kind.KILL, Kind.FREEZE} else ""
        self.say(f"  {len(self.blows):>2}. {blow.kind.value}{told}{left}")

    def _strike_the_trapped(self, blow: Blow) -> None:
        """A worker has stopped itself before it committed: kill it, or wake it when another one has its partition."""
        worker, blow.hung = self.crew.struck(blow.stage)
        if blow.kind is Kind.KILL:
            self.crew.kill(worker)
        else:
            self.crew.freeze(worker, SESSION_TIMEOUT_S, blow.hung)

    def _strike_at_random(self, blow: Blow) -> None:
        """Wait for a moment when there is work, and a moment more, then do it."""
        if blow.kind is not Kind.BROKER:
            blow.stage = self._busy_stage(blow)
            self._wait_until_it_moves(blow.stage)
        time.sleep(self.random.uniform(0, 0.3))
        self.crew.look_after_workers()
        crew = self.crew
        workers = crew.awake(blow.stage)
        match blow.kind:
            case Kind.BROKER:
                crew.break_broker(self.random)
            case Kind.KILL:
                crew.kill(self.random.choice(workers))
            case Kind.FREEZE:
                crew.freeze(self.random.choice(workers), self.random.uniform(1.3, 1.8) * SESSION_TIMEOUT_S)
            case Kind.JOIN:
                crew.start_worker(blow.stage)
            case Kind.LEAVE:
                crew.stop(self.random.choice(workers))
        if blow.kind in {Kind.KILL, Kind.FREEZE}:
            blow.hung = crew.hung_transactions(stage_named(blow.stage), self._hung)

    def _busy_stage(self, blow: Blow) -> str:
        """The stage meant for the blow; another one, if it has nothing to do for a while, or nobody is awake there."""
        if blow.kind is not Kind.KILL:
            return blow.stage
        deadline = time.monotonic() + BUSY_WITHIN_S
        while time.monotonic() < deadline:
            if self._is_busy(blow.stage):
                return blow.stage
            self.crew.look_after_workers()
            time.sleep(POLL_S)
        others = sorted(WEIGHTS, key=lambda _: self.random.random())
        return next(filter(self._is_busy, others), "contacts")

    def _is_busy(self, name: str) -> bool:
        return bool(self.crew.awake(name)) and self.crew.lag_of(stage_named(name)) > 0

    def _wait_until_it_moves(self, name: str, seconds: float = 2 * SESSION_TIMEOUT_S) -> None:
        """Wait until a stage commits something: then it is in the middle of its work. Not for ever."""
        deadline = time.monotonic() + seconds
        stage = stage_named(name)
        before = self.crew.committed(stage)
        while self.crew.committed(stage) == before and time.monotonic() < deadline:
            self.crew.look_after_workers()
            time.sleep(POLL_S / 10)
        if not self.crew.awake(name):
            self.crew.wait_until_thawed()

    def _wait_for_backlog(self) -> None:
        while self.crew.lag() > BACKLOG:
            self.crew.look_after_workers()
            time.sleep(POLL_S)


def _cut(records: Sequence[Record], parts: int) -> list[Sequence[Record]]:
    size = -(-len(records) // parts)
    return [records[begin : begin + size] for begin in range(0, len(records), size)]
