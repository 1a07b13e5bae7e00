"""Brings suggestions to their owners: by mail or into a folder, each revision once, retried until it is out."""

from movewatch.delivery.settings import DeliverySettings, DeliverySettingsError
from movewatch.delivery.sink import Delivery, build_delivery

__all__ = ["Delivery", "DeliverySettings", "DeliverySettingsError", "build_delivery"]
