"""Every topic, and which stage reads and writes it: the one place where both are declared. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

Cleanup = Literal["delete", "compact"]

DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as ``movewatch topics apply`` makes it.

    ``name`` has no prefix yet. ``retention_days`` matters for ``delete`` only.
    ``max_message_bytes``: the largest batch the broker takes.
    """

    name: str
    key: str
    value: str
    cleanup: Cleanup = "delete"
    retention_days: int = 14
    max_message_bytes: int = 1_048_588
    stamped_by_broker: bool = False
    """Records get the time at which they arrive, and are kept from then on, however old what they tell of is."""


CRM_EVENTS: Final = Topic("crm-events", "any", "a vendor's payload as it came")
CONTACT_CHANGES: Final = Topic("contact-changes", "contact", "ContactChanged, ContactRemoved, ContactErased")
PROJECT_COMPLETIONS: Final = Topic("project-completions", "project", "ProjectCompleted, MilestoneReached")
FEEDBACK: Final = Topic("feedback", "contact", "FeedbackReceived")
PROBLEMS: Final = Topic("problems", "account", "ProblemSpotted")
OPPORTUNITIES: Final = Topic("opportunities", "account", "OpportunityChanged")
DIRECTORY: Final = Topic("directory", "account or owner", "AccountChanged, OwnerChanged", cleanup="compact")
ANSWERS: Final = Topic("answers", "owner", "AnswerGiven, OwnerMuted")

CONTACT_FACTS: Final = Topic("contact-facts", "contact", "a fact about a contact, or a tick")
IDENTITY_FACTS: Final = Topic("identity-facts", "identifier", "IdentifierClaimed, or a tick")
ACCOUNT_FACTS: Final = Topic("account-facts", "account", "a fact about an account, or a tick")
OWNER_FACTS: Final = Topic("owner-facts", "owner", "a fact about an owner, or a tick")

CONTACTS_ROWS: Final = Topic("contacts-rows", "contact", "the row of a contact", cleanup="compact")
IDENTITIES_ROWS: Final = Topic("identities-rows", "identifier", "the row of an identifier", cleanup="compact")
ACCOUNTS_ROWS: Final = Topic("accounts-rows", "account", "the row of an account", cleanup="compact")
OWNERS_ROWS: Final = Topic("owners-rows", "owner", "the row of an owner", cleanup="compact")
DELIVERY_ROWS: Final = Topic("delivery-rows", "suggestion", "which revision was mailed", cleanup="compact")

SUGGESTIONS: Final = Topic("suggestions", "suggestion", "Suggestion, whole", cleanup="compact")
SUPPRESSIONS: Final = Topic("suppressions", "entity", "Suppression")
SOURCES: Final = Topic("sources", "source, and the partition it sent to", "SourceHeard", cleanup="compact")


@dataclass(frozen=True, slots=True)
class StageTopics:
    """What a stage reads, where its rows lie, and what it may write. One Faust app and consumer group each."""

    name: str
    reads: tuple[Topic, ...]
    rows: Topic | None
    writes: tuple[Topic, ...]
    ticks: bool = False
    """Its facts carry ticks: it has timers."""
    gathers: float | None = None
    """For so many seconds it lets records gather before it reads them, being in no hurry: fewer transactions. None: it
    reads each as soon as it is there."""

    def group(self, prefix: str) -> str:
        """The consumer group, and the beginning of each ``transactional.id``."""
        return f"{prefix}movewatch-{self.name}"


INTAKE: Final = StageTopics(
    "intake",
    reads=(CRM_EVENTS, CONTACT_CHANGES, PROJECT_COMPLETIONS, FEEDBACK, PROBLEMS, OPPORTUNITIES, DIRECTORY, ANSWERS),
    rows=None,
    writes=(CONTACT_FACTS, IDENTITY_FACTS, ACCOUNT_FACTS, OWNER_FACTS, SUPPRESSIONS, SOURCES),
)
IDENTITIES: Final = StageTopics("identities", (IDENTITY_FACTS,), IDENTITIES_ROWS, (CONTACT_FACTS,))
CONTACTS: Final = StageTopics(
    "contacts", (CONTACT_FACTS,), CONTACTS_ROWS, (CONTACT_FACTS, ACCOUNT_FACTS, SUPPRESSIONS), ticks=True
)
ACCOUNTS: Final = StageTopics(
    "accounts", (ACCOUNT_FACTS,), ACCOUNTS_ROWS, (ACCOUNT_FACTS, OWNER_FACTS, SUPPRESSIONS), ticks=True
)
OWNERS: Final = StageTopics(
    "owners", (OWNER_FACTS,), OWNERS_ROWS, (CONTACT_FACTS, ACCOUNT_FACTS, SUGGESTIONS, SUPPRESSIONS), ticks=True
)
DELIVERY: Final = StageTopics("delivery", (SUGGESTIONS,), DELIVERY_ROWS, (ANSWERS,), gathers=0.2)

STAGES: Final = (INTAKE, IDENTITIES, CONTACTS, ACCOUNTS, OWNERS, DELIVERY)
"""In the order of the way of an event."""


def dead_letters(topic: Topic, stage: StageTopics, prefix: str) -> Topic:
    """Where a stage puts what it cannot read or decide. Its name already carries the prefix where it belongs."""
    return Topic(
        f"{topic.name}.{stage.group(prefix)}.dlq",
        topic.key,
        "as it came, with headers that say what was wrong",
        retention_days=90,
        max_message_bytes=2 * 1_048_588,
        stamped_by_broker=True,
    )


def stage_named(name: str) -> StageTopics:
    """The stage of that name.

    Raises:
        KeyError: there is none.
    """
    for stage in STAGES:
        if stage.name == name:
            return stage
    raise KeyError(name)


def all_topics(prefix: str, stages: Iterable[StageTopics] = STAGES) -> Iterator[Topic]:
    """Every topic that these stages need, once each, in the order of the way of an event. Names without the prefix."""
    seen: set[str] = set()
    for stage in stages:
        rows = (stage.rows,) if stage.rows else ()
        letters = tuple(dead_letters(topic, stage, prefix) for topic in stage.reads)
        for topic in (*stage.reads, *rows, *stage.writes, *letters):
            if topic.name not in seen:
                seen.add(topic.name)
                yield topic
