from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from movewatch.delivery.retry import Backoff


def test_the_waits_double_up_to_the_cap_and_stay_there():
    assert list(islice(Backoff(1, 2, 10).waits(), 7)) == [1, 2, 4, 8, 10, 10, 10]


def test_the_default_gives_a_mailbox_longer_than_greylisting_takes():
    backoff = Backoff()
    assert sum(islice(backoff.waits(), backoff.deferred_tries - 1)) > 15 * 60


@given(st.floats(0.01, 100), st.floats(1, 10), st.floats(0.01, 1000))
def test_waits_never_shrink_and_never_pass_the_cap(first: float, factor: float, cap: float):
    waits = list(islice(Backoff(first, factor, cap).waits(), 50))
    assert waits == sorted(waits)
    assert max(waits) <= cap
