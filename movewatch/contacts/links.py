"""Two records of one person: a contact re-created at another company is a move that neither record shows. Pure.

Admins are advised to flag the old contact and create a new one, so the usual company change arrives as two records. A
hard identifier links them (identities); names never do. The newer record gives the signal; the older one keeps quiet.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from movewatch.classifiers.companies import CompanyEvidence, Match, same_company
from movewatch.classifiers.companies import Verdict as CompanyVerdict
from movewatch.classifiers.titles import compare_levels
from movewatch.contacts.apart import is_apart
from movewatch.contacts.consent import consents, lacking, take_back, told_here
from movewatch.contacts.movements import function_of
from movewatch.contacts.row import (
    Contact,
    Link,
    Raised,
    card_of,
    employment_of,
)
from movewatch.contacts.signals import build_signal, merge_sources, raise_signal, settles, suppressed, withdraw
from movewatch.contacts.work import shared_work
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.base import Key, Message, Reason, stable_id
from schemas.evidence import Employment, Evidence, Verdict
from schemas.facts import (
    Answer,
    ContactChanged,
    ContactFact,
    ContactLinked,
    LinkedAnswer,
    LinkedProfile,
    Profile,
    Sources,
)
from schemas.keys import split_key
from schemas.signals import SignalKind

_UNSEEN: Final = datetime.min.replace(tzinfo=UTC)
"""A record whose creation nobody saw is older than any that somebody did."""


def on_link(row: Contact, fact: ContactLinked, policy: Policy) -> Decision[Contact]:
    """Remember the link and tell the other record what this one holds.

    The other record's profile may have been here first: it has to be answered all the same.
    """
    if fact.other == row.key:
        return Decision(row)
    if is_apart(row, fact.other, fact.identifier):
        evidence = Evidence(sources=fact.sources, policy=policy.hash)
        return Decision(row, suppressions=(suppressed(row, fact, "link-undone", evidence),))
    known = next((link for link in row.links if link.other == fact.other), None)
    if known is not None:
        link = known.model_copy(update={"by": tuple(dict.fromkeys((*known.by, fact.identifier)))})
        row = row.with_(links=tuple(link if one is known else one for one in row.links))
        if known.by:
            return Decision(row)
        return Decision(row, (_profile(row, link, fact, policy), *pass_on(row, row.answers, fact, (link,))))
    if len(row.links) >= policy.identities.most_links:
        evidence = Evidence(sources=fact.sources, policy=policy.hash)
        return Decision(row, suppressions=(suppressed(row, fact, "too-many-links", evidence),))
    link = Link(other=fact.other, identifier=fact.identifier, by=(fact.identifier,))
    row = row.with_(links=(*row.links, link))
    return Decision(row, (_profile(row, link, fact, policy), *pass_on(row, row.answers, fact, (link,))))


def tell_links(row: Contact, fact: ContactFact, policy: Policy) -> tuple[Message, ...]:
    """What the linked records should know once this one has changed."""
    return tuple(_profile(row, link, fact, policy) for link in row.links)


def tell_new_link(row: Contact, fact: ContactLinked, policy: Policy) -> tuple[Message, ...]:
    """What a record hears that turns out to be this person's, where nothing is remembered of the link."""
    return (_profile(row, Link(other=fact.other, identifier=fact.identifier), fact, policy),)


def on_profile(row: Contact, fact: LinkedProfile, policy: Policy) -> Decision[Contact]:
    """Keep what the linked record says, and see whether the two together tell of a new company."""
    known = {link.other: link for link in row.links}
    if fact.other not in known and is_apart(row, fact.other, fact.identifier):
        return Decision(row)
    if fact.other not in known and len(known) >= policy.identities.most_links:
        return Decision(row)
    link = known.get(fact.other) or Link(other=fact.other, identifier=fact.identifier)
    known[fact.other] = link.model_copy(update={"profile": fact.profile, "sources": fact.sources})
    row = row.with_(links=tuple(known.values()))
    if fact.profile.opted_out:
        return _wish_of_linked(row, fact, policy)
    refused = take_back(row, fact, policy)
    row = refused.row or row
    judge = _from_new_record if _is_newer(row, fact.profile) else _from_old_record
    decision = judge(row, fact, policy)
    return Decision(
        decision.row, (*refused.outputs, *decision.outputs), (*refused.suppressions, *decision.suppressions)
    )


def on_learnt(row: Contact, fact: ContactChanged, policy: Policy) -> Decision[Contact]:
    """See again what the linked records tell, now that this one's creation or first employment is known.

    Sources that tell each property by itself may tell the one that links the two first.
    """
    outputs: list[Message] = []
    for link in row.links:
        if link.profile is None or link.profile.opted_out or not _is_newer(row, link.profile):
            continue
        decision = _from_new_record(row, _as_told(row, link, link.profile, fact), policy)
        row = decision.row or row
        outputs += decision.outputs
    return Decision(row, tuple(outputs))


