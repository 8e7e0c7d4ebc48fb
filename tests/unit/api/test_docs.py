"""The API's documentation page, which must load nothing from other sites."""

import os
import re
import subprocess
import sys

import pytest

from local import template
from local.template import ROOT
from testkit import contract
from testkit.api import Api

PAGE = (ROOT / "functions/docs/index.html").read_text("utf-8")
LINKED = re.findall(r'(?:href|src)="(?!data:)([^"]*)"', PAGE)


@pytest.fixture
def anyone() -> Api:
    return Api(None)


def test_the_page_links_only_to_files_that_the_api_serves(anyone: Api) -> None:
    response = anyone.get("/api/docs")

    assert (response.status, response.body) == (200, PAGE)
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert len(LINKED) == 3
    for file in LINKED:
        assert anyone.get(f"/api/{file}").status == 200


def test_the_served_document_is_the_one_that_the_tests_check(anyone: Api) -> None:
    response = anyone.get("/api/docs/openapi.json")

    assert response.headers["Content-Type"] == "application/json"
    assert response.json == contract.DOCUMENT


@pytest.mark.parametrize("file", ["openapi.json", "swagger-ui-bundle.min.js"])
def test_a_file_is_compressed_only_if_the_caller_accepts_gzip(anyone: Api, file: str) -> None:
    taken = anyone.get(f"/api/docs/{file}", headers={"Accept-Encoding": "br, gzip"})
    plain = anyone.get(f"/api/docs/{file}")

    assert taken.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert taken.body == plain.body
    for response in (taken, plain):
        assert response.headers["Vary"] == "Accept-Encoding"


def test_the_browser_may_load_nothing_from_other_sites(anyone: Api) -> None:
    policy = anyone.get("/api/docs").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; ")
    assert set(re.findall(r"[\w-]+-src ([^;]*)", policy)) <= {"'none'", "'self'", "'self' data:"}


@pytest.mark.parametrize(
    "file", ["app.py", "index.html", "nothing", "..%2Fapp.py", "..%2f..%2Fproviders%2Fapp.py"]
)
def test_no_other_file_is_served(anyone: Api, file: str) -> None:
    response = anyone.get(f"/api/docs/{file}")

    assert (response.status, response.json["code"]) == (404, "not_found")


def test_the_docs_function_has_no_permissions() -> None:
    properties = template.function_properties()["DocsFunction"]

    assert "Policies" not in properties
    assert "Role" not in properties


def test_the_function_starts_without_a_dynamodb_client() -> None:
    code = "import sys, app; print('botocore.session' in sys.modules)"
    path = os.pathsep.join(map(str, (ROOT / "layers/common", ROOT / "functions/docs")))

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "False\n"), done.stderr
