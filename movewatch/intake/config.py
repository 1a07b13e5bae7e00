"""What intake must be told: the salt, the default tenant, mapped fields, and which dates are believed. Pure."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from movewatch.errors import MovewatchError
from movewatch.intake.mapping import Mappings


class IntakeConfigError(MovewatchError):
    """Intake cannot work with these settings."""


@dataclass(frozen=True, slots=True)
class IntakeConfig:
    """How raw records are read.

    Args:
        salt: goes into the digests of identifiers. Secret; with another salt the same person is not recognised again.
        default_tenant: for records that name none.
        mappings: fields that tenants have elsewhere than usual.
        future_tolerance: so much may a source's clock be ahead of the record's timestamp.
        future_limit: so long before it happens something may be told.
        earliest: what is said to be older than that is a mistake (zero, read as a date, is 1970).

    Raises:
        IntakeConfigError: no salt, or no default tenant.
    """

    salt: bytes = field(repr=False)
    default_tenant: str = "default"
    mappings: Mappings = field(default_factory=dict)
    future_tolerance: timedelta = timedelta(minutes=5)
    future_limit: timedelta = timedelta(days=366)
    earliest: datetime = datetime(1990, 1, 1, tzinfo=UTC)

    def __post_init__(self) -> None:
        if not self.salt:
            raise IntakeConfigError(
                "the salt of identifiers is empty: anybody could guess addresses from their digests"
            )
        if not self.default_tenant.strip():
            raise IntakeConfigError("the default tenant is empty")
