"""The stages with their rules, ready for Kafka, for memory and for tests: one composition for all of them. Pure."""

from pydantic import TypeAdapter

from movewatch import accounts, contacts, identities, owners
from movewatch.intake import Intake, IntakeConfig
from movewatch.policy import Policy
from movewatch.stage import Stage
from schemas import topics
from schemas.flow import AccountTopicFact, ContactTopicFact, IdentityTopicFact, OwnerTopicFact
from schemas.records import Applies


def build_stages(policy: Policy, intake: IntakeConfig) -> dict[str, Applies]:
    """Every stage by name, in the order of the way of an event. Delivery acts on the world, so it is none of these."""
    return {
        topics.INTAKE.name: Intake(intake),
        topics.IDENTITIES.name: Stage(identities.decide, identities.Identity, TypeAdapter(IdentityTopicFact), policy),
        topics.CONTACTS.name: Stage(contacts.decide, contacts.Contact, TypeAdapter(ContactTopicFact), policy),
        topics.ACCOUNTS.name: Stage(accounts.decide, accounts.Account, TypeAdapter(AccountTopicFact), policy),
        topics.OWNERS.name: Stage(owners.decide, owners.Owner, TypeAdapter(OwnerTopicFact), policy),
    }
