"""Where the gateway listens, who may send, and its bounds, as the user gives them. Pure."""

from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from movewatch.setting_field import setting

_MAX_PORT: Final = 65_535
_PORT: Final = 8070


class GatewaySection(BaseModel):
    """The settings of ``movewatch gateway``. Nothing else reads them."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    senders: Path | None = setting(
        None, "The file of senders: who may send, and where the secrets are that prove it.", "a path to a TOML file"
    )
    public_url: str = setting(
        f"http://127.0.0.1:{_PORT}",
        "What stands before the path in the address that senders were given. HubSpot signs it.",
        "an address such as https://hooks.example.com",
        pattern=r"^https?://[^\s?#]+$",
    )
    host: str = setting("127.0.0.1", "The address to listen on, for whatever ends TLS before it.", "an address")
    port: Annotated[int, Field(ge=0, le=_MAX_PORT)] = setting(
        _PORT, "The port to listen on; 0 takes a free one.", "a number from 0 to 65535"
    )
    max_body: int = setting(
        1_000_000,
        "Bytes of a request's body; Kafka takes little more in one record.",
        "a number from 1024 to 1000000",
        ge=1024,
        le=1_000_000,
    )
    in_flight: int = setting(
        500,
        "Requests at work at once; the next ones are asked to come again.",
        "a number from 1 to 10000",
        ge=1,
        le=10_000,
    )
    acknowledged_seconds: float = setting(
        3.0,
        "How long Kafka may take to acknowledge. HubSpot waits 5 seconds for an answer, Pipedrive 10.",
        "a number from 0.1 to 30",
        ge=0.1,
        le=30,
    )
