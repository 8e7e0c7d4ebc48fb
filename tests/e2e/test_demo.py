"""Run the commands of `make demo` and `make reset`."""

import re
import subprocess
import sys
from pathlib import Path

from local.template import ROOT
from tests.e2e.servers import Server


def test_demo_fills_a_server_once(server: Server) -> None:
    done = _run("local.demo", "--data", str(server.data))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("provider ") == 3
    assert done.stdout.count("service ") == 7
    assert done.stdout.count("client ") == 6
    assert done.stdout.count("confirmed ") == 15
    assert done.stdout.count("held ") == 3
    assert "token=$(make -s token USER=alice" in done.stdout
    assert f"{server.url}/api/appointments/reserve/" in done.stdout
    assert re.search(
        r"^provider +[0-9]+  Dr\. Lena Vogt, Europe/Berlin \(user dana\)$", done.stdout, re.MULTILINE
    )
    (client,) = re.findall(r"^client +([0-9]+)  Ana Costa \(user alice\)$", done.stdout, re.MULTILINE)
    assert f"{server.url}/api/appointments?client_id={client}'" in done.stdout

    again = _run("local.demo", "--data", str(server.data))
    assert again.returncode == 0, again.stderr
    told, suggested = again.stdout.split("\nNow try:\n")
    assert told == "All sample data is already there; nothing was added.\n"
    assert suggested == done.stdout.partition("\nNow try:\n")[2]


def test_demo_without_a_server_says_so(tmp_path: Path) -> None:
    done = _run("local.demo", "--data", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == "No server is running; start one with `make run`.\n"


def test_reset_deletes_what_a_stopped_server_stored(work_tree: Path) -> None:
    with Server(root=work_tree):
        refused = _run("local.reset", root=work_tree)
        assert refused.returncode == 1
        assert "Another `make run`" in refused.stderr
    assert (work_tree / ".local").exists()
    deleted = _run("local.reset", root=work_tree)
    assert (deleted.returncode, deleted.stdout) == (0, f"Deleted {work_tree / '.local'}.\n")
    assert not (work_tree / ".local").exists()
    again = _run("local.reset", root=work_tree)
    assert (again.returncode, again.stdout) == (
        0,
        f"There is no {work_tree / '.local'}, so nothing was deleted.\n",
    )


def _run(module: str, *options: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *options]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=300)
