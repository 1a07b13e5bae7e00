"""A project has ended well: the completion and the praise, in either order. Pure.

Source: a reference is best asked for when a project has just been completed and the feedback is positive. Numbers: the
policy's sections ``milestones`` and ``asks``.
"""

from datetime import datetime, timedelta

from movewatch.classifiers.feedback import Polarity, read_feedback
from movewatch.contacts.row import Answer, Ask, Contact, Project, Raised, employment_of
from movewatch.contacts.signals import build_signal, merge_sources, raise_signal, settles, suppressed, withdraw
from movewatch.contacts.work import belong, told_work
from movewatch.policy import Policy
from movewatch.stage import Decision
from schemas.base import Reason, stable_id
from schemas.evidence import Evidence, Verdict
from schemas.facts import AskRecorded, ContactFact, FeedbackReceived, ProjectCompleted
from schemas.signals import SignalKind


def on_project(row: Contact, fact: ProjectCompleted, policy: Policy) -> Decision[Contact]:
    """A project of the contact has ended."""
    project = Project(
        project_id=fact.project_id,
        name=fact.project,
        account=fact.account,
        lead=fact.lead,
        outcome=fact.outcome,
        result=fact.result,
        ended_at=fact.occurred_at,
        observed_at=fact.observed_at,
        sources=fact.sources,
    )
    known = next((one for one in row.projects if one.project_id == project.project_id), None)
    if known is not None and (known.outcome == project.outcome or known.observed_at > project.observed_at):
        return _not(row, fact, "project-known", policy)
    others = (one for one in row.projects if one is not known)
    in_order = sorted((*others, project), key=lambda one: (one.ended_at, one.project_id))
    row = row.with_(projects=tuple(in_order)[-policy.milestones.remembered :])
    if project.outcome in {"cancelled", "failed"}:
        row, withdrawals = withdraw(row, lambda one: one.project == project.project_id, "corrected", fact)
        return Decision(row, withdrawals, _not(row, fact, f"project-{project.outcome}", policy).suppressions)
    answer = next((one for one in reversed(_by_time(row.answers)) if belong(project, one, policy)), None)
    if answer is None:
        return _not(row, fact, "no-feedback-yet", policy)
    return _praise(row, project, answer, fact, policy)


def on_feedback(row: Contact, fact: FeedbackReceived, policy: Policy) -> Decision[Contact]:
    """The contact has answered a survey. A later answer with the same id replaces the earlier one."""
    reading = read_feedback(fact, policy.classifiers)
    answer = Answer(
        response_id=fact.response_id,
        polarity=reading.polarity.value,
        project=fact.project_id,
        score=fact.score,
        scale=fact.scale,
        quote=reading.quote,
        given_at=fact.occurred_at,
        observed_at=fact.observed_at,
        sources=fact.sources,
    )
    earlier = next((one for one in row.answers if one.response_id == answer.response_id), None)
    if earlier is not None and earlier.observed_at > answer.observed_at:
        return _not(row, fact, "late-answer", policy)
    others = tuple(one for one in row.answers if one.response_id != answer.response_id)
    row = row.with_(answers=_by_time((*others, answer))[-policy.milestones.remembered :])
    if reading.polarity is Polarity.POSITIVE:
        return _on_praise(row, answer, fact, policy)
    reason = {Polarity.NEGATIVE: "detractor", Polarity.NEUTRAL: "passive"}.get(reading.polarity, "feedback-unclear")
    said = Verdict(rule="feedback", verdict=reading.why, saw=_seen(answer))
    if reading.polarity is not Polarity.NEGATIVE and earlier is None:
        return _not(row, fact, reason, policy, said)
    # Whether it has settled or not: owners take back what has not been told yet.
    row, withdrawals = withdraw(row, lambda one: one.kind is SignalKind.PROJECT_PRAISED, "praise-replaced", fact)
    return Decision(row, withdrawals, _not(row, fact, reason, policy, said).suppressions)


