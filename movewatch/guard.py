"""Stops before a foreign package is taken for one of ours: three of our packages have names that others use too."""

from collections.abc import Iterable, Mapping
from importlib.metadata import packages_distributions
from typing import Final

from movewatch.errors import MovewatchError

DISTRIBUTION: Final = "movewatch"
SHARED_NAMES: Final = ("agents", "schemas", "streams")


class ForeignPackageError(MovewatchError):
    """Another distribution brings a package that has the name of one of ours."""


def check_packages(owners: Mapping[str, Iterable[str]] | None = None) -> None:
    """Refuse to run where another distribution brings ``agents``, ``schemas`` or ``streams``.

    Args:
        owners: the distributions that bring each top-level package; None for what is installed here.

    Raises:
        ForeignPackageError: names each such package and who brings it.
    """
    installed = packages_distributions() if owners is None else owners
    claims = {name: sorted(set(installed.get(name, ())) - {DISTRIBUTION}) for name in SHARED_NAMES}
    foreign = [f"{name} (of {', '.join(others)})" for name, others in claims.items() if others]
    if foreign:
        raise ForeignPackageError(
            f"This environment has other packages with names that movewatch uses: {'; '.join(foreign)}. Which one is "
            "imported would be chance. Install movewatch into a virtual environment of its own."
        )
