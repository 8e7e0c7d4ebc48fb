"""The walk-through in README.md works as written."""

import os
import re
import shutil
import subprocess

import pytest

from local.template import ROOT
from tests.e2e.servers import Server


def test_the_walk_through_books_a_visit_moves_it_and_shows_its_history(server: Server) -> None:
    if not shutil.which("curl"):
        pytest.skip("The walk-through cannot run: curl is not installed")
    blocks = re.findall(r"^```bash\n(.+?)^```$", (ROOT / "README.md").read_text(), re.DOTALL | re.MULTILINE)
    script = "\n".join(range_body for range_body in blocks if "curl" in range_body)
    assert script, "README.md has no ```bash block with curl in it"
    ours = script.replace("http://127.0.0.1:3000", server.url)
    ours = ours.replace("make -s token", f"make -s token DATA={server.data}")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", ours],
        cwd=ROOT,
        env={**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    printed = f"{ours}\n{done.stdout}\n{done.stderr}"
    assert done.returncode == 0, printed
    statuses = re.findall(r'"status": ?"(\w+)"', done.stdout)
    assert statuses, printed
    assert statuses[-1] == "confirmed", printed
    assert re.findall(r'"type": ?"(\w+)"', done.stdout) == ["confirmed", "rescheduled"], printed
