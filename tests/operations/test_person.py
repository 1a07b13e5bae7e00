"""Whom one may look for. That they are found, and all that is held of them, is proved in tests/system/test_story.py."""

import pytest

from movewatch.operations.person import PersonError, find_person
from movewatch.settings import Settings
from schemas.facts import ContactFields

UNNAMED: tuple[tuple[list[str], ContactFields, str], ...] = (
    ([], ContactFields(), "Nobody is named"),
    ([], ContactFields(email="info@meridian.example"), "Nobody is named"),
    (["bruno"], ContactFields(), "a key has three parts"),
    ([], ContactFields(email="bruno@halden.example"), "identity_salt is missing"),
)


@pytest.mark.parametrize(("keys", "fields", "words"), UNNAMED)
def test_whoever_is_not_named_cannot_be_looked_for(keys: list[str], fields: ContactFields, words: str):
    with pytest.raises(PersonError, match=words):
        find_person(Settings(), "acme", keys, fields)
