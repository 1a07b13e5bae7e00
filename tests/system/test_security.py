"""All stages under users of their own, over TLS, with no right that the topics do not ask for."""

import contextlib
import os
import shlex
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiokafka.errors import TransactionalIdAuthorizationFailed
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ACLFilter, ACLPermissionType, KafkaAdminClient, OffsetSpec
from kafka.errors import (
    ClusterAuthorizationFailedError,
    TopicAuthorizationFailedError,
    UnknownTopicOrPartitionError,
)
from pydantic import SecretStr

from docs.examples.recent import EVENTS, recent
from movewatch.broker import EmbeddedKafka
from movewatch.broker.secured import BrokerSecurity
from movewatch.operations import topics
from movewatch.operations.acls import Acl, acls_of, kafka_acls
from movewatch.operations.client_security import client_security
from movewatch.operations.connection import admin_of
from movewatch.operations.errors import NotAllowedError
from movewatch.operations.grant import for_kafka, grant
from movewatch.operations.granted import granted, is_refused, why_not
from movewatch.operations.lag_reader import read_lag
from movewatch.operations.let_in import why_not_let_in
from movewatch.operations.letters import Wanted
from movewatch.operations.letters_reader import read_letters, replay
from movewatch.operations.publish import publish
from movewatch.operations.rights import (
    DEAD_LETTERS,
    LAG,
    PUBLISH,
    ROLES,
    TOPICS,
    Operation,
    Resource,
    Right,
    rights_of,
    user_of,
)
from movewatch.operations.start import check_start
from movewatch.security import SecuritySection
from movewatch.settings import Settings
from schemas.topics import STAGES, stage_named
from tests.support.secured import ADMIN, PREFIX, password_of, secured_kafka

HERE = Path(__file__).parent.parent.parent
SALT = "a salt for tests only"
PATIENCE_S = 90.0


class Secured:
    """The broker, and the settings of each of its users."""

    def __init__(self, kafka: EmbeddedKafka, security: BrokerSecurity) -> None:
        self.kafka = kafka
        self.ca_file = security.ca_file

    def user(self, role: str) -> str:
        return ADMIN if role == ADMIN else user_of(role, PREFIX)

    def settings(self, role: str, **security: Any) -> Settings:
        """The settings of a role's user, with what differs."""
        given = {
            "protocol": "SASL_SSL",
            "ca_file": self.ca_file,
            "username": self.user(role),
            "password": SecretStr(password_of(self.user(role))),
            **security,
        }
        return Settings(
            bootstrap_servers=self.kafka.bootstrap,
            topic_prefix=PREFIX,
            partitions=1,
            identity_salt=SecretStr(SALT),
            security=SecuritySection(**given),
        )

    def variables(self, role: str) -> dict[str, str]:
        """The same as environment variables."""
        return {
            "MOVEWATCH_BOOTSTRAP_SERVERS": self.kafka.bootstrap,
            "MOVEWATCH_TOPIC_PREFIX": PREFIX,
            "MOVEWATCH_PARTITIONS": "1",
            "MOVEWATCH_IDENTITY_SALT": SALT,
            "MOVEWATCH_SECURITY_PROTOCOL": "SASL_SSL",
            "MOVEWATCH_SECURITY_CA_FILE": str(self.ca_file),
            "MOVEWATCH_SECURITY_USERNAME": self.user(role),
            "MOVEWATCH_SECURITY_PASSWORD": password_of(self.user(role)),
        }

    def clients(self, role: str) -> dict[str, Any]:
        """Keyword arguments of kafka-python's clients."""
        return {"bootstrap_servers": self.kafka.bootstrap, **client_security(self.settings(role))}

    @contextlib.contextmanager
    def without(self, role: str, right: Right) -> Iterator[None]:
        """Take a right away for a while."""
        acl = Acl(f"User:{self.user(role)}", right)
        self.take(acl)
        try:
            yield
        finally:
            grant(self.settings(ADMIN), [acl])
            self.wait_for(role, right, there=True)

    def take(self, acl: Acl) -> None:
        told = for_kafka(acl)
        with admin_of(self.settings(ADMIN)) as admin:
            ((_, taken, _),) = admin.delete_acls(
                [ACLFilter(told.principal, "*", told.operation, ACLPermissionType.ALLOW, told.resource_pattern)]
            )
        assert len(taken) == 1, f"{acl} was not there to be taken away"
        self.wait_for(acl.principal.removeprefix(f"User:{PREFIX}movewatch-"), acl.right, there=False)

    def wait_for(self, role: str, right: Right, *, there: bool) -> None:
        """Brokers hear of ACLs a moment later than those who make them."""

        def heard() -> bool:
            with admin_of(self.settings(role)) as admin:
                found = granted(admin, [right]).get((right.resource, right.name))
            return found is None or (right.operation in found) is there

        wait_until(heard, f"{role} {'has' if there else 'lacks'} {right}")


