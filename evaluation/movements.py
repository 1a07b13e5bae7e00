"""Measures the rules of contacts on generated careers."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from evaluation.careers import Career
from evaluation.results import Item, Result, Target, judge
from movewatch.contacts import Contact, decide
from movewatch.policy import DEFAULT_POLICY
from schemas.signals import Signal, SignalKind, SignalRaised, SignalWithdrawn

WANTED: Final = {
    SignalKind.NEW_COMPANY.value: Target(0.98, 0.95),
    SignalKind.DEPARTMENTAL_MOVE.value: Target(0.95, 0.90),
    SignalKind.PROMOTION.value: Target(0.92, 0.85),
}


def told(career: Career) -> list[SignalKind]:
    """The kinds of the signals that stand in the end as a claim, each signal once. A question claims nothing."""
    row, standing = Contact.empty(career.facts[0].entity), dict[str, Signal]()
    for fact in career.facts:
        decision = decide(row, fact, DEFAULT_POLICY)
        row = decision.row or row
        for output in decision.outputs:
            if isinstance(output, SignalRaised):
                standing[output.signal.signal_id] = output.signal
            elif isinstance(output, SignalWithdrawn):
                standing.pop(output.signal_id, None)
    return [signal.kind for signal in standing.values() if not signal.question]


def movements(many: Iterable[Career], source: str, name: str = "movements") -> Result:
    """Whether what happened was told, and nothing else. Targets hold for all together: ``movements`` has them."""
    items = [item for career in many for item in _judged(career)]
    return judge(name, source, items, WANTED if name == "movements" else None)


def _judged(career: Career) -> Iterator[Item]:
    """What was told and happened; then what was told instead, what was told besides, what was missed."""
    said, so = Counter(kind.value for kind in told(career)), Counter(kind.value for kind in career.happened)
    seen = f"{career.scene}: {_in_words(career)}"
    for kind in (said & so).elements():
        yield Item(career.language, kind, kind, seen)
    wrong, missed = list((said - so).elements()), list((so - said).elements())
    for number in range(max(len(wrong), len(missed), 0 if career.happened or said else 1)):
        yield Item(
            career.language,
            wrong[number] if number < len(wrong) else None,
            missed[number] if number < len(missed) else None,
            seen,
        )


def _in_words(career: Career) -> str:
    shown = ("title", "department", "division", "company", "email")
    return " | ".join(
        ", ".join(f"{name}={value}" for name, value in fact.fields.items() if name in shown) for fact in career.facts
    )
