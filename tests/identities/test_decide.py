"""The proof of the identities' decide: who is linked by a hard identifier."""

import pytest

from movewatch.identities import Identity, decide
from movewatch.policy import DEFAULT_POLICY
from schemas.base import SourceRef
from schemas.facts import IdentifierClaimed
from tests.support.facts import at, key
from tests.support.play import play, said

DIGEST = "0" * 64


def claim(contact: str, days: float = 0) -> IdentifierClaimed:
    return IdentifierClaimed(
        fact_id=f"claim-{contact}-{days}",
        tenant="t",
        occurred_at=at(days),
        observed_at=at(days),
        sources=(SourceRef(topic="crm-events", partition=0, offset=1),),
        identifier="linkedin",
        digest=DIGEST,
        contact=key(contact),
    )


CASES = [
    # 1. One contact: nothing to link.
    (1, ["c1"], [[]]),
    # 2. A second one: both are told, each of the other.
    (2, ["c1", "c2"], [[], ["links c2 to c1", "links c1 to c2"]]),
    # 3. The same claim again: nothing new.
    (3, ["c1", "c2", "c2", "c1"], [[], ["links c2 to c1", "links c1 to c2"], [], []]),
    # 4. A third: linked with both.
    (4, ["c1", "c2", "c3"], [[], ["links c2 to c1", "links c1 to c2"],
                             ["links c3 to c1", "links c1 to c3", "links c3 to c2", "links c2 to c3"]]),
    # 5. A fourth: the identifier is shared, a switchboard perhaps. What it has linked is parted; it is silent for good.
    (5, ["c1", "c2", "c3", "c4", "c5"], [[], ["links c2 to c1", "links c1 to c2"],
                             ["links c3 to c1", "links c1 to c3", "links c3 to c2", "links c2 to c3"],
                             ["parts c1 from c2", "parts c1 from c3", "parts c2 from c1", "parts c2 from c3",
                              "parts c3 from c1", "parts c3 from c2"], []]),
]  # fmt: skip


@pytest.mark.parametrize(("number", "contacts", "expected"), CASES)
def test_links(number: int, contacts: list[str], expected: list[list[str]]):
    _, decisions = play(decide, Identity.empty("t/linkedin/x"), [claim(contact) for contact in contacts])
    assert [said(decision) for decision in decisions] == expected, f"case {number}"


def test_an_unchanged_row_is_the_same_row():
    row, _ = play(decide, Identity.empty("t/linkedin/x"), [claim("c1")])
    assert decide(row, claim("c1", 3), DEFAULT_POLICY).row is row
