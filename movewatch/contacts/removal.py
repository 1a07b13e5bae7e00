"""A contact's record goes away, or the person asks to be forgotten. Pure. Neither is ever a move."""

from movewatch.contacts import apart, links
from movewatch.contacts.row import Contact
from movewatch.contacts.signals import suppressed, withdraw
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.base import Message
from schemas.evidence import Evidence
from schemas.facts import ContactErased, ContactFact, ContactLinked, ContactRemoved, ContactUnlinked, LinkedProfile


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
    forgotten, withdrawals = _forget(row, fact)
    told = links.tell_links(forgotten.with_(links=row.links), fact, policy)
    return Decision(forgotten, (*withdrawals, *told))


def on_profile(row: Contact, fact: LinkedProfile, policy: Policy) -> Decision[Contact]:
    """A record that belongs to no account, such as a survey's, is forgotten with the person's other record.

    One that belongs to an account is another system's to erase; until then it keeps quiet, as for any wish.
    """
    if fact.profile.erased and row.fields.get("account") is None:
        return Decision(*_forget(row, fact))
    return links.on_profile(row, fact, policy)


def after_erasure(row: Contact, fact: ContactFact, policy: Policy) -> Decision[Contact]:
    """Nothing is taken up again. Another record of the person hears of the wish, also one that was made since."""
    suppression = suppressed(row, fact, "erased", Evidence(sources=fact.sources, policy=policy.hash))
    if isinstance(fact, ContactUnlinked):
        return apart.on_unlink(row, fact, policy)
    if not isinstance(fact, ContactLinked) or fact.other == row.key or apart.is_apart(row, fact.other, fact.identifier):
        return Decision(row, suppressions=(suppression,))
    return Decision(row, links.tell_new_link(row, fact, policy), (suppression,))


def _forget(row: Contact, fact: ContactFact) -> tuple[Contact, tuple[Message, ...]]:
    # What was taken back for another reason too: whoever was told of it must now forget whom it was about.
    row = row.with_(raised=tuple(one.model_copy(update={"withdrawn": False}) for one in row.raised))
    row, withdrawals = withdraw(row, lambda _: True, "erased", fact)
    # Whose records are not theirs has to be known on: the wish is told to every other one.
    return Contact(key=row.key, erased_at=fact.observed_at, apart=row.apart), withdrawals
