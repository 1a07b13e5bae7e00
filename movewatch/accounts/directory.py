"""What the directory says of an account. Pure."""

from typing import Final

from movewatch.accounts.row import Account
from movewatch.directory import newer_fields
from schemas.directory import AccountChanged

_FIELDS: Final = (
    "name",
    "domain",
    "status",
    "owner",
    "owner_name",
    "success_manager",
    "divisions",
    "parent",
    "ultimate_parent",
    "renewal_at",
    "critical_cases",
    "deleted",
)


def learn(row: Account, fact: AccountChanged) -> Account:
    """The row with what the fact says. A field that is missing is unchanged; an older fact changes no newer field.

    An owner who is named anew without a name does not keep the predecessor's.
    """
    changed, said = newer_fields(row.said, row, fact, _FIELDS)
    if "owner" in changed and fact.owner_name is None:
        changed["owner_name"] = None
    if said == row.said and not changed:
        return row
    return row.model_copy(update={**changed, "said": said})