def wait_until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"not within {PATIENCE_S:.0f} s: {what}"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """A broker on which every role has its list of rights, and the topics are made by the one who may."""
    for kafka, security in secured_kafka(tmp_path_factory.mktemp("secured")):
        made = Secured(kafka, security)
        acls = acls_of(ROLES, PREFIX)
        assert grant(made.settings(ADMIN), acls) == len(acls)
        made.wait_for(TOPICS, rights_of(TOPICS, PREFIX)[-1], there=True)
        assert len(topics.apply(made.settings(TOPICS))) == len(topics.wanted(made.settings(TOPICS)))
        yield made


# -- least privilege ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_a_user_has_the_rights_of_its_list_and_no_other(secured: Secured, role: str):
    """By the broker's own account of every topic there is. Those without any right are hidden from the user."""
    needed: dict[str, set[str]] = {}
    for right in rights_of(role, PREFIX):
        if right.resource is Resource.TOPIC:
            needed.setdefault(right.name, set()).add(right.operation)
    for operations in needed.values():
        if operations & {Operation.READ, Operation.WRITE}:
            operations.add(Operation.DESCRIBE)
    asked = [topic.name for topic in topics.wanted(secured.settings(role))]
    with admin_of(secured.settings(role)) as admin:
        seen = [topic for topic in admin.describe_topics(asked) if not is_refused(topic)]
    assert {topic["name"]: set(topic["authorized_operations"]) for topic in seen} == needed


def test_contacts_can_neither_suggest_nor_see_what_intake_reads(secured: Secured):
    producer = KafkaProducer(**secured.clients("contacts"), max_block_ms=10_000)
    with contextlib.closing(producer), pytest.raises(TopicAuthorizationFailedError):
        producer.send(f"{PREFIX}suggestions", b"{}").get(timeout=20)
    crm_events = TopicPartition(f"{PREFIX}crm-events", 0)
    admin = KafkaAdminClient(**secured.clients("contacts"))
    with contextlib.closing(admin), pytest.raises(UnknownTopicOrPartitionError):  # it is not even shown to them
        admin.list_partition_offsets({crm_events: OffsetSpec.LATEST})


def test_who_sees_the_lag_cannot_read_the_records(secured: Secured):
    consumer = KafkaConsumer(**secured.clients(LAG), auto_offset_reset="earliest")
    consumer.assign([TopicPartition(f"{PREFIX}crm-events", 0)])
    with contextlib.closing(consumer), pytest.raises(TopicAuthorizationFailedError):
        consumer.poll(timeout_ms=20_000)


def test_nobody_but_the_admin_may_give_rights(secured: Secured):
    words = r"did not let the user 'x.movewatch-topics' do this: it lacks ALTER on the cluster"
    with pytest.raises(NotAllowedError, match=words) as caught:
        grant(secured.settings(TOPICS), acls_of([TOPICS], PREFIX))
    assert isinstance(caught.value.__cause__, ClusterAuthorizationFailedError)


