"""From a source's names and values to ours: which field is which, how keys, flags and times are spelled. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, Literal, cast

from movewatch.classifiers.domains import registrable_domain
from movewatch.intake.mapping import Table
from movewatch.intake.raw import Raw, moment, moment_of_seconds
from movewatch.intake.refusals import Refusal
from movewatch.intake.salesforce_ids import spelled
from schemas.consent import CONSENT_FIELDS
from schemas.directory import AccountStatus, OpportunityChanged
from schemas.facts import ContactFields
from schemas.keys import split_key

Names = Mapping[str, str]
"""Our name of a field, and the source's, with dots between the parts of a nested one."""

Statuses = Mapping[str, AccountStatus]
"""What a source calls an account, in lower case, and what it is to us."""

Stages = Mapping[str, Literal["open", "won", "lost"]]
"""What a source calls a stage, in lower case, and what it means."""

UNSAID: Final = object()
"""The source does not say what the field holds."""

_KEYS: Final = frozenset({"account", "owner", "parent", "success_manager"})
_FLAGS: Final = frozenset(
    {"no_longer_at_company", "opted_out", "do_not_contact", "active", "renewal", *CONSENT_FIELDS.values()}
)
_MOMENTS: Final = frozenset({"start_date", "renewal_at", "closes_at"})
_MAX_DIGITS: Final = 20
_STAGES: Final[Stages] = {"closed won": "won", "won": "won", "closed lost": "lost", "lost": "lost"}
_TRUE: Final = frozenset({"true", "yes", "y", "1"})
_FALSE: Final = frozenset({"false", "no", "n", "0"})


def contact_fields(raw: Raw, source: str, said: Mapping[str, Any], usual: Names) -> ContactFields:
    """What a source says of a contact, by our names. An empty text is a cleared field, as null is.

    Args:
        raw: the record; its tenant's mapping adds to the usual names, or replaces them.
        source: whose ids the keys are made of.
        said: the source's fields; one that is missing is not said.
        usual: where our fields usually stand.

    Raises:
        Refusal: a flag, a key or a time that is none. Texts are checked by the fact.
    """
    names = mapped(usual, raw.mapping(source).contact)
    return cast("ContactFields", read_values(raw, source, said, names))


def account_fields(
    raw: Raw, source: str, said: Mapping[str, Any], usual: Names, statuses: Statuses | None = None
) -> dict[str, Any]:
    """What a source says of an account, by our names. What is cleared is left out: the directory cannot say it."""
    mapping = raw.mapping(source)
    fields = read_values(raw, source, said, mapped(usual, mapping.account))
    return complete_account(fields, {**(statuses or {}), **mapping.statuses})


def deal_fields(raw: Raw, source: str, said: Mapping[str, Any], usual: Names) -> dict[str, Any]:
    """What a source says of a deal, by our names, its account among them; None where a field was cleared."""
    return read_values(raw, source, said, mapped(usual, raw.mapping(source).opportunity))


def opportunity_of(
    raw: Raw, source: str, head: Mapping[str, Any], said: Mapping[str, Any], stages: Stages | None = None
) -> OpportunityChanged:
    """A deal's fact, from its fields by our names.

    Args:
        raw: the record; its tenant's ``stages`` say what a stage means. What they do not name is open, unless it says
            "won" or "lost".
        source: the CRM.
        head: what every fact has, with ``opportunity_id``.
        said: the fields, ``account`` among them; None where one was cleared, which the fact cannot say.
        stages: the CRM's own, where they are numbers.

    Raises:
        Refusal: the deal's account is not named.
        ValidationError: a name that is no text, or too long.
    """
    fields = without_nulls(said)
    account = fields.pop("account", None)
    if account is None:
        raise Refusal("no-account-named")
    if "stage" in fields:
        stage = text_of(fields["stage"], "stage").lower()
        known = {**_STAGES, **(stages or {}), **raw.mapping(source).stages}
        fields["stage"] = known.get(stage, "open")
    return OpportunityChanged(**head, account_id=split_key(account)[2], **fields)


def owner_fields(raw: Raw, source: str, said: Mapping[str, Any], usual: Names) -> dict[str, Any]:
    """What a source says of one of our people, by our names. What is cleared is left out."""
    return without_nulls(read_values(raw, source, said, mapped(usual, raw.mapping(source).owner)))


