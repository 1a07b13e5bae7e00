"""What the fixture does where Kafka cannot be had."""

from pathlib import Path

import pytest

from movewatch.broker.errors import JarUnavailableError
from tests.support.broker import running_kafka


@pytest.fixture(autouse=True)
def no_jars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty cache and no network."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("MOVEWATCH_MAVEN_REPOSITORY", "http://127.0.0.1:1")


def test_at_home_it_skips_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no embedded Kafka: org"):
        next(running_kafka(tmp_path))


def test_in_ci_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(JarUnavailableError):
        next(running_kafka(tmp_path))
