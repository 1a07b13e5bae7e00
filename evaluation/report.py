"""The results as a page of Markdown. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from evaluation.figures import Counts
from evaluation.results import ALL, Result, worst_language

_WORST: Final = 6
"""Errors that are shown of each result."""
_SHOWN: Final = 160


def markdown(results: Sequence[Result], command: str, day: str) -> str:
    """All results, each with its table, its worst language and some of its errors."""
    missed = [line for result in results for line in result.missed_targets()]
    lines = [f"*Measured:* {day}, `{command}`. The intervals hold with 95 % confidence (Wilson)."]
    found = [f"- **Below what is wanted.** {line}" for line in missed]
    lines += ["", *(found or ["All that is wanted is met."])]
    for result in results:
        lines += ["", *_section(result)]
    return "\n".join(lines) + "\n"


def _section(result: Result) -> Iterator[str]:
    yield f"## {result.name[0].upper()}{result.name[1:]}"
    yield ""
    yield f"On {result.source}: {result.items:,} items."
    yield ""
    yield "| kind | precision | recall | F1 | right | wrong | missed | wanted |"
    yield "|---|---|---|---|---|---|---|---|"
    for kind, each in sorted(result.counts.items(), key=lambda pair: -pair[1][ALL].right):
        yield _row(kind, each[ALL], _wanted(result, kind))
        worst = worst_language(each) if len(each) > 2 else None  # noqa: PLR2004  # of one language it is the same
        if worst is not None:
            yield _row(f"– worst language: {worst[0]}", worst[1], "")
    if result.errors:
        yield ""
        yield "Errors, for example:"
        yield ""
        yield from (f"- {line}" for line in _examples(result))


def _row(name: str, counts: Counts, wanted: str) -> str:
    f1 = "–" if counts.f1 is None else f"{counts.f1:.3f}"
    numbers = f"{counts.right:,} | {counts.wrong:,} | {counts.missed:,}"
    return f"| {name} | {counts.precision} | {counts.recall} | {f1} | {numbers} | {wanted} |"


def _wanted(result: Result, kind: str) -> str:
    target = result.targets.get(kind)
    if target is None:
        return ""
    parts = (("P", target.precision), ("R", target.recall))
    return ", ".join(f"{name} ≥ {value}" for name, value in parts if value is not None)


def _examples(result: Result) -> Iterable[str]:
    """What was said wrongly first: it costs more than what was missed. One of each sort in turn."""
    seen: dict[tuple[str | None, str | None], int] = {}
    ranked = []
    for error in result.errors:
        sort = (error.said, error.so)
        seen[sort] = seen.get(sort, 0) + 1
        ranked.append((error.said is None, seen[sort], error))
    ranked.sort(key=lambda entry: entry[:2])
    for _, _, error in ranked[:_WORST]:
        said, so = error.said or "nothing", error.so or "nothing"
        yield f"{error.language}: said {said}, was {so}: {_quoted(error.seen)}"


def _quoted(text: str) -> str:
    """Short, and harmless in Markdown."""
    cut = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return "`" + cut.replace("`", "'") + "`"
