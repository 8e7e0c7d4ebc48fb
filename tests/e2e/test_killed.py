"""Kill MiniStack alone, or the server and MiniStack together."""

import os
import re
import signal
import time
from pathlib import Path

import pytest

from local.sign_in import subject
from tests.e2e.bookings import new_provider
from tests.e2e.rush import Booking, Rush
from tests.e2e.servers import Server, eventually

PROMISED_SECONDS = 2
# A save by MiniStack takes hundredths of a second, but may take longer on a busy machine.
MARGIN_SECONDS = 3


def test_a_server_whose_emulator_is_gone_stops_with_one_line(tmp_path: Path) -> None:
    with Server(data=tmp_path) as server:
        (ministack,) = server.children()
        server.wait_to_say("Ctrl-C")
        # Wait for the first run of each schedule. One that is under way would say that it failed.
        ends = ("holds expired", "calendars extended", "reminders sent", "deliveries retried")
        eventually(lambda: all(f'"{end}"' in server.log for end in ends), server)
        before = server.output
        os.kill(ministack, signal.SIGKILL)
        assert server.wait() == 1
    line = rf"MiniStack has ended; {tmp_path}/ministack\.log may say why\.\n"
    assert re.fullmatch(line, server.output.removeprefix(before)), server.output
    assert not (tmp_path / "server.json").exists()


def test_saved_data_survives_a_kill_and_is_written_only_when_it_changes(
    tmp_path: Path,
) -> None:
    with Server(data=tmp_path) as server:
        provider = new_provider(server)
        token = server.token("alice")
        eventually(lambda: at_rest(tmp_path), server)
        before = written(tmp_path)
        for _ in range(2 * PROMISED_SECONDS):
            assert server.get("/api/appointments", "admin").status_code == 200
            time.sleep(0.5)
        assert written(tmp_path) == before
        kill_all(server)
    with Server(data=tmp_path) as again:
        assert again.get(f"/api/providers/{provider['id']}").json() == provider
        bearer = {"authorization": f"Bearer {token}"}
        assert again.send("GET", "/api/clients", headers=bearer).status_code == 200
        assert subject(again.token("alice")) == subject(token)


def test_bookings_survive_a_kill_of_all_processes(tmp_path: Path) -> None:
    check(tmp_path, rounds=1)


@pytest.mark.long
def test_bookings_survive_ten_kills(tmp_path: Path) -> None:
    check(tmp_path, rounds=10)


def check(folder: Path, rounds: int) -> None:
    """Repeat: start a server, check that earlier bookings survived, make new ones, and kill the server."""
    old: list[Booking] = []
    late: list[Booking] = []
    for number in range(rounds):
        with Server(data=folder) as server:
            old = those_that_stand(server, old, late)
            # Kill a little later in each round, to hit different moments between two saves.
            killed, told = rush_and_kill(server, PROMISED_SECONDS + MARGIN_SECONDS + 1 + number / rounds)
        late = [booking for booking in told if killed - booking.told <= PROMISED_SECONDS + MARGIN_SECONDS]
        assert late != told
        old += [booking for booking in told if booking not in late]
    with Server(data=folder) as server:
        those_that_stand(server, old, late)


def those_that_stand(server: Server, old: list[Booking], late: list[Booking]) -> list[Booking]:
    """Fail unless all old bookings survived. Return them and the surviving late bookings.

    Late bookings were confirmed just before the kill, so they may be lost.
    """
    assert [booking for booking in old if not booking.stands(server)] == []
    return [*old, *(booking for booking in late if booking.stands(server))]


def rush_and_kill(server: Server, seconds: float) -> tuple[float, list[Booking]]:
    with Rush(server) as rush:
        eventually(lambda: rush.bookings, server)
        time.sleep(seconds)
        killed = kill_all(server)
    return killed, rush.bookings


def kill_all(server: Server) -> float:
    """Kill the server, MiniStack and MiniStack's forks. Return the time of the kill in monotonic seconds."""
    (ministack,) = server.children()
    killed = time.monotonic()
    os.killpg(ministack, signal.SIGKILL)
    server.stop(signal.SIGKILL)
    return killed


def at_rest(folder: Path) -> bool:
    before = written(folder)
    time.sleep(PROMISED_SECONDS)
    return written(folder) == before


def written(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mtime_ns for file in (folder / "ministack").glob("*.*")}
