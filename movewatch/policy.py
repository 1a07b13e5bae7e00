"""Every number and choice of the rules, as one value. Pure.

A policy is read from TOML (``parse_policy``), has a hash that stands in every piece of evidence, and is handed to each
``decide``. docs/reference/policy.md is generated from the descriptions below.
"""

import tomllib
from datetime import timedelta
from functools import cached_property
from hashlib import sha256
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from movewatch.errors import MovewatchError
from schemas.consent import Purpose
from schemas.directory import AccountStatus

Days = Annotated[int, Field(ge=0, le=3650)]
Hours = Annotated[int, Field(ge=0, le=24 * 366)]
Count = Annotated[int, Field(ge=1, le=100_000)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class PolicyError(MovewatchError):
    """The policy cannot be used."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ClassifierPolicy(_Section):
    """How sure a classifier must be before it says something.

    The defaults are first guesses, to be measured. Lengths count characters after folding (movewatch.classifiers.text).
    """

    typo_min_length: Count = Field(
        default=8,
        description="A company name shorter than this is never taken for a misspelling of another: too many are one "
        "letter apart.",
    )
    second_typo_min_length: Count = Field(default=14, description="From this length on, two slips are forgiven.")
    similar_name: Share = Field(
        default=0.85,
        description="Company names at least so similar that no rule explains are unknown rather than different.",
    )
    acronym_min_length: Count = Field(
        default=3, description="Shorter acronyms fit too many companies: such a pair is unknown."
    )
    acronym_max_length: Count = Field(default=7, description="Longer words are names, not acronyms.")
    brand_min_length: Count = Field(
        default=3, description="A shared first word shorter than this does not relate two companies."
    )
    title_typo_min_length: Count = Field(
        default=6, description="A word of a title shorter than this is never taken for a misspelling of another."
    )
    name_typo_min_length: Count = Field(
        default=6,
        description="Part of a person's name that is shorter is never taken for a misspelling of another.",
    )
    clear_title: Share = Field(default=0.9, description="Confidence of a title whose words point to one function.")
    weak_title: Share = Field(
        default=0.6,
        description='Confidence where only a general word ("operations", "consultant") speaks for the function, and '
        "of a move between titles of several functions that have none in common.",
    )
    torn_title: Share = Field(
        default=0.5, description="Confidence where words point to several functions equally strongly."
    )
    named_difference: Share = Field(
        default=0.9,
        description="Confidence of a movement that rests on departments, divisions or levels that both sides name.",
    )
    clear_number: Share = Field(default=0.95, description="Confidence of an answer that is a number on a known scale.")
    clear_words: Share = Field(
        default=0.85,
        description="Confidence of an answer in words that all speak for one side: the precision that is wanted.",
    )
    torn_words: Share = Field(default=0.5, description="Confidence where praise and blame stand in one answer.")
    praise_needed: Count = Field(
        default=2, description="How much praise in words counts: a strong word is 2, a mild one 1."
    )


class MovementPolicy(_Section):
    """When a change of employment counts as a movement."""

    settling_hours: Hours = Field(
        default=24, description="A correction within this time takes a signal back before its owner hears of it."
    )
    late_days: Days = Field(
        default=90,
        description="A movement that became true longer ago than this is history, not news (profile refreshes take up "
        "to 120 days; a lead older than a quarter is rarely worth a first call).",
    )
    joins_days: Days = Field(
        default=30,
        description="What a source tells within this time, and what was left as it stood when a movement was noticed, "
        "belongs to that movement: the address changes first, then the company, then the title.",
    )
    claim_from: Share = Field(
        default=0.6, description="A movement that is less sure than this is put to its owner as a question."
    )
    trust: tuple[tuple[str, Share], ...] = Field(
        default=(
            ("linkedin", 0.95),
            ("usergems", 0.9),
            ("champify", 0.9),
            ("clearbit", 0.7),
            ("apollo", 0.7),
            ("enrichment", 0.7),
            ("bounce", 0.4),
        ),
        description="How far a source that finds out by itself is believed; its name, then a share. What people "
        "enter into a CRM is believed (1). Two sources that agree are believed more than either.",
    )
    history_entries: Count = Field(default=20, description="Spells of employment kept for each contact.")
    remembered_facts: Count = Field(default=50, description="Ids of facts kept for each contact, against repetition.")
    remembered_signals: Annotated[int, Field(ge=1, le=200)] = Field(
        default=30, description="Signals remembered of each contact; even a busy career gives a handful a year."
    )


class IdentityPolicy(_Section):
    """When a hard identifier stands for one person."""

    most_contacts: Count = Field(
        default=3,
        description="More contacts with one e-mail address, phone or profile share it (a switchboard, a mailbox): it "
        "links nobody.",
    )
    most_links: Annotated[int, Field(ge=1, le=20)] = Field(
        default=5,
        description="Records of one person that a contact is linked with: a person has a few, not dozens.",
    )
    kept_apart: Count = Field(
        default=20, description="Links that were undone and are remembered for each contact, the newest."
    )


class MilestonePolicy(_Section):
    """When a contact has reason to be pleased."""

    window_days: Days = Field(
        default=30,
        description="A project's end and positive feedback belong together within this time, in either order.",
    )
    late_days: Days = Field(
        default=90,
        description="A project that ended longer ago, when its end or its praise is recorded, is history: an import of "
        "old projects asks nobody for a reference.",
    )
    success_days: Days = Field(
        default=365, description="A renewal is a milestone for somebody who was pleased within so long before it."
    )
    anniversary_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        default=365, description="A praised project is remembered once, so long after its end."
    )
    remembered: Count = Field(
        default=20, description="Projects, answers, go-lives and renewals kept for each contact, of each so many."
    )
    cited: Annotated[int, Field(ge=0, le=3)] = Field(
        default=3, description="Projects that a signal names, the latest: a letter cites one or two."
    )


class AskPolicy(_Section):
    """How often a contact, and an account, may be asked for something."""

    days_between: Days = Field(
        default=180,
        description="No reference is asked of a person within this time of the last ask (90 to 180 advised).",
    )
    account_per_quarter: Count = Field(default=3, description="References asked of one account in 90 days.")
    account_per_year: Count = Field(default=8, description="References asked of one account in 365 days.")
    renewal_days: Days = Field(
        default=45, description="No reference is asked while a renewal is being negotiated: so long before its date."
    )


class ConsentPolicy(_Section):
    """What a person must have agreed to. What was refused is never suggested, whatever stands here."""

    needed: tuple[Purpose, ...] = Field(
        default=(),
        description='Purposes for which nothing is suggested without a yes: "outreach", "reference". By default what '
        "was not refused may be asked, as existing customers may be; the law of your country may want more.",
    )


class BulkPolicy(_Section):
    """When many changes are one case."""

    transaction_contacts: Annotated[int, Field(ge=2, le=200)] = Field(
        default=5, description="So many contacts of an account changed in one CRM transaction are one case."
    )
    hourly_contacts: Annotated[int, Field(ge=1, le=200)] = Field(
        default=10, description="More than so many contacts of an account changed within an hour are one case."
    )
    examples: Annotated[int, Field(ge=0, le=10)] = Field(default=5, description="Changes that a case quotes.")
    gathering_minutes: Annotated[int, Field(ge=1, le=1440)] = Field(
        default=60,
        description="So long a new case gathers members before its number is told; it is not released within twice "
        "this time, so that the owner hears the final number.",
    )
    remembered_members: Annotated[int, Field(ge=1, le=2000)] = Field(
        default=2000, description="Members of a case that are known again; beyond them a contact may be counted twice."
    )
    remembered_cases: Annotated[int, Field(ge=1, le=5)] = Field(
        default=5, description="Cases kept for each account; with the members above they fill a third of its row."
    )


class RoutingPolicy(_Section):
    """Who is told, and of what."""

    refused_statuses: tuple[AccountStatus, ...] = Field(
        default=("competitor", "never"), description="No lead at accounts of these statuses, whatever speaks for it."
    )
    moves_within_statuses: tuple[AccountStatus, ...] = Field(
        default=("customer", "former_customer", "prospect", "partner", "unknown"),
        description="Departmental moves and promotions are told of at accounts of these statuses.",
    )
    remembered_days: Days = Field(
        default=800,
        description="So long an account remembers that a signal led to a suggestion, which a signal does once. Longer "
        "than a closed suggestion is remembered; a signal that comes back after two years is not the same news.",
    )
    remembered_signals: Annotated[int, Field(ge=1, le=1200)] = Field(
        default=1000, description="Signals remembered for each account, the newest; they fill a third of its row."
    )
    waiting_signals: Annotated[int, Field(ge=0, le=50)] = Field(
        default=20, description="Signals for which nobody was responsible yet, kept until the directory names an owner."
    )
    problems: Annotated[int, Field(ge=1, le=100)] = Field(
        default=20, description="Problems spotted at an account that are kept, the newest."
    )
    deals: Annotated[int, Field(ge=1, le=100)] = Field(
        default=20, description="Deals with an account that are kept, open ones first."
    )
    cited_deals: Annotated[int, Field(ge=0, le=5)] = Field(
        default=2, description="Open deals that a suggestion quotes, those that close first."
    )
    cited_problems: Annotated[int, Field(ge=0, le=5)] = Field(
        default=5, description="Problems that a suggestion quotes, the newest."
    )


class OwnerPolicy(_Section):
    """When an owner is told."""

    time_zone: str = Field(default="UTC", description="For owners whose time zone the directory does not tell.")
    work_from: TimeOfDay = Field(default="09:00", description="Begin of the working day, likewise.")
    work_until: TimeOfDay = Field(default="17:00", description="End of the working day, likewise.")
    workdays: tuple[Annotated[int, Field(ge=0, le=6)], ...] = Field(
        default=(0, 1, 2, 3, 4), description="Working days, 0 is Monday, likewise."
    )
    daily_cap: Count = Field(default=5, description="Suggestions released to one owner on one day.")
    expiry_days: Days = Field(default=45, description="A suggestion that nobody answered expires after so long.")
    outcome_days: Days = Field(
        default=365, description="An accepted suggestion whose outcome nobody told expires after so long."
    )
    closed_kept_days: Days = Field(
        default=400, description="So long a closed suggestion is remembered, so that it is not made again."
    )
    open_suggestions: Annotated[int, Field(ge=1, le=1000)] = Field(
        default=200, description="Open suggestions of one owner; beyond them the oldest that is held expires."
    )
    closed_suggestions: Annotated[int, Field(ge=1, le=2000)] = Field(
        default=2000, description="Closed suggestions remembered for each owner, the newest."
    )
    snooze_days: Days = Field(default=7, description="A snooze that does not say until when lasts so long.")
    mutes: Annotated[int, Field(ge=1, le=500)] = Field(
        default=200, description="Mutes kept for each owner, the newest."
    )


class OutreachPolicy(_Section):
    """When the contact may be written to."""

    after_start_days: Days = Field(
        default=14, description="Days after the start in a new position (days 14 to 45 are named as the best window)."
    )


class Policy(_Section):
    """All that the rules take for granted."""

    version: Annotated[str, StringConstraints(min_length=1, max_length=50)] = Field(
        default="1", description="A name for people; the hash is what counts."
    )
    classifiers: ClassifierPolicy = ClassifierPolicy()
    movements: MovementPolicy = MovementPolicy()
    identities: IdentityPolicy = IdentityPolicy()
    milestones: MilestonePolicy = MilestonePolicy()
    asks: AskPolicy = AskPolicy()
    consent: ConsentPolicy = ConsentPolicy()
    bulk: BulkPolicy = BulkPolicy()
    routing: RoutingPolicy = RoutingPolicy()
    owners: OwnerPolicy = OwnerPolicy()
    outreach: OutreachPolicy = OutreachPolicy()

    @cached_property
    def hash(self) -> str:
        """Sixteen hex digits that differ whenever any number differs."""
        return sha256(self.model_dump_json().encode()).hexdigest()[:16]

    @cached_property
    def settling(self) -> timedelta:
        """The settling window as a duration."""
        return timedelta(hours=self.movements.settling_hours)


DEFAULT_POLICY = Policy()


def parse_policy(text: str, name: str = "policy") -> Policy:
    """Read a policy from TOML. What is not said keeps its default.

    Raises:
        PolicyError: not TOML, an unknown name, a value out of range. All mistakes are listed at once.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{name} is not TOML: {error}") from error
    try:
        return Policy.model_validate(_with_tuples(values))
    except ValidationError as error:
        lines = [f"  {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False)]
        raise PolicyError(f"{name} has {len(lines)} mistake(s):\n" + "\n".join(lines)) from error


def _with_tuples(value: object) -> object:
    """TOML has arrays where the policy, being a value, has tuples."""
    if isinstance(value, dict):
        return {name: _with_tuples(part) for name, part in value.items()}
    if isinstance(value, list):
        return tuple(_with_tuples(part) for part in value)
    return value
