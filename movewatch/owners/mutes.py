"""What an owner wants to hear no more of. Pure."""

from datetime import datetime

from movewatch.owners.row import Mute, Owner
from movewatch.policy import OwnerPolicy
from schemas.suggestions import OwnerMuted, Suggestion


def mute(row: Owner, fact: OwnerMuted, policy: OwnerPolicy) -> Owner:
    """Mute, or unmute. It counts from the next release on; what was released stays."""
    others = tuple(known for known in row.mutes if (known.what, known.value) != (fact.what, fact.value))
    added = () if fact.unmute else (Mute(what=fact.what, value=fact.value, until=fact.until),)
    mutes = (*others, *added)[-policy.mutes :]
    return row if mutes == row.mutes else row.model_copy(update={"mutes": mutes})


def muted_by(row: Owner, suggestion: Suggestion, at: datetime) -> Mute | None:
    """The mute that keeps this suggestion from its owner at a time."""
    about = {
        ("contact", suggestion.contact.key if suggestion.contact else None),
        ("account", suggestion.account.key),
        ("kind", suggestion.kind.value),
    }
    return next((m for m in row.mutes if (m.what, m.value) in about and (m.until is None or at < m.until)), None)
