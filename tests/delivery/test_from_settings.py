"""What the user sets reaches delivery, and what cannot be used is told, all of it at once."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from movewatch.delivery import DeliverySettings, DeliverySettingsError
from movewatch.delivery.from_settings import delivery_settings
from movewatch.settings import DeliverySection, Settings, load_settings


def made(**given: str) -> DeliverySettings:
    return delivery_settings(load_settings(environ={f"MOVEWATCH_{name.upper()}": text for name, text in given.items()}))


def test_everything_that_is_set_arrives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert made(
        delivery_kind="smtp",
        delivery_folder="out",
        delivery_host="mail.example.com",
        delivery_port="465",
        delivery_security="tls",
        delivery_ca_file="ca.pem",
        delivery_timeout_seconds="2.5",
        delivery_username="me",
        delivery_password="hunter2",
        delivery_sender="leads@example.com",
        delivery_sender_name="The Leads",
        delivery_reply_to="sales@example.com",
        templates="words",
    ) == DeliverySettings(
        kind="smtp",
        folder=Path("out"),
        host="mail.example.com",
        port=465,
        security="tls",
        ca_file=Path("ca.pem"),
        timeout_seconds=2.5,
        username="me",
        password=SecretStr("hunter2"),
        sender="The Leads <leads@example.com>",
        reply_to="sales@example.com",
        templates=Path("words"),
    )


def test_nothing_set_is_what_delivery_takes_as_usual():
    assert delivery_settings(Settings()) == DeliverySettings()


def test_the_section_knows_every_setting_of_delivery():
    """Only the words have a setting of their own, and a name is given apart from the address."""
    names = set(DeliverySettings.__dataclass_fields__)
    assert set(DeliverySection.model_fields) - {"sender_name"} == names - {"templates"}


# The sender, the name beside it, and what comes of both.
SENDERS = [
    # 1. No name.
    ("a@example.com", None, "a@example.com"),
    # 2. The name within the sender.
    ("Leads <a@example.com>", None, "Leads <a@example.com>"),
    # 3. The name apart.
    ("a@example.com", "Leads", "Leads <a@example.com>"),
    # 4. Both: the one apart wins.
    ("Old <a@example.com>", "Leads", "Leads <a@example.com>"),
    # 5. Only a name.
    (None, "Leads", "Leads <movewatch@localhost>"),
]


@pytest.mark.parametrize(("sender", "name", "expected"), SENDERS)
def test_the_name_of_the_sender(sender: str | None, name: str | None, expected: str):
    settings = Settings(delivery=DeliverySection(sender=sender, sender_name=name))
    assert delivery_settings(settings).sender == expected


def test_all_that_is_wrong_is_told_at_once():
    section = DeliverySection(
        sender="a@b@c", sender_name="Leads", reply_to="me", username="me", security="none", timeout_seconds=0
    )
    with pytest.raises(DeliverySettingsError) as caught:
        delivery_settings(Settings(delivery=section))
    assert [name for name, _ in caught.value.problems] == [
        "sender", "reply_to", "password", "security", "timeout_seconds",
    ]  # fmt: skip
    assert str(caught.value).startswith("sender is no mail address")
