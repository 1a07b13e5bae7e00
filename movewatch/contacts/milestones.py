"""What a project's end, an answer, a go-live or a renewal changes, and whether somebody may be asked now. Pure.

Which milestones stand is decided in occasions; here they are told once, and taken back. Numbers: the policy's sections
``milestones`` and ``asks``.
"""

from datetime import datetime, timedelta

from movewatch.classifiers.feedback import read_feedback
from movewatch.contacts.apart import may_pass_on
from movewatch.contacts.consent import consents, lacking
from movewatch.contacts.links import pass_on, speaks_for_person
from movewatch.contacts.occasions import Occasion, anniversary, feedback_said, ids_of, standing
from movewatch.contacts.row import Ask, Contact, Project, Raised, Reached, employment_of
from movewatch.contacts.signals import build_signal, raise_signal, settles, suppressed, suppressed_at, withdraw
from movewatch.contacts.work import praise_of, shared_work, told_answer, told_work
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.base import Key, Message, Reason
from schemas.evidence import Evidence, Verdict
from schemas.facts import (
    Answer,
    AskRecorded,
    ContactFact,
    FeedbackReceived,
    LinkedAnswer,
    MilestoneReached,
    ProjectCompleted,
)
from schemas.signals import MILESTONES, SignalKind
from schemas.suppressions import Suppression

_PROMOTERS = {SignalKind.PROMOTER, SignalKind.TURNED_PROMOTER}


def on_project(row: Contact, fact: ProjectCompleted, policy: Policy) -> Decision[Contact]:
    """A project of the contact has ended."""
    year_after = fact.occurred_at + timedelta(days=policy.milestones.anniversary_days)
    project = Project(
        project_id=fact.project_id,
        name=fact.project,
        account=fact.account,
        lead=fact.lead,
        outcome=fact.outcome,
        result=fact.result,
        ended_at=fact.occurred_at,
        observed_at=fact.observed_at,
        anniversary_at=year_after if fact.outcome == "success" and year_after > fact.observed_at else None,
        sources=fact.sources,
    )
    known = next((one for one in row.projects if one.project_id == project.project_id), None)
    if known is not None and (known.outcome == project.outcome or known.observed_at > project.observed_at):
        return _not(row, fact, "project-known", policy)
    others = (one for one in row.projects if one is not known)
    in_order = sorted((*others, project), key=lambda one: (one.ended_at, one.project_id))
    after = row.with_(projects=tuple(in_order)[-policy.milestones.remembered :])
    if project.outcome in {"cancelled", "failed"}:
        reason = f"project-{project.outcome}"
        after, withdrawals = withdraw(
            after,
            lambda one: one.project == project.project_id or (one.kind in MILESTONES and one.is_open),
            reason,
            fact,
        )
        return Decision(after, withdrawals, _not(after, fact, reason, policy).suppressions)
    praised = praise_of(after, project, policy) is not None
    return _weigh(row, after, fact, policy, "milestone-known" if praised else "no-feedback-yet")


def on_milestone(row: Contact, fact: MilestoneReached, policy: Policy) -> Decision[Contact]:
    """Work has gone live, or a contract was renewed."""
    reached = Reached(
        milestone=fact.milestone,
        milestone_id=fact.milestone_id,
        name=fact.name,
        project_id=fact.project_id,
        account=fact.account,
        lead=fact.lead,
        reached_at=fact.occurred_at,
        observed_at=fact.observed_at,
        sources=fact.sources,
    )
    if any((one.milestone, one.milestone_id) == (reached.milestone, reached.milestone_id) for one in row.reached):
        return _not(row, fact, "milestone-known", policy)
    in_order = sorted((*row.reached, reached), key=lambda one: (one.reached_at, one.milestone, one.milestone_id))
    after = row.with_(reached=tuple(in_order)[-policy.milestones.remembered :])
    return _weigh(row, after, fact, policy, "no-feedback-yet" if reached.milestone == "go-live" else "no-success-yet")


def on_feedback(row: Contact, fact: FeedbackReceived, policy: Policy) -> Decision[Contact]:
    """The contact has answered a survey. A later answer with the same id replaces the earlier one.

    A record that belongs to no account, such as the survey's own, passes the answer on to the records linked to it.
    """
    reading = read_feedback(fact, policy.classifiers)
    answer = Answer(
        response_id=fact.response_id,
        polarity=reading.polarity.value,
        project=fact.project_id,
        score=fact.score,
        scale=fact.scale,
        quote=reading.quote,
        heard_by=fact.heard_by,
        given_at=fact.occurred_at,
        observed_at=fact.observed_at,
        sources=fact.sources,
    )
    return _on_answer(row, answer, fact, policy, reading.why)


