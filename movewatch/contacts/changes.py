"""A contact's record has changed: from the fields to a movement, or to the reason why there is none. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from movewatch.contacts.consent import consents, lacking, take_back
from movewatch.contacts.history import spells, tell
from movewatch.contacts.late import overtaken_by
from movewatch.contacts.links import elsewhere, on_learnt, tell_links
from movewatch.contacts.merging import EMPLOYMENT, Merged, in_words, merge
from movewatch.contacts.movements import Movement, NoMovement, function_of, is_same_employer, read_change
from movewatch.contacts.people import is_another_person
from movewatch.contacts.row import Contact, Raised, employment_of
from movewatch.contacts.signals import build_signal, merge_sources, raise_signal, settles, suppressed, withdraw
from movewatch.contacts.trust import confidence_of, witnesses
from movewatch.contacts.work import shared_work
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.base import Level, Reason, stable_id
from schemas.consent import CONSENT_FIELDS
from schemas.evidence import Employment, Evidence, Verdict
from schemas.facts import ContactChanged, ContactFields
from schemas.signals import SignalKind

_MOVEMENTS = frozenset(
    {SignalKind.DEPARTMENTAL_MOVE, SignalKind.NEW_COMPANY, SignalKind.PROMOTION, SignalKind.DEPARTURE}
)
_WEIGHT = {SignalKind.NEW_COMPANY: 3, SignalKind.DEPARTMENTAL_MOVE: 2, SignalKind.PROMOTION: 1, SignalKind.DEPARTURE: 0}
"""Which movement is the greater news, where two of them are told."""
_JUDGED = frozenset({*EMPLOYMENT, "no_longer_at_company"})
_COMPARED = ("account", "company", "email_domain", "division", "department", "title")
_CONSENTS = frozenset(CONSENT_FIELDS.values())
_TOLD_TO_LINKS = frozenset({*EMPLOYMENT, *_CONSENTS, "owner", "no_longer_at_company", "opted_out", "do_not_contact"})


@dataclass(frozen=True)
class _Change:
    """One change of a contact, all that its rules look at. Mostly made when asked for: most changes need little."""

    row: Contact
    fact: ContactChanged
    merged: Merged
    policy: Policy

    @cached_property
    def open(self) -> Raised | None:
        """The movement that is still settling: what happens now belongs to it."""
        return next((one for one in self.row.raised if one.is_open and one.kind in _MOVEMENTS), None)

    @cached_property
    def before(self) -> Employment:
        """The employment left."""
        if self.open and self.open.before:
            return self.open.before
        return employment_of(self.merged.before, self.row.since)

    @cached_property
    def after(self) -> Employment:
        """The employment begun."""
        noticed = self.open.occurred_at if self.open else self.fact.occurred_at
        return employment_of(self.merged.after, self.fact.fields.get("start_date") or noticed)

    @cached_property
    def lacks_baseline(self) -> bool:
        """Whether nothing is known of what the changed fields were before, so that there is nothing to judge."""
        told_as_news = not self.fact.snapshot and not self.fact.created
        return told_as_news and bool(self.merged.employment) and self.merged.employment <= self.merged.unheard

    @cached_property
    def reading(self) -> Movement | NoMovement:
        """What leads from before to after."""
        return read_change(self.before, self.after, self.policy.classifiers)

    def evidence(self, *verdicts: Verdict) -> Evidence:
        earlier = self.open.sources if self.open else ()
        return Evidence(
            sources=merge_sources(earlier, self.fact.sources),
            before=self.before,
            after=self.after,
            verdicts=verdicts,
            policy=self.policy.hash,
        )


def decide(row: Contact, fact: ContactChanged, policy: Policy) -> Decision[Contact]:
    """Take over what the fact says, and judge it.

    A snapshot, and a record that has just been created, are a baseline: taken over and never judged. One that comes
    late has the change judged that came before it.
    """
    merged = merge(row, fact)
    decision = _taken_up(row, fact, merged, policy)
    if not merged.late or decision.row is None:
        return decision
    overtaken = overtaken_by(decision.row, fact, merged)
    if overtaken is None:
        return decision
    change = _Change(overtaken.then, overtaken.fact, overtaken.merged, policy)
    if change.open is not None:
        return decision  # it was told by what else was known
    after_all = _judge(overtaken.row, change)
    return Decision(after_all.row, (*decision.outputs, *after_all.outputs), after_all.suppressions)


def _taken_up(row: Contact, fact: ContactChanged, merged: Merged, policy: Policy) -> Decision[Contact]:
    # What is in a record just created may be told apart, and even before.
    is_birth = fact.created and row.created_at is None
    if not merged.changed and not is_birth:
        return _unchanged(row, merged, fact, policy)
    change = _Change(row, fact, merged, policy)
    row = _taken_over(row, change)
    decision = _judge(row, change)
    if merged.changed & _CONSENTS and decision.row is not None:
        refused = take_back(decision.row, fact, policy)
        decision = Decision(
            refused.row, (*decision.outputs, *refused.outputs), (*decision.suppressions, *refused.suppressions)
        )
    if decision.row is None or not (is_birth or merged.changed & _TOLD_TO_LINKS):
        return decision
    row, outputs = decision.row, decision.outputs
    if is_birth or merged.employment & merged.unheard:
        learnt = on_learnt(row, fact, policy)
        row, outputs = learnt.row or row, (*outputs, *learnt.outputs)
    return Decision(row, (*outputs, *tell_links(row, fact, policy)), decision.suppressions)


def _taken_over(row: Contact, change: _Change) -> Contact:
    fact, merged = change.fact, change.merged
    departed = merged.after.get("no_longer_at_company")
    row = row.with_(
        fields=merged.after,
        seen=merged.seen,
        created_at=(row.created_at or fact.occurred_at) if fact.created else row.created_at,
        departed_at=(row.departed_at or fact.occurred_at) if departed else None,
        departed_in=(row.departed_in or fact.sources) if departed else (),
    )
    if not merged.employment and merged.late.isdisjoint(EMPLOYMENT):
        return row
    return tell(row, fact, change.policy, unjudged=change.lacks_baseline)


def _judge(row: Contact, change: _Change) -> Decision[Contact]:
    fact, merged = change.fact, change.merged
    if row.closed_to_us is not None:
        return _closed(row, change, row.closed_to_us)
    if fact.snapshot or fact.created:
        return _baseline(row, change) if merged.employment else Decision(row)
    if is_another_person(merged, change.policy.classifiers):
        return _handed_on(row, change)
    if merged.before.keys().isdisjoint(EMPLOYMENT):
        return _no(row, change, "no-baseline") if merged.changed & _JUDGED else Decision(row)
    if "no_longer_at_company" in merged.changed and (left := _left(row, change)) is not None:
        return left
    if not merged.employment:
        return Decision(row)
    if change.lacks_baseline:
        return _no(row, change, "no-baseline")
    return _moved(row, change)


def _baseline(row: Contact, change: _Change) -> Decision[Contact]:
    """A snapshot is never news; but it may show that what is still settling was a mistake."""
    if change.open is not None and not isinstance(change.reading, Movement):
        return _corrected(row, change, change.open, None)
    return _no(row, change, "baseline")


def _left(row: Contact, change: _Change) -> Decision[Contact] | None:
    """The person is no longer at the company, or is again; None where the flag alone says nothing."""
    merged = change.merged
    if not merged.after.get("no_longer_at_company"):
        row, withdrawals = withdraw(
            row, lambda one: one.kind is SignalKind.DEPARTURE and one.is_open, "corrected", change.fact
        )
        return Decision(row, withdrawals, _no(row, change, "corrected").suppressions) if withdrawals else None
    if merged.employment and isinstance(change.reading, Movement):
        return None  # the same fact says where to: that is the better news
    if change.open is not None and change.open.kind is SignalKind.NEW_COMPANY:
        return _no(row, change, "movement-known")
    if elsewhere(row, change.policy):
        return _no(row, change, "moved-with-new-record")
    said = Verdict(rule="departure", verdict="no-longer-at-company", saw=(change.before.company or "",))
    sure = change.policy.classifiers.named_difference
    return _raise(row, change, Movement(SignalKind.DEPARTURE, Level.UNKNOWN, (said,), sure))


def _handed_on(row: Contact, change: _Change) -> Decision[Contact]:
    """From now on the record is somebody else's: what it tells is a baseline, and what was of the other one goes."""
    row, withdrawals = withdraw(row, lambda one: one.is_open, "another-person", change.fact)
    row = row.with_(history=(), since=None, answers=(), projects=(), reached=(), links=())
    if change.merged.employment:
        row = tell(row, _as_first_word(row, change.fact), change.policy)
    return Decision(row, withdrawals, _no(row, change, "another-person").suppressions)


