"""Measures the CPU time of plain botocore, without a handler: `plain_calls.py recording.json`.

Standard input has two kinds of lines. For `reservation N`, the script sends all recorded calls N times. For
`one N`, it sends the last recorded call N times. It prints the average CPU seconds of a repetition.
"""

import json
import sys
import time
from pathlib import Path

import botocore.session

client = botocore.session.get_session().create_client("dynamodb")
recorded = json.loads(Path(sys.argv[1]).read_text("utf-8"))
calls = {"reservation": recorded["calls"], "one": recorded["calls"][-1:]}

for line in sys.stdin:
    name, times = line.split()
    started = time.process_time()
    for _ in range(int(times)):
        for operation, request in calls[name]:
            getattr(client, operation)(**request)
    print((time.process_time() - started) / int(times), flush=True)
