"""Invalid fields in every body: the response names known fields, quotes no value, and nothing is written."""

import json
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.items import stored
from testkit.request_bodies import MARKER, cases, refused
from testkit.scenario import Practice

NOT_TEXT = "\ud83e"  # half of an emoji, which is not valid text


def test_unknown_fields_are_refused_without_naming_them(practice: Practice, table: Table) -> None:
    before = stored(table)

    for case in cases(practice):
        response = practice.api.send(case.method, case.path, case.body | {MARKER: MARKER})
        assert refused(response) == (422, "invalid"), case
        assert len(response.json["errors"]) == 1
    assert stored(table) == before


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
    practice: Practice, table: Table, subtests: pytest.Subtests
) -> None:
    before = stored(table)

    for value in VALUES:
        with subtests.test(value=repr(value)[:20]):
            for case in cases(practice):
                for field in case.body:
                    response = practice.api.send(case.method, case.path, case.body | {field: value})
                    assert refused(response) == (422, "invalid"), (case, field)
                    assert [error["field"] for error in response.json["errors"]] == [field]
    assert stored(table) == before


def test_text_that_is_too_long_or_unprintable_is_refused(practice: Practice, table: Table) -> None:
    before = stored(table)

    for end in ("\0", NOT_TEXT, "\x1b[0m", "\r\n", MARKER * 2000):
        for case in cases(practice):
            for field in case.body:
                response = practice.api.send(case.method, case.path, case.body | {field: MARKER + end})
                assert refused(response) == (422, "invalid"), (case, field, end)
    assert stored(table) == before


def test_the_response_names_every_bad_field(practice: Practice) -> None:
    for path, body in (
        ("/api/providers", {"name": "", "time_zone": MARKER, "min_notice_minutes": MARKER}),
        ("/api/clients", {"name": 5, "email": MARKER, "phone": MARKER}),
    ):
        response = practice.api.post(path, body)
        assert refused(response) == (422, "invalid")
        assert sorted(error["field"] for error in response.json["errors"]) == sorted(body)
        assert all(error["detail"] for error in response.json["errors"])


@pytest.mark.parametrize("name", ["🧑‍⚕️ Zoë", "李小龍", "x" * 100, "\\ud83e\\udd16"])
def test_a_name_may_use_any_script(api: Api, name: str) -> None:
    response = api.post("/api/clients", f'{{"name": "{name}"}}')

    assert response.status == 201
    assert response.json["name"] == json.loads(f'"{name}"')
    assert api.get(response.headers["Location"]).json == response.json


def test_a_whole_number_may_be_written_as_a_decimal(practice: Practice) -> None:
    response = practice.api.post("/api/providers", '{"name": "Ada", "min_notice_minutes": 60.0}')

    assert (response.status, response.json["min_notice_minutes"]) == (201, 60)
    assert '"min_notice_minutes":60}' in response.body
