"""Every reason that a stage gives is explained, and none is explained that no stage gives."""

import re
from pathlib import Path

import pytest

from movewatch import reasons
from movewatch.intake import IntakeConfig
from movewatch.offline.pipeline import Collector, Pipeline
from movewatch.policy import DEFAULT_POLICY
from tests.support.generate import life, who_is_who

ROOT = Path(__file__).parents[1]


def test_what_the_stages_say_is_explained():
    made = Collector()
    pipeline = Pipeline.build(DEFAULT_POLICY, IntakeConfig(salt=b"x" * 16), made, assume_delivered=True)
    for offset, record in enumerate([*who_is_who(200), *life(2_000, 200, 7)]):
        pipeline.live(record._replace(partition=0, offset=offset))
    said = {suppression.reason for suppression in made.suppressions}
    assert len(said) > 12
    assert {reason for reason in said if reasons.meaning_of(reason) is None} == set()


EXPLAINED = [
    ("contacts", reasons.CONTACTS),
    ("accounts", reasons.ACCOUNTS),
    ("owners", reasons.OWNERS),
]


@pytest.mark.parametrize(("room", "table"), EXPLAINED, ids=[room for room, _ in EXPLAINED])
def test_what_is_explained_is_said_somewhere(room: str, table: dict[str, str]):
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "movewatch" / room).glob("*.py"))
    templates = re.findall(r'f"([a-z]+)-\{', code)
    unsaid = {
        reason
        for reason in table
        if f'"{reason}"' not in code and not any(reason.startswith(f"{beginning}-") for beginning in templates)
    }
    assert unsaid == set()


CASES = [
    # 1. A reason of a rule. 2. One of intake. 3. An answer that does not fit. 4. One already closed. 5. None of ours.
    (1, "no-baseline", True),
    (2, "no-followed-field", True),
    (3, "won-when-dismissed", True),
    (4, "already-won", True),
    (5, "because", False),
]


@pytest.mark.parametrize(("number", "reason", "known"), CASES)
def test_meaning_of(number: int, reason: str, known: bool):
    assert (reasons.meaning_of(reason) is not None) is known, number
