"""The trail of a decision grows at its end, and never beyond what a record may hold."""

import pytest

from movewatch.evidence import extended
from schemas.evidence import Evidence, Verdict


def verdicts(*rules: str) -> tuple[Verdict, ...]:
    return tuple(Verdict(rule=rule, verdict="yes") for rule in rules)


# How many verdicts and steps there are, how many are added, and how many of the earlier ones stay.
CASES = [
    (1, 0, 2, 0),
    (2, 3, 0, 3),
    (3, 3, 2, 3),
    # 4. Full to the brim: the earlier part gives way, from its end, to what is new.
    (4, 20, 2, 18),
    (5, 19, 1, 19),
]


@pytest.mark.parametrize(("number", "before", "new", "kept"), CASES)
def test_what_is_new_is_kept(number: int, before: int, new: int, kept: int):
    """Steps of the route: at most 20. Verdicts: at most 60, three for each step here."""
    old = [f"o{n}" for n in range(before)]
    added = [f"n{n}" for n in range(new)]
    evidence = Evidence(route=tuple(old), verdicts=verdicts(*(f"{step}-{n}" for step in old for n in range(3))))
    found = extended(evidence, "hash", verdicts(*(f"{step}-{n}" for step in added for n in range(3))), added)
    assert found.route == (*old[:kept], *added), number
    expected = [f"{step}-{n}" for step in (*old[:kept], *added) for n in range(3)]
    assert [one.rule for one in found.verdicts] == expected, number
    assert found.policy == "hash"
