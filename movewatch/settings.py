"""Where movewatch runs and with what: one settings object, from the environment and a file.

``MOVEWATCH_<NAME>`` in the environment wins over ``<name>`` in the file (``--config``, else ``MOVEWATCH_CONFIG``, else
``movewatch.toml`` in the current folder, if it is there). What the rules decide stands in the policy, not here.
docs/reference/settings.md is made from the descriptions below (movewatch.reference).
"""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_core.core_schema import ValidationInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from movewatch.errors import MovewatchError
from movewatch.gateway.settings import GatewaySection
from movewatch.salesforce_settings import SalesforceSection
from movewatch.security import SecuritySection, exposed, refuse
from movewatch.setting_field import setting
from schemas.topics import STAGES

ENV_PREFIX: Final = "MOVEWATCH_"
CONFIG_VARIABLE: Final = "MOVEWATCH_CONFIG"
STAGE_VARIABLE: Final = "MOVEWATCH_STAGE"
DEFAULT_FILE: Final = Path("movewatch.toml")

NOT_SETTINGS: Final = {
    CONFIG_VARIABLE: "The settings file.",
    "MOVEWATCH_HOME": "The folder under which the embedded broker keeps its data.",
    "MOVEWATCH_MAVEN_REPOSITORY": "A Maven repository to fetch the embedded broker's jars from.",
    STAGE_VARIABLE: "The stage that `faust -A agents.worker worker` runs.",
    "MOVEWATCH_TRACEBACK": "Anything: show where unexpected errors came from, as `movewatch --traceback` does.",
}
"""Variables of ours that are read elsewhere: before there are settings, or without them."""

_SERVER: Final = re.compile(r"^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+):(\d{1,5})$")
_MAX_PORT: Final = 65_535


class SettingsError(MovewatchError):
    """The settings cannot be used."""


def _servers(text: str) -> str:
    for server in text.split(","):
        match = _SERVER.match(server.strip())
        if match is None or not 0 < int(match[2]) <= _MAX_PORT:
            raise ValueError(f"{server.strip()!r} is not host:port")
    return ",".join(server.strip() for server in text.split(","))


Port = Annotated[int, Field(ge=1, le=_MAX_PORT)]

_LAST_FIRST_PORT: Final = _MAX_PORT - len(STAGES) + 1
"""The highest port that leaves one for each stage."""

FirstPort = Annotated[int, Field(ge=1, le=_LAST_FIRST_PORT)]


class DeliverySection(BaseModel):
    """How suggestions reach their owners, as the user gives it.

    What is missing is seen here. What can be used is decided in one place, movewatch.delivery.settings, when a worker
    starts: nothing else sends mail.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    kind: Literal["folder", "smtp"] = setting(
        "folder", "Where mails go: into a folder, one file each, or to a mail server.", "folder or smtp"
    )
    folder: Path = setting(Path("outbox"), "The folder, for kind folder.", "a path")
    host: str | None = setting(None, "The mail server, for kind smtp.", "a host name")
    port: Port = setting(
        587, "Its port (587 is usual for starttls, 465 for tls, 25 for none).", "a number from 1 to 65535"
    )
    security: Literal["none", "starttls", "tls"] = setting(
        "starttls", "How the connection is protected.", "none, starttls or tls"
    )
    ca_file: Path | None = setting(
        None,
        "Certificates to trust besides this machine's own, for a mail server with a private one.",
        "a path to a PEM file",
    )
    timeout_seconds: float = setting(
        30.0, "How long the mail server may take for each step.", "a number above 0", allow_inf_nan=False
    )
    username: str | None = setting(None, "The name to log in with; none means no login.", "a name, with a password")
    password: SecretStr | None = setting(
        None, "The password that goes with it; never sent without encryption.", "a secret, with a username"
    )
    sender: str | None = setting(
        None, "The address that mails come from, for kind smtp.", "an address, or a name with an address in <>"
    )
    sender_name: str | None = setting(
        None,
        "The name that mails come from; it wins over one in sender.",
        "a name without <, > and line breaks",
        pattern=r"^[^<>\r\n]+$",
    )
    reply_to: str | None = setting(
        None, "Where answers to a mail go; none means to the sender.", "an address, without a name"
    )

    @field_validator("host")
    @classmethod
    def _host_for_smtp(cls, host: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("kind") == "smtp" and not host:
            raise ValueError("is missing, and delivery by smtp needs it")
        return host

    @field_validator("sender")
    @classmethod
    def _sender_for_smtp(cls, sender: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("kind") == "smtp" and not sender:
            raise ValueError("is missing, and delivery by smtp needs it")
        return sender


class BatchSettings(BaseModel):
    """When a batch ends: at the first of these limits. Larger batches are faster, smaller ones are seen sooner."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    records: int = setting(8000, "Records of a batch.", "a number from 1 to 100000", ge=1, le=100_000)
    bytes: int = setting(
        4_194_304, "Bytes of a batch's values.", "a number from 1024 to 67108864", ge=1024, le=67_108_864
    )
    milliseconds: int = setting(50, "Time spent on a batch.", "a number from 1 to 10000", ge=1, le=10_000)


