"""Sentences that say what is wrong with a field. Unlike pydantic's text, they quote no pattern or value."""

from collections.abc import Mapping
from typing import Any

_OTHER = "This is not a valid value."
_SENTENCES = {
    "missing": "This field is required.",
    "extra_forbidden": "There is no such field here.",
    "string_type": "This must be text.",
    "string_unicode": "This must be valid Unicode text.",
    "int_type": "This must be a whole number.",
    "int_parsing": "This must be a whole number.",
    "string_too_short": "This must not be empty.",
    "string_too_long": "This must have at most {max_length} characters.",
    "greater_than_equal": "This must be at least {ge}.",
    "less_than_equal": "This must be at most {le}.",
    "multiple_of": "This must be a multiple of {multiple_of}.",
    "list_type": "This must be a list.",
    "model_attributes_type": "This must be an object.",
    "too_short": "This must have at least {min_length} members.",
    "too_long": "This must have at most {max_length} members.",
    "literal_error": "This must be one of {expected}.",
}
_NAMED = 64  # characters; responses do not quote longer names


def describe(error: Mapping[str, Any]) -> tuple[str, str]:
    """Return the field that an error of pydantic is about, and a sentence that says what is wrong with it."""
    where, *places = error["loc"]
    names = [place for place in places if isinstance(place, str)]  # without the positions in a list
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        detail = str(context["error"])
    elif error["type"] == "missing" and not names:
        detail = "A JSON object is required."
    else:
        detail = _SENTENCES.get(error["type"], _OTHER).format_map(context)
    return name_of(names[-1]) or where if names else where, detail


def name_of(field: str) -> str | None:
    """Return the name of a field, or None if it is empty, not printable or too long to quote."""
    return field if field.isprintable() and 0 < len(field) <= _NAMED else None