def _as_first_word(row: Contact, fact: ContactChanged) -> ContactChanged:
    """The fact, as if it had told all that the row holds now."""
    whole: ContactFields = {**row.fields, "start_date": fact.fields.get("start_date")}
    return fact.model_copy(update={"fields": whole})


def _moved(row: Contact, change: _Change) -> Decision[Contact]:
    reading = change.reading
    if isinstance(reading, Movement):
        if change.open is None and _belongs_to_known(row, change, reading):
            return _no(row, change, "movement-known", NoMovement("movement-known", reading.verdicts))
        return _raise(row, change, _with_return(row, change, reading))
    if change.open is None or change.open.kind is SignalKind.DEPARTURE:
        return _no(row, change, reading.reason, reading)
    return _corrected(row, change, change.open, reading)


def _belongs_to_known(row: Contact, change: _Change, movement: Movement) -> bool:
    """Whether this is told late about a movement that has settled: what changes now stood as it was when that began.

    Weightier news is news all the same: a new company after a promotion.
    """
    earliest = change.fact.observed_at - timedelta(days=change.policy.movements.joins_days)
    return any(
        one.settled
        and not one.withdrawn
        and one.occurred_at >= earliest
        and _WEIGHT.get(one.kind, -1) >= _WEIGHT[movement.kind]
        and one.before is not None
        and one.after is not None
        and _was_left(one.before, one.after, change)
        for one in row.raised
    )


