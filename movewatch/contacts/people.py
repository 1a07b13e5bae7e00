"""Whether a record still holds the person it held. Pure."""

from movewatch.classifiers.people import names_alike
from movewatch.contacts.merging import Merged
from movewatch.policy import ClassifierPolicy
from schemas.facts import ContactFields

_NAMES = frozenset({"first_name", "last_name"})
_OF_THE_PERSON = ("linkedin_url", "personal_email", "phone")


def is_another_person(merged: Merged, policy: ClassifierPolicy) -> bool:
    """Whether both names have changed into somebody else's: a mailbox handed on, or rows swapped by an import.

    A new surname is a marriage, another spelling is a spelling. Where an identifier of the person stays, it is a
    change of name. Source: people are told apart by hard identifiers, and a name alone never makes two records one.
    """
    if not merged.changed >= _NAMES:
        return False
    if any(merged.before.get(name) and merged.before.get(name) == merged.after.get(name) for name in _OF_THE_PERSON):
        return False
    return names_alike(_name(merged.before), _name(merged.after), policy) is False


def _name(fields: ContactFields) -> str | None:
    first, last = fields.get("first_name"), fields.get("last_name")
    return f"{first} {last}" if first and last else None
