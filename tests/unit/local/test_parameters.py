"""The variables of `make run` accept only the values that the template's parameters allow."""

import re

import pytest

from local import parameters, template
from local.errors import CannotRunError

HOLD_SECONDS = template.load()["Parameters"]["HoldSeconds"]
ORIGINS = template.load()["Parameters"]["AllowedOrigins"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"HOLD_SECONDS": str(HOLD_SECONDS["MinValue"])}, {"HoldSeconds": "1"}),
        ({"HOLD_SECONDS": str(HOLD_SECONDS["MaxValue"]), "ORIGINS": None}, {"HoldSeconds": "86400"}),
        ({"HOLD_SECONDS": None, "ORIGINS": "*"}, {"AllowedOrigins": "*"}),
        ({"ORIGINS": "http://a:1,https://b"}, {"AllowedOrigins": "http://a:1,https://b"}),
        ({"EMBED_ORIGINS": "http://a:1,https://b"}, {"EmbedOrigins": "http://a:1,https://b"}),
        ({}, {}),
    ],
)
def test_values_that_the_template_allows_set_its_parameters(
    given: dict[str, str | None], expected: dict[str, str]
) -> None:
    assert parameters.checked(given) == expected


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("0", "it must be 1 or more."),
        ("-5", "it must be 1 or more."),
        ("86401", "it must be 86400 or less."),
        ("", "it must be a whole number."),
        ("1.5", "it must be a whole number."),
        ("20s", "it must be a whole number."),
        ("1_000", "it must be a whole number."),
        ("٣", "it must be a whole number."),
    ],
)
def test_hold_seconds_outside_the_templates_limits_give_one_line(value: str, problem: str) -> None:
    with pytest.raises(CannotRunError, match=f"^HOLD_SECONDS={re.escape(value)} is not valid: {problem}$"):
        parameters.checked({"HOLD_SECONDS": value})


@pytest.mark.parametrize(
    "value", ["", "localhost", "http://a/", "http://a, http://b", "http://a,", "http://a\n", "*,*"]
)
def test_origins_that_do_not_match_the_templates_pattern_give_its_description(value: str) -> None:
    with pytest.raises(CannotRunError) as refused:
        parameters.checked({"ORIGINS": value})

    assert str(refused.value) == f"ORIGINS={value} is not valid: {ORIGINS['ConstraintDescription']}"


def test_sites_that_may_frame_the_page_have_no_path() -> None:
    with pytest.raises(CannotRunError, match=r"^EMBED_ORIGINS=https://a/page is not valid: Each origin "):
        parameters.checked({"EMBED_ORIGINS": "https://a/page"})


def test_a_port_is_a_number_from_0_to_65535() -> None:
    assert [parameters.checked_port(value) for value in ("0", "3000", "65535")] == [0, 3000, 65535]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("-1", "it must be 0 or more."),
        ("65536", "it must be 65535 or less."),
        ("abc", "it must be a whole number."),
        ("", "it must be a whole number."),
        ("1,2", "it must be a whole number."),
    ],
)
def test_any_other_port_gives_one_line(value: str, problem: str) -> None:
    with pytest.raises(CannotRunError, match=f"^PORT={re.escape(value)} is not valid: {problem}$"):
        parameters.checked_port(value)


def test_the_rules_are_the_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = {
        "HoldSeconds": {"Type": "Number", "MinValue": 7},
        "AllowedOrigins": {"Type": "String", "AllowedPattern": "a+", "ConstraintDescription": "Only a."},
    }
    monkeypatch.setattr(template, "load", lambda: {"Parameters": rules})

    assert parameters.checked({"HOLD_SECONDS": "100000", "ORIGINS": "aa"})
    with pytest.raises(CannotRunError, match="it must be 7 or more"):
        parameters.checked({"HOLD_SECONDS": "6"})
    with pytest.raises(CannotRunError, match="Only a"):
        parameters.checked({"ORIGINS": "http://a"})
