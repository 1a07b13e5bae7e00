"""Draws the charts of docs/performance.md: ``python -m benchmarks.charts result.json ... docs/performance``.

One SVG for each part that a result has. Several results, such as the benchmark's and the soak's, may be given.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.svg import Axis, Bar, Line, bars, lines

Result = Mapping[str, Any]

OURS: Final = "ours"
WANTED: Final = "wanted, at most"


def charts(result: Result) -> Iterator[tuple[str, str]]:
    """Names and contents of the files for a result, without the parts that it does not have."""
    for part, draw in DRAWN.items():
        if part in result:
            yield from draw(result[part], _where(result))


def _where(result: Result) -> str:
    machine = result.get("machine", {})
    day = str(result.get("at", ""))[:10]
    return f"{day}, {machine.get('cores')} cores of {machine.get('processor')}, Python {machine.get('python')}"


def _contenders(name: str, title: str) -> Callable[[Result, str], Iterator[tuple[str, str]]]:
    def draw(part: Result, where: str) -> Iterator[tuple[str, str]]:
        if not part["contenders"]:
            return
        ratios = part.get("times as fast", {})
        rows = [
            Bar(each, it["records/s"], _ratio(ratios.get(each)), ours=each.startswith(OURS))
            for each, it in part["contenders"].items()
        ]
        yield f"{name}.svg", bars(title, "records a second, more is better", rows, where)

    return draw


def _ratio(ratio: Result | None) -> str:
    return f"(ours {ratio['by the clock']:g} x)" if ratio else ""


def _recovery(part: Result, where: str) -> Iterator[tuple[str, str]]:
    rows = [Bar(name, part[name]["rows/s"], ours=name == OURS) for name in ("ours", "plain Faust")]
    title = f"Rows read back after a start, of {part['bytes of a row']:,} bytes each"
    yield "recovery.svg", bars(title, "rows a second, more is better", rows, where)


def _scaling(part: Result, where: str) -> Iterator[tuple[str, str]]:
    rows = _cases(part["partitions"], "partition") + _cases(part["workers"], "worker")
    title = "Ours, transport alone, with more partitions and more workers"
    yield "scaling.svg", bars(title, "records a second", rows, where)
    rows = _cases(part["workers, with the rules of contacts"], "worker")
    yield "scaling-rules.svg", bars("Ours, with the rules of contacts", "records a second", rows, where)
    points = [(case["contacts"], case["records/s"]) for case in part["contacts"]]
    counted = Axis("contacts known (rows held)", log=True, ticks=[x for x, _ in points])
    yield (
        "contacts.svg",
        lines("Ours, with more contacts", counted, Axis("records a second"), [Line(OURS, points)], where),
    )


def _cases(cases: Sequence[Result], what: str) -> list[Bar]:
    counts = [(case[f"{what}s"], case["records/s"]) for case in cases]
    return [Bar(f"{many} {what}{'s' if many > 1 else ''}", speed, ours=True) for many, speed in counts]


def _memory(part: Result, where: str) -> Iterator[tuple[str, str]]:
    rows = []
    for store, it in part.items():
        if not isinstance(it, dict):
            continue
        rows.append(Bar(f"rows {store}", it["MB for 1,000 contacts"], f"({it['MB']:,.0f} MB in all)", ours=True))
        rows.append(Bar(f"rows {store}, second half of them", max(0.0, it["MB for each further 1,000"])))
    title = f"Memory of a worker with {part['rows']:,} rows of {part['bytes of a row']:,} bytes"
    yield "memory.svg", bars(title, "MB (10^6 bytes) resident for each 1,000 contacts, less is better", rows, where)


def _latency(part: Result, where: str) -> Iterator[tuple[str, str]]:
    runs = [run["percentiles, ms"] for run in part["runs"]]
    middle = {share: median(run[share] for run in runs) for share in runs[0]}
    wanted = {"50": part["wanted"]["p50 ms"], "99": part["wanted"]["p99 ms"]}
    series = {"median of the runs": middle, WANTED: wanted}
    title = f"From a change in the CRM to its suggestion, at {part['events/s']} a second"
    yield "latency.svg", _percentiles(title, series, where)


def _percentiles(title: str, series: Mapping[str, Mapping[str, float]], where: str) -> str:
    """Lines over percentiles, evenly spaced so that the last ones can be told apart."""
    shares = sorted({share for values in series.values() for share in values}, key=float)
    drawn = [
        Line(name, [(shares.index(share), value) for share, value in values.items()], marks=name == WANTED)
        for name, values in series.items()
    ]
    x = Axis("percentile of the events", ticks=range(len(shares)), names=[_percentile(share) for share in shares])
    return lines(title, x, Axis("milliseconds", log=True), drawn, where)


def _percentile(share: str) -> str:
    return "max" if share == "100" else f"p{share}"


def _burst(part: Result, where: str) -> Iterator[tuple[str, str]]:
    names = [name for name in part["lag"][0] if name != "seconds"]
    busy = [name for name in names if any(sample[name] > part["changes"] / 1000 for sample in part["lag"])]
    drawn = [Line(name, [(sample["seconds"], sample[name]) for sample in part["lag"]]) for name in busy]
    title = f"{part['changes']:,} changes at once: done after {part['seconds until lag 0']:,.0f} s"
    if drawn:
        yield "burst.svg", lines(title, Axis("seconds"), Axis("records not worked off yet"), drawn, where)
    told = {name: part[f"answers {name}"] for name in ("before", "meanwhile")}
    series = {f"{name} the burst": it["percentiles, ms"] for name, it in told.items() if "percentiles, ms" in it}
    series = {name.replace("meanwhile the", "during the"): values for name, values in series.items()}
    if series:
        title = f"From a survey's answer to its suggestion, at {part['answers/s']} a second"
        yield "answers.svg", _percentiles(title, series, where)


def _soak(part: Result, where: str) -> Iterator[tuple[str, str]]:
    minutes = part["per minute"]
    title = f"{len(minutes)} minutes at half of capacity ({part['events/s']:,} a second), a kill in each"
    calm = Line("p99 outside of kills", [(it["minute"], it["p99 ms"]) for it in minutes if it["p99 ms"] is not None])
    every = Line(
        "p99 with them", [(it["minute"], it["p99 ms, all"]) for it in minutes if it["p99 ms, all"] is not None]
    )
    drawn = [line for line in (calm, every) if line.points]
    yield "soak-latency.svg", lines(title, Axis("minutes"), Axis("milliseconds", log=True), drawn, where)
    for name, unit in (("MB", "resident memory, MB"), ("open files", "open files and sockets")):
        drawn = [Line(stage, [(at, it) for at, it in it[name]]) for stage, it in part["never killed"].items()]
        slug = name.lower().replace(" ", "-")
        yield f"soak-{slug}.svg", lines(f"{title}: those never killed", Axis("minutes"), Axis(unit), drawn, where)


DRAWN: Final = {
    "transport alone": _contenders("throughput", "Transport alone: one row and one output for each record"),
    "with the rules of contacts": _contenders("rules", "With the rules of contacts"),
    "with the rules of contacts, few changes concern them": _contenders(
        "rules-irrelevant", "With the rules of contacts, 95 of 100 changes concern none"
    ),
    "recovery": _recovery,
    "scaling": _scaling,
    "memory": _memory,
    "latency": _latency,
    "burst": _burst,
    "soak": _soak,
}


def main() -> None:
    """Write all charts of all results into the folder."""
    if len(sys.argv) < 3:  # noqa: PLR2004  # the program, a result, a folder
        sys.exit("usage: python -m benchmarks.charts RESULT.json [...] FOLDER")
    *results, folder = map(Path, sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    for result in results:
        for name, drawn in charts(json.loads(result.read_text(encoding="utf-8"))):
            (folder / name).write_text(drawn, encoding="utf-8")
            print(folder / name)


if __name__ == "__main__":
    main()
