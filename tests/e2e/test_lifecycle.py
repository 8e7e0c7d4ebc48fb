"""Start and stop the server."""

import re
import resource
import signal
import time
from pathlib import Path

import pytest

from local.sign_in import subject
from tests.e2e.bookings import new_provider
from tests.e2e.servers import Server, alive, eventually


def test_the_server_is_ready_soon(server: Server, tmp_path: Path) -> None:
    def used() -> float:
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return ended.ru_utime + ended.ru_stime

    before = used()
    with Server(data=tmp_path):
        pass
    # CPU seconds hardly depend on how busy the machine is.
    assert used() - before < 10


def test_the_server_prints_its_url_and_what_to_try(server: Server) -> None:
    server.wait_to_say("Ctrl-C")  # the last line that a starting server prints contains Ctrl-C
    assert server.url in server.output
    assert "make -s token USER=alice" in server.output
    assert "make demo" in server.output
    assert f"docs   {server.url}/api/docs\n" in server.output
    assert f"log    {server.data}/log.jsonl\n" in server.output
    assert "WARNING" not in server.output


def test_an_idle_server_prints_nothing_although_its_schedule_fires(tmp_path: Path) -> None:
    with Server(data=tmp_path) as server:
        eventually(lambda: '"holds expired"' in server.log, server)
        server.stop()
    assert server.output.endswith("  stop   Ctrl-C\n"), server.output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_server_stops_all_it_started_and_keeps_its_data(tmp_path: Path, number: signal.Signals) -> None:
    with Server(data=tmp_path) as server:
        (ministack,) = server.children()
        provider = new_provider(server)
        before = server.token("alice")
        assert server.stop(number) in (0, 130)
        assert "Traceback" not in server.output
        assert not alive(ministack)
    with Server(data=tmp_path) as again:
        assert again.get(f"/api/providers/{provider['id']}").json() == provider
        # The user pool survives the restart, so the token from before the restart is still valid.
        for token in (server.token("admin"), again.token("admin")):
            bearer = {"authorization": f"Bearer {token}"}
            assert again.send("GET", "/api/clients", headers=bearer).status_code == 200
        assert subject(again.token("alice")) == subject(before)


def test_a_killed_server_leaves_only_its_data_behind(tmp_path: Path) -> None:
    with Server(data=tmp_path) as server:
        (ministack,) = server.children()
        provider = new_provider(server)
        server.stop(signal.SIGKILL)
    with Server(data=tmp_path) as again:
        assert not alive(ministack)
        assert again.get(f"/api/providers/{provider['id']}").json() == provider


def test_ctrl_c_during_the_start_stops_everything(tmp_path: Path) -> None:
    server = Server(data=tmp_path)
    (ministack,) = eventually(server.children, server)
    assert server.stop(signal.SIGINT) in (0, 130)
    assert "Traceback" not in server.output
    assert not alive(ministack)


def test_a_taken_port_gives_one_clear_line(server: Server, tmp_path: Path) -> None:
    port = server.url.rpartition(":")[2]
    late = Server("--port", port, data=tmp_path)
    assert late.wait() == 1
    assert re.fullmatch(rf"Port {port} .+\n", late.output)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("option", "line"),
    [
        ("--hold-seconds=0", r"HOLD_SECONDS=0 is not valid: .+\n"),
        ("--hold-seconds=soon", r"HOLD_SECONDS=soon is not valid: .+\n"),
        ("--origins=localhost", r"ORIGINS=localhost is not valid: .+\n"),
        ("--port=abc", r"PORT=abc is not valid: .+\n"),
    ],
)
def test_a_value_that_is_not_valid_gives_one_clear_line(tmp_path: Path, option: str, line: str) -> None:
    refused = Server(option, data=tmp_path)
    assert refused.wait() == 1
    assert re.fullmatch(line, refused.output)
    assert not list(tmp_path.iterdir())


def test_a_data_folder_belongs_to_one_server(tmp_path: Path) -> None:
    with Server(data=tmp_path) as first:
        late = Server(data=tmp_path)
        assert late.wait() == 1
        assert late.output.count("\n") == 1
        assert str(tmp_path) in late.output
        assert "DATA=" in late.output
        assert new_provider(first)


def test_a_second_server_of_a_folder_is_refused_for_its_folder_before_its_port(server: Server) -> None:
    late = Server("--port", server.url.rpartition(":")[2], data=server.data)
    assert late.wait() == 1
    assert re.fullmatch(rf"Another `make run` .+{re.escape(str(server.data))}.+\n", late.output)


def test_a_failed_start_of_ministack_gives_one_clear_line(work_tree: Path) -> None:
    (work_tree / ".venv-ministack").unlink()
    python = work_tree / ".venv-ministack" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\n: >"$0.ended"\nexit 7\n')
    python.chmod(0o755)
    server = Server(root=work_tree)
    assert server.wait() == 1
    assert re.fullmatch(r"MiniStack did not start; .+ministack\.log says why\.\n", server.output)
    # Measure from the end of MiniStack. The steps before may be slow on a busy machine.
    assert time.time() - python.with_name("python.ended").stat().st_mtime < 20