def test_kafkas_own_tool_takes_the_lines(secured: Secured):
    line = list(kafka_acls(acls_of(["contacts"], PREFIX, principal="User:ann"), secured.kafka.bootstrap))[-1]
    begin = shlex.join(["kafka-acls.sh", "--bootstrap-server", secured.kafka.bootstrap, "--command-config", "x"])
    said = secured.kafka.tool("AclCommand", *shlex.split(line)[len(shlex.split(begin)) :])
    assert "resourceType=TRANSACTIONAL_ID, name=x.movewatch-contacts-, patternType=PREFIXED" in said
    assert "(principal=User:ann, host=*, operation=WRITE, permissionType=ALLOW)" in said


# -- a right is missing ---------------------------------------------------------------------------------------------

# A right that a role has on its list, and the words in which its user is told that it is gone.
MISSING = [
    # 1. The facts of a stage.
    (
        "contacts",
        (Resource.TOPIC, "x.contact-facts", Operation.READ),
        "read from topic 'x.contact-facts': it lacks READ",
    ),
    # 2. Its rows.
    (
        "accounts",
        (Resource.TOPIC, "x.accounts-rows", Operation.WRITE),
        "write to topic 'x.accounts-rows': it lacks WRITE",
    ),
    # 3. What it puts out.
    ("owners", (Resource.TOPIC, "x.suggestions", Operation.WRITE), "write to topic 'x.suggestions': it lacks WRITE"),
    # 4. What it cannot read.
    (
        "intake",
        (Resource.TOPIC, "x.feedback.x.movewatch-intake.dlq", Operation.WRITE),
        "write to topic 'x.feedback.x.movewatch-intake.dlq': it lacks WRITE",
    ),
    # 5. Its group.
    (
        "delivery",
        (Resource.GROUP, "x.movewatch-delivery", Operation.READ),
        "read from the consumer group 'x.movewatch-delivery': it lacks READ",
    ),
    # 6. What fences it.
    (
        "identities",
        (Resource.TRANSACTIONAL_ID, "x.movewatch-identities-", Operation.WRITE),
        "write to the transactional ids that begin with 'x.movewatch-identities-': it lacks WRITE",
    ),
]


@pytest.mark.parametrize(("role", "right", "words"), MISSING)
def test_a_worker_is_told_before_it_starts_which_right_it_lacks(
    secured: Secured, role: str, right: tuple[Resource, str, Operation], words: str
):
    prefixed = right[0] is Resource.TRANSACTIONAL_ID
    with secured.without(role, Right(*right, prefixed)):
        problems = check_start(secured.settings(role), [stage_named(role)])
    grant_it = f"Grant it: movewatch topics acls --role {role} --apply."
    assert problems == [f"The user 'x.movewatch-{role}' may not {words}. {grant_it}"]


def test_the_tools_are_told_too(secured: Secured):
    directory = Right(Resource.TOPIC, "x.directory", Operation.WRITE)
    with secured.without(PUBLISH, directory):
        outcome = publish(secured.settings(PUBLISH), ['{"topic": "directory", "key": "a", "payload": "{}"}'])
    assert outcome.published == 0
    assert [problem[:94] for problem in outcome.problems] == [
        "line 1: The user 'x.movewatch-publish' may not write to topic 'x.directory': it lacks WRITE. G"
    ]
    facts = publish(secured.settings(PUBLISH), ['{"topic": "contact-facts", "key": "a", "payload": "{}"}'])
    # A topic that is hidden from a user is not there for it.
    assert [problem.partition(";")[0] for problem in facts.problems] == [
        "line 1: topic: there is no topic 'contact-facts'"
    ]
    group = Right(Resource.GROUP, "x.movewatch-owners", Operation.DESCRIBE)
    lacks = r"'x.movewatch-lag' may not look at the consumer group 'x.movewatch-owners': it lacks DESCRIBE. Grant it: "
    with secured.without(LAG, group), pytest.raises(NotAllowedError, match=lacks):
        read_lag(secured.settings(LAG))