def pass_on(
    row: Contact, answers: Iterable[Answer], fact: ContactFact, to: Iterable[Link] | None = None
) -> tuple[LinkedAnswer, ...]:
    """A record that belongs to no account tells those linked to it what its person has answered; others tell nothing.

    Args:
        row: the record.
        answers: what was answered.
        fact: what led to it.
        to: the links that are told; all of them where nothing is said.
    """
    if row.fields.get("account") is not None or row.closed_to_us is not None:
        return ()
    return tuple(
        _passed_on(row, link, answer, fact) for link in (row.links if to is None else to) for answer in answers
    )


def speaks_for_person(row: Contact) -> bool:
    """Whether, of the linked records that belong to an account, this is the one that counts: still open, the newest."""
    if row.fields.get("account") is None or row.removed is not None:
        return False
    own = (row.departed_at is None, row.created_at or _UNSEEN, row.key)
    others = (
        (link.profile.departed_at is None, link.profile.created_at or _UNSEEN, link.other)
        for link in row.links
        if link.profile is not None and link.profile.account is not None
    )
    return all(own > other for other in others)


def elsewhere(row: Contact, policy: Policy) -> bool:
    """Whether a newer linked record has the person at another company."""
    return any(
        link.profile is not None
        and not _is_newer(row, link.profile)
        and _compare(row, link.profile, policy).verdict is CompanyVerdict.DIFFERENT
        for link in row.links
    )


def _as_told(row: Contact, link: Link, profile: Profile, fact: ContactChanged) -> LinkedProfile:
    """The linked record's profile as if it had come with this fact."""
    fact_id = stable_id(row.key, "learnt", link.other, fact.fact_id)
    head = _head(row.key, fact_id, fact, merge_sources(link.sources, fact.sources))
    return LinkedProfile(**head, other=link.other, identifier=link.identifier, profile=profile)


def _wish_of_linked(row: Contact, fact: LinkedProfile, policy: Policy) -> Decision[Contact]:
    """The person has told another record to be left alone: that holds here too."""
    if row.fields.get("account") is None:
        row = row.with_(answers=())  # they were kept to be passed on only
    row, withdrawals = withdraw(row, lambda _: True, "opted-out", fact)
    if not withdrawals:
        return Decision(row)
    evidence = Evidence(sources=fact.sources, policy=policy.hash)
    return Decision(row, withdrawals, (suppressed(row, fact, "opted-out", evidence),))


def _from_new_record(row: Contact, fact: LinkedProfile, policy: Policy) -> Decision[Contact]:
    before = _employment(fact.profile)
    after = employment_of(row.fields, row.created_at)
    match = _compare(row, fact.profile, policy)
    evidence = Evidence(
        sources=fact.sources,
        before=before,
        after=after,
        verdicts=(
            Verdict(rule="linked", verdict="same-person", saw=(fact.identifier,)),
            Verdict(rule="company", verdict=match.why, saw=(before.company or "", after.company or "")),
        ),
        policy=policy.hash,
    )
    reason = _no_move(row, fact.profile, match)
    if reason is not None:
        # The flag on the old record was a mistake, or the two turn out to be at one company.
        row, withdrawals = withdraw(row, lambda one: one.other == fact.other and one.is_open, "corrected", fact)
        return Decision(row, withdrawals, (suppressed(row, fact, reason, evidence),))
    # The account that was left knows the previous owner; where the old record names none, the new one has to do.
    account = before.account or after.account
    reason = lacking(row, SignalKind.NEW_COMPANY, policy) or (None if account else "no-account")
    if account is None or reason is not None:
        return Decision(row, suppressions=(suppressed(row, fact, reason or "no-account", evidence),))
    return _tell_new_company(row, fact, account, evidence, policy)


