"""The proof that the row of an account stays within its bounds."""

from uuid import UUID

from movewatch.accounts.cases import new_case
from movewatch.accounts.row import Account, News, Seen, Told
from movewatch.policy import BulkPolicy, Policy, RoutingPolicy
from movewatch.stage import MAX_ROW_BYTES
from tests.support.facts import ACCOUNT, at
from tests.support.signals import signal

OWNER = "a-tenant-with-a-long-name/salesforce/0055g00000ABCDEFGH"
MOST = Policy(
    bulk=BulkPolicy(transaction_contacts=200, hourly_contacts=200, remembered_members=2000, remembered_cases=5),
    routing=RoutingPolicy(remembered_signals=1200, waiting_signals=50, problems=100),
)
"""The largest numbers that the policy takes."""


def test_a_full_row_fits_into_one_record():
    an_id = str(UUID(int=1))
    told = Told(signal_id=an_id, content="0" * 16, owner=OWNER, suggestion_id=an_id, at=at(0.123456))
    seen = Seen(signal_id=an_id, contact=OWNER, noticed_at=at(0), occurred_at=at(0), words="w" * 220, case=an_id)
    news = News(signal=signal("new-company", an_id, after={"since": at(3)}), at=at(0))
    case = new_case(Account.empty(ACCOUNT), seen, "t1", at(0), OWNER, MOST)
    members = ("0123456789",) * MOST.bulk.remembered_members
    row = Account.empty(ACCOUNT).model_copy(
        update={
            "told": (told,) * MOST.routing.remembered_signals,
            "waiting": (news,) * MOST.routing.waiting_signals,
            "recent": (seen,) * (2 * (MOST.bulk.hourly_contacts + 1)),
            "cases": (case.model_copy(update={"contacts": members, "signals": members}),) * MOST.bulk.remembered_cases,
        }
    )
    assert 500_000 < len(row.to_json()) < MAX_ROW_BYTES


def test_an_account_of_which_little_is_known_is_small():
    assert Account.empty(ACCOUNT).to_json() == b'{"key":"t/crm/acme"}'
