"""Makes moto's responses without looking up, for each attribute, what is always the same.

moto looks for a dozen spellings of each attribute of a response, and of each attribute value's type, although
its values of DynamoDB have the form of the response already. For each request, it tries the addresses of two
hundred services in turn.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import moto.core.responses
from moto import backend_index
from moto.core.base_backend import BaseBackend
from moto.core.model import StructureShape
from moto.core.serialize import AttributePickerContext, ResponseSerializer, XFormedAttributePicker
from moto.core.utils import method_names_from_class

_serialize_structure = ResponseSerializer._serialize_type_structure
_possible_keys = XFormedAttributePicker.get_possible_keys
_urls_of: Any = BaseBackend.urls.fget  # type: ignore[attr-defined]
_known_urls: dict[type, Any] = {}
_ours_first = sorted(backend_index.backend_url_patterns, key=lambda each: each[0] not in {"dynamodb", "sqs"})
_FLAT = {"S", "N", "BOOL", "SS", "NS"}  # types whose values contain no further attribute values


def _get_possible_keys(picker: XFormedAttributePicker, context: AttributePickerContext) -> Iterator[str]:
    # An object of another class can have spellings of its own.
    if type(context.obj) is not dict:
        return _possible_keys(picker, context)
    remembered: dict[str, list[str]] = context.shape.__dict__.setdefault("possible_keys", {})
    if context.key not in remembered:
        remembered[context.key] = list(dict.fromkeys(_possible_keys(picker, context)))
    return iter(remembered[context.key])


def _serialize_type_structure(
    serializer: ResponseSerializer, serialized: Any, value: Any, shape: StructureShape, key: str
) -> None:
    if shape.name == "AttributeValue" and isinstance(value, dict) and value.keys() <= _FLAT:
        serializer._default_serialize(serialized, value, shape, key)
    else:
        _serialize_structure(serializer, serialized, value, shape, key)


def _urls(backend: BaseBackend) -> Any:
    """Return the addresses of the backend's service. They depend on its class alone."""
    if type(backend) not in _known_urls:
        _known_urls[type(backend)] = _urls_of(backend)
    return _known_urls[type(backend)]


CHANGES: list[tuple[Any, str, Any]] = [
    (backend_index, "backend_url_patterns", _ours_first),
    (BaseBackend, "urls", property(_urls)),
    (moto.core.responses, "method_names_from_class", cache(method_names_from_class)),
    (XFormedAttributePicker, "get_possible_keys", _get_possible_keys),
    (ResponseSerializer, "_serialize_type_structure", _serialize_type_structure),
]
