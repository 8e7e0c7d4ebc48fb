"""Fields that cannot be right, in every body: each is named, none is quoted, and nothing changes."""

import json
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.items import stored
from testkit.request_bodies import MARKER, cases, refused
from testkit.scenario import Practice

NOT_TEXT = "\ud83e"  # half of an emoji


def test_unknown_fields_are_refused_without_naming_them(practice: Practice, table: Table) -> None:
    before = stored(table)

    for case in cases(practice):
        answer = practice.api.send(case.method, case.path, case.body | {MARKER: MARKER})
        assert refused(answer) == (422, "invalid"), case
        assert len(answer.json["errors"]) == 1
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


def test_each_field_has_its_type_and_is_named_otherwise(
    practice: Practice, table: Table, subtests: pytest.Subtests
) -> None:
    before = stored(table)

    for value in VALUES:
        with subtests.test(value=repr(value)[:20]):
            for case in cases(practice):
                for field in case.body:
                    answer = practice.api.send(case.method, case.path, case.body | {field: value})
                    assert refused(answer) == (422, "invalid"), (case, field)
                    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert stored(table) == before


def test_text_is_short_and_printable(practice: Practice, table: Table) -> None:
    before = stored(table)

    for end in ("\0", NOT_TEXT, "\x1b[0m", "\r\n", MARKER * 2000):
        for case in cases(practice):
            for field in case.body:
                answer = practice.api.send(case.method, case.path, case.body | {field: MARKER + end})
                assert refused(answer) == (422, "invalid"), (case, field, end)
    assert stored(table) == before


def test_every_bad_field_is_named(practice: Practice) -> None:
    for path, body in (
        ("/api/providers", {"name": "", "time_zone": MARKER, "min_notice_minutes": MARKER}),
        ("/api/clients", {"name": 5, "email": MARKER, "phone": MARKER}),
    ):
        answer = practice.api.post(path, body)
        assert refused(answer) == (422, "invalid")
        assert sorted(error["field"] for error in answer.json["errors"]) == sorted(body)
        assert all(error["detail"] for error in answer.json["errors"])


@pytest.mark.parametrize("name", ["🧑‍⚕️ Zoë", "李小龍", "x" * 100, "\\ud83e\\udd16"])
def test_any_script_is_welcome(api: Api, name: str) -> None:
    answer = api.post("/api/clients", f'{{"name": "{name}"}}')

    assert answer.status == 201
    assert answer.json["name"] == json.loads(f'"{name}"')
    assert api.get(answer.headers["Location"]).json == answer.json


def test_a_whole_number_may_be_written_with_a_point(practice: Practice) -> None:
    answer = practice.api.post("/api/providers", '{"name": "Ada", "min_notice_minutes": 60.0}')

    assert (answer.status, answer.json["min_notice_minutes"]) == (201, 60)
    assert '"min_notice_minutes":60}' in answer.body
