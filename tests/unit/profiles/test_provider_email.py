"""A provider's e-mail address is shown only to its owner and to administrators."""

from mypy_boto3_dynamodb.service_resource import Table

from holdfast.dynamodb import keys
from testkit.api import Api
from testkit.scenario import Practice, listed, new_provider
from testkit.users import signed_in

ADDRESS = "dana@practice.example"


def path_of(provider: int) -> str:
    return f"/api/providers/{provider}"


def account_of(provider: int) -> str:
    return f"/api/providers/account/{provider}"


def test_its_owner_and_administrators_see_the_address(api: Api) -> None:
    dana = signed_in("dana")
    made = dana.post("/api/providers", {"name": "Dr. Dana", "email": ADDRESS})
    provider = made.json["id"]

    changed = dana.put(path_of(provider), {"name": "Dana"})
    shown = [made, changed, dana.get(account_of(provider)), api.get(account_of(provider))]

    assert [response.json["email"] for response in shown] == [ADDRESS] * 4


def test_no_open_route_shows_the_address_although_the_index_has_it(api: Api, table: Table) -> None:
    practice = Practice(signed_in("dana"), email=ADDRESS)
    anyone = Api(None)
    rows = table.scan(IndexName="by_kind")["Items"]

    shown = [
        anyone.get("/api/providers"),
        anyone.get(path_of(practice.provider)),
        anyone.get(practice.availability),
        anyone.get("/api/appointments/reserve"),
    ]

    assert ADDRESS in [row.get("email") for row in rows]
    assert [response.status for response in shown] == [200] * 4
    assert not [response.body for response in shown if ADDRESS in response.body or "email" in response.body]
    assert listed(anyone, "/api/providers")[0].keys().isdisjoint({"email", "owner"})


def test_no_other_user_sees_the_address(api: Api) -> None:
    provider = Practice(signed_in("dana"), email=ADDRESS).provider

    for name in ("alice", "lee"):
        other = signed_in(name)
        seen = [other.get(account_of(provider)), other.get(path_of(provider)), other.get("/api/providers")]
        assert seen[0].status == 404
        assert not [response.body for response in seen if ADDRESS in response.body]


def test_the_response_to_a_deletion_does_not_show_the_address(api: Api) -> None:
    assert "email" not in api.delete(path_of(new_provider(api, email=ADDRESS))).json


def test_a_change_keeps_the_address_unless_it_names_one_and_null_removes_it(api: Api) -> None:
    path = path_of(new_provider(api, email=ADDRESS))
    changes: list[dict[str, object]] = [
        {},
        {"time_zone": "Asia/Tokyo"},
        {"email": "a@b.example"},
        {"email": None},
    ]

    assert [api.put(path, {"name": "D", **change}).json["email"] for change in changes] == [
        ADDRESS,
        ADDRESS,
        "a@b.example",
        None,
    ]


def test_a_provider_that_was_stored_without_an_address_has_none(api: Api, table: Table) -> None:
    provider = new_provider(api)
    key = keys.provider(provider)._asdict()
    table.update_item(Key=key, UpdateExpression="REMOVE email")

    assert api.get(account_of(provider)).json["email"] is None
