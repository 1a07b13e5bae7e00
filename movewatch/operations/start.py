"""Everything that keeps a worker from starting, said at once, before it starts."""

from pathlib import Path

from movewatch.errors import MovewatchError
from movewatch.operations import topics
from movewatch.policy import PolicyError, parse_policy
from movewatch.rendering.check import check_templates
from movewatch.settings import Settings, problem_text


def check_start(settings: Settings) -> list[str]:
    """What is wrong, each with what to do; empty when a worker can start.

    Looks at the identity salt, the policy file, the templates, the broker and the topics. Answers within 15 s, also
    when no broker does.
    """
    return [*_salt(settings), *_policy(settings.policy), *_templates(settings), *topics.check(settings)]


def _salt(settings: Settings) -> list[str]:
    if settings.identity_salt is not None:
        return []
    return [problem_text("identity_salt", "is missing, and a worker needs it")]


def _policy(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        parse_policy(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        return [problem_text("policy", f"names {path}, which cannot be read ({error.strerror})")]
    except UnicodeDecodeError:
        return [problem_text("policy", f"names {path}, which is not UTF-8")]
    except PolicyError as error:
        return [str(error)]
    return []


def _templates(settings: Settings) -> list[str]:
    try:
        return check_templates(settings.templates)
    except MovewatchError as error:
        return [str(error)]