def row_fields(raw: Raw, source: str, row: Mapping[str, Any], table: Table) -> dict[str, Any]:
    """What the row of a table says, by our names: all that its entity knows."""
    fields = read_values(raw, source, row, cast("Names", table.fields))
    if table.entity in {"contact", "opportunity"}:
        return fields
    statuses = raw.mapping(source).statuses
    return complete_account(fields, statuses) if table.entity == "account" else without_nulls(fields)


def mapped(usual: Names, mapping: Mapping[Any, str]) -> Names:
    """The usual names, and a tenant's in place of them or beside them."""
    return {**usual, **mapping}


def read_values(raw: Raw, source: str, said: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """The values that are said, by our names; None where a field was cleared."""
    found = ((ours, theirs, value_at(said, theirs)) for ours, theirs in names.items())
    return {ours: value_of(raw, source, ours, value, theirs) for ours, theirs, value in found if value is not UNSAID}


def value_of(raw: Raw, source: str, ours: str, value: Any, path: str) -> Any:
    """A value as our field has it; None where it is empty. A text is left as it is, whatever its type: facts check it.

    Raises:
        Refusal: a key, a flag or a time that is none.
    """
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "":
        return None
    if ours in _KEYS:
        return raw.key(source, spelled(source, id_of(value, path)))
    if ours in _FLAGS:
        return flag_of(value, path)
    return moment_of(value, path) if ours in _MOMENTS else value


def complete_account(fields: dict[str, Any], statuses: Statuses) -> dict[str, Any]:
    """An account's fields as the directory has them: a status we know, a domain, nothing that is cleared."""
    fields = without_nulls(fields)
    if "status" in fields:
        fields["status"] = statuses.get(text_of(fields["status"], "status").lower(), "unknown")
    if "domain" in fields:
        fields["domain"] = registrable_domain(text_of(fields["domain"], "domain"))
    return without_nulls(fields)


def value_at(said: Mapping[str, Any], path: str) -> Any:
    """The value under a name, flat (``company.id``) or nested (``company``, ``id``); ``UNSAID`` where there is none.

    Within a field that was cleared everything is.
    """
    if path in said:
        return said[path]
    node: Any = said
    for part in path.split("."):
        if not isinstance(node, Mapping) or part not in node:
            return UNSAID
        node = node[part]
        if node is None:
            return None
    return node


def text_of(value: object, path: str) -> str:
    """A text, or a number as one.

    Raises:
        Refusal: neither.
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise Refusal("invalid", f"{path}: neither text nor a whole number")


def id_of(value: object, path: str) -> str:
    """An id, which sources write as text or as a number.

    Raises:
        Refusal: neither, or empty.
    """
    text = text_of(value, path)
    if not text:
        raise Refusal("bad-id", f"{path}: empty")
    return text


def flag_of(value: object, path: str) -> bool:
    """Yes or no, as JSON or in words.

    Raises:
        Refusal: neither.
    """
    if isinstance(value, bool):
        return value
    text = text_of(value, path).lower()
    if text in _TRUE | _FALSE:
        return text in _TRUE
    raise Refusal("invalid", f"{path}: neither true nor false")


def moment_of(value: object, path: str) -> datetime:
    """A moment: milliseconds since 1970, or a date or time as ISO 8601 writes it. A day begins in UTC.

    Raises:
        Refusal: none of these.
    """
    if not isinstance(value, str):
        return moment(value, path)
    text = value.strip()
    try:
        if text.isdecimal():
            return moment(int(text), path)
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal("invalid", f"{path}: no time as ISO 8601 has it") from None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def moment_of_text_seconds(value: object, path: str) -> datetime:
    """A moment from whole seconds since 1970, written as a number or as text.

    Raises:
        Refusal: none.
    """
    is_text = isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < _MAX_DIGITS
    return moment_of_seconds(int(value) if is_text and isinstance(value, str) else value, path)


def split_name(name: str) -> ContactFields:
    """Given name and surname of a name that comes whole: its last word is the surname."""
    first, _, last = name.strip().rpartition(" ")
    if not last:
        return {}
    return {"first_name": first.strip(), "last_name": last} if first else {"last_name": last}


def without_nulls(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that hold something."""
    return {name: value for name, value in fields.items() if value is not None}
