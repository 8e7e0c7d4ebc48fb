"""Measures the CPU time of the appointments handler without a reservation: `own_code.py recording.json`.

A fixed result replaces the reservation. The handler still routes, validates, logs and serialises.

Each line of standard input is a number of calls. The script makes these calls, and prints the average CPU
seconds of a call.
"""

import json
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import app

from holdfast.core import local_time
from holdfast.core.slots import Slot
from holdfast.queries.shown import ShownSlot

event = json.loads(Path(sys.argv[1]).read_text("utf-8"))["event"]
context = SimpleNamespace(
    aws_request_id="bench",
    function_name="bench",
    function_version="1",
    memory_limit_in_mb=1024,
    invoked_function_arn="arn:aws:lambda:eu-central-1:123456789012:function:bench",
)
hold = ShownSlot(
    Slot.from_id("1234567890123456-20261202T0900Z"),
    local_time.zone("Europe/Berlin"),
    "held",
    client_id=1234567890123456,
    client_name="Ana",
    expires_at=1_796_200_200,
)
app.reserve_slot = lambda *_: (hold, True)

for line in sys.stdin:
    started = time.process_time()
    for _ in range(int(line)):
        app.handler(event, context)
    # The logs go to standard output, so the figure goes to standard error.
    print((time.process_time() - started) / int(line), file=sys.stderr, flush=True)
