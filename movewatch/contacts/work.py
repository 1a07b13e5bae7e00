"""What we have done together with a contact, and what may be said of it. Pure."""

from datetime import datetime, timedelta

from movewatch.contacts.row import Contact, Project
from movewatch.policy import Policy
from schemas.base import Id
from schemas.facts import Answer
from schemas.work import SharedWork, SurveyAnswer


def shared_work(row: Contact, policy: Policy) -> tuple[SharedWork, ...]:
    """The projects that ended well, the latest first, each with its praise; then what a linked record knows.

    A project that was cancelled or failed, or whose end was answered badly, is nothing to cite.
    """
    own = [
        told_work(project, praise_of(row, project, policy))
        for project in sorted(row.projects, key=lambda one: one.ended_at, reverse=True)
        if project.outcome == "success" and not blamed(row, project, policy)
    ]
    linked = [work for link in row.links if link.profile is not None for work in link.profile.work]
    known = {work.project_id: work for work in reversed([*own, *linked])}
    return tuple(sorted(known.values(), key=lambda one: one.ended_at, reverse=True))[: policy.milestones.cited]


def told_work(project: Project, answer: Answer | None) -> SharedWork:
    """A project as a letter may cite it, with the contact's own words where there are any."""
    return SharedWork(
        project_id=project.project_id,
        project=project.name,
        ended_at=project.ended_at,
        result=project.result,
        quote=answer.quote if answer else None,
        score=answer.score if answer else None,
        scale=answer.scale if answer else None,
    )


def told_answer(answer: Answer) -> SurveyAnswer:
    """An answer as a mail to its owner may cite it."""
    return SurveyAnswer(
        response_id=answer.response_id,
        heard_by=answer.heard_by,
        given_at=answer.given_at,
        quote=answer.quote,
        score=answer.score,
        scale=answer.scale,
    )


def belong(project: Project, answer: Answer, policy: Policy) -> bool:
    """Whether an answer praises a project: it is positive, near in time, and names no other project."""
    if answer.polarity != "positive" or project.outcome in {"cancelled", "failed"}:
        return False
    return about(project.project_id, project.ended_at, answer, policy)


def about(project_id: Id | None, at: datetime, answer: Answer, policy: Policy) -> bool:
    """Whether an answer may speak of what happened then: near in time, and it names no other project."""
    if answer.project is not None and answer.project != project_id:
        return False
    return abs(answer.given_at - at) <= timedelta(days=policy.milestones.window_days)


def praise_of(row: Contact, project: Project, policy: Policy) -> Answer | None:
    """The latest answer that praises a project, or None."""
    return next((one for one in reversed(row.answers) if belong(project, one, policy)), None)


def blamed(row: Contact, project: Project, policy: Policy) -> bool:
    """Whether the end of a project was answered badly."""
    return any(
        one.polarity == "negative" and about(project.project_id, project.ended_at, one, policy) for one in row.answers
    )
