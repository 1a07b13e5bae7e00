"""The check can fail: a transport that breaks a promise is caught, and the true one passes the same faults."""

import re
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from movewatch.demo.cluster import POLL_S, Worker
from movewatch.policy import DEFAULT_POLICY
from schemas.records import Record
from schemas.topics import CONTACTS, CRM_EVENTS
from streams import ExitCode
from tests.chaos.crew import Crew
from tests.support.generate import life, who_is_who
from tests.support.oracles import check_stages

PEOPLE, PORTION = 20, 100

pytestmark = [pytest.mark.usefixtures("kafka"), pytest.mark.timeout(600)]


@dataclass(frozen=True)
class Scene:
    """A cluster of intake and contacts, whose workers may be mutants, and records to come."""

    crew: Crew
    records: Iterator[Record]

    def publish(self) -> None:
        self.crew.publish(next(self.records) for _ in range(PORTION))

    def found(self) -> list[str]:
        """What the check of a whole run finds of these two stages."""
        checked = check_stages(self.crew, {DEFAULT_POLICY.hash: DEFAULT_POLICY})
        assert [one.stage for one in checked] == ["intake", "contacts"]
        return [line for one in checked for line in one.differences]


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Callable[[str], Scene]]:
    with_crews: list[Crew] = []

    def played(mutant: str) -> Scene:
        settings = {"CHAOS_MUTANT": mutant, "MOVEWATCH_BATCH_RECORDS": "20"}
        expected = (ExitCode.RETRY, -signal.SIGKILL)
        crew = Crew(tmp_path, settings, partitions=2, workers=("intake", "contacts"), expected=expected)
        with_crews.append(crew.__enter__())
        happened = (record for record in life(10_000, PEOPLE, 1, seconds=(1, 5)) if record.topic == CRM_EVENTS.name)
        scene = Scene(crew, happened)
        crew.publish(who_is_who(PEOPLE, 10, 5))
        scene.publish()
        crew.wait_until_quiet()
        return scene

    try:
        yield played
    finally:
        for crew in with_crews:
            for worker in crew.workers:
                worker.process.kill()  # nothing is left to be stopped in order
            crew.__exit__(None, None, None)


def wait_until(seen: Callable[[], object], crew: Crew) -> None:
    deadline = time.monotonic() + 120
    while not seen():
        assert time.monotonic() < deadline
        crew.look_after_workers()
        time.sleep(POLL_S)


def killed_in_a_transaction(scene: Scene) -> None:
    """A worker is killed when it has written all, and not committed it."""
    scene.crew.set_trap("contacts", "kill")
    scene.publish()
    wait_until(lambda: scene.crew.is_sprung("contacts"), scene.crew)
    scene.crew.wait_until_quiet()


def asleep_in_a_transaction(scene: Scene) -> None:
    """A worker sleeps at that moment, another one takes over and does the rest, and the sleeper wakes and commits."""
    crew = scene.crew
    (sleeper,) = crew.awake("contacts")
    crew.set_trap("contacts", "freeze")
    scene.publish()
    wait_until(lambda: crew.is_sprung("contacts"), crew)
    crew.start_worker("contacts")
    wait_until(lambda: crew.lag_of(CONTACTS) == 0, crew)
    sleeper.process.send_signal(signal.SIGCONT)
    # Not until all is quiet: a zombie that can commit sets the group's offset back, and then it never is.
    wait_until(lambda: crew.has_survived("contacts") or sleeper not in crew.workers, crew)


def there_and_back(scene: Scene) -> None:
    """A partition goes to a second worker, and comes back once that one has worked on it."""
    crew = scene.crew
    second = crew.start_worker("contacts")
    wait_until(lambda: owns_a_partition(second), crew)
    scene.publish()
    crew.wait_until_quiet()
    crew.stop(second)
    scene.publish()
    crew.wait_until_quiet()


def owns_a_partition(worker: Worker) -> bool:
    return re.search(r"contact-facts/\d: \d+ rows, from offset", worker.log.read_text()) is not None


@pytest.mark.chaos  # the short form of the whole run shows as much
def test_the_true_transport_passes_all_of_them(play: Callable[[str], Scene]):
    scene = play("")
    there_and_back(scene)
    killed_in_a_transaction(scene)
    asleep_in_a_transaction(scene)
    scene.crew.wait_until_quiet()
    assert scene.found() == []
    assert any(end.code == -signal.SIGKILL for end in scene.crew.ends)
    assert any(end.code == ExitCode.RETRY and "Fenced" in end.said for end in scene.crew.ends), "the zombie wrote"


def test_offsets_committed_before_the_writing_lose_records(play: Callable[[str], Scene]):
    scene = play("commit-first")
    killed_in_a_transaction(scene)
    assert any("missing" in line for line in scene.found())


def test_without_fencing_a_zombie_says_things_twice(play: Callable[[str], Scene]):
    scene = play("no-fencing")
    asleep_in_a_transaction(scene)
    assert any("too often" in line for line in scene.found())


def test_rows_kept_across_a_revocation_go_back_in_time(play: Callable[[str], Scene]):
    scene = play("rows-kept")
    there_and_back(scene)
    assert any(line.startswith("contacts/") and "differs" in line for line in scene.found())
