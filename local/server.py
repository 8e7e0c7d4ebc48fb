"""Starts the parts in order, serves, and stops them in the opposite order."""

import logging
import os
from contextlib import ExitStack
from pathlib import Path

from local import HOST, PORT, data, dynamodb, gateway, schedules, template
from local.ministack import MiniStack
from local.runner import Runner


def serve(port: int, folder: Path, hold_seconds: int | None) -> None:
    """Serve the API until the process is interrupted."""
    _quieten()
    with ExitStack() as parts:
        listening = parts.enter_context(gateway.listen(port))
        stored = _start_dynamodb(folder, parts)
        dynamodb.ensure_table()
        _set_environment(hold_seconds)
        functions = template.functions()
        runner = Runner(functions)
        runner.import_all()
        api = gateway.server(listening, runner)
        parts.enter_context(schedules.fired(functions, runner))
        _greet(api.port, stored)
        api.serve_forever()


def _start_dynamodb(folder: Path, parts: ExitStack) -> str:
    """Return where the data is."""
    if os.environ.get(dynamodb.ENDPOINT):
        return dynamodb.use_given_endpoint()
    lock = parts.enter_context(data.claimed(folder))
    ministack = parts.enter_context(MiniStack(folder, lock))
    ministack.wait_until_ready()
    dynamodb.use_ministack(ministack.url)
    return str(folder) if folder != data.FOLDER else f"{folder.name}, until `make reset`"


def _set_environment(hold_seconds: int | None) -> None:
    endpoint = os.environ[dynamodb.ENDPOINT]
    overrides = {"Table": dynamodb.TABLE}
    if hold_seconds is not None:
        overrides["HoldSeconds"] = str(hold_seconds)
    os.environ.update(template.environment(overrides) | {dynamodb.ENDPOINT: endpoint})


def _quieten() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("samcli").setLevel(logging.ERROR)


def _greet(port: int, stored: str) -> None:
    other_port = "" if port == PORT else f" PORT={port}"
    print(
        f"Holdfast is at http://{HOST}:{port}",
        f"  data   {stored}",
        f"  fill   make demo{other_port}, in another terminal",
        "  stop   Ctrl-C",
        sep="\n",
        flush=True,
    )
