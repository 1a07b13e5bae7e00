"""``movewatch dry-run`` over the published Salesforce samples: each becomes facts, or a refusal with its reason."""

import json
import subprocess
import sys

import pytest

from tests.support.raw import sample

CASES = [
    # 1. A new account: its row knows the name and the owner.
    (1, "amp_new_account.json", ("row", "accounts", "acme/salesforce/0015f00002J9YYEAA3")),
    # 2. A last name was put right: kept, and no move.
    (2, "amp_update_contact.json", ("row", "contacts", "acme/salesforce/003ak00000IiFInAAN")),
    # 3. Only an address changed, and parts of it are named that the body does not carry.
    (3, "amp_update_contact_compound_address.json", ("suppression", "no-followed-field", "003bm000016htgPAAQ")),
    # 4. Pub/Sub, where null means unchanged: the account keeps its name and its owner.
    (4, "pubsub_account_update_decoded.json", ("suppression", "no-followed-field", "0014H00002LbR7QQAV")),
]


@pytest.mark.parametrize(("number", "name", "expected"), CASES)
def test_a_sample_becomes_facts_or_a_reason(number: int, name: str, expected: tuple[str, str, str]):
    line = {
        "topic": "crm-events",
        "headers": ["source", "salesforce", "tenant", "acme"],
        "payload": sample(f"salesforce/{name}"),
    }
    ran = subprocess.run(
        [sys.executable, "-m", "movewatch", "dry-run", "-", "--show", "all"],
        input=json.dumps(line),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    said = [json.loads(out) for out in ran.stdout.splitlines()]
    found = [(one["what"], one.get("stage", one.get("reason")), one.get("key", one.get("entity"))) for one in said]
    assert len(found) == 1, number
    assert found[0][:2] == expected[:2]
    assert found[0][2].endswith(expected[2])
    assert not any(one["what"] in {"suggestion", "signal"} for one in said)
