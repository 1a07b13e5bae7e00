"""Deals with an account: what is being negotiated, and by whom. Pure."""

from datetime import UTC, datetime
from typing import Final

from movewatch.accounts.row import Account, Deal
from movewatch.directory import newer_fields
from movewatch.policy import RoutingPolicy
from schemas.base import Key
from schemas.directory import OpportunityChanged
from schemas.suggestions import OpenDeal

_FIELDS: Final = ("name", "stage", "owner", "closes_at", "renewal", "deleted")
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


def learn(row: Account, fact: OpportunityChanged, policy: RoutingPolicy) -> Account:
    """Keep what a fact says of a deal. An older fact changes no newer field.

    Closed ones are kept as long as there is room, so that late news does not open them again.
    """
    known = next((deal for deal in row.deals if deal.opportunity_id == fact.opportunity_id), None)
    before = known or Deal(opportunity_id=fact.opportunity_id)
    changed, said = newer_fields(before.said, before, fact, _FIELDS)
    if known is not None and not changed and said == before.said:
        return row
    deal = before.model_copy(update={**changed, "said": said})
    others = [one for one in row.deals if one is not known]
    in_order = sorted([*others, deal], key=lambda one: (not one.is_open, -_latest(one), one.opportunity_id))
    return row.model_copy(update={"deals": tuple(in_order[: policy.deals])})


def open_deals(row: Account) -> tuple[Deal, ...]:
    """What is being negotiated, by when it is expected to close."""
    found = (deal for deal in row.deals if deal.is_open)
    return tuple(sorted(found, key=lambda deal: (deal.closes_at or _NEVER, deal.opportunity_id)))


def deal_owner(row: Account) -> Key | None:
    """Who negotiates the deal that closes first, where the account is no customer yet.

    Source: who joins a customer is its owner's and success manager's, who joins a company with an open deal the deal's
    owner's (domain, "Routing, limits, timing").
    """
    if row.status == "customer":
        return None
    return next((deal.owner for deal in open_deals(row) if deal.owner is not None), None)


def cited(row: Account, policy: RoutingPolicy) -> tuple[OpenDeal, ...]:
    """The deals that a suggestion quotes."""
    return tuple(
        OpenDeal(
            opportunity_id=deal.opportunity_id,
            name=deal.name or "",
            owner=deal.owner,
            closes_at=deal.closes_at,
            renewal=deal.renewal,
        )
        for deal in open_deals(row)[: policy.cited_deals]
    )


def _latest(deal: Deal) -> float:
    return max((at.timestamp() for at in deal.said.values()), default=0.0)
