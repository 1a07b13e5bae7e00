"""A signal holds no longer: it was corrected, or the person opted out or asked to be forgotten. Pure."""

from typing import Final

from movewatch.accounts import cases
from movewatch.accounts.row import Account, Told, forget
from movewatch.accounts.telling import take_back
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.signals import ArrivalWithdrawn, SignalWithdrawn

_ERASED: Final = "erased"


def withdraw(row: Account, fact: SignalWithdrawn | ArrivalWithdrawn, policy: Policy) -> Decision[Account]:
    """Take back what was told of a signal, and forget it: it may be raised again.

    A case keeps its number of members, but no longer quotes this one. Where the person asked to be forgotten, all who
    ever heard of the signal are told so, also those from whom it was taken back before: they keep a record of it.
    """
    erased = fact.reason == _ERASED
    told = tuple(e for e in row.told if e.signal_id == fact.signal_id and (erased or not e.withdrawn))
    outputs = tuple(take_back(entry, fact.reason, fact.observed_at, fact.sources) for entry in told)
    row = cases.without_example(forget(row, fact.signal_id), fact.signal_id, fact.observed_at, policy.bulk)
    return Decision(_unheard(row, told) if erased else row, outputs)


def _unheard(row: Account, told: tuple[Told, ...]) -> Account:
    if not told:
        return row
    entries = tuple(e for e in row.told if not any(e.same_ear(gone) for gone in told))
    return row.model_copy(update={"told": entries})
