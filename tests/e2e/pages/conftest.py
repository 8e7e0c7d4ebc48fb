"""Serve the page in docs/your-page.md at its own origin. The API allows calls from that origin."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from local.template import ROOT
from testkit.processes import ended_with_us, free_ports, is_listening
from tests.e2e.pages import browsers
from tests.e2e.pages.practice import Practice
from tests.e2e.servers import Server


@pytest.fixture(scope="session")
def port() -> int:
    """Return the port for the page. Skip the test if Chromium is not installed."""
    if not browsers.installed():
        pytest.skip("Web pages cannot be tested: chromium is not installed")
    return free_ports(1)[0]


@pytest.fixture(scope="session")
def server(port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    origin = f"http://localhost:{port}"
    allowed = ("--origins", origin, "--embed-origins", origin)
    with Server(*allowed, data=tmp_path_factory.mktemp("data")) as server:
        yield server


@pytest.fixture(scope="session", autouse=True)
def site(server: Server, port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run the commands in docs/your-page.md. The last command serves the page. Return its folder."""
    document = (ROOT / "docs" / "your-page.md").read_text("utf-8")
    script = re.findall(r"^```bash\n(.+?)^```$", document, re.DOTALL | re.MULTILINE)[0]
    folder = tmp_path_factory.mktemp("page")
    for printed, ours in {"../my-page": folder, "$PWD/.local": server.data, "8080": port}.items():
        assert printed in script
        script = script.replace(printed, str(ours))
    *steps, serve = script.splitlines()
    subprocess.run(["sh", "-euc", "\n".join(steps)], cwd=ROOT, check=True)
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        ["sh", "-c", f"exec {serve}"], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    with ended_with_us(process):
        assert is_listening(process, port), serve
        yield folder


@pytest.fixture(scope="package")
def browser(port: int) -> Iterator[Browser]:
    """Stop Chromium after this folder's tests, because no other event loop can run beside playwright's."""
    with browsers.running() as browser:
        yield browser


@pytest.fixture(scope="session")
def practice(server: Server) -> Practice:
    return Practice(server)
