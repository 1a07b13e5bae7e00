"""The compose file, as far as it can be checked without a container engine: syntax, names, what must not be in it."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from movewatch.delivery.from_settings import delivery_settings
from movewatch.settings import Settings, load_settings
from schemas.topics import STAGES

ROOT = Path(__file__).parent.parent
FILE = ROOT / "docker-compose.yml"
COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
WORKERS = [stage.name for stage in STAGES]
SALT = "a made-up salt of a test"


def docker_compose() -> str:
    found = shutil.which("docker-compose")
    if found is None and os.environ.get("CI"):
        pytest.fail("docker-compose is missing; .ci/run installs it")
    if found is None:
        pytest.skip("docker-compose is not installed; CI has it")
    return found


def config(empty: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """What docker-compose makes of the file, with an empty file in place of a developer's own .env."""
    empty.touch()
    command = [docker_compose(), "--env-file", str(empty), "-f", str(FILE), "config"]
    given = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=given, timeout=60)


def test_docker_compose_accepts_it(tmp_path: Path) -> None:
    outcome = config(tmp_path / "empty.env", MOVEWATCH_IDENTITY_SALT=SALT)
    assert outcome.returncode == 0, outcome.stderr
    assert set(yaml.safe_load(outcome.stdout)["services"]) == set(SERVICES)


def test_without_a_salt_it_says_what_to_do(tmp_path: Path) -> None:
    outcome = config(tmp_path / "empty.env")
    assert outcome.returncode != 0
    assert "set it to a secret of at least 16 characters" in outcome.stderr


def test_the_project_takes_its_name_from_the_folder() -> None:
    """A top-level name is refused by the docker-compose that Debian has."""
    assert set(COMPOSE) - {"services", "volumes"} == {"x-movewatch", "x-worker"}


def test_every_stage_has_a_service_that_waits_for_its_topics() -> None:
    assert set(SERVICES) == {"kafka", "topics", "mailpit", "gateway", *WORKERS}
    for name in WORKERS:
        service = SERVICES[name]
        assert service["command"] == ["worker", name]
        assert service["depends_on"] == {
            "kafka": {"condition": "service_healthy"},
            "topics": {"condition": "service_completed_successfully"},
        }
        assert service["stop_grace_period"] == "60s"
        assert service["restart"] == "unless-stopped"
    assert SERVICES["topics"]["command"] == ["topics", "apply"]
    assert "restart" not in SERVICES["topics"], "a job that has done its work is not started again"
    assert SERVICES["contacts"]["deploy"]["replicas"] == 2


def settings_of(name: str) -> Settings:
    environment = {key: str(value) for key, value in SERVICES[name]["environment"].items()}
    defaults = {key: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value) for key, value in environment.items()}
    return load_settings(environ=defaults | {"MOVEWATCH_IDENTITY_SALT": SALT})


@pytest.mark.parametrize("name", ["topics", "gateway", *WORKERS])
def test_movewatch_knows_every_variable_that_it_is_given(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = settings_of(name)
    assert settings.bootstrap_servers == "kafka:19092"
    if name == "delivery":
        delivery = delivery_settings(settings)
        assert (delivery.kind, delivery.host, delivery.security) == ("smtp", "mailpit", "none")


def test_the_gateway_is_started_only_where_it_is_asked_for() -> None:
    gateway = SERVICES["gateway"]
    assert (gateway["profiles"], gateway["command"]) == (["gateway"], ["gateway"])
    section = settings_of("gateway").gateway
    assert gateway["ports"] == [f"127.0.0.1:{section.port}:{section.port}"]
    assert f"./senders.toml:{section.senders}:ro" in gateway["volumes"]


def test_no_secret_stands_in_the_file() -> None:
    secrets = [value for s in SERVICES.values() for key, value in s.get("environment", {}).items() if "SALT" in key]
    assert len(secrets) == len({"topics", "gateway", *WORKERS})
    assert all(value.startswith("${MOVEWATCH_IDENTITY_SALT:?") for value in secrets)
    assert "PASSWORD" not in FILE.read_text(encoding="utf-8")


def test_nothing_is_open_to_other_machines() -> None:
    for service in SERVICES.values():
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:")


def test_images_are_pinned() -> None:
    for service in SERVICES.values():
        assert re.search(r":v?\d+\.\d+\.\d+$", service["image"])


def test_kafka_keeps_its_data_and_gets_all_that_the_image_would_otherwise_set() -> None:
    kafka = SERVICES["kafka"]
    given = kafka["environment"]
    assert f"kafka-data:{given['KAFKA_LOG_DIRS']}" in kafka["volumes"]
    assert "kafka-data" in COMPOSE["volumes"]
    assert set(given) >= {
        "CLUSTER_ID",
        "KAFKA_NODE_ID",
        "KAFKA_PROCESS_ROLES",
        "KAFKA_LISTENERS",
        "KAFKA_ADVERTISED_LISTENERS",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
        "KAFKA_CONTROLLER_QUORUM_VOTERS",
        "KAFKA_CONTROLLER_LISTENER_NAMES",
        "KAFKA_INTER_BROKER_LISTENER_NAME",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR",
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS",
    }
    listeners = dict(listener.split("://") for listener in given["KAFKA_LISTENERS"].split(","))
    advertised = dict(listener.split("://") for listener in given["KAFKA_ADVERTISED_LISTENERS"].split(","))
    assert set(listeners) == set(advertised) | {given["KAFKA_CONTROLLER_LISTENER_NAMES"]}
    assert SERVICES["intake"]["environment"]["MOVEWATCH_BOOTSTRAP_SERVERS"] == advertised["INTERNAL"]
    assert advertised["INTERNAL"] in kafka["healthcheck"]["test"][1]
