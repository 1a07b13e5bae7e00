"""From settings to a working stage: the one place where rules, edges and transport are put together."""

from functools import partial

from agents import accounts, contacts, delivery, identities, intake, owners
from movewatch.delivery.from_settings import delivery_settings
from movewatch.delivery.sink import build_delivery
from movewatch.intake import Hearing, IntakeConfig
from movewatch.mapping_file import load_mappings
from movewatch.operations.client_security import client_security
from movewatch.operations.granted import why_not
from movewatch.policy_file import load_policy
from movewatch.settings import Settings, SettingsError
from movewatch.stages import build_stages
from schemas.topics import DELIVERY, INTAKE, STAGES, StageTopics
from streams import App, TransportError, TransportSettings, create_app

_DOORS = {
    "intake": intake.add_to,
    "identities": identities.add_to,
    "contacts": contacts.add_to,
    "accounts": accounts.add_to,
    "owners": owners.add_to,
}

DELIVERY_TIMEOUT = 3600.0
"""Seconds that delivery may take for one record, with all its waits; then the worker leaves and starts afresh."""


def build_app(stage: StageTopics, settings: Settings) -> App:
    """The Faust app of a stage, ready to run.

    Raises:
        MovewatchError: the policy, the templates or the settings cannot be used.
    """
    try:
        app = create_app(transport_settings(settings, stage), stage)
    except TransportError as error:
        raise SettingsError(str(error)) from error
    if stage is DELIVERY:
        delivery.add_to(app, build_delivery(delivery_settings(settings)))
        return app
    rules = build_stages(load_policy(settings.policy), intake_config(settings))[stage.name]
    _DOORS[stage.name](app, Hearing(rules) if stage is INTAKE else rules)
    return app


def transport_settings(settings: Settings, stage: StageTopics) -> TransportSettings:
    """What the transport of a stage must know.

    Raises:
        SettingsError: a certificate or key cannot be used.
    """
    return TransportSettings(
        bootstrap=settings.bootstrap_servers,
        prefix=settings.topic_prefix,
        security=client_security(settings),
        why_not=partial(why_not, settings, stage.name),
        batch_records=settings.batch.records,
        batch_bytes=settings.batch.bytes,
        batch_seconds=settings.batch.milliseconds / 1000,
        perform_timeout=DELIVERY_TIMEOUT,
        rows_folder=settings.rows_folder if settings.rows == "rocksdb" and stage.rows is not None else None,
        ticks=settings.ticks == "auto",
        tick_at_least_every=float(settings.tick_seconds),
        web_port=None if settings.web_port is None else settings.web_port + STAGES.index(stage),
    )


def intake_config(settings: Settings) -> IntakeConfig:
    """What intake must know.

    Raises:
        SettingsError: there is no salt.
        MappingError: the mapping file cannot be used.
    """
    if settings.identity_salt is None:
        raise SettingsError(
            "identity_salt is missing. Set MOVEWATCH_IDENTITY_SALT to a secret of 16 characters or more."
        )
    salt = settings.identity_salt.get_secret_value().encode()
    return IntakeConfig(salt=salt, default_tenant=settings.tenant, mappings=load_mappings(settings.mapping))
