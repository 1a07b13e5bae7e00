"""Many contacts that change alike are one case with one decision, not a hundred leads. Pure.

Counted are movements, not praise; those who left or moved within, and those who arrived, each for themselves. A case
opens when enough distinct contacts signal in one CRM transaction, or more than enough within an hour (of the time at
which their changes were noticed). From then on its members are suppressed, and what was told of them is withdrawn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from movewatch.accounts import cases
from movewatch.accounts.row import Account, Case, News, Seen, withdrawn
from movewatch.accounts.telling import take_back
from movewatch.accounts.words import with_name
from movewatch.policy import BulkPolicy, Policy
from schemas.base import Message
from schemas.signals import SignalKind

REASON: Final = "bulk"

_HOUR: Final = timedelta(hours=1)
_MOVEMENTS: Final = frozenset(
    {SignalKind.DEPARTMENTAL_MOVE, SignalKind.NEW_COMPANY, SignalKind.PROMOTION, SignalKind.DEPARTURE}
)
_SOURCES: Final = 3
"""Source records kept for each movement that was seen; a case cites the first of all of them."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The row with the movement counted; what follows from a case that opened; the case that it belongs to, if any."""

    row: Account
    case: Case | None = None
    outputs: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class _Crowd:
    """The movements that are many together with the one just seen, and the name of their episode; none: no crowd."""

    members: tuple[Seen, ...] = ()
    episode: str = ""
    within_an_hour: bool = False


def gather(row: Account, news: News, policy: Policy) -> Gathered:
    """Count a movement, and say to which case it belongs."""
    if news.signal.kind not in _MOVEMENTS:
        return Gathered(row)
    seen = _seen(news)
    row = _counted(row, seen, policy.bulk)
    crowd = _crowd(row.recent, seen, policy.bulk)
    case = _case_of(row.cases, seen, crowd)
    opens = case is None and bool(crowd.members)
    if opens:
        case = cases.new_case(row, seen, crowd.episode, news.at, news.signal.owner, policy)
        case = next((known for known in row.cases if known.suggestion_id == case.suggestion_id), case)
    if case is None:
        return Gathered(row)
    members = [other for other in row.recent if other.case is None and (other is seen or other in crowd.members)]
    case = cases.joined(case, members, news.at, policy.bulk)
    row, outputs = _taken_back(_joined(row, members, case), members, news)
    if opens and case.owner is not None and case.proposed == 0:
        case, fact = cases.told(row, case, news.at, policy)
        outputs = (*outputs, fact)
    return Gathered(cases.kept(row, case, policy.bulk), case, outputs)


def _seen(news: News) -> Seen:
    signal = news.signal
    return Seen(
        signal_id=signal.signal_id,
        contact=signal.contact.key,
        arrived=news.arrived,
        noticed_at=signal.noticed_at,
        occurred_at=signal.occurred_at,
        transaction_id=signal.transaction_id,
        words=with_name(signal),
        sources=signal.evidence.sources[:_SOURCES],
    )


def _counted(row: Account, seen: Seen, policy: BulkPolicy) -> Account:
    """Keep the movement among the latest: as many as it takes to see a crowd, twice over as a contact may give two."""
    most = 2 * (max(policy.transaction_contacts, policy.hourly_contacts) + 1)
    others = tuple(known for known in row.recent if known.signal_id != seen.signal_id)
    return row.model_copy(update={"recent": (*others, seen)[-most:]})


def _crowd(recent: Sequence[Seen], seen: Seen, policy: BulkPolicy) -> _Crowd:
    alike = [other for other in recent if other.arrived == seen.arrived]
    in_hour = [other for other in alike if abs(other.noticed_at - seen.noticed_at) <= _HOUR]
    many = _contacts(in_hour) > policy.hourly_contacts
    if seen.transaction_id is not None:
        together = [other for other in alike if other.transaction_id == seen.transaction_id]
        if _contacts(together) >= policy.transaction_contacts:
            return _Crowd((*together, *(in_hour if many else ())), seen.transaction_id, many)
    if many:
        return _Crowd(tuple(in_hour), _hour(min(other.noticed_at for other in in_hour)), many)
    return _Crowd()


def _contacts(movements: Iterable[Seen]) -> int:
    return len({seen.contact for seen in movements})


def _hour(at: datetime) -> str:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0).isoformat()


def _case_of(known: Sequence[Case], seen: Seen, crowd: _Crowd) -> Case | None:
    """The newest case that the movement belongs to: a member again, of its transaction, or of a crowd that goes on."""
    me = cases.digest(seen.signal_id)
    for case in reversed(known):
        if case.arrived != seen.arrived:
            continue
        same = seen.transaction_id is not None and case.transaction_id == seen.transaction_id
        lasts = crowd.within_an_hour and abs(seen.noticed_at - case.last_at) <= _HOUR
        if me in case.signals or same or lasts:
            return case
    return None


def _joined(row: Account, members: Sequence[Seen], case: Case) -> Account:
    """The row that knows of these movements that they are part of the case and are not to be counted again."""
    recent = (seen.model_copy(update={"case": case.suggestion_id}) if seen in members else seen for seen in row.recent)
    return row.model_copy(update={"recent": tuple(recent)})


def _taken_back(row: Account, members: Iterable[Seen], news: News) -> tuple[Account, tuple[Message, ...]]:
    """Withdraw what was told of the members one by one."""
    ids = {seen.signal_id for seen in members}
    told = [entry for entry in row.told if entry.signal_id in ids and not entry.withdrawn]
    outputs = tuple(take_back(entry, REASON, news.at, news.signal.evidence.sources) for entry in told)
    return withdrawn(row, frozenset(ids)), outputs
