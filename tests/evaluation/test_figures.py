"""The proof of the figures: precision, recall, F1, and how sure they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.figures import Counts, share, total

counts = st.builds(Counts, st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))

# Wilson's interval at 95 %; the bounds are those of the table in Newcombe 1998, method 3.
WILSON = [
    # 1. 81 of 263.
    (1, 81, 263, 0.2553, 0.3662),
    # 2. 15 of 148.
    (2, 15, 148, 0.0624, 0.1605),
    # 3. None of 20: not surely none.
    (3, 0, 20, 0.0000, 0.1611),
    # 4. 1 of 29.
    (4, 1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("number", "part", "whole", "low", "high"), WILSON, ids=[str(case[0]) for case in WILSON])
def test_wilson(number: int, part: int, whole: int, low: float, high: float):
    found = share(part, whole)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high), f"case {number}"


def test_nothing_counted_is_no_figure():
    assert share(0, 0).value is None
    assert str(share(0, 0)) == "–"
    assert Counts().f1 is None


def test_precision_recall_and_f1():
    found = Counts(right=6, wrong=2, missed=4)
    assert (found.precision.value, found.recall.value) == (0.75, 0.6)
    assert found.f1 == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))


@given(counts)
def test_an_interval_holds_its_value(found: Counts):
    for figure in (found.precision, found.recall):
        assert 0 <= figure.low <= figure.high <= 1
        assert figure.value is None or figure.low - 1e-9 <= figure.value <= figure.high + 1e-9


@given(st.lists(counts), st.lists(counts))
def test_counts_add_up(some: list[Counts], more: list[Counts]):
    assert total(some) + total(more) == total([*more, *some])
