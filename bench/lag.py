"""Measures how long after the response to a reservation its event arrives, in a rush on `make run`.

The event takes every step of a deployed stack: the table's stream, the function that publishes it, a rule of
the bus, and a queue.
"""

import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.report import Row
from local import server_file
from local.api import Api
from local.sign_in import access_token
from local.template import ROOT

_CLIENTS, _SLOTS_EACH = 8, 25
_PATIENCE = 60  # seconds
_EVENT = re.compile(r"event appointment\.held (\d+)-0")


def rows() -> Iterator[Row]:
    with _server() as (api, arrivals):
        sent, done = _rush(api)
        _wait_for(arrivals, done.keys())
    took = _percentiles([done[booking] - sent[booking] for booking in done])
    lag = _percentiles([max(0.0, arrivals[booking] - done[booking]) for booking in done])
    for name, of_event, of_reservation in zip(("p50", "p99"), lag, took, strict=True):
        what = f"from a reservation's response to its event, {len(done)} in a rush on `make run`"
        beside = f"{name} of the reservation itself: {of_reservation * 1000:.3g} ms"
        yield Row(f"{what}, {name}: {of_event * 1000:.3g} ms", beside, round(of_event / of_reservation, 2))


@contextmanager
def _server() -> Iterator[tuple[Api, dict[int, float]]]:
    """Yield the API as an administrator, and when the event of each booking arrived."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "local", "--port", "0", "--data", folder]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        arrivals: dict[int, float] = {}
        ready = threading.Event()
        reader = threading.Thread(target=_read, args=(process.stdout, arrivals, ready), daemon=True)
        reader.start()
        try:
            if not ready.wait(_PATIENCE):
                raise RuntimeError("the server did not start")
            server = server_file.read(Path(folder))
            yield Api(server.url, access_token(server, "admin")), arrivals
        finally:
            process.terminate()
            process.wait(_PATIENCE)
            reader.join()


def _read(lines: Any, arrivals: dict[int, float], ready: threading.Event) -> None:
    for line in lines:
        if found := _EVENT.search(line):
            arrivals.setdefault(int(found[1]), time.perf_counter())
        elif "Ctrl-C" in line:  # the last line of the greeting
            ready.set()


def _rush(api: Api) -> tuple[dict[int, float], dict[int, float]]:
    """Reserve all slots; return when each booking was asked for, and when the response came."""
    provider = api.post("/api/providers", name="Dr. Rush", time_zone="UTC")["id"]
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)
    end = midnight + timedelta(minutes=15 * _CLIENTS * _SLOTS_EACH)
    times = {"start_datetime": midnight.isoformat(), "end_datetime": end.isoformat()}
    slots = [slot["id"] for slot in api.post(f"/api/providers/availability/{provider}", **times)["opened"]]
    sent: dict[int, float] = {}
    done: dict[int, float] = {}

    def reserve(number: int) -> None:
        client = api.post("/api/clients", name=f"Client {number}")["id"]
        for slot in slots[number::_CLIENTS]:
            started = time.perf_counter()
            booking = api.post(f"/api/appointments/reserve/{slot}", client_id=client)["booking_id"]
            sent[booking], done[booking] = started, time.perf_counter()

    with ThreadPoolExecutor(_CLIENTS) as threads:
        list(threads.map(reserve, range(_CLIENTS)))
    return sent, done


def _wait_for(arrivals: dict[int, float], bookings: Any) -> None:
    deadline = time.monotonic() + _PATIENCE
    while missing := bookings - arrivals.keys():
        if time.monotonic() > deadline:
            raise RuntimeError(f"{len(missing)} events did not arrive")
        time.sleep(0.05)  # a line of the terminal sends no notice


def _percentiles(seconds: list[float]) -> tuple[float, float]:
    hundredths = quantiles(seconds, n=100)
    return hundredths[49], hundredths[98]
