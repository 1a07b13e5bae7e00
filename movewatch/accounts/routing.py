"""Who is told: one owner, and perhaps a colleague who introduces. Pure.

The order in which an owner is looked for stands in the evidence as the route:

* departmental move: who is responsible for the division moved into; else the account's owner, the contact's owner, the
  success manager. Where the division's owner is not the one who had the contact so far, it is a hand-over, and the
  latter introduces.
* new company that is an account: where it is no customer yet and a deal is being negotiated, the deal's owner; its
  owner; else who had the contact so far, that is the owner of the account left, else the contact's owner. Within one
  group of companies it is a departmental move.
* new company that is no account: who had the contact so far, that is the contact's owner, else the account's.
* everything else: the account's owner, the contact's owner, the success manager.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from movewatch.accounts.deals import deal_owner
from movewatch.accounts.qualification import joined_here
from movewatch.accounts.row import Account, News
from schemas.base import Key
from schemas.directory import Division
from schemas.evidence import Employment
from schemas.signals import MILESTONES, SignalKind
from schemas.suggestions import AccountCard, OwnerCard, SuggestionKind

_KINDS = {
    SignalKind.DEPARTMENTAL_MOVE: SuggestionKind.DEPARTMENTAL_MOVE,
    SignalKind.NEW_COMPANY: SuggestionKind.NEW_COMPANY,
    SignalKind.PROMOTION: SuggestionKind.PROMOTION,
    SignalKind.DEPARTURE: SuggestionKind.SUCCESSOR,
    **dict.fromkeys(MILESTONES, SuggestionKind.REFERENCE_REQUEST),
}


@dataclass(frozen=True, slots=True)
class Route:
    """What is suggested, to whom, about which account, and the way on which the owner was found."""

    kind: SuggestionKind
    owner: OwnerCard
    account: AccountCard
    path: tuple[str, ...]
    introducer: OwnerCard | None = None
    origin: AccountCard | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One of our people, and as what."""

    key: Key
    as_what: str


def route(row: Account, news: News) -> Route | None:
    """Find the owner; None where nobody is responsible."""
    kind = news.signal.kind
    if kind is SignalKind.DEPARTMENTAL_MOVE:
        return _within(row, news)
    if kind is SignalKind.NEW_COMPANY:
        return _joined(row, news) if joined_here(row, news) else _elsewhere(row, news)
    owner = _responsible(row, news)
    return None if owner is None else _to(row, _KINDS[kind], owner)


def _within(row: Account, news: News) -> Route | None:
    signal = news.signal
    into = division_of(row, signal.after, signal.function)
    if into is None:
        owner = _responsible(row, news)
        return None if owner is None else _to(row, SuggestionKind.DEPARTMENTAL_MOVE, owner, path=("no-division",))
    left = division_of(row, signal.before, None)
    previous = first(("contact-owner", signal.owner), ("account-owner", row.owner), ("division-left", _owner_of(left)))
    owner = Found(into.owner, "division-owner")
    path = (f"division: {into.name}"[:500],)
    if previous is None or previous.key == owner.key:
        return _to(row, SuggestionKind.DEPARTMENTAL_MOVE, owner, path=path)
    return _to(row, SuggestionKind.HAND_OVER, owner, row.person(previous.key), (*path, _introduces(previous)))


def _joined(row: Account, news: News) -> Route | None:
    origin = news.origin
    previous = first(("origin-owner", origin.owner if origin else None), ("contact-owner", news.signal.owner))
    found = first(
        ("deal-owner", deal_owner(row)),
        ("account-owner", row.owner),
        (previous.as_what if previous else "", previous.key if previous else None),
    )
    owner = found or first(("success-manager", row.success_manager))
    if owner is None:
        return None
    introducer = None
    path: tuple[str, ...] = ()
    if previous is not None and previous.key != owner.key:
        introducer = _named(row, news, previous.key)
        path = (_introduces(previous),)
    kind = SuggestionKind.NEW_COMPANY
    if _same_group(row, news):
        kind = SuggestionKind.HAND_OVER if introducer else SuggestionKind.DEPARTMENTAL_MOVE
        path = ("same-group", *path)
    card = origin.account if origin else _named_company(news.signal.before)
    return Route(kind, _named(row, news, owner.key), row.card, (*path, _goes_to(owner)), introducer, card)


def _elsewhere(row: Account, news: News) -> Route | None:
    signal = news.signal
    owner = first(
        ("contact-owner", signal.owner), ("account-owner", row.owner), ("success-manager", row.success_manager)
    )
    if owner is None:
        return None
    path = ("company-is-no-account", _goes_to(owner))
    account = _named_company(signal.after) or AccountCard()
    return Route(SuggestionKind.NEW_COMPANY, row.person(owner.key), account, path, origin=row.card)


def _to(
    row: Account,
    kind: SuggestionKind,
    owner: Found,
    introducer: OwnerCard | None = None,
    path: tuple[str, ...] = (),
) -> Route:
    return Route(kind, row.person(owner.key), row.card, (*path, _goes_to(owner)), introducer)


def _responsible(row: Account, news: News) -> Found | None:
    return first(
        ("account-owner", row.owner), ("contact-owner", news.signal.owner), ("success-manager", row.success_manager)
    )


def first(*candidates: tuple[str, Key | None]) -> Found | None:
    """The first of the candidates, each a role and a key, that there is."""
    return next((Found(key, as_what) for as_what, key in candidates if key is not None), None)


def division_of(row: Account, work: Employment | None, function: str | None) -> Division | None:
    """The division to which a position belongs: by the names of its departments in any case, else by function."""
    words = {_plain(text) for text in ((work.department, work.division) if work else ()) if text}
    by_name = (d for d in row.divisions if words & {_plain(name) for name in (d.name, *d.names)})
    by_function = (d for d in row.divisions if function is not None and _plain(function) in _all_plain(d.functions))
    return next(by_name, None) or next(by_function, None)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _all_plain(texts: Iterable[str]) -> set[str]:
    return {_plain(text) for text in texts}


def _owner_of(division: Division | None) -> Key | None:
    return division.owner if division is not None else None


def _same_group(row: Account, news: News) -> bool:
    if news.origin is None:
        return False
    theirs = {news.origin.ultimate_parent, news.origin.account.key} - {None}
    return bool(theirs & {row.ultimate_parent, row.parent, row.key})


def _named(row: Account, news: News, key: Key) -> OwnerCard:
    """One of our people, whose name this account or the one that was left may know."""
    card = row.person(key)
    origin = news.origin
    if card.name or origin is None or origin.owner != key or not origin.owner_name:
        return card
    return OwnerCard(key=key, name=origin.owner_name)


def _named_company(work: Employment | None) -> AccountCard | None:
    return AccountCard(name=work.company or "") if work is not None and work.company else None


def _goes_to(owner: Found) -> str:
    return f"to: {owner.key} ({owner.as_what})"[:500]


def _introduces(previous: Found) -> str:
    return f"introduces: {previous.key} ({previous.as_what})"[:500]