def on_linked_answer(row: Contact, fact: LinkedAnswer, policy: Policy) -> Decision[Contact]:
    """A linked record's person has answered a survey: one of the records that know the person takes it for its own."""
    if not may_pass_on(row, fact):
        return _not(row, fact, "link-undone", policy)
    if not speaks_for_person(row):
        return _not(row, fact, "other-record-speaks", policy)
    answer = fact.answer.model_copy(update={"passed_on_by": fact.other})
    return _on_answer(row, answer, fact, policy, answer.polarity)


def _on_answer(row: Contact, answer: Answer, fact: ContactFact, policy: Policy, why: Reason) -> Decision[Contact]:
    earlier = next((one for one in row.answers if one.response_id == answer.response_id), None)
    if earlier is not None and earlier.observed_at > answer.observed_at:
        return _not(row, fact, "late-answer", policy)
    others = tuple(one for one in row.answers if one.response_id != answer.response_id)
    in_order = sorted((*others, answer), key=lambda one: (one.given_at, one.response_id))
    after = row.with_(answers=tuple(in_order)[-policy.milestones.remembered :])
    if passed_on := pass_on(after, (answer,), fact):
        return Decision(after, passed_on, _not(after, fact, "passed-on", policy).suppressions)
    if answer.polarity == "positive":
        known = any(answer in one.answers for one in standing(after, policy))
        return _weigh(row, after, fact, policy, "milestone-known" if known else "no-project-yet")
    reason = {"negative": "detractor", "neutral": "passive"}.get(answer.polarity, "feedback-unclear")
    said = feedback_said(answer).model_copy(update={"verdict": why})
    spoilt = answer.polarity == "negative" and after.answers[-1] is answer
    # Whether it has settled or not: owners take back what has not been told yet.
    after, withdrawals = withdraw(
        after, lambda one: one.kind in MILESTONES and (spoilt or _rests_on(one, earlier)), "praise-replaced", fact
    )
    decision = _weigh(row, after, fact, policy, reason, said)
    return Decision(decision.row, (*withdrawals, *decision.outputs), decision.suppressions)


def on_ask(row: Contact, fact: AskRecorded, policy: Policy) -> Decision[Contact]:
    """Keep the ledger of asks. It changes what may be asked later, and nothing else."""
    ask = Ask(suggestion_id=fact.suggestion_id, purpose=fact.purpose, state=fact.state, at=fact.observed_at)
    others = tuple(one for one in row.asks if one.suggestion_id != ask.suggestion_id)
    return Decision(row.with_(asks=(*others, ask)[-policy.milestones.remembered :]))


def on_timer(row: Contact, at: datetime, policy: Policy) -> Decision[Contact]:
    """Tell the anniversaries that have come. Each comes once, whether or not anything is said of it."""
    come = [one for one in row.projects if one.anniversary_at is not None and one.anniversary_at <= at]
    if not come:
        return Decision(row)
    past = tuple(one.model_copy(update={"anniversary_at": None}) if one in come else one for one in row.projects)
    occasions = (anniversary(row, project, policy) for project in come)
    return _tell(row.with_(projects=past), [one for one in occasions if one is not None], policy)


def _rests_on(raised: Raised, replaced: Answer | None) -> bool:
    """Whether a milestone rests on an answer that holds no longer."""
    return replaced is not None and not set(replaced.sources).isdisjoint(raised.sources)


def _weigh(
    before: Contact, after: Contact, fact: ContactFact, policy: Policy, reason: Reason, *said: Verdict
) -> Decision[Contact]:
    """Tell what stands since this fact, and take back what a stronger milestone now stands for; else say why not."""
    stands = standing(after, policy)
    known = ids_of(standing(before, policy))
    new = [one for one in stands if one.signal_id not in known]
    if not new:
        return _not(after, fact, reason, policy, *said)
    still = ids_of(stands)
    row, outdone = withdraw(
        after,
        lambda one: one.kind in MILESTONES and one.is_open and one.signal_id not in still,
        "stronger-milestone",
        fact,
    )
    decision = _tell(row, new, policy, gave_way=bool(outdone))
    if not decision.outputs:
        # The weaker one would have given way to nothing.
        decision, outdone = _tell(after, new, policy), ()
    return Decision(decision.row, (*outdone, *decision.outputs), decision.suppressions)