def _was_left(before: Employment, after: Employment, change: _Change) -> bool:
    """Whether all that differs now stood as before the movement, and still did when that was told."""
    now = change.after
    differing = [name for name in _COMPARED if getattr(change.before, name) != getattr(now, name)]
    return bool(differing) and all(
        getattr(before, name) == getattr(after, name) == getattr(change.before, name) for name in differing
    )


def _with_return(row: Contact, change: _Change, movement: Movement) -> Movement:
    """A new company that is an old one of this person: back again, which stands in the evidence."""
    if movement.kind is not SignalKind.NEW_COMPANY:
        return movement
    for was in spells(row.history, change.policy)[:-1]:
        if is_same_employer(was, change.after, change.policy.classifiers):
            back = Verdict(rule="history", verdict="returned", saw=(was.company or was.email_domain or "",))
            return replace(movement, verdicts=(*movement.verdicts, back))
    return movement


def _corrected(row: Contact, change: _Change, mistaken: Raised, reading: NoMovement | None) -> Decision[Contact]:
    """The movement was a mistake: take it back."""
    row, withdrawals = withdraw(row, lambda one: one.signal_id == mistaken.signal_id, "corrected", change.fact)
    return Decision(row, withdrawals, _no(row, change, "corrected", reading).suppressions)


