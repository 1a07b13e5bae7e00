"""What a change of employment means. Pure."""

from dataclasses import dataclass

from movewatch.classifiers.companies import CompanyEvidence, Match, same_company
from movewatch.classifiers.companies import Verdict as CompanyVerdict
from movewatch.classifiers.departments import read_department, same_department
from movewatch.classifiers.titles import Function, compare_levels, read_title, same_title
from movewatch.policy import ClassifierPolicy
from schemas.base import Level, Reason
from schemas.evidence import Employment, Verdict
from schemas.signals import SignalKind

_NO_DEPARTMENT = frozenset({Function.EXECUTIVE, Function.OTHER})
"""Functions that name a rank or nothing, so that a change to or from them tells of no department."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement, how the new position compares with the old one, and what each rule said."""

    kind: SignalKind
    level: Level
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class NoMovement:
    """Why a change of employment is no movement."""

    reason: Reason
    verdicts: tuple[Verdict, ...] = ()


def read_change(before: Employment, after: Employment, policy: ClassifierPolicy) -> Movement | NoMovement:
    """Say which movement leads from one employment to the next, or why there is none.

    Args:
        before: what was held until the change.
        after: what is held from then on.
        policy: how names and titles are read.

    What was unknown before is enrichment when it appears, and what disappears is no news: the absence of the old
    company is not a move. Source: crm-formats, "Not a move" and "Which fields carry a move".
    """
    company = _company(before, after, policy)
    verdicts: tuple[Verdict, ...] = ()
    if company is not None:
        verdicts = (
            _verdict(
                "company", company.why, before.company or before.email_domain, after.company or after.email_domain
            ),
        )
        if company.verdict is CompanyVerdict.DIFFERENT:
            return Movement(SignalKind.NEW_COMPANY, compare_levels(before.title, after.title, policy), verdicts)
    inside = _inside(before, after, policy)
    if inside is not None:
        return (
            Movement(inside.kind, inside.level, verdicts + inside.verdicts)
            if isinstance(inside, Movement)
            else NoMovement(inside.reason, verdicts + inside.verdicts)
        )
    if company is None:
        return NoMovement(_nothing_known(before, after))
    return NoMovement("company-unknown" if company.verdict is CompanyVerdict.UNKNOWN else "same-company", verdicts)


def function_of(employment: Employment, policy: ClassifierPolicy) -> str | None:
    """The function somebody works in, by department first: a title may name a rank only."""
    function = read_department(employment.department, policy).function if employment.department else None
    function = function or read_title(employment.title, policy=policy).function
    return function.value if function is not None else None


def _company(before: Employment, after: Employment, policy: ClassifierPolicy) -> Match | None:
    """Compare the companies by what changed about them; None where nothing comparable changed.

    What has not changed may be stale (an e-mail address outlives a job), so it must not outvote what has.
    """
    if _changed(before.account, after.account):
        return same_company(_evidence(before), _evidence(after), policy)
    if _changed(before.email_domain, after.email_domain):
        old = CompanyEvidence(name=before.company, domain=before.email_domain)
        return same_company(old, CompanyEvidence(name=after.company, domain=after.email_domain), policy)
    if _changed(before.company, after.company):
        return same_company(CompanyEvidence(name=before.company), CompanyEvidence(name=after.company), policy)
    return None


def _evidence(employment: Employment) -> CompanyEvidence:
    return CompanyEvidence(name=employment.company, domain=employment.email_domain, account=employment.account)


def _inside(before: Employment, after: Employment, policy: ClassifierPolicy) -> Movement | NoMovement | None:
    """What changed within the company; None where neither department nor title did."""
    level = compare_levels(before.title, after.title, policy)
    if _changed(before.division, after.division):
        return Movement(
            SignalKind.DEPARTMENTAL_MOVE,
            level,
            (_verdict("division", "divisions-differ", before.division, after.division),),
        )
    department = _department(before, after, policy)
    if isinstance(department, Movement) or not _changed(before.title, after.title):
        return department
    return _title(before, after, level, department, policy)


def _department(before: Employment, after: Employment, policy: ClassifierPolicy) -> Movement | NoMovement | None:
    if not _changed(before.department, after.department):
        return None
    same = same_department(before.department, after.department, policy)
    if same is None:
        return NoMovement(
            "department-unknown", (_verdict("department", "unknown", before.department, after.department),)
        )
    if same:
        return NoMovement("same-department", (_verdict("department", "renamed", before.department, after.department),))
    said = _verdict("department", "functions-differ", before.department, after.department)
    return Movement(SignalKind.DEPARTMENTAL_MOVE, compare_levels(before.title, after.title, policy), (said,))


def _title(
    before: Employment, after: Employment, level: Level, department: NoMovement | None, policy: ClassifierPolicy
) -> Movement | NoMovement:
    earlier = department.verdicts if department else ()
    if same_title(before.title, after.title, policy):
        return NoMovement("re-worded-title", (*earlier, _verdict("title", "re-worded", before.title, after.title)))
    old, new = read_title(before.title, policy=policy).function, read_title(after.title, policy=policy).function
    comparable = old is not None and new is not None and not {old, new} & _NO_DEPARTMENT
    renamed = department is not None and department.reason == "same-department"
    if comparable and old is not new and not renamed:
        said = _verdict("title", "functions-differ", before.title, after.title)
        return Movement(SignalKind.DEPARTMENTAL_MOVE, level, (*earlier, said))
    said = _verdict("title", f"level-{level.value}", before.title, after.title)
    if level is Level.HIGHER:
        return Movement(SignalKind.PROMOTION, level, (*earlier, said))
    return NoMovement("lower-level" if level is Level.LOWER else "same-level", (*earlier, said))


def _changed(before: str | None, after: str | None) -> bool:
    """Both known and not equal."""
    return before is not None and after is not None and before != after


def _nothing_known(before: Employment, after: Employment) -> Reason:
    gained = any(
        old is None and new is not None
        for old, new in (
            (before.title, after.title),
            (before.department, after.department),
            (before.division, after.division),
            (before.company, after.company),
            (before.email_domain, after.email_domain),
            (before.account, after.account),
        )
    )
    return "enrichment" if gained else "cleared"


def _verdict(rule: Reason, verdict: Reason, before: str | None, after: str | None) -> Verdict:
    return Verdict(rule=rule, verdict=verdict, saw=(before or "", after or ""))
