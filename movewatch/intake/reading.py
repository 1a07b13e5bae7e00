"""One raw record in, its facts out: finds the reader, then holds every fact to the same rules. Pure."""

from collections.abc import Callable, Iterator

from pydantic import ValidationError

from movewatch.intake import canonical
from movewatch.intake.adapters import ADAPTERS
from movewatch.intake.claims import claims
from movewatch.intake.cloudevents import unwrapped
from movewatch.intake.config import IntakeConfig
from movewatch.intake.keys import MAX_KEY
from movewatch.intake.raw import Raw, raw_of
from movewatch.intake.refusals import Refusal
from movewatch.stage import describe
from schemas.facts import ContactFact, Fact
from schemas.records import Record
from schemas.topics import CRM_EVENTS

Items = tuple[Fact | Refusal, ...]
"""What a record says: facts, and what of it is not followed."""


def read(record: Record, config: IntakeConfig) -> Items:
    """The facts of a record, each with its source and the identifiers that it claims, and refusals that are no poison.

    Raises:
        Refusal: the record is poison.
    """
    return tuple(item for inner in unwrapped(record) for item in _read(inner, config))


def _read(record: Record, config: IntakeConfig) -> Iterator[Fact | Refusal]:
    raw = raw_of(record, config)
    try:
        items = _reader_of(raw)(raw)
    except ValidationError as error:
        raise Refusal("invalid", describe(error)) from None
    except Refusal as refusal:
        if refusal.poison:
            raise
        items = (refusal,)
    for item in items:
        yield from _complete(item, raw)


def _reader_of(raw: Raw) -> Callable[[Raw], Items]:
    if raw.topic in canonical.MESSAGES:
        return canonical.read
    if raw.topic != CRM_EVENTS.name:
        raise Refusal("unknown-topic", "intake does not read this topic")
    reader = ADAPTERS.get(raw.source or "")
    if reader is None:
        what = "names no known source" if raw.source else "is missing"
        raise Refusal("unknown-source", f"header source {what}; known are: {', '.join(ADAPTERS)}")
    return reader


def _complete(item: Fact | Refusal, raw: Raw) -> Iterator[Fact | Refusal]:
    if isinstance(item, Refusal):
        if item.poison:
            raise item
        yield item
        return
    _check_times(item, raw)
    if len(item.entity) > MAX_KEY:
        raise Refusal("bad-key", f"the key of the entity is longer than {MAX_KEY} characters")
    # A clock a little ahead is forgiven, but nothing is observed after it was written.
    fact = item.model_copy(update={"sources": (raw.ref,), "observed_at": min(item.observed_at, raw.at)})
    yield fact
    if isinstance(fact, ContactFact):
        yield from claims(fact, raw.config.salt)


def _check_times(fact: Fact, raw: Raw) -> None:
    config = raw.config
    # Differences, because a sum could leave the years that Python knows.
    if fact.observed_at - raw.at > config.future_tolerance:
        raise Refusal("future-date", "observed_at: later than the record itself")
    if fact.occurred_at - raw.at > config.future_limit:
        raise Refusal("future-date", f"occurred_at: more than {config.future_limit.days} days after the record")
    for path, at in (("observed_at", fact.observed_at), ("occurred_at", fact.occurred_at)):
        if at < config.earliest:
            raise Refusal("long-past-date", f"{path}: before {config.earliest.date()}")
