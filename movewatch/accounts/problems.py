"""Problems spotted at an account: what a lead starts from. Pure."""

from movewatch.accounts.row import Account, Spotted
from movewatch.policy import RoutingPolicy
from schemas.directory import ProblemSpotted
from schemas.suggestions import Problem


def note(row: Account, fact: ProblemSpotted, policy: RoutingPolicy) -> Account:
    """Keep a problem; a later word on it replaces an earlier one, in whichever order they come.

    What the present contract covers is solved by those who deliver it, and starts no lead. Source: the articles on
    leads from service staff: what is out of scope is turned over to sales.
    """
    known = next((spotted for spotted in row.problems if spotted.problem.problem_id == fact.problem_id), None)
    if known is not None and known.at > fact.observed_at:
        return row
    problem = Problem(
        problem_id=fact.problem_id, summary=fact.summary, yearly_cost=fact.yearly_cost, currency=fact.currency
    )
    others = [spotted for spotted in row.problems if spotted is not known]
    said = [] if fact.in_scope else [Spotted(problem=problem, at=fact.observed_at)]
    newest = sorted([*others, *said], key=lambda spotted: (spotted.at, spotted.problem.problem_id))
    problems = tuple(newest[-policy.problems :])
    return row if problems == row.problems else row.model_copy(update={"problems": problems})


def cited(row: Account, policy: RoutingPolicy) -> tuple[Problem, ...]:
    """The newest problems, newest first."""
    return tuple(spotted.problem for spotted in reversed(row.problems))[: policy.cited_problems]