def _tell(row: Contact, occasions: list[Occasion], policy: Policy, *, gave_way: bool = False) -> Decision[Contact]:
    """Raise the strongest milestone that may be told, and say why not the others: one person is asked once.

    ``gave_way``: a weaker one has just been taken back, and with it the ask that was reserved for it.
    """
    outputs: list[Message] = []
    suppressions: list[Suppression] = []
    for occasion in occasions:
        evidence = Evidence(sources=occasion.sources, verdicts=occasion.verdicts, policy=policy.hash)
        account = occasion.account or row.fields.get("account")
        reason = "stronger-milestone" if outputs else _may_not_ask(row, occasion, policy, gave_way)
        if reason is not None or account is None:
            why = reason or "no-account"
            suppressions.append(
                suppressed_at(row, occasion.known_at, why, evidence, occasion.about, occasion.signal_id)
            )
            continue
        row, told = _raise(row, occasion, account, evidence, policy)
        outputs.append(told)
    return Decision(row, tuple(outputs), tuple(suppressions))


def _raise(
    row: Contact, occasion: Occasion, account: Key, evidence: Evidence, policy: Policy
) -> tuple[Contact, Message]:
    raised = Raised(
        signal_id=occasion.signal_id,
        kind=occasion.kind,
        account=account,
        after=employment_of(row.fields, row.since),
        project=occasion.project_id,
        occurred_at=occasion.occurred_at,
        settles_at=settles(occasion.known_at, policy),
        sources=occasion.sources,
    )
    project = occasion.project
    signal = build_signal(
        row,
        raised,
        owner=row.fields.get("owner") or occasion.lead,
        about=occasion.about,
        answers=tuple(told_answer(one) for one in occasion.answers),
        consents=consents(row),
        work=shared_work(row, policy) if project is None else (told_work(project, occasion.answers[-1]),),
        noticed_at=occasion.known_at,
        evidence=evidence,
    )
    return raise_signal(row, raised, signal, occasion.known_at, policy)


def _may_not_ask(row: Contact, occasion: Occasion, policy: Policy, gave_way: bool) -> Reason | None:
    """Why this person is not asked for a reference now."""
    now = occasion.known_at
    if row.closed_to_us is not None:
        return row.closed_to_us
    if (refused := lacking(row, occasion.kind, policy)) is not None:
        return refused
    if any(_is_of(one, occasion) for one in row.raised if not one.withdrawn):
        return "milestone-known"
    if now - occasion.dated > timedelta(days=policy.milestones.late_days):
        return "too-old"
    if row.answers and row.answers[-1].polarity == "negative":
        return "latest-answer-negative"
    near = timedelta(days=policy.milestones.window_days)
    if any(
        one.outcome in {"cancelled", "failed"} and abs(one.ended_at - occasion.dated) <= near for one in row.projects
    ):
        return "project-failed"
    # The ledger hears of an ask a moment later. Until then what was told here counts, whether or not it will be asked.
    if any(one.kind in MILESTONES and not one.withdrawn and one.settles_at > now for one in row.raised):
        return "asked-recently"
    since = now - timedelta(days=policy.asks.days_between)
    # At most one reference is reserved at a time, so the reserved one is that of the milestone that gave way.
    counts = {"made"} if gave_way else {"made", "reserved"}
    if any(one.purpose == "reference" and one.state in counts and one.at > since for one in row.asks):
        return "asked-recently"
    return None


def _is_of(raised: Raised, occasion: Occasion) -> bool:
    """Whether a milestone was told before, perhaps before it was known when its run of praise began."""
    if raised.signal_id == occasion.signal_id:
        return True
    if occasion.run_from is None or raised.occurred_at < occasion.run_from:
        return False
    return raised.kind is occasion.kind or {raised.kind, occasion.kind} == _PROMOTERS


def _not(row: Contact, fact: ContactFact, reason: Reason, policy: Policy, *verdicts: Verdict) -> Decision[Contact]:
    evidence = Evidence(sources=fact.sources, verdicts=verdicts, policy=policy.hash)
    return Decision(row, suppressions=(suppressed(row, fact, reason, evidence),))
