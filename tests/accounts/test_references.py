"""The proof of when an account may be asked for a reference."""

from datetime import timedelta
from typing import Any

import pytest

from movewatch.accounts import decide
from movewatch.accounts.references import may_ask, reserve
from movewatch.accounts.row import Account, Reserved
from movewatch.policy import DEFAULT_POLICY
from schemas.signals import AccountAskReleased
from tests.support.facts import ACCOUNT, at, base

ASKS = DEFAULT_POLICY.asks


def asked(*days: float) -> tuple[Reserved, ...]:
    return tuple(Reserved(signal_id=f"r{n}", suggestion_id=f"s{n}", at=at(day)) for n, day in enumerate(days))


CASES: list[tuple[int, dict[str, Any], str]] = [
    # 1. Nothing speaks against it.
    (1, {}, "may-be-asked"),
    # 2. Never after a failure: a critical case is open.
    (2, {"critical_cases": 1}, "critical-case"),
    # 3. The renewal is near, to the day.
    (3, {"renewal_at": at(45)}, "renewal-negotiation"),
    # 4. One moment longer, and it is not.
    (4, {"renewal_at": at(45) + timedelta(seconds=1)}, "may-be-asked"),
    # 5. Renewed: from its date on it may be asked again.
    (5, {"renewal_at": at(0)}, "may-be-asked"),
    # 6. Three in the quarter are enough.
    (6, {"reserved": asked(-1, -2, -89)}, "account-asked-this-quarter"),
    # 7. One of the three is 90 days old.
    (7, {"reserved": asked(-1, -2, -90)}, "may-be-asked"),
    # 8. Eight in the year are enough, even if the quarter is fine.
    (8, {"reserved": asked(-1, -100, -110, -120, -130, -140, -150, -160)}, "account-asked-this-year"),
    # 9. A year has passed since one of them.
    (9, {"reserved": asked(-1, -100, -110, -120, -130, -140, -150, -365)}, "may-be-asked"),
    # 10. A late fact does not find the asks after it uncounted.
    (10, {"reserved": asked(1, 2, 3)}, "account-asked-this-quarter"),
]


@pytest.mark.parametrize(("number", "known", "expected"), CASES, ids=[str(case[0]) for case in CASES])
def test_may_ask(number: int, known: dict[str, Any], expected: str):
    row = Account.empty(ACCOUNT).model_copy(update=known)
    assert may_ask(row, "s1", at(0), ASKS).verdict == expected, f"case {number}"


def test_the_signal_itself_does_not_count():
    row = Account.empty(ACCOUNT).model_copy(update={"reserved": asked(-1, -2, -3)})
    assert may_ask(row, "r0", at(0), ASKS).verdict == "may-be-asked"


def test_reserving_forgets_what_counts_no_longer():
    row = reserve(Account.empty(ACCOUNT).model_copy(update={"reserved": asked(-365, -364)}), "s1", "x1", at(0))
    assert [entry.signal_id for entry in row.reserved] == ["r1", "s1"]


def unasked(suggestion_id: str, days: float) -> AccountAskReleased:
    """Owners say that the reference was not asked."""
    return AccountAskReleased(**base(f"u-{suggestion_id}", days), account_id="acme", suggestion_id=suggestion_id)


RELEASES: list[tuple[int, AccountAskReleased, list[str]]] = [
    # 1. It frees what was reserved for that suggestion, at the same moment or later.
    (1, unasked("s1", 1), ["r0"]),
    (2, unasked("s1", 30), ["r0"]),
    # 3. Another suggestion, or one unknown: nothing.
    (3, unasked("s9", 30), ["r0", "r1"]),
    # 4. Reserved again since: that counts.
    (4, unasked("s1", 0.5), ["r0", "r1"]),
]


@pytest.mark.parametrize(("number", "fact", "kept"), RELEASES, ids=[str(case[0]) for case in RELEASES])
def test_release(number: int, fact: AccountAskReleased, kept: list[str]):
    row = Account.empty(ACCOUNT).model_copy(update={"reserved": asked(0, 1)})
    after = decide(row, fact, DEFAULT_POLICY).row
    assert after is not None
    assert [entry.signal_id for entry in after.reserved] == kept, f"case {number}"
    assert (after is row) == (len(kept) == 2)
