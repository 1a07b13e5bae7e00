"""Which of a source's fields a tenant means by ours, where they are not the usual ones. Pure.

docs/how-to/map-fields.md has the file's form.
"""

import tomllib
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator
from pydantic_core import ErrorDetails

from movewatch.errors import MovewatchError
from schemas.directory import AccountStatus

EVERY_TENANT: Final = "*"
"""Stands for each tenant of a source that has no mapping of its own."""

TABLES_OF: Final = "debezium"
"""The only source whose records are rows of tables that we cannot know."""

ContactName = Literal[
    "first_name",
    "last_name",
    "email",
    "personal_email",
    "phone",
    "linkedin_url",
    "title",
    "department",
    "division",
    "company",
    "account",
    "owner",
    "start_date",
    "no_longer_at_company",
    "opted_out",
    "do_not_contact",
    "outreach_consent",
    "reference_consent",
    "publication_consent",
]
AccountName = Literal["name", "domain", "owner", "owner_name", "success_manager", "parent", "status", "renewal_at"]
FeedbackName = Literal[
    "response_id", "scale", "score", "comment", "email", "name", "person_id", "contact", "project_id", "finished"
]
ProjectName = Literal["project_id", "project", "stage", "outcome", "contacts", "account", "lead", "result"]
OpportunityName = Literal["account", "name", "stage", "owner", "closes_at", "renewal"]
OwnerName = Literal["name", "email", "time_zone", "active"]
Theirs = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
"""A field of the source; parts of a nested one with dots between."""


class MappingError(MovewatchError):
    """The mapping cannot be used."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Table(_Part):
    """What the rows of a table are, and in which columns our fields stand. Columns that are not named are not read."""

    entity: Literal["contact", "account", "owner", "opportunity"]
    id: Theirs = "id"
    fields: dict[ContactName | AccountName | OwnerName | OpportunityName, Theirs] = Field(default_factory=dict)

    @field_validator("fields")
    @classmethod
    def _of_entity(cls, fields: dict[str, str], info: Any) -> dict[str, str]:
        entity = info.data.get("entity")
        foreign = sorted(fields.keys() - _KNOWN[entity]) if entity else []
        if foreign:
            raise ValueError(f"no field of an entity {entity}: {', '.join(foreign)}")
        return fields


class SourceMap(_Part):
    """One tenant's mapping of one source: for each field of ours the source's, in place of or beside the usual one.

    ``completed``: stages of a project that mean "completed", in place of the usual ones. ``kinds``: what stands for
    a project. ``contacts_of``: the CRM whose ids a project names. ``statuses``: what the source calls an account, and
    what it is to us; ``stages``: so of a deal. These words are in any case. ``columns``: of an export of contacts.
    ``tables``: by ``schema.table``, or ``database.table`` where there are no schemas.
    """

    contact: dict[ContactName, Theirs] = Field(default_factory=dict)
    account: dict[AccountName, Theirs] = Field(default_factory=dict)
    owner: dict[OwnerName, Theirs] = Field(default_factory=dict)
    opportunity: dict[OpportunityName, Theirs] = Field(default_factory=dict)
    stages: dict[str, Literal["open", "won", "lost"]] = Field(default_factory=dict)
    feedback: dict[FeedbackName, Theirs] = Field(default_factory=dict)
    project: dict[ProjectName, Theirs] = Field(default_factory=dict)
    completed: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    contacts_of: Theirs | None = None
    columns: dict[ContactName | Literal["id"], Theirs] = Field(default_factory=dict)
    statuses: dict[str, AccountStatus] = Field(default_factory=dict)
    tables: dict[str, Table] = Field(default_factory=dict)

    @field_validator("statuses", "stages")
    @classmethod
    def _in_lower_case(cls, meanings: dict[str, str]) -> dict[str, str]:
        return {text.strip().lower(): meaning for text, meaning in meanings.items()}

    @field_validator("completed", "kinds")
    @classmethod
    def _words_in_lower_case(cls, words: frozenset[str]) -> frozenset[str]:
        return frozenset(word.strip().lower() for word in words)

    @field_validator("tables")
    @classmethod
    def _one_of_each(cls, tables: dict[str, Table]) -> dict[str, Table]:
        entities = [table.entity for table in tables.values()]
        twice = sorted({entity for entity in entities if entities.count(entity) > 1})
        if twice:
            raise ValueError(f"two tables of entity {', '.join(twice)}: their ids would be taken for one another's")
        return tables


_KNOWN: Final[Mapping[str, frozenset[str]]] = {
    "contact": frozenset(get_args(ContactName)),
    "account": frozenset(get_args(AccountName)),
    "owner": frozenset(get_args(OwnerName)),
    "opportunity": frozenset(get_args(OpportunityName)),
}

Mappings = Mapping[tuple[str, str], SourceMap]
"""By source and tenant."""

USUAL: Final = SourceMap()
"""Where nothing is said, the usual fields hold."""


def mapping_of(mappings: Mappings, source: str, tenant: str) -> SourceMap:
    """What holds for a tenant's records of a source: the tenant's own mapping, else every tenant's, else the usual."""
    return mappings.get((source, tenant)) or mappings.get((source, EVERY_TENANT)) or USUAL


def parse_mappings(text: str, sources: Collection[str], name: str = "mapping") -> Mappings:
    """Read a mapping file.

    Args:
        text: TOML, one table for each source and tenant.
        sources: those that there are.
        name: how messages call the file.

    Raises:
        MappingError: not TOML, an unknown source or field, a value of the wrong type. All mistakes at once.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"{name} is not TOML: {error}") from error
    mappings: dict[tuple[str, str], SourceMap] = {}
    mistakes: list[str] = []
    for source, tenants in values.items():
        if source not in sources:
            mistakes.append(f"{source}: no source; known are {', '.join(sorted(sources))}")
        elif not isinstance(tenants, dict):
            mistakes.append(f'{source}: give a tenant, as in [{source}."*".contact]')
        else:
            for tenant, part in tenants.items():
                try:
                    mappings[source, tenant] = _source_map(source, part)
                except ValidationError as error:
                    mistakes.extend(_in_words(f"{source}.{tenant}", error))
                except MappingError as error:
                    mistakes.append(f"{source}.{tenant}.{error}")
    if mistakes:
        raise MappingError("\n".join([f"{name} has {len(mistakes)} mistake(s):", *(f"  {one}" for one in mistakes)]))
    return mappings


def _source_map(source: str, part: object) -> SourceMap:
    read = SourceMap.model_validate(part)
    if read.tables and source != TABLES_OF:
        raise MappingError(f"tables: only {TABLES_OF} has tables; map fields under contact, account and owner")
    return read


def _in_words(where: str, error: ValidationError) -> list[str]:
    lines = []
    for mistake in error.errors(include_url=False, include_input=False):
        place = ".".join([where, *(str(part) for part in mistake["loc"] if part != "[key]")])
        lines.append(f"{place}: {_fault(where, mistake)}")
    return lines


def _fault(where: str, mistake: ErrorDetails) -> str:
    match mistake["type"]:
        case "literal_error":
            allowed = mistake["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
            return f"none of {allowed}"
        case "model_type" | "dict_type":
            return f"give a table, as in [{where}.contact]"
        case "extra_forbidden":
            return f"no part of a mapping; these are {', '.join(SourceMap.model_fields)}"
    return mistake["msg"].removeprefix("Value error, ")
