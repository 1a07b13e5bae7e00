"""The proof of the life of a suggestion: which answer is allowed when."""

import pytest

from movewatch.owners.life import RETRACTABLE, STEPS, TAKEN_UP, UNTOLD, step
from schemas.suggestions import CLOSED, SuggestionState

# Rows are states, columns are answers; a dot is an answer that is not allowed.
TABLE = """
            delivered  accepted  edited  dismissed  snoozed  won  lost
proposed    .          .         .       .          .        .    .
held        .          .         .       .          .        .    .
released    delivered  accepted  edited  dismissed  snoozed  .    .
delivered   .          accepted  edited  dismissed  snoozed  won  lost
accepted    .          .         edited  dismissed  .        won  lost
edited      .          accepted  .       dismissed  .        won  lost
dismissed   .          .         .       .          .        .    .
snoozed     .          accepted  edited  dismissed  snoozed  .    .
expired     .          .         .       .          .        .    .
retracted   .          .         .       .          .        .    .
won         .          .         .       .          .        .    .
lost        .          .         .       .          .        .    .
"""

HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [(row[0], answer, follows) for row in ROWS for answer, follows in zip(HEAD, row[1:], strict=True)]


@pytest.mark.parametrize(("state", "answer", "follows"), CELLS, ids=[f"{cell[0]}-{cell[1]}" for cell in CELLS])
def test_step(state: str, answer: str, follows: str):
    expected = None if follows == "." else SuggestionState(follows)
    assert step(SuggestionState(state), answer) is expected


def test_the_table_knows_every_state_and_answer():
    assert {row[0] for row in ROWS} == {state.value for state in SuggestionState}
    assert set(HEAD) == set(STEPS)


def test_nothing_follows_what_is_closed():
    assert not CLOSED & (RETRACTABLE | UNTOLD | TAKEN_UP)
    assert all(not CLOSED & known.allowed for known in STEPS.values())


def test_an_answer_nobody_knows_is_not_allowed():
    assert step(SuggestionState.DELIVERED, "laughed") is None
