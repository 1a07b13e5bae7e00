"""The policy of an installation: read from its file, or the default one."""

from pathlib import Path

from movewatch.policy import DEFAULT_POLICY, Policy, PolicyError, parse_policy
from movewatch.text_file import read_text


def load_policy(path: Path | None) -> Policy:
    """The policy of a file, or the default one where there is none.

    Raises:
        PolicyError: the file cannot be read, or is no policy. All mistakes in it are listed at once.
    """
    if path is None:
        return DEFAULT_POLICY

    def unreadable(reason: str) -> PolicyError:
        return PolicyError(f"The policy {path} cannot be read: {reason}. Give another file, or set MOVEWATCH_POLICY.")

    return parse_policy(read_text(path, unreadable), str(path))
