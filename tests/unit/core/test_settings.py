"""Settings are read from the environment on first use. A wrong value raises an error."""

import os
import subprocess
import sys

import pytest

from holdfast.core.settings import (
    EventSettings,
    Settings,
    WebhookSettings,
    event_settings,
    settings,
    webhook_settings,
)
from local.template import ROOT

NUMBERS = ["HOLD_SECONDS", "MAX_HOLDS_PER_CLIENT", "MAX_CLIENTS_PER_OWNER", "HISTORY_DAYS", "INDEX_SHARDS"]
NAMES = ["TABLE_NAME", *NUMBERS, "TIME_ZONE", "POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE"]

IMPORT_ALL = """
import importlib, importlib.util, pathlib
layer = pathlib.Path("layers/common")
for file in sorted(layer.rglob("*.py")):
    importlib.import_module(".".join(file.relative_to(layer).with_suffix("").parts))
for file in sorted(pathlib.Path("functions").glob("*/app.py")):
    spec = importlib.util.spec_from_file_location(f"function_{file.parent.name}", file)
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
"""


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for number, name in enumerate(NAMES):
        monkeypatch.setenv(name, str(number))

    assert settings() == Settings("0", 1, 2, 3, 4, 5, "6", "7", "8")


@pytest.mark.parametrize("name", NAMES)
def test_the_error_names_a_missing_setting(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv(name)

    with pytest.raises(RuntimeError, match=name):
        settings()


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_setting_counts_as_missing(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "")

    with pytest.raises(RuntimeError, match=name):
        settings()


@pytest.mark.parametrize("value", ["x", "1.5", "1 800", "1h"])
@pytest.mark.parametrize("name", NUMBERS)
def test_the_error_names_a_setting_that_is_not_a_number(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(RuntimeError, match=name):
        settings()


def test_the_environment_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = settings()
    monkeypatch.setenv("HOLD_SECONDS", "1")

    assert settings() is first


def test_the_settings_of_events_are_read_apart_and_are_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENT_BUS_NAME", "bus")
    monkeypatch.setenv("DEAD_LETTERS_URL", "queue")
    assert event_settings() == EventSettings("bus", "queue")

    for name in ("EVENT_BUS_NAME", "DEAD_LETTERS_URL"):
        event_settings.cache_clear()
        with monkeypatch.context() as patch:
            patch.delenv(name)
            assert settings()
            with pytest.raises(RuntimeError, match=name):
                event_settings()


def test_the_settings_of_webhooks_are_empty_where_a_function_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = ("DELIVERY_QUEUE_URL", "MAIL_QUEUE_URL", "LOOPBACK_WEBHOOKS")
    for name in names:
        monkeypatch.delenv(name, raising=False)
    assert webhook_settings() == WebhookSettings("", "", loopback=False)

    webhook_settings.cache_clear()
    for name in names:
        monkeypatch.setenv(name, "1")
    assert webhook_settings() == WebhookSettings("1", "1", loopback=True)


def test_importing_needs_no_environment() -> None:
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "layers/common")}

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT_ALL],
        cwd=ROOT,
        env=bare,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
