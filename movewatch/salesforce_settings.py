"""How ``movewatch resync salesforce`` finds Salesforce, as the user gives it."""

from typing import Final

from pydantic import BaseModel, ConfigDict, SecretStr

from movewatch.setting_field import setting

_VERSION: Final = "62.0"


class SalesforceSection(BaseModel):
    """The connected app that records are read again with. Nothing else reads these."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    url: str | None = setting(
        None,
        "The organisation's own address, My Domain.",
        "an address such as https://acme.my.salesforce.com",
        pattern=r"^https://[^\s/?#]+$",
    )
    client_id: str | None = setting(
        None, "The consumer key of a connected app with the client credentials flow.", "a consumer key"
    )
    client_secret: SecretStr | None = setting(None, "The consumer secret that goes with it.", "a secret")
    version: str = setting(_VERSION, "The version of the REST API.", "a version such as 62.0", pattern=r"^\d+\.0$")
