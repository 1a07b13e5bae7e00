"""kafka-python's messages as aiokafka's connections take them. The bytes are by hand, from Kafka's message formats."""

from io import BytesIO

import pytest
from aiokafka.errors import IncompatibleBrokerVersion
from kafka.protocol.metadata import ApiVersionsRequest, ApiVersionsResponse
from kafka.protocol.producer import EndTxnRequest, EndTxnResponse

from streams.protocol import Request

END_TXN, API_VERSIONS = 26, 18


def end_txn(newest: int = 5) -> Request:
    message = EndTxnRequest(transactional_id="me", producer_id=1, producer_epoch=2, committed=True)
    return Request(message, EndTxnResponse, newest)


NUMBERS = b"\0\0\0\0\0\0\0\1" + b"\0\2" + b"\1"
"""Producer's id, epoch, and that it is committed."""

CASES = [
    # 1. The newest that both know. Flexible: lengths are one more and short, tags end header and message.
    (5, (0, 5), b"\0\x1a\0\5" + b"\0\0\0\7" + b"\0\2it" + b"\0", b"\3me" + NUMBERS + b"\0"),
    # 2. The broker knows newer ones.
    (5, (0, 9), b"\0\x1a\0\5" + b"\0\0\0\7" + b"\0\2it" + b"\0", b"\3me" + NUMBERS + b"\0"),
    # 3. The broker knows older ones: before 3 nothing is flexible.
    (5, (0, 2), b"\0\x1a\0\2" + b"\0\0\0\7" + b"\0\2it", b"\0\2me" + NUMBERS),
    # 4. A newer one is known to both, and not wanted: version 4 says that the broker finds nothing out.
    (4, (0, 5), b"\0\x1a\0\4" + b"\0\0\0\7" + b"\0\2it" + b"\0", b"\3me" + NUMBERS + b"\0"),
]


@pytest.mark.parametrize(("newest", "known", "header", "message"), CASES)
def test_what_goes_over_the_wire(newest: int, known: tuple[int, int], header: bytes, message: bytes):
    request = end_txn(newest).prepare({END_TXN: known})
    assert request.build_request_header(correlation_id=7, client_id="it").encode() == header
    assert request.encode() == message


@pytest.mark.parametrize("known", [{}, {END_TXN: (6, 9)}])
def test_a_broker_that_knows_no_such_version(known: dict[int, tuple[int, int]]):
    with pytest.raises(IncompatibleBrokerVersion, match="EndTxnRequest of version 5"):
        end_txn().prepare(known)


def test_an_answer_is_read_in_the_version_of_the_question():
    request = end_txn().prepare({END_TXN: (0, 5)})
    answer = BytesIO(b"\0\0\0\7" + b"\0" + b"\0\0\0\0" + b"\0\x33" + b"\0\0\0\0\0\0\0\1" + b"\0\3" + b"\0")
    assert request.parse_response_header(answer).correlation_id == 7
    read = request.RESPONSE_TYPE.decode(answer)
    assert (read.error_code, read.producer_id, read.producer_epoch) == (51, 1, 3)


def test_the_answer_about_versions_has_the_old_header():
    """It has to be readable for who does not know yet what the broker knows (KIP-511)."""
    message = ApiVersionsRequest(client_software_name="movewatch", client_software_version="1")
    request = Request(message, ApiVersionsResponse, 4).prepare({API_VERSIONS: (0, 4)})
    feature = b"\x14transaction.version" + b"\0\2" + b"\0\0" + b"\0"
    tags = b"\1" + b"\2" + bytes([len(feature) + 1]) + b"\2" + feature
    answer = BytesIO(b"\0\0\0\7" + b"\0\0" + b"\1" + b"\0\0\0\0" + tags)
    assert request.parse_response_header(answer).correlation_id == 7
    (read,) = request.RESPONSE_TYPE.decode(answer).finalized_features
    assert (read.name, read.max_version_level) == ("transaction.version", 2)
