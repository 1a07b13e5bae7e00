"""From what the user sets to what delivery works with."""

from movewatch.delivery.mail import named_address
from movewatch.delivery.settings import DeliverySettings
from movewatch.settings import DeliverySection, Settings


def delivery_settings(settings: Settings) -> DeliverySettings:
    """What delivery must know.

    Raises:
        DeliverySettingsError: it cannot be used.
    """
    given, usual = settings.delivery, DeliverySettings()
    return DeliverySettings(
        kind=given.kind,
        sender=_sender(given, usual.sender),
        reply_to=given.reply_to,
        folder=given.folder,
        host=given.host or usual.host,
        port=given.port,
        security=given.security,
        username=given.username,
        password=given.password,
        ca_file=given.ca_file,
        timeout_seconds=given.timeout_seconds,
        templates=settings.templates,
    )


def _sender(given: DeliverySection, usual: str) -> str:
    """Sender and name in one. A sender that is none stays as it is, for the check to find."""
    sender = given.sender or usual
    address = named_address(sender)
    if given.sender_name is None or address is None:
        return sender
    return f"{given.sender_name} <{address.addr_spec}>"
