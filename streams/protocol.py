"""kafka-python's messages on aiokafka's connections.

aiokafka does not speak the transactions of KIP-890 yet; kafka-python has every message of Kafka's protocol in every
version, made from Kafka's own definitions, and no connection for asyncio.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, cast

from aiokafka.errors import IncompatibleBrokerVersion
from aiokafka.protocol.api import RequestHeader_v1, RequestHeader_v2, ResponseHeader_v0, ResponseHeader_v1
from aiokafka.protocol.struct import Struct
from kafka.protocol.metadata import ApiVersionsRequest


class Request:
    """One message to be sent, and what its answer is read as: what aiokafka's connections expect of a request.

    Args:
        message: without a version.
        answer: kafka-python's class of the response.
        newest: the version to use, or an older one where the broker knows no newer.
    """

    def __init__(self, message: Any, answer: Any, newest: int) -> None:
        self._message = message
        self._answer = answer
        self._newest = newest
        self.API_KEY = message.API_KEY
        self.API_VERSION = newest
        self.FLEXIBLE_VERSION = False
        self.RESPONSE_TYPE: Any = None

    def prepare(self, versions: Mapping[int, tuple[int, int]]) -> "Request":
        """Settle on a version. ``versions``: by the key of each message, the oldest and the newest that a broker knows.

        Raises:
            IncompatibleBrokerVersion: there is none in common.
        """
        oldest, newest = versions.get(self.API_KEY, (0, -1))
        version = min(self._newest, newest)
        if version < oldest:
            raise IncompatibleBrokerVersion(f"The broker knows no {self._message.name} of version {self._newest}.")
        self.API_VERSION = self._message.API_VERSION = version
        self.FLEXIBLE_VERSION = self._message.flexible_version_q(version)
        self.RESPONSE_TYPE = self._answer[version]
        return self

    def build_request_header(self, correlation_id: int, client_id: str) -> Struct:
        """What comes first on the wire."""
        header = RequestHeader_v2 if self.FLEXIBLE_VERSION else RequestHeader_v1
        return header(self, correlation_id=correlation_id, client_id=client_id)

    def encode(self) -> bytes | bytearray:
        """The message without its header. Not copied once more: it may hold megabytes."""
        return cast("bytes | bytearray", self._message.encode())

    def parse_response_header(self, answer: BytesIO) -> Any:
        """Read the header of an answer, and leave ``answer`` behind it."""
        # The answer about versions has the old header always, so that it can be read before versions are known.
        has_tags = self.FLEXIBLE_VERSION and self.API_KEY != ApiVersionsRequest.API_KEY
        return (ResponseHeader_v1 if has_tags else ResponseHeader_v0).decode(answer)