class Settings(BaseSettings):
    """All that an installation of movewatch chooses, the rules' numbers apart."""

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX,
        env_nested_delimiter="_",
        env_nested_max_split=1,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        validate_default=True,
    )

    bootstrap_servers: Annotated[str, AfterValidator(_servers)] = setting(
        "127.0.0.1:9092", "The Kafka brokers to ask first.", "host:port, several with commas between"
    )
    security: SecuritySection = Field(default_factory=SecuritySection)
    topic_prefix: str = setting(
        "",
        "Stands before the name of every topic and consumer group, so that installations can share a Kafka.",
        "up to 60 letters, digits, dots, dashes and underscores",
        max_length=60,
        pattern=r"^[A-Za-z0-9._-]*$",
    )
    partitions: int = setting(
        4,
        "Partitions of every topic. More let more workers share the work; they cannot be changed once there are rows.",
        "a number from 1 to 1000",
        ge=1,
        le=1000,
    )
    replication_factor: int = setting(
        1, "Copies that Kafka keeps of every topic; 3 in production.", "a number from 1 to 9", ge=1, le=9
    )
    tenant: str = setting(
        "default",
        "The tenant of records that do not name one in their header `tenant`.",
        "a name of up to 100 characters",
        min_length=1,
        max_length=100,
    )
    identity_salt: SecretStr | None = setting(
        None,
        "Mixed into the hashes of e-mail addresses and other identifiers. A worker needs it; a new one "
        "makes known people strangers.",
        "a secret of at least 16 characters",
    )
    policy: Path | None = setting(
        None, "The policy file; without it the default policy holds.", "a path to a TOML file"
    )
    mapping: Path | None = setting(
        None,
        "The mapping file: where tenants have their fields, if elsewhere than usual.",
        "a path to a TOML file",
    )
    templates: Path | None = setting(
        None, "A folder with templates of your own, which win over the ones that come along.", "a path to a folder"
    )
    delivery: DeliverySection = Field(default_factory=DeliverySection)
    gateway: GatewaySection = Field(default_factory=GatewaySection)
    salesforce: SalesforceSection = Field(default_factory=SalesforceSection)
    ticks: Literal["auto", "off"] = setting(
        "auto",
        "Whether workers tell their partitions the time; off only for tests that do it themselves.",
        "auto or off",
    )
    tick_seconds: int = setting(
        60, "A partition where nothing is due hears the time this often.", "a number from 1 to 3600", ge=1, le=3600
    )
    batch: BatchSettings = Field(default_factory=BatchSettings)
    rows: Literal["memory", "rocksdb"] = setting(
        "memory",
        "Where a worker has its rows at hand: in memory, or for millions in files of RocksDB. Kafka keeps them anyway.",
        "memory or rocksdb",
    )
    rows_folder: Path = setting(
        Path(".movewatch") / "rows",
        "The folder for these files, for rows rocksdb: on a disk of this machine; its workers may share it.",
        "a path",
    )
    web_port: FirstPort | None = setting(
        None,
        "First port of the workers' web servers on the loopback address; none means no server. Each stage has its own: "
        f"{', '.join(f'{stage.name} +{number}' for number, stage in enumerate(STAGES))}. Two workers of one stage on "
        "one machine need a setting each, far enough apart.",
        f"a number from 1 to {_LAST_FIRST_PORT}",
    )

    @field_validator("security")
    @classmethod
    def _not_exposed(cls, security: SecuritySection, info: ValidationInfo) -> SecuritySection:
        refuse(exposed(security, info.data.get("bootstrap_servers", "")))
        return security

    @field_validator("identity_salt")
    @classmethod
    def _long_enough(cls, salt: SecretStr | None) -> SecretStr | None:
        least = 16
        if salt is not None and len(salt.get_secret_value()) < least:
            raise ValueError(f"is shorter than {least} characters, so that hashes could be guessed")
        return salt

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what it is given: the environment is read in ``load_settings``, never behind somebody's back."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)


