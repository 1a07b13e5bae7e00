"""What each role must be allowed to do, and that it is no more."""

import pytest

from movewatch.operations.rights import (
    LAG,
    PUBLISH,
    ROLES,
    TOPICS,
    Operation,
    Resource,
    Right,
    in_words,
    lacking,
    rights_of,
    user_of,
)
from schemas.topics import INTAKE, STAGES, SUGGESTIONS, StageTopics, all_topics
from streams.names import Names

READ, WRITE, SEE, CREATE = Operation.READ, Operation.WRITE, Operation.DESCRIBE, Operation.CREATE
CONFIGS = Operation.DESCRIBE_CONFIGS


def on_topics(role: str, operation: Operation) -> set[str]:
    return {
        right.name
        for right in rights_of(role, "p.")
        if right.resource is Resource.TOPIC and right.operation is operation
    }


# Written out for one stage, so that the table is not only compared with itself.
OF_ACCOUNTS = [
    Right(Resource.GROUP, "p.movewatch-accounts", READ),
    Right(Resource.TOPIC, "p.account-facts", CONFIGS),
    Right(Resource.TOPIC, "p.account-facts", READ),
    Right(Resource.TOPIC, "p.account-facts", WRITE),  # its ticks, and what it tells itself
    Right(Resource.TOPIC, "p.account-facts.p.movewatch-accounts.dlq", CONFIGS),
    Right(Resource.TOPIC, "p.account-facts.p.movewatch-accounts.dlq", WRITE),
    Right(Resource.TOPIC, "p.accounts-rows", CONFIGS),
    Right(Resource.TOPIC, "p.accounts-rows", READ),
    Right(Resource.TOPIC, "p.accounts-rows", WRITE),
    Right(Resource.TOPIC, "p.owner-facts", CONFIGS),
    Right(Resource.TOPIC, "p.owner-facts", WRITE),
    Right(Resource.TOPIC, "p.suppressions", CONFIGS),
    Right(Resource.TOPIC, "p.suppressions", WRITE),
    Right(Resource.TRANSACTIONAL_ID, "p.movewatch-accounts-", WRITE, prefixed=True),
]


def test_the_list_of_a_stage():
    assert rights_of("accounts", "p.") == OF_ACCOUNTS


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: str(stage.name))
def test_a_stage_may_use_what_the_transport_touches_and_nothing_else(stage: StageTopics):
    names = Names(stage, "p.")
    reads = {*names.reads(), *([names.rows] if names.rows else [])}
    assert on_topics(stage.name, READ) == reads
    assert on_topics(stage.name, READ) | on_topics(stage.name, WRITE) == set(names.needed())
    assert on_topics(stage.name, SEE) == on_topics(stage.name, CREATE) == set()
    for right in rights_of(stage.name, "p."):
        if right.resource is Resource.TRANSACTIONAL_ID:
            assert right.prefixed
            assert names.transactional_id(next(names.reads()), 0).startswith(right.name)


def test_a_stage_that_ticks_may_write_to_its_facts():
    """The only stage whose facts nobody but its ticks would let it write to."""
    assert "p.owner-facts" in on_topics("owners", WRITE)
    assert "p.suggestions" not in on_topics("delivery", WRITE)


def test_only_owners_may_suggest():
    assert [role for role in ROLES if f"p.{SUGGESTIONS.name}" in on_topics(role, WRITE)] == ["owners"]


def test_who_publishes_may_write_what_intake_reads():
    expected = {Right(Resource.TOPIC, f"p.{topic.name}", WRITE) for topic in INTAKE.reads}
    assert set(rights_of(PUBLISH, "p.")) == expected


def test_who_sees_the_lag_and_who_keeps_the_topics_read_nothing():
    for role in (LAG, TOPICS):
        assert on_topics(role, READ) == on_topics(role, WRITE) == set()
    assert on_topics(TOPICS, CREATE) == {f"p.{topic.name}" for topic in all_topics("p.")}


def test_there_is_no_other_role():
    with pytest.raises(KeyError):
        rights_of("nix", "")


# What is needed, what the broker says is allowed (None: it says nothing), and what is lacking of it.
ALLOWED = [
    # 1. All is there.
    ([READ, WRITE], {"READ", "WRITE", "DESCRIBE"}, []),
    # 2. One is not.
    ([READ, WRITE], {"READ", "DESCRIBE"}, [WRITE]),
    # 3. Who may read may look.
    ([SEE], {"READ"}, []),
    ([SEE], {"WRITE"}, []),
    # 4. Who may look may not read; and who may create may not look.
    ([READ], {"DESCRIBE"}, [READ]),
    ([SEE], {"CREATE"}, [SEE]),
    # 5. Nobody claims what is not known.
    ([READ, WRITE], None, []),
]


@pytest.mark.parametrize(("needed", "allowed", "expected"), ALLOWED)
def test_lacking(needed: list[Operation], allowed: set[str] | None, expected: list[Operation]):
    known = {} if allowed is None else {(Resource.TOPIC, "t"): frozenset(allowed)}
    found = lacking([Right(Resource.TOPIC, "t", operation) for operation in needed], known)
    assert [right.operation for right in found] == expected


# Who it is, how the sentence begins, and what the command is told of the user.
WORDS = [
    # 1. The stage's own user.
    ("x.movewatch-contacts", "The user 'x.movewatch-contacts'", ""),
    # 2. A user of another name is named to the command, too.
    ("ann", "The user 'ann'", " --principal User:ann"),
    # 3. A certificate says who it is, and only the broker reads it.
    (None, "The user of this connection", " --principal User:..."),
]


@pytest.mark.parametrize(("user", "who", "principal"), WORDS)
def test_what_is_said(user: str | None, who: str, principal: str):
    assert in_words([Right(Resource.TOPIC, "x.suggestions", WRITE)], user, "contacts", "x.") == (
        f"{who} may not write to topic 'x.suggestions': it lacks WRITE. "
        f"Grant it: movewatch topics acls --role contacts{principal} --apply."
    )


def test_a_user_without_any_right_is_told_of_the_first_five():
    rights = rights_of("contacts", "")
    said = in_words(rights, "ann", "contacts", "")
    assert said.count("may not") == 5
    assert f"; and it lacks {len(rights) - 5} more rights. Grant it:" in said


def test_a_stages_user_has_the_name_of_its_group():
    assert [user_of(stage.name, "p.") for stage in STAGES] == [stage.group("p.") for stage in STAGES]