def test_who_sends_dead_letters_back_has_the_rights_for_it_and_is_told_of_one_that_is_lacking(secured: Secured):
    settings = secured.settings(DEAD_LETTERS)
    how = {"per_second": 100, "most_replays": 3, "again": False}
    assert list(read_letters(settings, Wanted())) == []
    assert replay(settings, Wanted(), execute=True, **how).sent == 0
    right = Right(Resource.TOPIC, "x.crm-events", Operation.WRITE)
    with secured.without(DEAD_LETTERS, right):
        assert list(read_letters(settings, Wanted())) == []  # to look needs no right to write
        lacks = r"'x.movewatch-dead-letters' may not write to topic 'x.crm-events': it lacks WRITE. Grant it: "
        with pytest.raises(NotAllowedError, match=lacks):
            replay(settings, Wanted(), execute=True, **how)


def test_who_keeps_the_topics_is_told_too(secured: Secured):
    name = "x.problems.x.movewatch-intake.dlq"
    with secured.without(TOPICS, Right(Resource.TOPIC, name, Operation.CREATE)):
        with admin_of(secured.settings(ADMIN)) as admin:
            admin.delete_topics([name])
        with pytest.raises(NotAllowedError, match=f"may not create topic '{name}': it lacks CREATE. Grant it: "):
            topics.apply(secured.settings(TOPICS))
    assert topics.apply(secured.settings(TOPICS)) == [name]
    assert topics.check(secured.settings(TOPICS)) == []


async def test_what_kafka_does_not_explain_is_told_by_the_list(secured: Secured):
    """It says nothing of transactional ids: where one was refused, and nothing else is lacking, it is that right."""
    settings = secured.settings("contacts")
    said = await why_not(settings, "contacts", TransactionalIdAuthorizationFailed("x.movewatch-contacts-0"))
    assert said is not None
    assert "may not write to the transactional ids that begin with 'x.movewatch-contacts-': it lacks WRITE" in said
    assert await why_not(settings, "contacts", TopicAuthorizationFailedError("granted by now")) is None
    assert await why_not(settings, "contacts", None) is None


# -- not let in at all ----------------------------------------------------------------------------------------------

# What is wrong, how the message goes on, and which setting it names.
NOT_LET_IN = [
    # 1. A wrong password.
    ({"password": SecretStr("hush-wrong-hush")}, "password is not the one of the user 'x.movewatch-contacts'"),
    # 2. A user that is not there.
    (
        {"username": "nobody"},
        "password is not the one of the user 'nobody', or there is no such user. Set MOVEWATCH_SECU",
    ),
    # 3. A way to log in that the listener does not have.
    ({"mechanism": "SCRAM-SHA-256"}, "mechanism is SCRAM-SHA-256, which it does not take. Set MOVEWATCH_SECURITY_MECH"),
    # 4. A certificate that this machine does not trust.
    (
        {"ca_file": None},
        "ca_file is none, so that this machine's own hold, and its certificate is refused (unable to get",
    ),
    # 5. Neither TLS nor login, where both are wanted.
    (
        {"protocol": "PLAINTEXT", "ca_file": None, "username": None, "password": None},
        "protocol is PLAINTEXT, and that port wants TLS. Set MOVEWATCH_SECURITY_PROTOCOL",
    ),
    # 6. A login, but no TLS.
    ({"protocol": "SASL_PLAINTEXT", "ca_file": None}, "protocol is SASL_PLAINTEXT, and that port wants TLS. Set MOVE"),
    # 7. TLS, but no login.
    (
        {"protocol": "SSL", "username": None, "password": None},
        "protocol is SSL, and that port wants a login. Set MOVEWA",
    ),
]


@pytest.mark.parametrize(("wrong", "words"), NOT_LET_IN)
def test_who_is_not_let_in_is_told_why_and_soon(secured: Secured, wrong: dict[str, Any], words: str):
    settings = secured.settings("contacts", **wrong)
    began = time.monotonic()
    (problem,) = check_start(settings, [stage_named("contacts")])
    assert time.monotonic() - began < 8
    assert problem.startswith(f"Kafka at {secured.kafka.bootstrap} does not let us in: security.{words}")
    assert "hush" not in problem


