"""The allowed values in a request body, and the meaning of null and absent fields in an update."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from holdfast.api.requests import (
    ClientChange,
    NewClient,
    NewProvider,
    ProviderChange,
    Reservation,
    TimeRangeBody,
)
from testkit.users import subject

OWNER = subject("dana")
INVALID_NAMES = [
    "",
    " ",
    "\t",
    "\u2003",
    "x" * 101,
    "a\0b",
    "a\nb",
    "a\x7fb",
    "\ud800",
    None,
    5,
    True,
    ["x"],
]


def refused_fields(model: type[BaseModel], **body: object) -> set[str]:
    with pytest.raises(ValidationError) as refusal:
        model.model_validate(body)
    return {str(error["loc"][0]) for error in refusal.value.errors()}


@pytest.mark.parametrize("model", [NewProvider, ProviderChange, NewClient, ClientChange])
@pytest.mark.parametrize("name", INVALID_NAMES)
def test_a_name_is_text_of_1_to_100_characters(model: type[BaseModel], name: object) -> None:
    assert refused_fields(model, name=name) == {"name"}


@pytest.mark.parametrize("name", ["A", "x" * 100, "🧑‍⚕️ Dr. Ünal", " padded ", "李", "👍" * 100])
def test_a_name_may_be_in_any_script(name: str) -> None:
    assert NewProvider(name=name).name == name


@pytest.mark.parametrize("model", [NewProvider, ProviderChange, NewClient, ClientChange])
def test_a_name_is_required(model: type[BaseModel]) -> None:
    assert refused_fields(model) == {"name"}


@pytest.mark.parametrize("model", [NewProvider, ProviderChange, NewClient, ClientChange])
def test_unknown_fields_are_refused(model: type[BaseModel]) -> None:
    assert refused_fields(model, name="A", version=2) == {"version"}


@pytest.mark.parametrize("model", [NewProvider, ProviderChange])
@pytest.mark.parametrize(
    "body",
    [
        *(
            {"time_zone": zone}
            for zone in ["", "Mars/Olympus", "../UTC", "x" * 65, "UTC\0", "\ud800", 1, ["UTC"]]
        ),
        *(
            {field: minutes}
            for field in ["min_notice_minutes", "cancel_notice_minutes"]
            for minutes in [-1, 366 * 1440 + 1, 1.5, "5", True, 10**400]
        ),
    ],
)
def test_a_providers_booking_rules_are_checked(model: type[BaseModel], body: dict[str, Any]) -> None:
    assert refused_fields(model, name="A", **body) == set(body)


@pytest.mark.parametrize(
    "owner",
    [
        "",
        "dana",
        OWNER.upper(),
        OWNER.replace("-", ""),
        f"{{{OWNER}}}",
        f"{OWNER}0",
        f"{OWNER}\n",
        f"g{OWNER[1:]}",
        5,
    ],
)
def test_an_owner_must_be_a_sub(owner: object) -> None:
    assert NewProvider(name="A", owner=OWNER).owner == OWNER
    assert refused_fields(NewProvider, name="A", owner=owner) == {"owner"}


@pytest.mark.parametrize("model", [NewClient, ClientChange])
@pytest.mark.parametrize(
    "body",
    [
        *(
            {"email": email}
            for email in ["", "a", "@b", "a@", "a b@c", "a@b@c", "a@b\0", f"a@{'b' * 253}", 5]
        ),
        *({"phone": phone} for phone in ["", "12", "call me", "+", "1" * 33, "0800\n1234", "٠١٢٣", 30123456]),
    ],
)
def test_a_clients_email_and_phone_are_checked(model: type[BaseModel], body: dict[str, Any]) -> None:
    assert refused_fields(model, name="A", **body) == set(body)


@pytest.mark.parametrize("model", [NewProvider, ProviderChange])
@pytest.mark.parametrize("email", ["", "a", "a b@c", "a@b\0", "a@b\r\nTo: c@d", f"a@{'b' * 253}", 5])
def test_a_providers_email_is_checked_as_a_clients_is(model: type[BaseModel], email: object) -> None:
    assert refused_fields(model, name="A", email=email) == {"email"}


@pytest.mark.parametrize("phone", ["112", "+49 (0)30 123-456", "030/123.456"])
def test_a_phone_number_may_be_written_in_several_formats(phone: str) -> None:
    assert NewClient(name="A", phone=phone).phone == phone


@pytest.mark.parametrize(
    "client_id", [0, -1, 2**53, float(2**53), 1.5, float("inf"), "1", True, None, [1], {"id": 1}]
)
def test_a_client_id_must_be_a_positive_whole_number(client_id: object) -> None:
    assert refused_fields(Reservation, client_id=client_id) == {"client_id"}


@pytest.mark.parametrize("start", [20261202, 1796112000.0, None, True, ["2026-12-02"], "2" * 41])
def test_a_time_must_be_short_text(start: object) -> None:
    assert refused_fields(TimeRangeBody, start_datetime=start, end_datetime="2026-12-02") == {
        "start_datetime"
    }


def test_all_bad_fields_are_named_together() -> None:
    assert refused_fields(NewProvider, time_zone="Mars", extra=1) == {"name", "time_zone", "extra"}


NO_RULES = {"time_zone": "UTC", "min_notice_minutes": 0, "cancel_notice_minutes": 0}


def test_a_new_provider_defaults_to_utc_and_to_no_notice_and_no_cut_off() -> None:
    assert NewProvider(name="A").fields() == {"name": "A", "email": None, **NO_RULES}


def test_a_cut_off_may_be_a_year() -> None:
    assert NewProvider(name="A", cancel_notice_minutes=366 * 1440).cancel_notice_minutes == 366 * 1440


def test_an_update_of_a_provider_keeps_absent_fields_and_resets_null_ones() -> None:
    assert ProviderChange(name="A").fields() == {"name": "A"}
    change = ProviderChange(name="A", time_zone=None, min_notice_minutes=None, cancel_notice_minutes=None)
    assert change.fields() == {"name": "A", **NO_RULES}
    assert ProviderChange(name="A", email=None).fields() == {"name": "A", "email": None}
    assert ProviderChange(name="A", min_notice_minutes=60).fields() == {"name": "A", "min_notice_minutes": 60}


def test_an_update_of_a_client_keeps_absent_fields_and_clears_null_ones() -> None:
    assert ClientChange(name="A").fields() == {"name": "A"}
    assert ClientChange(name="A", email=None).fields() == {"name": "A", "email": None}
    assert NewClient(name="A").fields() == {"name": "A", "email": None, "phone": None}
