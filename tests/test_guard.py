"""A foreign package with one of our names stops the program."""

import pytest

from movewatch.guard import ForeignPackageError, check_packages


@pytest.mark.parametrize(
    "owners",
    [
        # 1. Nothing is installed: a checkout on the path.
        {},
        # 2. We are installed.
        {"agents": ["movewatch"], "schemas": ["movewatch"], "streams": ["movewatch"]},
        # 3. Others have other names.
        {"agents": ["movewatch"], "kafka": ["kafka-python"]},
    ],
)
def test_our_own_packages_are_fine(owners: dict[str, list[str]]):
    check_packages(owners)


def test_each_foreign_claim_is_named():
    owners = {"agents": ["movewatch", "openai-agents"], "schemas": ["schemas"], "streams": ["movewatch"]}
    with pytest.raises(ForeignPackageError) as caught:
        check_packages(owners)
    assert "agents (of openai-agents); schemas (of schemas)." in str(caught.value)
    assert "streams" not in str(caught.value)


def test_this_environment_is_fine():
    check_packages()