def on_ask(row: Contact, fact: AskRecorded, policy: Policy) -> Decision[Contact]:
    """Keep the ledger of asks. It changes what may be asked later, and nothing else."""
    ask = Ask(suggestion_id=fact.suggestion_id, purpose=fact.purpose, state=fact.state, at=fact.observed_at)
    others = tuple(one for one in row.asks if one.suggestion_id != ask.suggestion_id)
    return Decision(row.with_(asks=(*others, ask)[-policy.milestones.remembered :]))


def _on_praise(row: Contact, answer: Answer, fact: FeedbackReceived, policy: Policy) -> Decision[Contact]:
    project = next((one for one in reversed(row.projects) if belong(one, answer, policy)), None)
    if project is None:
        return _not(row, fact, "no-project-yet", policy)
    return _praise(row, project, answer, fact, policy)


def _praise(row: Contact, project: Project, answer: Answer, fact: ContactFact, policy: Policy) -> Decision[Contact]:
    signal_id = stable_id(row.tenant, row.key, SignalKind.PROJECT_PRAISED, project.project_id)
    account = project.account or row.fields.get("account")
    # Whichever came second made it a milestone, in whatever order they reached us.
    now = max(project.observed_at, answer.observed_at)
    reason = _may_not_ask(row, signal_id, project.ended_at, now, policy) or ("no-account" if account is None else None)
    sources = merge_sources(project.sources, answer.sources)
    verdicts = (
        Verdict(rule="project", verdict="completed", saw=(project.name, project.outcome)),
        Verdict(rule="feedback", verdict="positive", saw=_seen(answer)),
    )
    evidence = Evidence(sources=sources, verdicts=verdicts, policy=policy.hash)
    if reason is not None or account is None:
        return Decision(
            row, suppressions=(suppressed(row, fact, reason or "no-account", evidence, project.name, signal_id),)
        )
    raised = Raised(
        signal_id=signal_id,
        kind=SignalKind.PROJECT_PRAISED,
        account=account,
        after=employment_of(row.fields, row.since),
        project=project.project_id,
        occurred_at=max(project.ended_at, answer.given_at),
        settles_at=settles(now, policy),
        sources=sources,
    )
    work = told_work(project, answer)
    owner = row.fields.get("owner") or project.lead
    signal = build_signal(row, raised, owner=owner, work=(work,), noticed_at=now, evidence=evidence)
    row, told = raise_signal(row, raised, signal, now, policy)
    return Decision(row, (told,))


def _seen(answer: Answer) -> tuple[str, ...]:
    """What the verdict on an answer rests on: the number on its scale, or that there were only words."""
    return (answer.scale, "words alone" if answer.score is None else str(answer.score))


def _may_not_ask(row: Contact, signal_id: str, ended_at: datetime, now: datetime, policy: Policy) -> Reason | None:
    """Why this person is not asked for a reference now."""
    if row.closed_to_us is not None:
        return row.closed_to_us
    if any(one.signal_id == signal_id and not one.withdrawn for one in row.raised):
        return "milestone-known"
    if now - ended_at > timedelta(days=policy.milestones.late_days):
        return "too-old"
    if row.answers and row.answers[-1].polarity == "negative":
        return "latest-answer-negative"
    since = now - timedelta(days=policy.asks.days_between)
    if any(one.purpose == "reference" and one.state != "released" and one.at > since for one in row.asks):
        return "asked-recently"
    return None


def _by_time(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    return tuple(sorted(answers, key=lambda one: (one.given_at, one.response_id)))


def _not(row: Contact, fact: ContactFact, reason: Reason, policy: Policy, *verdicts: Verdict) -> Decision[Contact]:
    evidence = Evidence(sources=fact.sources, verdicts=verdicts, policy=policy.hash)
    return Decision(row, suppressions=(suppressed(row, fact, reason, evidence),))
