"""Records that were taken for one person's and are not: what came of it is taken back, and stays so. Pure."""

from movewatch.contacts.row import Apart, Contact
from movewatch.contacts.signals import suppressed, withdraw
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.base import Key
from schemas.evidence import Evidence
from schemas.facts import ContactUnlinked, Identifier, LinkedAnswer
from schemas.signals import MILESTONES


def on_unlink(row: Contact, fact: ContactUnlinked, policy: Policy) -> Decision[Contact]:
    """Forget the link and what came of it, and let it not come back: the other record is another person's."""
    apart = Apart(other=fact.other, identifier=fact.identifier)
    row = row.with_(apart=(*(one for one in row.apart if one != apart), apart)[-policy.identities.kept_apart :])
    link = next((one for one in row.links if one.other == fact.other), None)
    if link is None:
        return Decision(row)
    left = () if fact.identifier is None else tuple(one for one in link.by if one != fact.identifier)
    if left:
        still = link.model_copy(update={"by": left, "identifier": left[0]})
        return Decision(row.with_(links=tuple(still if one is link else one for one in row.links)))
    theirs = {source for one in row.answers if one.passed_on_by == fact.other for source in one.sources}
    row = row.with_(
        links=tuple(one for one in row.links if one is not link),
        answers=tuple(one for one in row.answers if one.passed_on_by != fact.other),
    )
    row, withdrawals = withdraw(
        row,
        lambda one: one.other == fact.other or (one.kind in MILESTONES and not theirs.isdisjoint(one.sources)),
        "link-undone",
        fact,
    )
    evidence = Evidence(sources=fact.sources, policy=policy.hash)
    return Decision(row, withdrawals, (suppressed(row, fact, "link-undone", evidence),))


def is_apart(row: Contact, other: Key, identifier: Identifier) -> bool:
    """Whether this identifier is not to link the two."""
    return any(one.other == other and one.identifier in {None, identifier} for one in row.apart)


def may_pass_on(row: Contact, fact: LinkedAnswer) -> bool:
    """Whether the record that passes an answer on is this person's, as far as is known: the link may come later."""
    linked = any(link.other == fact.other for link in row.links)
    return linked or not any(one.other == fact.other for one in row.apart)
