"""Which part of a record is about a person: a numbered table."""

import json
from typing import Any

import pytest

from movewatch.operations.letters import Place
from movewatch.operations.mentions import Mentions, places_in

ADA = Mentions(["acme/crm/1", "ada@acme.com", "+49 170 1", ""])

CASES: dict[str, tuple[Any, Any]] = {
    "1. an object that names her is about her as a whole": (
        {"contact": "acme/crm/1", "title": "CFO"},
        {"contact": "acme/crm/1", "title": "CFO"},
    ),
    "2. of a list what names her": (
        {"people": [{"key": "acme/crm/1"}, {"key": "acme/crm/2"}]},
        {"people": [{"key": "acme/crm/1"}]},
    ),
    "3. a key that begins alike is another's": ({"key": "acme/crm/12"}, None),
    "4. and one that ends alike": ({"key": "xacme/crm/1"}, None),
    "5. within a sentence": ("Told acme/crm/1. Done", "Told acme/crm/1. Done"),
    "6. an address in any case": ({"email": "Ada@Acme.com"}, {"email": "Ada@Acme.com"}),
    "7. a longer address is another's": (["ada@acme.com.example", "x.ada@acme.com", "ada@acme.community"], None),
    "8. a number with its signs": ([{"phone": "+49 170 1"}], [{"phone": "+49 170 1"}]),
    "9. a name of a field": ({"by": {"acme/crm/1": {"n": 2}, "acme/crm/3": 1}}, {"by": {"acme/crm/1": {"n": 2}}}),
    "10. nobody": ({"a": [1, None, True, "b"], "c": {}}, None),
    "11. beside other things of an account": (
        {"name": {"of": "Acme"}, "told": [{"n": 1, "who": ["acme/crm/1"]}, {"n": 2, "who": []}]},
        {"told": [{"who": ["acme/crm/1"]}]},
    ),
    "12. a key within a longer one, after a slash": ({"key": "acme/crm/1/x"}, {"key": "acme/crm/1/x"}),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_about_a_person(case: str) -> None:
    value, expected = CASES[case]
    assert ADA.part_of(value) == expected
    assert ADA.within(json.dumps(value).encode()) == expected


def test_a_slash_may_be_escaped_in_json() -> None:
    assert ADA.within(b'{"key": "acme\\/crm\\/1"}') == {"key": "acme/crm/1"}


def test_what_is_no_json_is_given_as_a_whole() -> None:
    assert ADA.within(b"{broken ada@acme.com") == "{broken ada@acme.com"
    assert ADA.within(b"{broken") is None
    assert ADA.within(None) is None


def test_the_raw_records_behind_it() -> None:
    sources = [{"topic": "crm-events", "partition": 1, "offset": 7}, {"topic": "feedback"}, 3]
    value = {"evidence": {"sources": sources}, "history": [{"sources": [sources[0]]}], "sources": "none"}
    assert list(places_in(value)) == [Place("crm-events", 1, 7)] * 2
