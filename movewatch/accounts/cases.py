"""The life of a bulk case: opened, joined, proposed, and proposed once more when it has gathered. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from movewatch.accounts.proposals import propose
from movewatch.accounts.routing import first
from movewatch.accounts.row import Account, Case, Example, Seen
from movewatch.policy import BulkPolicy, Policy
from movewatch.stage import Decision
from schemas.base import Id, Key, Message, stable_id
from schemas.evidence import Evidence, Verdict
from schemas.facts import MAX_SOURCES
from schemas.signals import SuggestionProposed
from schemas.suggestions import Suggestion, SuggestionKind
from schemas.suppressions import Suppression


def case_id(row: Account, arrived: bool, episode: str) -> Id:
    """The id of the case, which follows from the account, the way and the episode."""
    return stable_id(row.tenant, row.key, SuggestionKind.BULK_CASE, "arrived" if arrived else "left", episode)


def new_case(row: Account, seen: Seen, episode: str, at: datetime, contact_owner: Key | None, policy: Policy) -> Case:
    """A case without members yet, for the owner of the account, else the success manager, else the contact's owner.

    It keeps to that owner even if the account changes hands while it gathers. It is not released before it has
    gathered twice over, so that the owner hears the final number.
    """
    gathering = timedelta(minutes=policy.bulk.gathering_minutes)
    found = first(
        ("account-owner", row.owner), ("success-manager", row.success_manager), ("contact-owner", contact_owner)
    )
    return Case(
        suggestion_id=case_id(row, seen.arrived, episode),
        arrived=seen.arrived,
        episode=episode,
        transaction_id=seen.transaction_id if episode == seen.transaction_id else None,
        owner=found.key if found else None,
        occurred_at=seen.occurred_at,
        opened_at=at,
        settles_at=at + max(policy.settling, 2 * gathering),
        last_at=seen.noticed_at,
        gathers_until=at + gathering,
    )


def joined(case: Case, members: Iterable[Seen], at: datetime, policy: BulkPolicy) -> Case:
    """The case with more members. A case that had gathered already gathers again."""
    signals = set(case.signals)
    new = [seen for seen in members if digest(seen.signal_id) not in signals]
    if not new:
        return case
    known = set(case.contacts)
    contacts = list(dict.fromkeys(d for seen in new if (d := digest(seen.contact)) not in known))
    examples = (*case.examples, *(Example(signal_id=seen.signal_id, words=seen.words) for seen in new))
    sources = dict.fromkeys((*case.sources, *(source for seen in new for source in seen.sources)))
    gathering = at + timedelta(minutes=policy.gathering_minutes)
    return case.model_copy(
        update={
            "members": case.members + len(contacts),
            "contacts": (*case.contacts, *contacts)[: policy.remembered_members],
            "signals": (*case.signals, *(digest(seen.signal_id) for seen in new))[: policy.remembered_members],
            "examples": examples[: policy.examples],
            "sources": tuple(sources)[:MAX_SOURCES],
            "occurred_at": min(case.occurred_at, *(seen.occurred_at for seen in new)),
            "last_at": max(case.last_at, *(seen.noticed_at for seen in new)),
            "gathers_until": case.gathers_until or (gathering if contacts else None),
        }
    )


def kept(row: Account, case: Case, policy: BulkPolicy) -> Account:
    """The row with the case in its place, or as the newest."""
    if any(known.suggestion_id == case.suggestion_id for known in row.cases):
        cases = tuple(case if known.suggestion_id == case.suggestion_id else known for known in row.cases)
    else:
        cases = (*row.cases, case)[-policy.remembered_cases :]
    return row.model_copy(update={"cases": cases})


def settle(row: Account, at: datetime, policy: Policy) -> Decision[Account]:
    """Tell the number of members of each case that has gathered, unless it has been told."""
    outputs: list[Message] = []
    suppressions: list[Suppression] = []
    cases: list[Case] = []
    for case in row.cases:
        if case.gathers_until is None or case.gathers_until > at:
            cases.append(case)
            continue
        settled, said = _settled(row, case, at, policy)
        cases.append(settled)
        if isinstance(said, Suppression):
            suppressions.append(said)
        elif said is not None:
            outputs.append(said)
    return Decision(row.model_copy(update={"cases": tuple(cases)}), tuple(outputs), tuple(suppressions))


def _settled(
    row: Account, case: Case, at: datetime, policy: Policy
) -> tuple[Case, SuggestionProposed | Suppression | None]:
    found = first(("case", case.owner), ("account-owner", row.owner), ("success-manager", row.success_manager))
    gathered = case.model_copy(update={"gathers_until": None, "owner": found.key if found else None})
    if found is None:
        return gathered, _nobody(row, gathered, at, policy)
    if gathered.members == gathered.proposed:
        return gathered, None
    return told(row, gathered, at, policy)


def told(row: Account, case: Case, at: datetime, policy: Policy) -> tuple[Case, SuggestionProposed]:
    """The case as told of, and the proposal that tells. The case has an owner and members."""
    return case.model_copy(update={"proposed": case.members}), propose(_suggestion(row, case, policy), at)


def _suggestion(row: Account, case: Case, policy: Policy) -> Suggestion:
    assert case.owner is not None  # noqa: S101  # told only where there is one
    return Suggestion(
        suggestion_id=case.suggestion_id,
        kind=SuggestionKind.BULK_CASE,
        tenant=row.tenant,
        owner=row.person(case.owner),
        account=row.card,
        members=case.members,
        examples=tuple(example.words for example in case.examples),
        occurred_at=case.occurred_at,
        proposed_at=case.opened_at,
        settles_at=case.settles_at,
        expires_at=case.opened_at + timedelta(days=policy.owners.expiry_days),
        evidence=_evidence(case, policy),
    )


def _evidence(case: Case, policy: Policy) -> Evidence:
    route = (f"to: {case.owner}"[:500],) if case.owner else ()
    return Evidence(sources=case.sources, verdicts=(verdict(case),), route=route, policy=policy.hash)


def verdict(case: Case) -> Verdict:
    """Why the contacts of the case are one case."""
    why = "one-transaction" if case.transaction_id is not None else "many-within-an-hour"
    return Verdict(rule="bulk", verdict=why, saw=(f"episode: {case.episode}", f"contacts so far: {case.members}"))


def _nobody(row: Account, case: Case, at: datetime, policy: Policy) -> Suppression:
    return Suppression(
        tenant=row.tenant,
        entity=row.key,
        by="accounts",
        reason="no-owner",
        about=f"bulk-case: {case.members} contacts",
        at=at,
        evidence=_evidence(case, policy),
    )


def with_owner(row: Account, at: datetime) -> Account:
    """The row with cases that had nobody to go to due again, where there is somebody now."""
    if row.owner is None and row.success_manager is None:
        return row
    cases = tuple(
        case.model_copy(update={"gathers_until": max(at, case.opened_at)})
        if case.owner is None and case.gathers_until is None
        else case
        for case in row.cases
    )
    return row if cases == row.cases else row.model_copy(update={"cases": cases})


def without_example(row: Account, signal_id: Id, at: datetime, policy: BulkPolicy) -> Account:
    """The row whose cases quote this signal no longer; a case that quoted it is told anew."""
    gathering = at + timedelta(minutes=policy.gathering_minutes)
    cases = tuple(
        case.model_copy(
            update={
                "examples": tuple(example for example in case.examples if example.signal_id != signal_id),
                "proposed": 0,
                "gathers_until": case.gathers_until or gathering,
            }
        )
        if any(example.signal_id == signal_id for example in case.examples)
        else case
        for case in row.cases
    )
    return row if cases == row.cases else row.model_copy(update={"cases": cases})


def digest(text: str) -> str:
    """Ten hex digits for a key, to know it again within one case."""
    return sha256(text.encode()).hexdigest()[:10]