def _raise(row: Contact, change: _Change, movement: Movement) -> Decision[Contact]:
    fact, policy = change.fact, change.policy
    account = change.open.account if change.open else change.before.account or change.after.account
    since = change.after.since or fact.occurred_at
    reason = lacking(row, movement.kind, policy) or (None if account else "no-account")
    if account is None or reason is not None:
        return _no(row, change, reason or "no-account", NoMovement(reason or "no-account", movement.verdicts))
    if since < fact.observed_at - timedelta(days=policy.movements.late_days):
        return _no(row, change, "too-old", NoMovement("too-old", movement.verdicts))
    occurred = change.open.occurred_at if change.open else fact.occurred_at
    evidence = change.evidence(*movement.verdicts)
    raised = Raised(
        signal_id=change.open.signal_id if change.open else _episode(row, movement, occurred, change.before),
        kind=movement.kind,
        account=account,
        other=change.open.other if change.open else None,
        before=change.before,
        after=change.after,
        occurred_at=occurred,
        settles_at=change.open.settles_at if change.open else settles(fact.observed_at, policy),
        told_by=witnesses(row, fact, change.open.told_by if change.open else ()),
        sources=evidence.sources,
    )
    confidence = confidence_of(row, movement, change.after, raised.told_by, policy)
    signal = build_signal(
        row,
        raised,
        changed_by=fact.changed_by,
        told_by=raised.told_by,
        level=movement.level,
        confidence=confidence,
        question=confidence < policy.movements.claim_from,
        function=function_of(change.after, policy.classifiers),
        work=shared_work(row, policy),
        consents=consents(row),
        noticed_at=fact.observed_at,
        transaction_id=fact.transaction_id,
        evidence=evidence,
    )
    row, told = raise_signal(row, raised, signal, fact.observed_at, policy)
    return Decision(row, (told,))


def _episode(row: Contact, movement: Movement, occurred: datetime, before: Employment) -> str:
    """The id of the spell of employment that a movement begins: who, when, which way, and from where.

    From where, since sources that know days only have several changes at one moment.
    """
    left = (before.account, before.company, before.email_domain, before.division, before.department, before.title)
    parts = (movement.kind.value, occurred.isoformat(), *(part or "" for part in left))
    return stable_id(row.tenant, row.key, "movement", *parts)


def _closed(row: Contact, change: _Change, reason: Reason) -> Decision[Contact]:
    """Nothing may be suggested about this person: take back all that was signalled, whether it has settled or not."""
    row, withdrawals = withdraw(row, lambda _: True, reason, change.fact)
    worth_saying = (
        withdrawals or change.merged.employment or not change.merged.changed.isdisjoint({"opted_out", "do_not_contact"})
    )
    return Decision(row, withdrawals, _no(row, change, reason).suppressions if worth_saying else ())


def _unchanged(row: Contact, merged: Merged, fact: ContactChanged, policy: Policy) -> Decision[Contact]:
    """The fact tells nothing new. That it was seen again is kept, so that a late fact is known to be late."""
    seen = row if merged.seen == row.seen else row.with_(seen=merged.seen)
    if not merged.late.isdisjoint(EMPLOYMENT):
        seen = tell(seen, fact, policy)
    if fact.snapshot or fact.fields.keys().isdisjoint(EMPLOYMENT):
        return Decision(seen)
    change = _Change(seen, fact, merged, policy)
    if not merged.late and (movement := _confirmed(change)) is not None:
        return _raise(seen, change, movement)
    reason = "late-fact" if merged.late else "nothing-changed"
    evidence = Evidence(sources=fact.sources, policy=policy.hash)
    return Decision(seen, suppressions=(suppressed(row, fact, reason, evidence),))


def _confirmed(change: _Change) -> Movement | None:
    """The movement that is still settling, where another source tells of what changed with it: now it is surer."""
    known = change.open
    if known is None or known.before is None or known.after is None:
        return None
    if witnesses(change.row, change.fact, known.told_by) == known.told_by:
        return None
    told = employment_of(change.fact.fields, None)
    agrees = any(
        getattr(told, name) == getattr(known.after, name) != getattr(known.before, name)
        for name in _COMPARED
        if getattr(told, name) is not None
    )
    return change.reading if agrees and isinstance(change.reading, Movement) else None


def _no(row: Contact, change: _Change, reason: Reason, reading: NoMovement | None = None) -> Decision[Contact]:
    evidence = change.evidence(*(reading.verdicts if reading else ()))
    return Decision(row, suppressions=(suppressed(row, change.fact, reason, evidence, in_words(change.merged)),))
