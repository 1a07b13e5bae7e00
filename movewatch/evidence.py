"""Adding to the trail of a decision without outgrowing it. Pure."""

from collections.abc import Iterable
from typing import Final

from schemas.evidence import Evidence, Verdict

_MAX_VERDICTS: Final = 60
_MAX_ROUTE: Final = 20
"""As schemas.evidence.Evidence bounds them."""


def extended(
    evidence: Evidence, policy_hash: str, verdicts: Iterable[Verdict] = (), route: Iterable[str] = ()
) -> Evidence:
    """The evidence with what this decision adds. Where it would be too long, the earlier part gives way."""
    new, way = tuple(verdicts), tuple(route)
    return evidence.model_copy(
        update={
            "verdicts": (*evidence.verdicts[: _MAX_VERDICTS - len(new)], *new)[:_MAX_VERDICTS],
            "route": (*evidence.route[: _MAX_ROUTE - len(way)], *way)[:_MAX_ROUTE],
            "policy": policy_hash,
        }
    )
