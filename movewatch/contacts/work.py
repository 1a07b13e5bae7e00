"""What we have done together with a contact, and what may be said of it. Pure."""

from datetime import timedelta

from movewatch.contacts.row import Answer, Contact, Project
from movewatch.policy import Policy
from schemas.work import SharedWork


def shared_work(row: Contact, policy: Policy) -> tuple[SharedWork, ...]:
    """The projects that ended well, the latest first, each with its praise; then what a linked record knows.

    A project that was cancelled or failed, or whose end was answered badly, is nothing to cite.
    """
    own = [
        told_work(project, _praise(row, project, policy))
        for project in sorted(row.projects, key=lambda one: one.ended_at, reverse=True)
        if project.outcome == "success" and not _blamed(row, project, policy)
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


def belong(project: Project, answer: Answer, policy: Policy) -> bool:
    """Whether an answer praises a project: it is positive, near in time, and names no other project."""
    if answer.polarity != "positive" or project.outcome in {"cancelled", "failed"}:
        return False
    return _about(project, answer, policy)


def _about(project: Project, answer: Answer, policy: Policy) -> bool:
    if answer.project is not None and answer.project != project.project_id:
        return False
    return abs(answer.given_at - project.ended_at) <= timedelta(days=policy.milestones.window_days)


def _praise(row: Contact, project: Project, policy: Policy) -> Answer | None:
    return next((one for one in reversed(row.answers) if belong(project, one, policy)), None)


def _blamed(row: Contact, project: Project, policy: Policy) -> bool:
    return any(one.polarity == "negative" and _about(project, one, policy) for one in row.answers)
