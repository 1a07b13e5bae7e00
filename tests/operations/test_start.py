"""What keeps a worker from starting is told at once, and soon, also without a broker."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pydantic import SecretStr

from movewatch.broker import EmbeddedKafka
from movewatch.operations import topics
from movewatch.operations.start import check_start
from movewatch.settings import DeliverySection, Settings

HERE = Path(__file__).parent.parent.parent
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
    assert "nix.toml cannot be read: No such file or directory. Give another file, or set MOVEWATCH_POLI" in problems[0]


# What delivery cannot work with, and how the one problem begins that is told of it.
DELIVERY = [
    # 1. A sender that no mail server takes.
    (
        DeliverySection(kind="smtp", host="mail", sender="a@b@c"),
        "delivery.sender is no mail address: write name@example.com or name <name@example.com>. Set MOVEWATCH_DELIVERY",
    ),
    # 2. Nobody could answer.
    (DeliverySection(reply_to="me"), "delivery.reply_to is no mail address"),
    # 3. A name without its password, and the other way round.
    (DeliverySection(username="me"), "delivery.password goes with username: give both or none."),
    (DeliverySection(password=SALT), "delivery.password goes with username: give both or none."),
    # 4. A login that all could read.
    (
        DeliverySection(username="me", password=SALT, security="none"),
        "delivery.security is none, and a password is not sent without encryption",
    ),
    # 5. Certificates that are not there, or are none.
    (DeliverySection(ca_file=Path("nix.pem")), "delivery.ca_file names nix.pem, which cannot be read (No such file"),
    (DeliverySection(ca_file=Path(__file__)), f"delivery.ca_file names {__file__}, which cannot be read ("),
]


@pytest.mark.parametrize(("delivery", "words"), DELIVERY)
def test_delivery_that_could_not_work_is_told(delivery: DeliverySection, words: str):
    problems = check_start(Settings(bootstrap_servers=nobody(), identity_salt=SALT, delivery=delivery))
    assert len(problems) == 2
    assert problems[0].startswith(words)
    assert problems[1].startswith("No Kafka broker answers")


def test_nothing_is_wrong(kafka: EmbeddedKafka, topic_prefix: str):
    settings = Settings(bootstrap_servers=kafka.bootstrap, topic_prefix=topic_prefix, partitions=1, identity_salt=SALT)
    topics.apply(settings)
    assert check_start(settings) == []


def test_the_command_tells_all_at_once_and_in_time(tmp_path: Path):
    """As a user meets it: a process, its message, its exit code."""
    policy = tmp_path / "policy.toml"
    policy.write_text("[movements\n", encoding="utf-8")
    words = tmp_path / "words" / "promotion" / "what.txt.j2"
    words.parent.mkdir(parents=True)
    words.write_text('{% include "promotion/nix.j2" %}', encoding="utf-8")
    broker = nobody()
    variables = {
        "MOVEWATCH_BOOTSTRAP_SERVERS": broker,
        "MOVEWATCH_POLICY": str(policy),
        "MOVEWATCH_TEMPLATES": str(tmp_path / "words"),
    }
    began = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "movewatch", "worker"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(HERE), **variables},
    )
    assert time.monotonic() - began < 15
    assert ended.returncode == 2
    assert ended.stdout == ""
    head, *lines = ended.stderr.splitlines()
    assert head == "The worker cannot start; 4 thing(s) to put right:"
    expected = (
        "identity_salt is missing",
        f"{policy} is not TOML: ",
        "no template promotion/nix.j2: put the file back",
        f"No Kafka broker answers at {broker}. Start it",
    )
    assert len(lines) == len(expected)
    assert all(line.startswith(f"  {words}") for line, words in zip(lines, expected, strict=True))
