"""Measures the readers and the rules, and prints precision and recall. ``make evaluate`` calls it.

Exit code 1 where a figure is below what is wanted.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from evaluation import readers
from evaluation.careers import between_titles, careers
from evaluation.movements import movements
from evaluation.report import markdown
from evaluation.results import Result
from schemas.signals import SignalKind

TUNED_ON: Final = 1
KEPT_APART: Final = 20261127
"""Seeds of the generated careers: the first while rules are written, the second to see how they do."""
_BEGIN, _END = "<!-- measured -->\n", "<!-- /measured -->\n"


def measure(*, apart: bool, each: int) -> list[Result]:
    """Everything, on the part that is kept apart or on the one that rules are tuned on."""
    seed = KEPT_APART if apart else TUNED_ON
    generated = list(careers(seed, each))
    occupations, reported = readers.occupations(apart=apart), readers.reported(apart=apart)
    move = SignalKind.DEPARTMENTAL_MOVE
    named = list(between_titles(readers.pairs(occupations), move))
    given = [*between_titles(readers.pairs(reported), move), *between_titles(readers.rewordings(apart=apart))]
    return [
        movements([*generated, *given, *named], "generated careers and published titles, together"),
        movements(generated, "generated careers alone", name="movements, everyday titles"),
        movements(
            given, "reported titles alone: moves, and the same in other words", name="movements, reported titles"
        ),
        movements(named, "moves between names of occupations alone", name="movements, names of occupations"),
        movements(
            between_titles(readers.within_occupations(apart=apart)),
            "two titles of one occupation: what is told is no error where the occupation has several departments",
            name="movements, within one occupation",
        ),
        readers.titles(reported, "title, function, reported titles", "titles that people gave as theirs (O*NET 29.3)"),
        readers.titles(occupations, "title, function", "names of occupations (ESCO 1.1, AuxCO)"),
        readers.answers("reviews" if apart else "tweets"),
    ]


def as_json(results: Sequence[Result]) -> list[dict[str, Any]]:
    """The counts and figures of each result."""
    return [
        {
            "name": result.name,
            "source": result.source,
            "items": result.items,
            "kinds": {
                kind: {
                    language: {
                        "right": counts.right,
                        "wrong": counts.wrong,
                        "missed": counts.missed,
                        "precision": counts.precision.value,
                        "recall": counts.recall.value,
                        "f1": counts.f1,
                    }
                    for language, counts in each.items()
                }
                for kind, each in result.counts.items()
            },
            "missed targets": result.missed_targets(),
        }
        for result in results
    ]


def _write(page: Path, text: str) -> None:
    """Put the results between the page's marks."""
    before, _, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    page.write_text(f"{before}{_BEGIN}{text}{_END}{after}", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the results."""
    parser = argparse.ArgumentParser(prog="make evaluate", description=__doc__)
    parser.add_argument("--tuned", action="store_true", help="on what rules were tuned on, not on what is kept apart")
    parser.add_argument("--each", type=int, default=40, help="careers of each scene and language")
    parser.add_argument("--json", action="store_true", help="print JSON, by kind and language")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the results between the marks of this page")
    options = parser.parse_args(arguments)
    results = measure(apart=not options.tuned, each=options.each)
    command = "make evaluate" + (' ARGS="--tuned"' if options.tuned else "")
    text = markdown(results, command, datetime.now(UTC).date().isoformat())
    if options.write:
        _write(options.write, text)
    print(json.dumps(as_json(results), indent=2) if options.json else text)
    sys.exit(1 if any(result.missed_targets() for result in results) else 0)


if __name__ == "__main__":
    main()
