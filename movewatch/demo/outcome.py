"""What came of each scene: one row of the table, and whether it is what was expected. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from movewatch.demo.story import Scene
from movewatch.reasons import meaning_of
from schemas.evidence import Evidence, Verdict
from schemas.suggestions import Suggestion, SuggestionKind, SuggestionState
from schemas.suppressions import Suppression

KINDS: Final = {
    SuggestionKind.DEPARTMENTAL_MOVE: "a lead",
    SuggestionKind.HAND_OVER: "a hand-over",
    SuggestionKind.NEW_COMPANY: "one lead at the new company",
    SuggestionKind.PROMOTION: "a note on the promotion",
    SuggestionKind.REFERENCE_REQUEST: 'asks "who else in your organisation could benefit?"',
    SuggestionKind.SUCCESSOR: "a note to find the successor",
    SuggestionKind.BULK_CASE: "one case to decide",
}


_ASKED: Final = re.compile(r"(asked in \d+ days: )\d+")
_BY_ARRIVAL: Final = frozenset({"bulk", "stronger-milestone", "no-project-yet", "no-feedback-yet"})
"""What is said only where one thing arrived before another."""

_QUIET: Final = frozenset({"account-status", "own-edit", "account-asks", "working-hours", "release"})
"""Rules that had nothing against it: in the evidence, not in the table."""


@dataclass(frozen=True, slots=True)
class Heard:
    """All that came out: the latest revision of each suggestion, every suppression, every dead letter's reason."""

    suggestions: tuple[Suggestion, ...]
    suppressions: tuple[Suppression, ...]
    dead_letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table. ``missing`` says in which way it is not what was expected; empty when it is."""

    happened: str
    did: str
    why: str
    missing: str = ""


def row_of(scene: Scene, heard: Heard) -> Row:
    """What came of a scene."""
    if scene.dead_letters:
        return _dead_letters(scene, heard)
    suggestions = [one for one in heard.suggestions if _about(one) & set(scene.about)]
    suppressions = [one for one in heard.suppressions if {one.entity, one.contact or ""} & set(scene.about)]
    told = sorted(
        f"{one.kind.value} {one.state.value} {one.owner.name}" for one in suggestions if _is_shown(one, scene)
    )
    reasons = {one.reason for one in suppressions}
    missing = _missing(scene, told, reasons)
    shown = sorted((one for one in suggestions if _is_shown(one, scene)), key=_retracted_last)
    named = [one for one in suppressions if one.reason in scene.reasons]
    return Row(scene.happened, _did(shown, scene), _why(shown, named), missing)


def comparable(heard: Heard) -> Counter[tuple[str, ...]]:
    """What must be the same on Kafka and in memory, as often as it was said.

    What depends on the order of arrival is left out: which contacts of a bulk change were proposed before it was known
    as one (the case itself is not), which of a project and its praise had to wait for the other or was told first, how
    many revisions led to the last one, and how often an account had been asked just then.
    """
    said: Counter[tuple[str, ...]] = Counter(
        (one.suggestion_id, _without_counts(one.model_dump_json(exclude={"revision", "history"})))
        for one in heard.suggestions
        if not _gave_way(one) and one.kind is not SuggestionKind.BULK_CASE
    )
    cases: Counter[tuple[str, ...]] = Counter(
        (one.suggestion_id, str(one.members)) for one in heard.suggestions if one.members
    )
    kept: Counter[tuple[str, ...]] = Counter(
        (one.by, one.entity, one.reason, one.about, _without_counts(one.evidence.model_dump_json()))
        for one in heard.suppressions
        if one.reason not in _BY_ARRIVAL
    )
    return said + cases + kept


def _without_counts(text: str) -> str:
    return _ASKED.sub(r"\1", text)


def _gave_way(suggestion: Suggestion) -> bool:
    """Whether it was taken back for the sake of another one that says the same and more."""
    return any(change.reason in _BY_ARRIVAL for change in suggestion.history)


def _about(suggestion: Suggestion) -> set[str]:
    """A suggestion about a person is found by the person, a case by its account."""
    if suggestion.contact is not None:
        return {suggestion.contact.key}
    return {suggestion.account.key or ""}


def _is_shown(suggestion: Suggestion, scene: Scene) -> bool:
    """Proposals that were taken back because many changed alike belong to the case, weaker ones to the stronger."""
    return not _gave_way(suggestion) and bool(_about(suggestion) & set(scene.about))


def _retracted_last(suggestion: Suggestion) -> bool:
    return suggestion.state is SuggestionState.RETRACTED


def _missing(scene: Scene, told: list[str], reasons: Iterable[str]) -> str:
    if told != sorted(scene.suggestions):
        return f"expected {sorted(scene.suggestions) or 'nothing'}, got {told or 'nothing'}"
    unheard = set(scene.reasons) - set(reasons)
    return f"expected the reasons {sorted(unheard)}, got {sorted(reasons)}" if unheard else ""


def _did(suggestions: list[Suggestion], scene: Scene) -> str:
    if not suggestions:
        return "nothing"
    if "duplicate" in scene.reasons:
        return "nothing more"
    return "; ".join(_one(suggestion) for suggestion in suggestions)


def _one(suggestion: Suggestion) -> str:
    what = f"{KINDS[suggestion.kind]} for {suggestion.owner.name}"
    if suggestion.introducer is not None and suggestion.introducer.name:
        what += f", introduced by {suggestion.introducer.name}"
    if suggestion.members:
        what += f", about {suggestion.members} contacts"
    if suggestion.level.value == "higher":
        what += "; a higher position"
    return what + {
        SuggestionState.DELIVERED: " (mailed)",
        SuggestionState.RETRACTED: " was held, and retracted unsent",
    }.get(suggestion.state, f" ({suggestion.state.value})")


def _why(suggestions: list[Suggestion], suppressions: list[Suppression]) -> str:
    if suppressions:
        reasons: Mapping[str, Suppression] = {one.reason: one for one in suppressions}
        return "; ".join(_reason(one) for one in reasons.values())
    return _grounds(suggestions[0].evidence) if suggestions else ""


def _reason(suppression: Suppression) -> str:
    words = meaning_of(suppression.reason) or suppression.reason
    return f"{words} ({suppression.about})" if suppression.about else words


def _grounds(evidence: Evidence) -> str:
    said = "; ".join(_verdict(verdict) for verdict in evidence.verdicts if verdict.rule not in _QUIET)
    records = len(evidence.sources)
    return f"{said} ({records} source record{'s' if records > 1 else ''})"


def _verdict(verdict: Verdict) -> str:
    saw = " -> ".join(value for value in verdict.saw if value)
    return f"{verdict.rule}: {saw or verdict.verdict.replace('-', ' ')}"


def _dead_letters(scene: Scene, heard: Heard) -> Row:
    found = len(heard.dead_letters)
    missing = "" if found == scene.dead_letters else f"expected {scene.dead_letters} dead letter(s), got {found}"
    return Row(
        scene.happened, "put it aside as a dead letter; the worker went on", "; ".join(heard.dead_letters), missing
    )
