"""What becomes of a signal at an account: told to an owner, sent on, gathered into a case, or refused. Pure."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from movewatch.accounts import arrivals, bulk, cases, proposals, references
from movewatch.accounts.own_edit import typed_by
from movewatch.accounts.qualification import qualify
from movewatch.accounts.routing import Route, route
from movewatch.accounts.row import Account, News, Told, forget, remember
from movewatch.accounts.suppressing import suppress
from movewatch.accounts.telling import take_back
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.base import Id, Key, Message, Reason
from schemas.evidence import Verdict
from schemas.suggestions import SuggestionKind

NO_OWNER: Final = "no-owner"

_PASSED: Final = frozenset({"qualified", "may-be-asked", "typed-by-somebody-else"})
"""The verdicts of the gates below that let a signal pass; every other verdict of theirs is the reason of a refusal."""


@dataclass(frozen=True, slots=True)
class _Refused:
    """Nobody is told."""

    reason: Reason
    verdicts: tuple[Verdict, ...] = ()
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Accepted:
    """An owner is told."""

    route: Route
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class _SentOn:
    """The account that the contact joined decides."""

    account: Key
    verdicts: tuple[Verdict, ...] = ()


def hear(row: Account, news: News, policy: Policy) -> Decision[Account]:
    """Decide what becomes of a signal.

    A signal whose content was told already changes nothing. One whose content differs is decided anew: the proposal is
    replaced, moves to another owner, or is withdrawn. What was refused is not remembered: raised again, it is decided
    (and, where refused again, suppressed) again. A signal that was withdrawn may be raised again: a correction can
    itself be corrected.
    """
    content = _content(news)
    told = row.told_of(news.signal.signal_id)
    if told is not None and told.content == content:
        return Decision(row)
    outcome = _judge(row, news, policy)
    if isinstance(outcome, _Refused):
        return _refuse(row, news, outcome, policy)
    gathered = bulk.gather(row, news, policy)
    if gathered.case is not None:
        verdicts = (*outcome.verdicts, cases.verdict(gathered.case))
        return Decision(gathered.row, gathered.outputs, (suppress(row, news, bulk.REASON, verdicts, policy),))
    if isinstance(outcome, _SentOn):
        return _send_on(gathered.row, news, outcome, content, policy)
    return _propose(gathered.row, news, outcome, content, policy)


def _judge(row: Account, news: News, policy: Policy) -> _Refused | _Accepted | _SentOn:
    joined = arrivals.joins(row, news)
    if joined is not None:
        return _SentOn(joined)
    qualified = qualify(row, news, policy.routing)
    if qualified.verdict not in _PASSED:
        return _Refused(qualified.verdict, (qualified,))
    way = route(row, news)
    if way is None:
        return _Refused(NO_OWNER, (qualified, Verdict(rule="routing", verdict=NO_OWNER)))
    own = typed_by(way, news.signal)
    if own.verdict not in _PASSED:
        return _Refused(own.verdict, (qualified, own), way.path)
    if way.kind is not SuggestionKind.REFERENCE_REQUEST:
        return _Accepted(way, (qualified, own))
    asks = references.may_ask(row, news.signal.signal_id, news.at, policy.asks)
    if asks.verdict not in _PASSED:
        return _Refused(asks.verdict, (qualified, own, asks), way.path)
    return _Accepted(way, (qualified, own, asks))


def _refuse(row: Account, news: News, refused: _Refused, policy: Policy) -> Decision[Account]:
    signal = news.signal
    outputs = _taken_back(row, news, None, refused.reason)
    row = forget(row, signal.signal_id)
    if refused.reason == NO_OWNER and policy.routing.waiting_signals:
        row = row.model_copy(update={"waiting": (*row.waiting, news)[-policy.routing.waiting_signals :]})
    suppression = suppress(row, news, refused.reason, refused.verdicts, policy, refused.path)
    return Decision(row, outputs, (suppression,))


def _send_on(row: Account, news: News, sent: _SentOn, content: str, policy: Policy) -> Decision[Account]:
    signal_id = news.signal.signal_id
    outputs = _taken_back(row, news, sent.account, "another-account")
    told = Told(signal_id=signal_id, content=content, account=sent.account, at=news.at)
    row = remember(_no_longer_waiting(row, signal_id), told, policy.routing)
    return Decision(row, (*outputs, arrivals.forward(row, news, sent.account)))


def _propose(row: Account, news: News, accepted: _Accepted, content: str, policy: Policy) -> Decision[Account]:
    signal_id, owner = news.signal.signal_id, accepted.route.owner.key
    suggestion = proposals.suggest(row, news, accepted.route, accepted.verdicts, policy)
    outputs = _taken_back(row, news, owner, "another-owner")
    told = Told(signal_id=signal_id, content=content, owner=owner, suggestion_id=suggestion.suggestion_id, at=news.at)
    row = remember(_no_longer_waiting(row, signal_id), told, policy.routing)
    if suggestion.kind is SuggestionKind.REFERENCE_REQUEST:
        row = references.reserve(row, signal_id, suggestion.suggestion_id, news.at)
    return Decision(row, (*outputs, proposals.propose(suggestion, news.at)))


def _taken_back(row: Account, news: News, told_now: Key | None, reason: Reason) -> tuple[Message, ...]:
    """What to say to whoever was told of the signal before, if that is not who is told now."""
    before = row.told_of(news.signal.signal_id)
    if before is None or told_now in (before.owner or before.account,):
        return ()
    return (take_back(before, reason, news.at, news.signal.evidence.sources),)


def _no_longer_waiting(row: Account, signal_id: Id) -> Account:
    waiting = tuple(news for news in row.waiting if news.signal.signal_id != signal_id)
    return row if len(waiting) == len(row.waiting) else row.model_copy(update={"waiting": waiting})


def _content(news: News) -> str:
    """A digest of what the signal says, without when and from which records it was noticed."""
    said = news.signal.model_dump_json(exclude={"evidence", "noticed_at", "settles_at"})
    came = f"{news.arrived}{news.origin.account.key if news.origin else ''}"
    return sha256((said + came).encode()).hexdigest()[:16]
