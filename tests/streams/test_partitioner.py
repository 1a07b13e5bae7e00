"""Our murmur2 against the Java client's published values and against the other clients' code."""

import pytest
from aiokafka.partitioner import DefaultPartitioner
from aiokafka.partitioner import murmur2 as murmur2_of_aiokafka
from hypothesis import given
from hypothesis import strategies as st

from streams.partitioner import murmur2, partition_of, partitions_of

# Source: UtilsTest.testMurmur2 of Apache Kafka; signed there, unsigned here.
JAVA = [
    (b"21", -973932308),
    (b"foobar", -790332482),
    (b"a-little-bit-long-string", -985981536),
    (b"a-little-bit-longer-string", -1486304829),
    (b"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971),
    (b"abc", 479470107),
]


@pytest.mark.parametrize(("key", "signed"), JAVA)
def test_murmur2_is_that_of_java(key: bytes, signed: int):
    assert murmur2(key) == signed & 0xFFFFFFFF


@given(st.binary(max_size=40))
def test_murmur2_is_that_of_aiokafka(key: bytes):
    assert murmur2(key) == murmur2_of_aiokafka(key) & 0xFFFFFFFF


@given(st.binary(max_size=40), st.integers(1, 200))
def test_partitions_are_those_of_aiokafka(key: bytes, partitions: int):
    everywhere = list(range(partitions))
    assert partition_of(key, partitions) == DefaultPartitioner()(key, everywhere, everywhere)


@given(
    st.lists(st.integers(0, 9).flatmap(lambda n: st.binary(min_size=n, max_size=n)), max_size=200), st.integers(1, 200)
)
def test_many_keys_are_each_where_one_is(keys: list[bytes], partitions: int):
    assert partitions_of(keys, partitions) == [partition_of(key, partitions) for key in keys]


@given(st.integers(0, 40).flatmap(lambda n: st.lists(st.binary(min_size=n, max_size=n), min_size=16, max_size=40)))
def test_many_keys_of_one_length_are_each_where_one_is(keys: list[bytes]):
    assert partitions_of(keys, 2**31) == [partition_of(key, 2**31) for key in keys]


def test_many_keys_hash_as_in_java():
    for key, signed in JAVA:
        assert partitions_of([key] * 20, 2**31) == [signed & 0x7FFFFFFF] * 20
