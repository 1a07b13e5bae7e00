"""What a change of employment means. Pure."""

from dataclasses import dataclass, replace

from movewatch.classifiers.companies import CompanyEvidence, Match, same_company
from movewatch.classifiers.companies import Verdict as CompanyVerdict
from movewatch.classifiers.departments import read_department, same_department
from movewatch.classifiers.titles import (
    Function,
    TitleReading,
    adds_role,
    compare_levels,
    read_title,
    same_title,
)
from movewatch.policy import ClassifierPolicy
from schemas.base import Level, Reason
from schemas.evidence import Employment, Verdict
from schemas.signals import SignalKind


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement, how the new position compares with the old one, what each rule said, and how sure it is (0 to 1)."""

    kind: SignalKind
    level: Level
    verdicts: tuple[Verdict, ...]
    confidence: float


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
            level = compare_levels(before.title, after.title, policy)
            return Movement(
                SignalKind.NEW_COMPANY, level, (*verdicts, *_of_level(level, before, after)), company.confidence
            )
    inside = _inside(before, after, policy)
    if inside is not None:
        return (
            replace(inside, verdicts=verdicts + inside.verdicts)
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


def is_same_employer(one: Employment, other: Employment, policy: ClassifierPolicy) -> bool:
    """Whether two positions of one person, however far apart, were at one company."""
    match = _company(one, other, policy)
    if match is not None:
        return match.verdict is CompanyVerdict.SAME
    known = ((one.company, other.company), (one.email_domain, other.email_domain), (one.account, other.account))
    return any(here is not None and here == there for here, there in known)


def _company(before: Employment, after: Employment, policy: ClassifierPolicy) -> Match | None:
    """Compare the companies by what changed about them; None where nothing comparable changed.

    What has not changed may be stale (an e-mail address outlives a job), so it must not outvote what has.
    """
    if _changed(before.account, after.account):
        named = _changed(before.company, after.company)
        stale = named and before.email_domain == after.email_domain
        return same_company(_evidence(before, stale=stale), _evidence(after, stale=stale), policy)
    if _changed(before.email_domain, after.email_domain):
        old = CompanyEvidence(name=before.company, domain=before.email_domain)
        return same_company(old, CompanyEvidence(name=after.company, domain=after.email_domain), policy)
    if _changed(before.company, after.company):
        return same_company(CompanyEvidence(name=before.company), CompanyEvidence(name=after.company), policy)
    return None


def _evidence(employment: Employment, *, stale: bool) -> CompanyEvidence:
    domain = None if stale else employment.email_domain
    return CompanyEvidence(name=employment.company, domain=domain, account=employment.account)


def _inside(before: Employment, after: Employment, policy: ClassifierPolicy) -> Movement | NoMovement | None:
    """What changed within the company; None where neither department nor title did."""
    level = compare_levels(before.title, after.title, policy)
    if _changed(before.division, after.division):
        said = _verdict("division", "divisions-differ", before.division, after.division)
        return _departmental(level, before, after, (said,), policy.named_difference)
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
    level = compare_levels(before.title, after.title, policy)
    return _departmental(level, before, after, (said,), policy.named_difference)


def _departmental(
    level: Level, before: Employment, after: Employment, said: tuple[Verdict, ...], confidence: float
) -> Movement:
    """A move within the company; a promotion or a demotion that comes with it stands beside it."""
    return Movement(SignalKind.DEPARTMENTAL_MOVE, level, (*said, *_of_level(level, before, after)), confidence)


def _title(
    before: Employment, after: Employment, level: Level, department: NoMovement | None, policy: ClassifierPolicy
) -> Movement | NoMovement:
    earlier = department.verdicts if department else ()
    if same_title(before.title, after.title, policy):
        return NoMovement("re-worded-title", (*earlier, _verdict("title", "re-worded", before.title, after.title)))
    if adds_role(before.title, after.title, policy):
        return NoMovement("additional-role", (*earlier, _verdict("title", "role-added", before.title, after.title)))
    old, new = read_title(before.title, policy=policy), read_title(after.title, policy=policy)
    comparable = _tells_of_work(old, policy) and _tells_of_work(new, policy)
    renamed = department is not None and department.reason == "same-department"
    if comparable and old.function is not new.function and not renamed:
        said = _verdict("title", "functions-differ", before.title, after.title)
        return _departmental(level, before, after, (*earlier, said), _how_sure(old, new, policy))
    said = _verdict("title", f"level-{level.value}", before.title, after.title)
    if level is Level.HIGHER:
        # Where it may as well be a move, the owner is asked.
        confidence = policy.named_difference if old.may_be_one_career(new) else policy.torn_title
        return Movement(SignalKind.PROMOTION, level, (*earlier, said), confidence)
    return NoMovement("demotion" if level is Level.LOWER else "same-level", (*earlier, said))


def _tells_of_work(reading: TitleReading, policy: ClassifierPolicy) -> bool:
    """Whether a title says what somebody does. A rank does not ("CEO"), nor does a mere field ("Hospital Manager")."""
    if reading.function is None or reading.function is Function.EXECUTIVE:
        return False
    return reading.function is not Function.OTHER or reading.confidence >= policy.clear_title


def _how_sure(old: TitleReading, new: TitleReading, policy: ClassifierPolicy) -> float:
    """How sure it is that the functions of two titles differ.

    A title that names several functions leaves open which of them is meant. Where none of them is in both titles, that
    does not matter.
    """
    least = min(old.confidence, new.confidence)
    return least if old.shares_function(new) else max(least, policy.weak_title)


def _of_level(level: Level, before: Employment, after: Employment) -> tuple[Verdict, ...]:
    """How the positions compare, beside what else has changed; nothing where they cannot be compared."""
    return () if level is Level.UNKNOWN else (_verdict("title", f"level-{level.value}", before.title, after.title),)


def _changed(before: str | None, after: str | None) -> bool:
    """Both known and not equal."""
    return before is not None and after is not None and before != after


def _nothing_known(before: Employment, after: Employment) -> Reason:
    pairs = (
        (before.title, after.title),
        (before.department, after.department),
        (before.division, after.division),
        (before.company, after.company),
        (before.email_domain, after.email_domain),
        (before.account, after.account),
    )
    if any(old is None and new is not None for old, new in pairs):
        return "enrichment"
    return "cleared" if any(new is None and old is not None for old, new in pairs) else "nothing-changed"


def _verdict(rule: Reason, verdict: Reason, before: str | None, after: str | None) -> Verdict:
    return Verdict(rule=rule, verdict=verdict, saw=(before or "", after or ""))
