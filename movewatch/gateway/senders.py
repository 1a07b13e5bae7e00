"""Who may send: for each source and tenant how a request is proved to be theirs, and with which secrets.

The file holds no secret, only where each one is: ``env:NAME`` or ``file:/path``. Of API keys it holds digests.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hmac import compare_digest
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from movewatch.errors import MovewatchError
from movewatch.gateway.signatures import SCHEMES, USUAL_SCHEMES, hashed_key, secret_problem
from movewatch.text_file import read_text

API: Final = "api"
"""The table of API keys, beside those of the sources."""

_ENV: Final = "env:"
_FILE: Final = "file:"


class SendersError(MovewatchError):
    """The file of senders cannot be used."""


class _Hook(BaseModel):
    """One source of one tenant."""

    model_config = ConfigDict(extra="forbid", strict=True)

    scheme: str | None = None
    secrets: list[str] = Field(min_length=1)


class _Keys(BaseModel):
    """The API keys of one tenant."""

    model_config = ConfigDict(extra="forbid", strict=True)

    keys: list[str] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Sender:
    """How requests of one source and tenant are proved. ``secrets`` are never shown."""

    scheme: str
    secrets: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Senders:
    """Everybody who may send.

    ``hooks``: by source and tenant. ``keys``: the digest of each API key, and its tenant.
    """

    hooks: Mapping[tuple[str, str], Sender] = field(default_factory=dict)
    keys: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def tenant_of(self, key: str) -> str | None:
        """Whose API key this is. It is compared with every one, whichever fits."""
        sent = hashed_key(key)
        found = [tenant for known, tenant in self.keys if compare_digest(known, sent)]
        return found[0] if found else None


def load_senders(path: Path, sources: Collection[str], environ: Mapping[str, str]) -> Senders:
    """Read the file of senders, and the secrets that it names.

    Args:
        path: TOML; one table for each source and tenant, and ``[api.<tenant>]`` for keys.
        sources: those that there are.
        environ: the environment, for secrets that are there.

    Raises:
        SendersError: it cannot be read, or something in it is wrong. All mistakes at once, none with a secret.
    """

    def unreadable(reason: str) -> SendersError:
        return SendersError(f"The senders {path} cannot be read: {reason}. Set MOVEWATCH_GATEWAY_SENDERS.")

    try:
        values = tomllib.loads(read_text(path, unreadable))
    except tomllib.TOMLDecodeError as error:
        raise SendersError(f"The senders {path} are not TOML: {error}.") from error
    mistakes: list[str] = []
    hooks: dict[tuple[str, str], Sender] = {}
    keys: list[tuple[str, str]] = []
    for table, tenant, part in _parts(values, sources, mistakes):
        where = f"{table}.{tenant}"
        try:
            if table == API:
                keys += [(key, tenant) for key in _digests(where, _Keys.model_validate(part), mistakes)]
            else:
                hooks[table, tenant] = _sender(where, table, _Hook.model_validate(part), environ, mistakes)
        except ValidationError as error:
            mistakes += _in_words(where, error)
    if mistakes:
        head = f"The senders {path} have {len(mistakes)} mistake(s):"
        raise SendersError("\n".join([head, *(f"  {one}" for one in mistakes)]))
    return Senders(hooks, tuple(keys))


def _parts(
    values: Mapping[str, Any], sources: Collection[str], mistakes: list[str]
) -> Iterator[tuple[str, str, object]]:
    for table, tenants in values.items():
        if table != API and table not in sources:
            mistakes.append(f"{table}: no source; known are {', '.join(sorted(sources))}, and {API}")
        elif not isinstance(tenants, dict):
            mistakes.append(f"{table}: give a tenant, as in [{table}.acme]")
        else:
            yield from ((table, tenant, part) for tenant, part in tenants.items())


def _sender(where: str, source: str, hook: _Hook, environ: Mapping[str, str], mistakes: list[str]) -> Sender:
    scheme = hook.scheme or USUAL_SCHEMES.get(source, "bearer")
    if scheme not in SCHEMES:
        mistakes.append(f"{where}.scheme: none of {', '.join(SCHEMES)}")
    secrets = []
    for number, place in enumerate(hook.secrets):
        secret, problem = _secret(place, environ)
        problem = problem or secret_problem(scheme, secret)
        if problem:
            mistakes.append(f"{where}.secrets.{number}: {problem}")
        secrets.append(secret)
    return Sender(scheme, tuple(secrets))


def _secret(place: str, environ: Mapping[str, str]) -> tuple[str, str | None]:
    """The secret at a place, and what is wrong, in words that do not show it."""
    if place.startswith(_ENV):
        name = place.removeprefix(_ENV)
        secret = environ.get(name, "").strip()
        return secret, None if secret else f"the variable {name} is not set"
    if place.startswith(_FILE):
        path = Path(place.removeprefix(_FILE))
        try:
            secret = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            return "", f"{path} cannot be read: {reason}"
        return secret, None if secret else f"{path} is empty"
    return "", "say where the secret is, as env:NAME or file:/path; it does not belong into this file"


def _digests(where: str, part: _Keys, mistakes: list[str]) -> list[str]:
    for number, key in enumerate(part.keys):
        digits = key.removeprefix("sha256:")
        if key == digits or len(digits) != 64 or set(digits) - set("0123456789abcdef"):  # noqa: PLR2004 - of SHA-256
            mistakes.append(f"{where}.keys.{number}: not sha256: and 64 hex digits; movewatch gateway key makes one")
    return part.keys


def _in_words(where: str, error: ValidationError) -> list[str]:
    return [
        f"{'.'.join([where, *map(str, mistake['loc'])])}: {mistake['msg']}"
        for mistake in error.errors(include_url=False, include_input=False)
    ]