def _tell_new_company(
    row: Contact, fact: LinkedProfile, account: Key, evidence: Evidence, policy: Policy
) -> Decision[Contact]:
    """Raise what the two records tell together, unless it was told as it is. The evidence has both employments."""
    before, after = evidence.before or Employment(), evidence.after or Employment()
    occurred = row.fields.get("start_date") or row.created_at or fact.occurred_at
    raised = Raised(
        signal_id=stable_id(row.tenant, row.key, "recreated", fact.other),
        kind=SignalKind.NEW_COMPANY,
        account=account,
        before=before,
        after=after,
        other=fact.other,
        occurred_at=occurred,
        settles_at=settles(fact.observed_at, policy),
        sources=fact.sources,
    )
    told = next((one for one in row.raised if one.signal_id == raised.signal_id and not one.withdrawn), None)
    if told is not None and (told.settled or told.after == raised.after):
        return Decision(row)
    signal = build_signal(
        row,
        raised,
        owner=fact.profile.owner or row.fields.get("owner"),
        level=compare_levels(before.title, after.title, policy.classifiers),
        function=function_of(after, policy.classifiers),
        work=shared_work(row, policy),
        consents=consents(row),
        noticed_at=fact.observed_at,
        evidence=evidence,
    )
    row, message = raise_signal(row, raised, signal, fact.observed_at, policy)
    return Decision(row, (message,))


def _from_old_record(row: Contact, fact: LinkedProfile, policy: Policy) -> Decision[Contact]:
    """The newer record speaks for the person: a departure that was signalled here is explained."""
    if _compare(row, fact.profile, policy).verdict is not CompanyVerdict.DIFFERENT:
        return Decision(row)
    row, withdrawals = withdraw(
        row, lambda one: one.kind is SignalKind.DEPARTURE and one.is_open, "moved-with-new-record", fact
    )
    evidence = Evidence(sources=fact.sources, policy=policy.hash)
    if not withdrawals:
        return Decision(row)
    return Decision(row, withdrawals, (suppressed(row, fact, "moved-with-new-record", evidence),))


def _no_move(row: Contact, other: Profile, match: Match) -> Reason | None:
    if row.closed_to_us is not None:
        return row.closed_to_us
    if match.verdict is CompanyVerdict.UNKNOWN:
        return "company-unknown"
    if match.verdict is not CompanyVerdict.DIFFERENT:
        return "duplicate-record"
    return None if other.departed_at is not None else "old-record-open"


def _is_newer(row: Contact, other: Profile) -> bool:
    """Whether this record was created after the other. One whose creation nobody saw counts as the older."""
    if row.created_at is None:
        return False
    return other.created_at is None or row.created_at > other.created_at


def _compare(row: Contact, other: Profile, policy: Policy) -> Match:
    """Compare the companies. A record that names neither company nor account is a survey's: its address may be old."""
    mine = employment_of(row.fields, row.since)
    domain = other.email_domain if other.company or other.account else None
    return same_company(
        CompanyEvidence(name=other.company, domain=domain, account=other.account),
        CompanyEvidence(name=mine.company, domain=mine.email_domain, account=mine.account),
        policy.classifiers,
    )


def _employment(profile: Profile) -> Employment:
    return Employment(
        title=profile.title,
        department=profile.department,
        company=profile.company,
        email_domain=profile.email_domain,
        account=profile.account,
    )


def _profile_of(row: Contact, policy: Policy) -> Profile:
    """What a linked record may know of this one."""
    now = employment_of(row.fields, row.since)
    return Profile(
        name=card_of(row).name,
        title=now.title,
        department=now.department,
        company=now.company,
        email_domain=now.email_domain,
        account=now.account,
        owner=row.fields.get("owner"),
        created_at=row.created_at,
        departed_at=row.departed_at,
        opted_out=row.wish is not None,
        consents=told_here(row),
        erased=row.erased_at is not None,
        work=shared_work(row.with_(links=()), policy),
    )


def _passed_on(row: Contact, link: Link, answer: Answer, fact: ContactFact) -> LinkedAnswer:
    # Two surveys may number their answers alike.
    response_id = stable_id(row.key, answer.response_id)
    fact_id = stable_id(row.key, "answer", link.other, answer.response_id, answer.observed_at.isoformat())
    head = _head(link.other, fact_id, fact, merge_sources(answer.sources, fact.sources))
    told = answer.model_copy(update={"response_id": response_id})
    return LinkedAnswer(**head | {"occurred_at": answer.given_at}, other=row.key, answer=told)


def _profile(row: Contact, link: Link, fact: ContactFact, policy: Policy) -> LinkedProfile:
    fact_id = stable_id(row.key, "profile", link.other, fact.fact_id)
    head = _head(link.other, fact_id, fact, merge_sources(row.departed_in, fact.sources))
    return LinkedProfile(**head, other=row.key, identifier=link.identifier, profile=_profile_of(row, policy))


def _head(key: Key, fact_id: str, fact: ContactFact, sources: Sources) -> dict[str, Any]:
    """What a fact for a contact has that follows from another fact."""
    tenant, source, contact_id = split_key(key)
    return {
        "fact_id": fact_id,
        "tenant": tenant,
        "source": source,
        "contact_id": contact_id,
        "occurred_at": fact.occurred_at,
        "observed_at": fact.observed_at,
        "sources": sources,
    }
