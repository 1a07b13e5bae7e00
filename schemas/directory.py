"""What is known of accounts and owners: the directory. Pure."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from schemas.base import Id, Key, Part, Text, UtcTime
from schemas.facts import Fact
from schemas.keys import entity_key


class Division(Part):
    """A part of an account, and who on our side is responsible for it.

    ``functions``: the functions (movewatch.classifiers.titles) and ``names`` the departments, in any case, that
    belong to it.
    """

    name: Text
    names: tuple[Text, ...] = Field(default=(), max_length=50)
    functions: tuple[Text, ...] = Field(default=(), max_length=50)
    owner: Key
    owner_name: Text | None = None


AccountStatus = Literal["customer", "former_customer", "prospect", "partner", "competitor", "never", "unknown"]


class AccountFact(Fact):
    """A fact about one account (a company in the CRM)."""

    source: Id
    account_id: Id

    @property
    def entity(self) -> str:
        """The account's key."""
        return entity_key(self.tenant, self.source, self.account_id)


class AccountChanged(AccountFact):
    """An account, as far as its source says. What is missing is unchanged; lists are whole."""

    type: Literal["account_changed"] = "account_changed"
    name: Text | None = None
    domain: Text | None = None
    status: AccountStatus | None = None
    owner: Key | None = None
    owner_name: Text | None = None
    success_manager: Key | None = None
    divisions: tuple[Division, ...] | None = Field(default=None, max_length=200)
    parent: Key | None = None
    ultimate_parent: Key | None = None
    renewal_at: UtcTime | None = None
    critical_cases: Annotated[int, Field(ge=0)] | None = None
    deleted: bool = False
    changed_by: Key | None = None
    transaction_id: Id | None = None


Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""A time of day, ``HH:MM``, in the owner's time zone."""


class OwnerFact(Fact):
    """A fact about one owner (one of our people)."""

    source: Id
    owner_id: Id

    @property
    def entity(self) -> str:
        """The owner's key."""
        return entity_key(self.tenant, self.source, self.owner_id)


class OwnerChanged(OwnerFact):
    """One of our people, as far as the source says. What is missing is unchanged.

    ``workdays``: 0 is Monday. ``absent_from`` and ``absent_until``: during that time ``deputy`` acts.
    """

    type: Literal["owner_changed"] = "owner_changed"
    name: Text | None = None
    email: Text | None = None
    time_zone: Text | None = None
    work_from: Clock | None = None
    work_until: Clock | None = None
    workdays: tuple[Annotated[int, Field(ge=0, le=6)], ...] | None = Field(default=None, max_length=7)
    absent_from: UtcTime | None = None
    absent_until: UtcTime | None = None
    deputy: Key | None = None
    digest: bool | None = None
    """Gather all that is not urgent into one mail a day."""
    active: bool | None = None


class OpportunityChanged(AccountFact):
    """A deal with an account, as far as its source says. What is missing is unchanged.

    ``renewal``: it is about carrying on with what there is.
    """

    type: Literal["opportunity_changed"] = "opportunity_changed"
    opportunity_id: Id
    name: Text | None = None
    stage: Literal["open", "won", "lost"] | None = None
    owner: Key | None = None
    closes_at: UtcTime | None = None
    renewal: bool | None = None
    deleted: bool = False


class ProblemSpotted(AccountFact):
    """Delivery or support staff saw a problem that the customer has. A lead starts here, not from a quota.

    ``yearly_cost``: a rough cost of the problem to the customer, in ``currency``.
    """

    type: Literal["problem_spotted"] = "problem_spotted"
    problem_id: Id
    summary: Text
    yearly_cost: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    in_scope: bool = False
    spotted_by: Key | None = None
    contact: Key | None = None