def test_who_is_let_in_is_told_nothing(secured: Secured):
    assert why_not_let_in(secured.settings("contacts")) is None


# -- all of it ------------------------------------------------------------------------------------------------------


class Crew:
    """Worker processes, each with its log."""

    def __init__(self, secured: Secured, folder: Path) -> None:
        self._secured = secured
        self._folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, role: str, **variables: str) -> None:
        with self.log(role).open("wb") as log:
            self._running[role] = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "agents.worker", role],
                cwd=self._folder,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(HERE), **self._secured.variables(role), **variables},
                stdout=log,
                stderr=log,
            )

    def log(self, role: str) -> Path:
        return self._folder / f"{role}.log"

    def said(self, role: str) -> str:
        return self.log(role).read_text(encoding="utf-8")

    def see_that_all_run(self) -> None:
        ended = [role for role, process in self._running.items() if process.poll() is not None]
        assert ended == [], self.said(ended[0])

    def code(self, role: str) -> int:
        return self._running.pop(role).wait(timeout=PATIENCE_S)

    def stop(self) -> Sequence[int]:
        for process in self._running.values():
            process.terminate()
        return [process.wait(timeout=60) for process in self._running.values()]


@pytest.fixture
def crew(secured: Secured, tmp_path: Path) -> Iterator[Crew]:
    made = Crew(secured, tmp_path)
    try:
        yield made
    finally:
        made.stop()


@pytest.mark.timeout(240)
def test_a_move_becomes_a_suggestion_and_a_right_taken_away_is_named(secured: Secured, crew: Crew):
    events = recent(EVENTS.read_text(encoding="utf-8"), datetime.now(UTC).date()).splitlines()
    assert publish(secured.settings(PUBLISH), events).problems == []
    for stage in STAGES:
        crew.start(stage.name)
    with contextlib.closing(KafkaAdminClient(**secured.clients(ADMIN))) as admin:
        wait_until(lambda: crew.see_that_all_run() or count(secured, "suggestions") > 0, "a suggestion")
        assert admin.list_groups()
    lines = read_lag(secured.settings(LAG))
    assert {line.group for line in lines} == {stage.group(PREFIX) for stage in STAGES}
    assert all(line.end is not None for line in lines)

    right = Right(Resource.TOPIC, "x.contacts-rows", Operation.WRITE)
    with secured.without("contacts", right):
        somebody_else = [line.replace("ada", "eve") for line in events]
        assert publish(secured.settings(PUBLISH), somebody_else).problems == []
        assert crew.code("contacts") == 78
    (left,) = [line for line in read_lag(secured.settings(LAG)) if line.topic == "x.contact-facts"]
    assert left.lag
    assert left.seconds is None, "the age of a record is for those who may read it"
    told = "The user 'x.movewatch-contacts' may not write to topic 'x.contacts-rows': it lacks WRITE. Grant it: "
    assert told in crew.said("contacts")
    crew.see_that_all_run()
    assert set(crew.stop()) == {0}
    for stage in STAGES:
        assert "hush" not in crew.said(stage.name)


def test_a_worker_with_a_wrong_password_leaves_at_once_and_for_good(crew: Crew):
    crew.start("contacts", MOVEWATCH_SECURITY_PASSWORD="hush-wrong-hush")
    assert crew.code("contacts") == 78
    said = crew.said("contacts")
    assert "does not let us in: security.password is not the one of the user 'x.movewatch-contacts'" in said
    assert "hush" not in said


def count(secured: Secured, topic: str) -> int:
    """Committed records of a topic."""
    consumer = KafkaConsumer(
        **secured.clients(ADMIN),
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    with contextlib.closing(consumer):
        consumer.assign([TopicPartition(PREFIX + topic, 0)])
        return sum(len(found) for found in consumer.poll(timeout_ms=1_000).values())


def test_what_the_broker_keeps_of_passwords_is_for_its_owner_alone(secured: Secured):
    for name in ("server.properties", "client.properties"):
        path = secured.kafka.data_dir / name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert password_of(ADMIN) in path.read_text(encoding="utf-8")
