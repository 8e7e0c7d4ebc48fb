"""Values are encoded for DynamoDB as boto3 encodes them."""

from typing import Any

import pytest
from boto3.dynamodb.types import TypeSerializer

from holdfast.dynamodb.values import decode, encode

VALUES = [
    "",
    "Ünal",
    0,
    -1,
    2**53,
    True,
    False,
    None,
    {1, 95},
    [],
    [1, "a", None, [True]],
    {},
    {"a": {"b": [{3}]}},
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_is_encoded_as_boto3_does_and_decoded_unchanged(value: Any) -> None:
    assert TypeSerializer().serialize(value) == encode(value)
    assert decode(encode(value)) == value
    assert type(decode(encode(value))) is type(value)


@pytest.mark.parametrize("value", [1.5, b"x", (1,), frozenset()])
def test_a_value_of_a_type_that_is_never_stored_is_not_encoded(value: object) -> None:
    with pytest.raises(KeyError):
        encode(value)


def test_a_type_that_is_never_stored_is_not_decoded() -> None:
    with pytest.raises(KeyError):
        decode({"B": b"x"})
