"""The policy of an installation: read from its file, or the default one."""

from pathlib import Path

from movewatch.policy import DEFAULT_POLICY, Policy, PolicyError, parse_policy


def load_policy(path: Path | None) -> Policy:
    """The policy of a file, or the default one where there is none.

    Raises:
        PolicyError: the file cannot be read, or is no policy. All mistakes in it are listed at once.
    """
    if path is None:
        return DEFAULT_POLICY
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise _unreadable(path, error.strerror or type(error).__name__) from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, f"it is not UTF-8 (byte {error.start})") from error
    return parse_policy(text, str(path))


def _unreadable(path: Path, reason: str) -> PolicyError:
    return PolicyError(f"The policy {path} cannot be read: {reason}. Give another file, or set MOVEWATCH_POLICY.")
