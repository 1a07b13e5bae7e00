"""A signal holds no longer: it was corrected, or the person opted out. Pure."""

from movewatch.accounts import cases
from movewatch.accounts.row import Account, forget
from movewatch.accounts.telling import take_back
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.signals import ArrivalWithdrawn, SignalWithdrawn


def withdraw(row: Account, fact: SignalWithdrawn | ArrivalWithdrawn, policy: Policy) -> Decision[Account]:
    """Take back what was told of a signal, and forget it: it may be raised again.

    A case keeps its number of members, but no longer quotes this one.
    """
    told = row.told_of(fact.signal_id)
    outputs = () if told is None else (take_back(told, fact.reason, fact.observed_at, fact.sources),)
    row = cases.without_example(forget(row, fact.signal_id), fact.signal_id, fact.observed_at, policy.bulk)
    return Decision(row, outputs)
