"""Everything that keeps a worker from starting, said at once, before it starts."""

import ssl
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from movewatch.delivery.from_settings import delivery_settings
from movewatch.delivery.settings import DeliverySettingsError
from movewatch.operations import topics
from movewatch.operations.client_security import security_problems
from movewatch.policy import PolicyError
from movewatch.policy_file import load_policy
from movewatch.rendering.check import check_templates
from movewatch.settings import Settings, problem_text
from schemas.topics import STAGES, StageTopics

WITHIN_S: Final = 13.0
"""The look at the topics ends by then, so that with what a client takes to close the answer is there within 15 s."""


def check_start(settings: Settings, stages: Sequence[StageTopics] = STAGES) -> list[str]:
    """What is wrong, each with what to do; empty when a worker of these stages can start.

    Looks at the identity salt, the policy file, delivery, the templates, the broker, the user's rights and the topics.
    Answers within 15 s, also when no broker does.
    """
    until = time.monotonic() + WITHIN_S
    return [
        *_salt(settings),
        *_policy(settings.policy),
        *_delivery(settings),
        *check_templates(settings.templates),
        *_rows(settings),
        *(security_problems(settings) or topics.check(settings, until, stages)),
    ]


def _salt(settings: Settings) -> list[str]:
    if settings.identity_salt is not None:
        return []
    return [problem_text("identity_salt", "is missing, and a worker needs it")]


def _policy(path: Path | None) -> list[str]:
    try:
        load_policy(path)
    except PolicyError as error:
        return [str(error)]
    return []


def _delivery(settings: Settings) -> list[str]:
    try:
        delivery_settings(settings)
    except DeliverySettingsError as error:
        return [problem_text(f"delivery.{name}", problem) for name, problem in error.problems]
    return _ca_file(settings.delivery.ca_file)


def _rows(settings: Settings) -> list[str]:
    if settings.rows == "memory":
        return []
    if find_spec("rocksdict") is None:
        return [problem_text("rows", "needs the package rocksdict, which pip install 'movewatch[rocksdb]' brings")]
    try:
        settings.rows_folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.rows_folder):
            return []
    except OSError as error:
        return [problem_text("rows_folder", f"names {settings.rows_folder}, which is not writable ({error.strerror})")]


def _ca_file(path: Path | None) -> list[str]:
    """Without its certificates every mail would wait for ever."""
    if path is None:
        return []
    try:
        ssl.create_default_context().load_verify_locations(cafile=path)
    except (OSError, ssl.SSLError) as error:
        return [problem_text("delivery.ca_file", f"names {path}, which cannot be read ({error.strerror or error})")]
    return []
