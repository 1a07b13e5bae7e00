"""What keeps a worker from starting is told at once, and soon, also without a broker."""

import socket
import time
from pathlib import Path

from pydantic import SecretStr

from movewatch.broker import EmbeddedKafka
from movewatch.operations import topics
from movewatch.operations.start import check_start
from movewatch.settings import Settings

SALT = SecretStr("a salt for tests only")


def nobody() -> str:
    """An address where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{taken.getsockname()[1]}"


def test_everything_is_told_at_once_and_in_time(tmp_path: Path):
    policy = tmp_path / "policy.toml"
    policy.write_text("[movements]\nsettling_hours = -1\n[nix]\n", encoding="utf-8")
    settings = Settings(bootstrap_servers=nobody(), policy=policy, templates=tmp_path / "none")
    began = time.monotonic()
    problems = check_start(settings)
    assert time.monotonic() - began < 15
    assert len(problems) >= 4
    assert problems[0].startswith("identity_salt is missing, and a worker needs it. Set MOVEWATCH_IDENTITY_SALT")
    assert "has 2 mistake(s)" in problems[1]
    assert problems[-1].startswith(f"No Kafka broker answers at {settings.bootstrap_servers}. Start it")


def test_a_broker_that_accepts_and_says_nothing_is_told_in_time():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = Settings(bootstrap_servers=f"127.0.0.1:{silent.getsockname()[1]}", identity_salt=SALT)
        began = time.monotonic()
        problems = check_start(settings)
        assert time.monotonic() - began < 15
    assert [problem[:28] for problem in problems] == ["No Kafka broker answers at 1"]


def test_a_policy_that_is_not_there_is_told(tmp_path: Path):
    problems = check_start(Settings(bootstrap_servers=nobody(), identity_salt=SALT, policy=tmp_path / "nix.toml"))
    assert "nix.toml, which cannot be read (No such file or directory). Set MOVEWATCH_POLICY" in problems[0]


def test_nothing_is_wrong(kafka: EmbeddedKafka, topic_prefix: str):
    settings = Settings(bootstrap_servers=kafka.bootstrap, topic_prefix=topic_prefix, partitions=1, identity_salt=SALT)
    topics.apply(settings)
    assert check_start(settings) == []