class Setting(NamedTuple):
    """One setting as the reference lists it. ``name`` is dotted, as in the file."""

    name: str
    field: FieldInfo

    @property
    def variable(self) -> str:
        """Its environment variable."""
        return ENV_PREFIX + self.name.replace(".", "_").upper()

    @property
    def accepts(self) -> str:
        """Which values it takes, in words."""
        extra = self.field.json_schema_extra
        return str(extra["accepts"]) if isinstance(extra, dict) else ""


def all_settings(model: type[BaseModel] = Settings, prefix: str = "") -> Iterable[Setting]:
    """Every setting, in the order of the reference."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from all_settings(field.annotation, f"{prefix}{name}.")
        else:
            yield Setting(prefix + name, field)


def load_settings(config: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Args:
        config: the file; None for ``MOVEWATCH_CONFIG`` or ``movewatch.toml``.
        environ: the environment to read; None for the process's own.

    Raises:
        SettingsError: the file is not there or not TOML, a name is unknown, a value is wrong. All mistakes at once.
    """
    variables = dict(os.environ if environ is None else environ)
    values, origin = _read_file(config, variables)
    mistakes = _unknown_variables(variables)
    try:
        settings = Settings(**_merged(values, _GivenEnvironment(Settings, variables)()))
    except ValidationError as error:
        mistakes = [*_mistakes(error), *mistakes]
    if mistakes:
        head = f"{len(mistakes)} mistake(s) in the settings ({origin}):"
        raise SettingsError("\n".join([head, *(f"  {mistake}" for mistake in mistakes)]))
    return settings


def problem_text(name: str, problem: str) -> str:
    """One mistake in words: setting, problem, what to do."""
    for known in all_settings():
        if known.name == name:
            return f"{name} {problem}. Set {known.variable}, or {name} in the file, to {known.accepts}."
    return f"{name} {problem}. Remove it; docs/reference/settings.md lists what there is."


def _read_file(config: Path | None, variables: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    named = config or (Path(variables[CONFIG_VARIABLE]) if variables.get(CONFIG_VARIABLE) else None)
    path = named or DEFAULT_FILE
    if named is None and not path.is_file():
        return {}, "environment; no file"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")), f"environment and {path}"
    except OSError as error:
        raise SettingsError(f"The settings file {path} cannot be read: {error.strerror}. Check --config.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings file {path} is not TOML: {error}.") from error


def _merged(file: Mapping[str, Any], environment: Mapping[str, Any]) -> dict[str, Any]:
    """Both together; the environment wins, also within a section."""
    merged = dict(file)
    for name, value in environment.items():
        below = merged.get(name)
        merged[name] = {**below, **value} if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


class _GivenEnvironment(EnvSettingsSource):
    """The environment as a mapping."""

    def __init__(self, settings_cls: type[BaseSettings], variables: Mapping[str, str]) -> None:
        self._variables = variables
        super().__init__(settings_cls)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return {name.lower(): value for name, value in self._variables.items() if value}


def _unknown_variables(variables: Mapping[str, str]) -> list[str]:
    known = NOT_SETTINGS.keys() | {setting.variable for setting in all_settings()}
    ours = sorted(name for name in variables if name.startswith(ENV_PREFIX) and name not in known)
    return [f"{name} is not a setting. Unset it; docs/reference/settings.md lists what there is." for name in ours]


def _mistakes(error: ValidationError) -> list[str]:
    lines = []
    for mistake in error.errors(include_url=False, include_input=False, include_context=False):
        name = ".".join(map(str, mistake["loc"]))
        message = mistake["msg"].removeprefix("Value error, ")
        lines.append(problem_text(name, _as_predicate(mistake["type"], message)))
    return lines


def _as_predicate(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "is not a setting"
    return message if kind == "value_error" else f"is wrong ({message[:1].lower()}{message[1:]})"
