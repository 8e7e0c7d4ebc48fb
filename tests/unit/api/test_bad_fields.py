"""The response to invalid fields names the fields and quotes no values. Nothing is written."""

import json
import re
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.items import stored
from testkit.request_bodies import MARKER, Offering, cases, refused

SENTENCE = re.compile(r"[A-Z][^^$\\\\\[]*\.")  # a sentence that quotes no regular expression
SERVICE: dict[str, Any] = {"name": "A", "duration_minutes": 45}
NOT_TEXT = "\ud83e"  # half of an emoji, which is not valid text


@pytest.fixture
def practice(api: Api) -> Offering:
    return Offering(api)


def test_unknown_fields_are_refused_and_named(practice: Offering, table: Table) -> None:
    before = stored(table)

    for case in cases(practice):
        response = practice.api.send(case.method, case.path, case.body | {"nmae": MARKER})
        assert refused(response) == (422, "invalid"), case
        assert response.json["errors"] == [{"field": "nmae", "detail": "There is no such field here."}]
    assert stored(table) == before


@pytest.mark.parametrize("field", ["", "\0", "x" * 65])
def test_an_unknown_field_without_a_readable_name_is_refused(practice: Offering, field: str) -> None:
    response = practice.api.post("/api/clients", {"name": "Ada", field: MARKER})

    assert refused(response) == (422, "invalid")
    assert response.json["errors"] == [{"field": "body", "detail": "There is no such field here."}]


def test_an_unknown_field_whose_name_is_not_text_is_refused(practice: Offering) -> None:
    response = practice.api.post("/api/clients", {"name": "Ada", NOT_TEXT: MARKER})

    assert refused(response) == (422, "invalid")
    assert response.json["errors"] == [{"field": "body", "detail": "This must be valid Unicode text."}]


def test_what_is_wrong_with_a_field_is_a_sentence(practice: Offering, subtests: pytest.Subtests) -> None:
    for value in (*VALUES, "x" * 5000, " 1", "-"):
        for case in cases(practice):
            for field in case.plain_fields:
                with subtests.test(value=repr(value)[:20], field=field):
                    response = practice.api.send(case.method, case.path, case.body | {field: value})
                    details = [error["detail"] for error in response.json.get("errors", [])]
                    assert all(SENTENCE.fullmatch(detail) for detail in details), details


@pytest.mark.parametrize(
    ("path", "body", "detail"),
    [
        ("/api/clients", {}, "This field is required."),
        ("/api/clients", {"name": 5}, "This must be text."),
        ("/api/clients", {"name": ""}, "This must not be empty."),
        ("/api/clients", {"name": " "}, "This must be text without control characters, and not blank."),
        ("/api/clients", {"name": "x" * 101}, "This must have at most 100 characters."),
        (
            "/api/clients",
            {"name": "A", "email": "a"},
            "This must be an e-mail address, such as ana@example.com.",
        ),
        (
            "/api/clients",
            {"name": "A", "email": "a@b\n"},
            "This must be an e-mail address, such as ana@example.com.",
        ),
        ("/api/clients", {"name": "A", "phone": "a"}, "This must be a phone number, such as +49 30 1234567."),
        ("/api/providers", {"name": "A", "min_notice_minutes": -1}, "This must be at least 0."),
        ("/api/providers", {"name": "A", "min_notice_minutes": 10**6}, "This must be at most 527040."),
        ("/api/providers", {"name": "A", "min_notice_minutes": "1"}, "This must be a whole number."),
        ("/api/providers", {"name": "A", "cancel_notice_minutes": -1}, "This must be at least 0."),
        ("/api/providers", {"name": "A", "cancel_notice_minutes": 10**6}, "This must be at most 527040."),
        ("/api/providers", {"name": "A", "min_notice_minutes": 1.5}, "This must be a whole number."),
        ("/api/services", {"name": "A", "duration_minutes": 40}, "This must be a multiple of 15."),
        ("/api/services", SERVICE | {"provider_ids": 7}, "This must be a list."),
        ("/api/services", SERVICE | {"provider_ids": [7, "7"]}, "This must be a whole number."),
        (
            "/api/services",
            SERVICE | {"provider_ids": [1] * 1001},
            "This must have at most 1000 members.",
        ),
        ("/api/services", SERVICE | {"start_every_minutes": 45}, "This must be one of 15, 30 or 60."),
        ("/api/services", SERVICE | {"description": "x" * 1001}, "This must have at most 1000 characters."),
        (
            "/api/services",
            SERVICE | {"description": "\t"},
            "This must be text without control characters, except for line breaks.",
        ),
    ],
)
def test_the_detail_of_a_field(api: Api, path: str, body: dict[str, Any], detail: str) -> None:
    assert [error["detail"] for error in api.post(path, body).json["errors"]] == [detail]


