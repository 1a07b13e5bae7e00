"""Why something was decided: for every suggestion, and for everything that did not become one. Pure."""

from pydantic import Field

from schemas.base import Key, Part, Reason, SourceRef, Text, UtcTime
from schemas.facts import MAX_SOURCES


class Verdict(Part):
    """What one rule said, and the values it saw, as they are shown to a person."""

    rule: Reason
    verdict: Reason
    saw: tuple[Text, ...] = Field(default=(), max_length=12)


class Employment(Part):
    """Where a person works, and as what. ``since`` is effective time."""

    title: Text | None = None
    department: Text | None = None
    division: Text | None = None
    company: Text | None = None
    email_domain: Text | None = None
    account: Key | None = None
    since: UtcTime | None = None


class Evidence(Part):
    """The trail of one decision: source records, before and after, each rule's verdict, the way to its owner."""

    sources: tuple[SourceRef, ...] = Field(default=(), max_length=MAX_SOURCES)
    before: Employment | None = None
    after: Employment | None = None
    verdicts: tuple[Verdict, ...] = Field(default=(), max_length=60)
    score: tuple[tuple[Text, float], ...] = Field(default=(), max_length=20)
    route: tuple[Text, ...] = Field(default=(), max_length=20)
    policy: str = ""
    """Hash of the policy that decided last (movewatch.policy)."""
