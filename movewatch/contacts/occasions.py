"""Which milestones stand, by what is held of projects, answers and what was reached. Pure.

Each answer counts once, for the strongest of them: praise for a project, a go-live, a promoter, a third praise in a
row. Sources: a reference is best asked for when a solution has just been implemented or a project completed and the
feedback is positive, and of a promoter within two days (domain, "Routing, limits, timing").
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from movewatch.contacts.row import Contact, Project, Reached
from movewatch.contacts.signals import merge_sources
from movewatch.contacts.work import about, blamed, praise_of
from movewatch.policy import MilestonePolicy, Policy
from schemas.base import Id, Key, stable_id
from schemas.evidence import Verdict
from schemas.facts import Answer, Sources
from schemas.signals import SignalKind

IN_A_ROW = 3
"""The third praise in a row is the milestone. Not a number of the policy: the kind is named after it."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A milestone that stands.

    ``dated``: the day it is about; by it an old one is told from a new one. ``occurred_at``: when the last of what
    makes it happened, ``known_at``: when the last of it was recorded. ``answers``: what the contact said, oldest first.
    """

    kind: SignalKind
    signal_id: Id
    about: str
    dated: datetime
    occurred_at: datetime
    known_at: datetime
    sources: Sources
    verdicts: tuple[Verdict, ...]
    answers: tuple[Answer, ...] = ()
    project: Project | None = None
    project_id: Id | None = None
    account: Key | None = None
    lead: Key | None = None
    run_from: datetime | None = None
    """When the run of praise began that this is about: a promoter of one run is told once, whatever is learnt late."""


def standing(row: Contact, policy: Policy) -> tuple[Occasion, ...]:
    """All milestones that stand, the strongest first. Anniversaries are not among them: they need a day."""
    projects = tuple(_praised_projects(row, policy))
    taken = {answer for one in projects for answer in _praises(row, one, policy)}
    live = tuple(one for one in _gone_live(row, policy) if one.answers[-1].response_id not in taken)
    taken |= {answer for one in live for answer in _praises(row, one, policy)}
    answered = []
    for one in _of_answers(row, policy.milestones):
        if one.answers[-1].response_id not in taken:
            answered.append(one)
            taken.add(one.answers[-1].response_id)
    return (*projects, *live, *_renewals(row, policy.milestones), *answered)


def anniversary(row: Contact, project: Project, policy: Policy) -> Occasion | None:
    """The milestone of a project that was completed a year ago, where it was praised and not blamed afterwards."""
    at = project.anniversary_at
    answer = praise_of(row, project, policy)
    if at is None or answer is None or blamed(row, project, policy) or _has_left(row, project):
        return None
    said = (_completed(project), feedback_said(answer))
    return Occasion(
        kind=SignalKind.ANNIVERSARY,
        signal_id=_episode(row, SignalKind.ANNIVERSARY, project.project_id),
        about=project.name,
        dated=at,
        occurred_at=at,
        known_at=at,
        sources=merge_sources(project.sources, answer.sources),
        verdicts=said,
        answers=(answer,),
        project=project,
        project_id=project.project_id,
        account=project.account,
        lead=project.lead,
    )


def feedback_said(answer: Answer) -> Verdict:
    """What an answer says, as evidence: the number on its scale, or that there were only words; who heard them."""
    score = "words alone" if answer.score is None else str(answer.score)
    heard = (f"heard by {answer.heard_by}"[:500],) if answer.heard_by else ()
    return Verdict(rule="feedback", verdict=answer.polarity, saw=(answer.scale, score, *heard))


def _praised_projects(row: Contact, policy: Policy) -> Iterator[Occasion]:
    for project in reversed(row.projects):
        answer = praise_of(row, project, policy)
        if answer is None:
            continue
        yield Occasion(
            kind=SignalKind.PROJECT_PRAISED,
            signal_id=_episode(row, SignalKind.PROJECT_PRAISED, project.project_id),
            about=project.name,
            dated=project.ended_at,
            occurred_at=max(project.ended_at, answer.given_at),
            # Whichever came second made it a milestone, in whatever order they reached us.
            known_at=max(project.observed_at, answer.observed_at),
            sources=merge_sources(project.sources, answer.sources),
            verdicts=(_completed(project), feedback_said(answer)),
            answers=(answer,),
            project=project,
            project_id=project.project_id,
            account=project.account,
            lead=project.lead,
        )


def _gone_live(row: Contact, policy: Policy) -> Iterator[Occasion]:
    for reached in row.reached:
        if reached.milestone != "go-live":
            continue
        answer = next((one for one in reversed(row.answers) if _praises_go_live(reached, one, policy)), None)
        if answer is not None:
            yield _of_reached(row, SignalKind.GONE_LIVE, reached, (answer,))


def _praises_go_live(reached: Reached, answer: Answer, policy: Policy) -> bool:
    return answer.polarity == "positive" and about(reached.project_id, reached.reached_at, answer, policy)


def _praises(row: Contact, occasion: Occasion, policy: Policy) -> set[Id]:
    """The answers that praise what an occasion is about: none of them is another milestone."""
    near = timedelta(days=policy.milestones.window_days)
    return {
        one.response_id
        for one in row.answers
        if one.polarity == "positive"
        and one.project in {None, occasion.project_id}
        and abs(one.given_at - occasion.dated) <= near
    }


def _renewals(row: Contact, policy: MilestonePolicy) -> Iterator[Occasion]:
    """A renewal after a success: a contract that somebody has extended who was pleased before."""
    within = timedelta(days=policy.success_days)
    for reached in row.reached:
        if reached.milestone != "renewal":
            continue
        before = [
            one
            for one in row.answers
            if one.polarity == "positive" and reached.reached_at - within <= one.given_at <= reached.reached_at
        ]
        if before:
            yield _of_reached(row, SignalKind.RENEWED, reached, (before[-1],))


def _of_answers(row: Contact, policy: MilestonePolicy) -> Iterator[Occasion]:
    """What the latest run of praise is: a third in a row, and its first promoter."""
    reversed_run = list(takewhile(lambda one: one.polarity == "positive", reversed(row.answers)))
    run = tuple(reversed(reversed_run))
    begins = len(row.answers) - len(run)
    if not run or (begins == 0 and len(row.answers) >= policy.remembered):
        return  # nothing, or a run of which the beginning is forgotten
    if len(run) >= IN_A_ROW:
        yield _of_run(row, SignalKind.PRAISED_AGAIN, run, run[:IN_A_ROW])
    promoter = next((one for one in run if _is_promoter(one)), None)
    if promoter is None:
        return
    earlier = row.answers[begins - 1] if begins else None
    if earlier is not None and earlier.polarity in {"negative", "neutral"}:
        yield _of_run(row, SignalKind.TURNED_PROMOTER, run, (earlier, promoter))
    else:
        yield _of_run(row, SignalKind.PROMOTER, run, (promoter,))


def _is_promoter(answer: Answer) -> bool:
    """By the number on the scale that has promoters: warm words are not yet advocacy."""
    return answer.scale == "nps" and answer.score is not None and answer.polarity == "positive"


def _of_run(row: Contact, kind: SignalKind, run: tuple[Answer, ...], answers: tuple[Answer, ...]) -> Occasion:
    last, first = answers[-1], run[0]
    return Occasion(
        kind=kind,
        signal_id=_episode(row, kind, first.response_id),
        about="",
        dated=last.given_at,
        occurred_at=last.given_at,
        known_at=max(one.observed_at for one in answers),
        sources=merge_sources(*(one.sources for one in answers)),
        verdicts=tuple(feedback_said(one) for one in answers),
        answers=answers,
        run_from=first.given_at,
    )


def _of_reached(row: Contact, kind: SignalKind, reached: Reached, answers: tuple[Answer, ...]) -> Occasion:
    said = Verdict(rule="milestone", verdict=reached.milestone, saw=(reached.name,))
    return Occasion(
        kind=kind,
        signal_id=_episode(row, kind, reached.milestone_id),
        about=reached.name,
        dated=reached.reached_at,
        occurred_at=max(reached.reached_at, *(one.given_at for one in answers)),
        known_at=max(reached.observed_at, *(one.observed_at for one in answers)),
        sources=merge_sources(reached.sources, *(one.sources for one in answers)),
        verdicts=(said, *(feedback_said(one) for one in answers)),
        answers=answers,
        project_id=reached.project_id,
        account=reached.account,
        lead=reached.lead,
    )


def _has_left(row: Contact, project: Project) -> bool:
    """Whether the person is no longer where the project was, as far as both are known."""
    here = row.fields.get("account")
    return row.departed_at is not None or (here is not None and project.account not in {None, here})


def _completed(project: Project) -> Verdict:
    return Verdict(rule="project", verdict="completed", saw=(project.name, project.outcome))


def _episode(row: Contact, kind: SignalKind, episode: Id) -> Id:
    return stable_id(row.tenant, row.key, kind, episode)


def ids_of(occasions: Iterable[Occasion]) -> set[Id]:
    """The ids of their signals."""
    return {one.signal_id for one in occasions}
