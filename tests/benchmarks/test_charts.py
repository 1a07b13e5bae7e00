"""The charts: well-formed, with everything on the page, and true to the figures."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks.charts import DRAWN, charts
from benchmarks.svg import WIDTH, Axis, Bar, Line, bars, lines, number

PERCENTILES = {"1": 9.0, "25": 12.5, "50": 15.0, "90": 40.0, "99": 150.0, "99.9": 420.0, "100": 900.0}
CONTENDERS = {
    "contenders": {"ours, exactly once": {"records/s": 61_000}, "Quix Streams, at least once": {"records/s": 40_000}},
    "times as fast": {"Quix Streams, at least once": {"by the clock": 1.52}},
}


def case(name: str, many: int, speed: int) -> dict[str, Any]:
    return {name: many, "records/s": speed}


RESULT: dict[str, Any] = {
    "machine": {"processor": "Some <Processor> & Co", "cores": 2, "python": "3.11.7"},
    "at": "2026-11-22T20:00:00+00:00",
    "transport alone": CONTENDERS,
    "with the rules of contacts": CONTENDERS,
    "with the rules of contacts, few changes concern them": CONTENDERS,
    "recovery": {"bytes of a row": 1805, "ours": {"rows/s": 150_000}, "plain Faust": {"rows/s": 8_300}},
    "scaling": {
        "partitions": [case("partitions", many, 20_000 * many) for many in (1, 2, 4)],
        "workers": [case("workers", many, 40_000 * many) for many in (1, 2)],
        "workers, with the rules of contacts": [case("workers", many, 2_000 * many) for many in (1, 2)],
        "contacts": [case("contacts", 10**power, 60_000 - power) for power in (3, 4, 5, 6)],
    },
    "memory": {
        "rows": 200_000,
        "bytes of a row": 1805,
        "in memory": {"MB": 640.0, "MB for 1,000 contacts": 2.7, "MB for each further 1,000": 2.6},
        "in RocksDB": {"MB": 250.0, "MB for 1,000 contacts": 0.7, "MB for each further 1,000": -0.1},
    },
    "latency": {
        "events/s": 100,
        "wanted": {"p50 ms": 30.0, "p99 ms": 200.0},
        "runs": [{"percentiles, ms": PERCENTILES}] * 3,
    },
    "burst": {
        "changes": 1_000_000,
        "seconds until lag 0": 612.3,
        "answers/s": 10,
        "answers before": {"percentiles, ms": PERCENTILES},
        "answers meanwhile": {"percentiles, ms": {name: value * 100 for name, value in PERCENTILES.items()}},
        "lag": [{"seconds": 2.0 * n, "intake": 1_000_000 - 20_000 * n, "owners": 3} for n in range(50)],
    },
    "soak": {
        "events/s": 900,
        "per minute": [{"minute": n, "p99 ms": None if n == 3 else 40.0, "p99 ms, all": 8_000.0} for n in range(1, 31)],
        "never killed": {
            stage: {"MB": [(n, 150.0) for n in range(30)], "open files": [(n, 41.0) for n in range(30)]}
            for stage in ("intake", "contacts", "accounts", "owners")
        },
    },
}
DRAWINGS = dict(charts(RESULT))
TAG = "{http://www.w3.org/2000/svg}"


def parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)  # noqa: S314 - it is our own


def test_every_part_has_a_chart_and_no_two_the_same_name() -> None:
    assert set(DRAWN) <= set(RESULT)
    for part in DRAWN:
        alone = {name: RESULT[name] for name in ("machine", "at", part)}
        assert list(charts(alone)), part
    assert len(DRAWINGS) == len(list(charts(RESULT)))


def test_a_result_without_parts_has_no_charts() -> None:
    assert list(charts({"machine": {}, "at": "", "transport alone": {"contenders": {}}})) == []


@pytest.mark.parametrize("name", DRAWINGS)
def test_everything_is_on_the_page(name: str) -> None:
    page = parsed(DRAWINGS[name])
    height = float(page.attrib["height"])
    for text in page.iter(f"{TAG}text"):
        size, x = float(text.attrib["font-size"]), float(text.attrib["x"])
        width = len(text.text or "") * size * 0.53
        left = {"end": x - width, "middle": x - width / 2}.get(text.attrib.get("text-anchor", "start"), x)
        assert left >= 0, text.text
        assert left + width <= WIDTH, text.text
        assert 0 < float(text.attrib["y"]) < height, text.text
    for shape in (*page.iter(f"{TAG}rect"), *page.iter(f"{TAG}circle")):
        assert float(shape.attrib.get("width", 0)) + float(shape.attrib.get("x", 0)) <= WIDTH
    for line in page.iter(f"{TAG}polyline"):
        for point in line.attrib["points"].split():
            x, y = map(float, point.split(","))
            assert 0 < x < WIDTH, name
            assert 0 < y < height, name


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_two_texts_lie_on_each_other(name: str) -> None:
    boxes = []
    for text in parsed(DRAWINGS[name]).iter(f"{TAG}text"):
        size, x, y = (float(text.attrib[key]) for key in ("font-size", "x", "y"))
        width = len(text.text or "") * size * 0.5
        left = {"end": x - width, "middle": x - width / 2}.get(text.attrib.get("text-anchor", "start"), x)
        boxes.append((left, left + width, y - size * 0.7, y, text.text))
    for index, (left, right, top, bottom, said) in enumerate(boxes):
        for other in boxes[index + 1 :]:
            apart = right <= other[0] or other[1] <= left or bottom <= other[2] or other[3] <= top
            assert apart, (said, other[4])


def test_bars_are_as_long_as_their_values() -> None:
    page = parsed(bars("t", "u", [Bar("a", 100.0), Bar("b", 25.0, ours=True)]))
    _, *drawn = [float(rect.attrib["width"]) for rect in page.iter(f"{TAG}rect")]
    assert drawn[0] == pytest.approx(4 * drawn[1], rel=0.01)


def test_on_a_logarithmic_axis_each_factor_is_as_high() -> None:
    drawing = lines("t", Axis("x"), Axis("y", log=True), [Line("l", [(0, 1.0), (1, 10.0), (2, 100.0)])])
    found = re.search(r"polyline points='([^']+)'", drawing)
    assert found is not None
    first, second, third = (float(point.split(",")[1]) for point in found[1].split())
    assert first - second == pytest.approx(second - third, abs=0.2)
    assert first > third, "more is higher"


NUMBERS = [(0.0, "0"), (0.123, "0.123"), (2.7, "2.7"), (35.678, "35.7"), (35_678.4, "35,678"), (1_250_000.0, "1.25 M")]


@pytest.mark.parametrize(("value", "text"), NUMBERS)
def test_number(value: float, text: str) -> None:
    assert number(value) == text
