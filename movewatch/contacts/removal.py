"""A contact's record goes away, or the person asks to be forgotten. Pure. Neither is ever a move."""

from movewatch.contacts.links import tell_links
from movewatch.contacts.row import Contact
from movewatch.contacts.signals import suppressed, withdraw
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.evidence import Evidence
from schemas.facts import ContactErased, ContactRemoved


def on_removed(row: Contact, fact: ContactRemoved, policy: Policy) -> Decision[Contact]:
    """A deleted or merged record suggests nothing and takes back what it had signalled; a restored one starts anew."""
    removed = None if fact.how == "restored" else fact.how
    evidence = Evidence(sources=fact.sources, policy=policy.hash)
    suppression = suppressed(row, fact, f"contact-{fact.how}", evidence)
    if removed == row.removed:
        return Decision(row, suppressions=(suppression,))
    row = row.with_(removed=removed)
    if removed is None:
        return Decision(row, suppressions=(suppression,))
    row, withdrawals = withdraw(row, lambda _: True, f"contact-{removed}", fact)
    return Decision(row, withdrawals, (suppression,))


def on_erased(row: Contact, fact: ContactErased, policy: Policy) -> Decision[Contact]:
    """Forget all but that there was an erasure; take back whatever is not yet told."""
    if row.erased_at is not None:
        return Decision(row)
    # What was taken back for another reason too: whoever was told of it must now forget whom it was about.
    row = row.with_(raised=tuple(one.model_copy(update={"withdrawn": False}) for one in row.raised))
    row, withdrawals = withdraw(row, lambda _: True, "erased", fact)
    forgotten = Contact(key=row.key, erased_at=fact.observed_at)
    told = tell_links(Contact(key=row.key, erased_at=fact.observed_at, links=row.links), fact, policy)
    return Decision(forgotten, (*withdrawals, *told))
