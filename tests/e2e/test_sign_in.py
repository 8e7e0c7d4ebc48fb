"""Sign in as a developer does, and check what each user may do."""

import os
import subprocess
from pathlib import Path

import pytest

from local.sign_in import subject
from local.template import ROOT
from local.users import USERS
from tests.e2e.bookings import new_client, new_provider, open_hour
from tests.e2e.servers import Server


def make_token(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["make", "-s", "token", *arguments]
    env = {**os.environ, "USER": "alice"}  # `make token` must ignore USER in the environment
    return subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=300
    )


def test_make_token_prints_a_token_and_nothing_else(server: Server) -> None:
    done = make_token("USER=bob", f"DATA={server.data}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\n")
    assert subject(done.stdout.strip()) == subject(server.token("bob"))
    bearer = {"authorization": f"Bearer {done.stdout.removesuffix(chr(10))}"}
    assert server.send("GET", "/api/clients", headers=bearer).status_code == 200


@pytest.mark.parametrize("arguments", [[], ["USER=mallory"], ["USER="]])
def test_make_token_without_a_known_user_names_the_users(server: Server, arguments: list[str]) -> None:
    done = make_token(f"DATA={server.data}", *arguments)
    assert (done.returncode != 0, done.stdout) == (True, "")
    assert done.stderr.startswith("Say make -s token USER=")
    assert all(name in done.stderr for name in USERS)


def test_make_token_without_a_server_says_so(tmp_path: Path) -> None:
    never = make_token("USER=alice", f"DATA={tmp_path}")
    (tmp_path / "server.json").write_text('{"url": "x", "cognito": "http://127.0.0.1:9", "client_id": "x"}')
    killed = make_token("USER=alice", f"DATA={tmp_path}")
    for done in (never, killed):
        assert (done.returncode != 0, done.stdout) == (True, "")
        assert "`make run`" in done.stderr.splitlines()[0]


def test_each_user_has_a_role(server: Server) -> None:
    body = {"name": "Dr. Dana"}
    assert server.post("/api/providers", body, "alice").json()["code"] == "forbidden"
    made = server.post("/api/providers", body, "lee")
    assert made.status_code == 201
    assert server.post("/api/providers", body, "lee").json()["code"] == "already_exists"
    path = f"/api/providers/{made.json()['id']}"
    assert server.send("PUT", path, "dana", json=body).status_code == 404
    assert server.send("PUT", path, "lee", json=body).status_code == 200
    assert server.send("PUT", path, "admin", json=body).status_code == 200


def test_each_user_sees_only_their_own_details(server: Server) -> None:
    held, other = open_hour(server, new_provider(server))[:2]
    client = new_client(server, "carol")
    reserved = server.post(f"/api/appointments/reserve/{held['id']}", {"client_id": client["id"]}, "carol")
    assert reserved.status_code == 201
    for user, status in (("carol", "held"), ("bob", "taken"), ("admin", "held")):
        seen = server.get(f"/api/appointments/{held['id']}", user).json()
        assert seen["status"] == status
        assert ("client_name" in seen) is (status == "held")
    own = f"/api/clients/{client['id']}"
    assert [server.get(own, user).status_code for user in ("carol", "admin", "bob", "dana")] == [
        200,
        200,
        404,
        404,
    ]
    theirs = server.post(f"/api/appointments/reserve/{other['id']}", {"client_id": client["id"]}, "bob")
    assert theirs.status_code == 404
    confirm = f"/api/appointments/confirm/{held['id']}"
    assert [server.post(confirm, user=user).status_code for user in ("bob", "carol")] == [410, 200]
