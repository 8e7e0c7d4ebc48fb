"""Schemathesis checks the API against its OpenAPI document."""

import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local.template import ROOT
from tests.e2e.bookings import new_client, new_provider, open_hour, reserve
from tests.e2e.links import token_of
from tests.e2e.servers import Server

DOCUMENT = ROOT / "functions" / "docs" / "openapi.json"
CONFIGURATION = ROOT / "tests" / "e2e" / "schemathesis.toml"
ROLES = {"admin": "admin", "dana": "provider", "alice": "client"}
ALL_PHASES = "examples,coverage,fuzzing,stateful"


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Yield a server whose holds last two minutes, so that some lapse during the test."""
    with Server("--hold-seconds", "120", data=tmp_path_factory.mktemp("busy")) as server:
        yield server


@pytest.fixture(autouse=True)
def _nothing_left_in_the_work_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HYPOTHESIS_STORAGE_DIRECTORY", str(tmp_path))


def schemathesis(server: Server, user: str, phases: str, seed: str, examples: int) -> str:
    """Run schemathesis as the user. Fail if it finds an error. Return a line with the number of cases."""
    slots = open_hour(server, new_provider(server))
    clients = [new_client(server, user) for _ in range(3)]
    for slot in slots[:2]:
        reserve(server, slot, clients[0])
        assert server.post(f"/api/appointments/confirm/{slot['id']}", None, user).status_code == 200
    command = Path(sys.executable).with_name("schemathesis")
    options = ["--phases", phases, "--seed", seed, "--max-examples", str(examples)]
    done = subprocess.run(
        [command, "--config-file", CONFIGURATION, "run", DOCUMENT, "--url", server.url, *options],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": "layers/common",
            "TOKEN": server.token(user),
            "ROLE": ROLES[user],
            "CLIENTS": " ".join(str(client["id"]) for client in clients),
            "SLOTS": " ".join(slot["id"] for slot in slots),
            "LINKS": " ".join(token_of(server, slot["id"]) for slot in slots[:2]),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    tried = re.search(r"(\d+) generated", done.stdout)
    assert tried
    return f"schemathesis as {user}: {tried[1]} cases"


@pytest.mark.parametrize(("user", "phases"), [("admin", ALL_PHASES), ("alice", "fuzzing,stateful")])
def test_responses_are_as_documented(
    busy: Server, rng: random.Random, say: Callable[[str], None], user: str, phases: str
) -> None:
    say(schemathesis(busy, user, phases, str(rng.getrandbits(32)), 5))


@pytest.mark.long
@pytest.mark.parametrize("user", ROLES)
def test_responses_are_as_documented_at_length(
    busy: Server, rng: random.Random, say: Callable[[str], None], user: str
) -> None:
    before = succeeded(busy)
    for run in range(1, 4):
        say(schemathesis(busy, user, ALL_PHASES, str(rng.getrandbits(32)), 100))
        done = [now - earlier for now, earlier in zip(succeeded(busy), before, strict=True)]
        # Before schemathesis starts, each run makes two reservations and two confirmations. Schemathesis must
        # add at least one reservation, one confirmation and one cancellation. It may need up to three runs.
        if all(more > made * run for more, made in zip(done, (2, 2, 0), strict=True)):
            return
    pytest.fail(f"reserved, confirmed, cancelled: {done}")


def succeeded(server: Server) -> list[int]:
    """Count the successful reservations, confirmations and cancellations in the server's output."""
    steps = [
        rf"POST /api/appointments/{step}/{{appointment_id}} 20[01] "
        for step in ("reserve", "confirm", "cancel")
    ]
    return [len(re.findall(step, server.output)) for step in steps]
