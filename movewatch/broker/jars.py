"""The jars of Apache Kafka: which ones (kafka.lock.toml), where they lie, and that each is the one it claims to be.

The lock is made by ``python -m movewatch.broker.relock``. jgo finds and fetches the jars; it does not compare their
hashes, so that is done here, on every start.
"""

import hashlib
import logging
import os
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from movewatch.broker.errors import JarDamagedError, JarUnavailableError

log = logging.getLogger(__name__)

FETCHES: Final = 2  # the second one is for a download that arrived damaged
PARALLEL_FETCHES: Final = 8
FETCH_TIMEOUT_S: Final = 30


@dataclass(frozen=True, slots=True)
class Jar:
    """One jar by its Maven coordinates, and the SHA-256 (hex) of its content."""

    group: str
    artifact: str
    version: str
    sha256: str

    def __str__(self) -> str:
        return f"{self.group}:{self.artifact}:{self.version}"

    @property
    def path(self) -> Path:
        """Where a Maven repository keeps it, relative to the repository's root."""
        return Path(*self.group.split("."), self.artifact, self.version, f"{self.artifact}-{self.version}.jar")


@cache
def locked_jars() -> tuple[Jar, ...]:
    """The jars of the lock file, in the order of the class path."""
    lock = tomllib.loads(files("movewatch.broker").joinpath("kafka.lock.toml").read_text(encoding="utf-8"))
    return tuple(
        Jar(entry["groupId"], entry["artifactId"], entry["version"], entry["sha256"]) for entry in lock["dependencies"]
    )


class JarStore:
    """A directory of jars, laid out as a Maven repository. It only ever holds jars that were verified when they came.

    Args:
        root: the directory; made when needed. Several processes may share it.
        repository: address of a Maven repository to fetch from. None: the one Maven itself uses.
    """

    def __init__(self, root: Path, repository: str | None = None) -> None:
        self.root = root
        self._repository = repository

    @classmethod
    def default(cls, environ: Mapping[str, str] = os.environ) -> "JarStore":
        """The user's cache. ``MOVEWATCH_MAVEN_REPOSITORY`` names another repository to fetch from (a mirror)."""
        cache_home = environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return cls(Path(cache_home, "movewatch", "jars"), environ.get("MOVEWATCH_MAVEN_REPOSITORY") or None)

    def class_path(self, jars: Sequence[Jar] | None = None) -> str:
        """Java's class path of these jars (all locked ones), each verified just now, and fetched where it was missing.

        Raises:
            JarUnavailableError: one is missing and cannot be fetched.
            JarDamagedError: one has other content than the lock says, even when fetched anew.
        """
        wanted = locked_jars() if jars is None else jars
        bad = [jar for jar in wanted if not self._holds(jar)]
        if bad:
            log.info("fetching %d of %d jars of Apache Kafka into %s", len(bad), len(wanted), self.root)
            with ThreadPoolExecutor(PARALLEL_FETCHES) as pool:
                list(pool.map(self._replace, bad))
        return os.pathsep.join(str(self.root / jar.path) for jar in wanted)

    def _holds(self, jar: Jar) -> bool:
        path = self.root / jar.path
        return path.is_file() and _sha256(path) == jar.sha256

    def _replace(self, jar: Jar) -> None:
        target = self.root / jar.path
        if target.exists():
            log.warning("%s is damaged: fetching it again", target)
            target.unlink(missing_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        for _ in range(FETCHES):
            # Beside the store and then renamed into it, so that no other process sees half a jar.
            with tempfile.TemporaryDirectory(dir=self.root, prefix=".fetch-") as scratch:
                fetched = self._fetch(jar, Path(scratch))
                if _sha256(fetched) == jar.sha256:
                    fetched.replace(target)
                    return
        raise JarDamagedError(
            f"{jar} was fetched {FETCHES} times and never had the SHA-256 of kafka.lock.toml ({jar.sha256}). "
            "Something between here and the Maven repository changes it: look at proxies and mirrors."
        )

    def _fetch(self, jar: Jar, scratch: Path) -> Path:
        # Here, since it takes half a second, and a warm store never needs it.
        from jgo.maven import MavenContext  # noqa: PLC0415

        remotes = {"configured": self._repository} if self._repository else None
        context = MavenContext(repo_cache=scratch, local_repos=[], remote_repos=remotes, timeout=FETCH_TIMEOUT_S)
        try:
            artifact = context.project(jar.group, jar.artifact).at_version(jar.version).artifact()
            return Path(artifact.resolve())
        except (
            OSError,
            RuntimeError,
        ) as error:  # requests' errors are OSErrors; jgo raises RuntimeError for "not there"
            raise JarUnavailableError(
                f"{jar} is not in {self.root} and could not be fetched ({type(error).__name__}). "
                "The first start of the embedded broker needs the network once (45 MB); "
                "behind a firewall set MOVEWATCH_MAVEN_REPOSITORY to a Maven mirror."
            ) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
