"""A contact leaves this account for another one that we know: the other one is told. Pure."""

from movewatch.accounts.row import Account, News
from schemas.base import Key, stable_id
from schemas.keys import split_key
from schemas.signals import ContactArrived, Origin, SignalKind


def joins(row: Account, news: News) -> Key | None:
    """The other account that the contact has joined, where it is one of ours.

    An account of another tenant is none of ours, and a key that is no key names nobody.
    """
    signal = news.signal
    if news.arrived or signal.kind is not SignalKind.NEW_COMPANY or signal.after is None:
        return None
    account = signal.after.account
    if account is None or account == row.key or not _of_tenant(account, row.tenant):
        return None
    return account


def forward(row: Account, news: News, account: Key) -> ContactArrived:
    """Tell the account joined, with what it needs to know of this one."""
    signal = news.signal
    tenant, source, account_id = split_key(account)
    return ContactArrived(
        fact_id=stable_id(tenant, "contact-arrived", account, signal.signal_id, news.at.isoformat()),
        tenant=tenant,
        source=source,
        account_id=account_id,
        occurred_at=signal.occurred_at,
        observed_at=news.at,
        sources=signal.evidence.sources,
        signal=signal,
        origin=Origin(
            account=row.card,
            owner=row.owner,
            owner_name=row.owner_name,
            ultimate_parent=row.ultimate_parent or row.parent,
        ),
    )


def _of_tenant(key: Key, tenant: str) -> bool:
    try:
        return split_key(key)[0] == tenant
    except ValueError:
        return False