def test_the_detail_of_a_filter_names_the_choices(api: Api) -> None:
    response = api.get("/api/appointments", status="closed")

    assert response.json["errors"][0]["detail"] == (
        "This must be one of 'available', 'held', 'confirmed' or 'taken'."
    )


VALUES: list[Any] = [
    0,
    -1,
    1.5,
    True,
    False,
    None,
    "",
    " ",
    [],
    {},
    [MARKER],
    {MARKER: MARKER},
    10**400,
    NOT_TEXT,
]


def test_a_field_with_an_invalid_value_is_refused_and_named(
    practice: Offering, table: Table, subtests: pytest.Subtests
) -> None:
    before = stored(table)

    for value in VALUES:
        with subtests.test(value=repr(value)[:20]):
            for case in cases(practice):
                for field in case.plain_fields:
                    response = practice.api.send(case.method, case.path, case.body | {field: value})
                    assert refused(response) == (422, "invalid"), (case, field)
                    assert [error["field"] for error in response.json["errors"]] == [field]
    assert stored(table) == before


def test_text_that_is_too_long_or_unprintable_is_refused(practice: Offering, table: Table) -> None:
    before = stored(table)

    for end in ("\0", NOT_TEXT, "\x1b[0m", "\r\n", MARKER * 2000):
        for case in cases(practice):
            for field in case.plain_fields:
                response = practice.api.send(case.method, case.path, case.body | {field: MARKER + end})
                assert refused(response) == (422, "invalid"), (case, field, end)
    assert stored(table) == before


def test_the_response_names_every_bad_field(practice: Offering) -> None:
    for path, body in (
        ("/api/providers", {"name": "", "time_zone": MARKER, "min_notice_minutes": MARKER}),
        ("/api/clients", {"name": 5, "email": MARKER, "phone": MARKER}),
        ("/api/services", {"name": 5, "duration_minutes": MARKER, "provider_ids": [MARKER], "active": 1}),
    ):
        response = practice.api.post(path, body)
        assert refused(response) == (422, "invalid")
        assert sorted(error["field"] for error in response.json["errors"]) == sorted(body)
        assert all(error["detail"] for error in response.json["errors"])


def test_the_refusal_of_an_owner_says_what_an_owner_is(api: Api) -> None:
    response = api.post("/api/providers", {"name": "A", "owner": f"dana-{MARKER}"})

    assert refused(response) == (422, "invalid")
    detail = "This must be the sub of a user, which is a UUID in lower case."
    assert response.json["errors"] == [{"field": "owner", "detail": detail}]


@pytest.mark.parametrize("name", ["🧑‍⚕️ Zoë", "李小龍", "x" * 100, "\\ud83e\\udd16"])
def test_a_name_may_use_any_script(api: Api, name: str) -> None:
    response = api.post("/api/clients", f'{{"name": "{name}"}}')

    assert response.status == 201
    assert response.json["name"] == json.loads(f'"{name}"')
    assert api.get(response.headers["Location"]).json == response.json


def test_a_whole_number_may_be_written_as_a_decimal(practice: Offering) -> None:
    response = practice.api.post("/api/providers", '{"name": "Ada", "min_notice_minutes": 60.0}')

    assert (response.status, response.json["min_notice_minutes"]) == (201, 60)
    assert '"min_notice_minutes":60,' in response.body
