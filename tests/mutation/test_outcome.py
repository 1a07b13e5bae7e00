import pytest

from tests.mutation.outcome import Outcome, page, unnoticed, verdicts_in

LISTING = """
    movewatch.contacts.work.x_about__mutmut_1: killed
    movewatch.contacts.row.xǁContactǁdue_at__mutmut_12: survived
    movewatch.owners.life.x_close__mutmut_3: timeout
    movewatch.owners.life.x_close__mutmut_4: no tests
    movewatch.owners.life.x_close__mutmut_5: not checked
a line that names no mutant: killed
"""


def test_verdicts_are_read_by_name():
    assert list(verdicts_in(LISTING).values()) == ["killed", "survived", "timeout", "no tests", "not checked"]
    assert "movewatch.contacts.row.xǁContactǁdue_at__mutmut_12" in verdicts_in(LISTING)


# How many of ten were noticed, and whether that is enough.
SHARES = [
    (1, {"killed": 9, "survived": 1}, 0.9, True),
    # 2. Who hangs is noticed; who crashes is, too.
    (2, {"timeout": 5, "segfault": 5}, 1.0, True),
    # 3. What no test runs, nobody notices; what was never tried is no success either.
    (3, {"killed": 8, "no tests": 2}, 0.8, False),
    (4, {"killed": 8, "not checked": 2}, 0.8, False),
    (5, {}, 0.0, False),
]


@pytest.mark.parametrize(("number", "counts", "share", "enough"), SHARES)
def test_share(number: int, counts: dict[str, int], share: float, enough: bool):
    verdicts = {f"movewatch.x.f__mutmut_{v}{n}": v for v, many in counts.items() for n in range(many)}
    outcome = Outcome(seed=1, known=100, verdicts=verdicts)
    assert outcome.share == pytest.approx(share), number
    assert outcome.is_enough is enough, number


def test_the_page_counts_by_package():
    outcome = Outcome(seed=7, known=500, verdicts=verdicts_in(LISTING))
    words = page(outcome)
    assert "5 of 500 mutants, drawn with seed 7: 40.0% noticed; wanted: 85%." in words
    assert "| `movewatch.contacts` | 2 | 1 | 50.0% |" in words
    assert "+    b" in unnoticed("-    a\n+    b")
    assert outcome.survivors == [
        "movewatch.contacts.row.xǁContactǁdue_at__mutmut_12",
        "movewatch.owners.life.x_close__mutmut_4",
    ]
