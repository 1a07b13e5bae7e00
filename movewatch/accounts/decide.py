"""Which rule decides on which fact about an account. Pure."""

from movewatch.accounts import cases, deals, problems, references
from movewatch.accounts.directory import learn
from movewatch.accounts.news import hear
from movewatch.accounts.routing import route
from movewatch.accounts.row import Account, News
from movewatch.accounts.withdrawals import withdraw
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.base import Message
from schemas.directory import AccountChanged, AccountFact, OpportunityChanged, ProblemSpotted
from schemas.signals import AccountAskReleased, ArrivalWithdrawn, ContactArrived, SignalRaised, SignalWithdrawn
from schemas.suppressions import Suppression
from schemas.ticks import Due

Fact = (
    AccountChanged
    | OpportunityChanged
    | ProblemSpotted
    | SignalRaised
    | SignalWithdrawn
    | ContactArrived
    | ArrivalWithdrawn
    | AccountAskReleased
    | Due
)


def decide(row: Account, fact: Fact, policy: Policy) -> Decision[Account]:
    """Decide what follows from a fact about an account."""
    match fact:
        case Due():
            return cases.settle(row, fact.at, policy)
        case SignalRaised():
            return hear(row, News(signal=fact.signal, at=fact.observed_at), policy)
        case ContactArrived():
            return hear(row, News(signal=fact.signal, arrived=True, origin=fact.origin, at=fact.observed_at), policy)
        case SignalWithdrawn() | ArrivalWithdrawn():
            return withdraw(row, fact, policy)
        case AccountAskReleased():
            return Decision(references.release(row, fact))
        case AccountChanged():
            return _hear_again(cases.with_owner(learn(row, fact), fact.observed_at), fact, policy)
        case OpportunityChanged():
            return _hear_again(deals.learn(row, fact, policy.routing), fact, policy)
        case ProblemSpotted():
            return Decision(problems.note(row, fact, policy.routing))


def _hear_again(row: Account, fact: AccountFact, policy: Policy) -> Decision[Account]:
    """Hear again what nobody was responsible for, where somebody is now."""
    outputs: list[Message] = []
    suppressions: list[Suppression] = []
    for news in row.waiting:
        if route(row, news) is None:
            continue
        decision = hear(row, news.model_copy(update={"at": max(news.at, fact.observed_at)}), policy)
        assert decision.row is not None  # noqa: S101  # hear never forgets the account
        row = decision.row
        outputs.extend(decision.outputs)
        suppressions.extend(decision.suppressions)
    return Decision(row, tuple(outputs), tuple(suppressions))
