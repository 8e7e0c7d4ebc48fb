"""Publish the events of bookings again, from the bookings' history.

`python -m tools.republish --table TABLE --bus BUS BOOKING_ID ...` takes every event of these bookings, and
`--since 2026-12-01T08:00:00Z` in place of the ids takes every event from that time on. A hold leaves no
history, so `held` and `released` are not among them. `--record NUMBER` takes a record of the table's stream,
which has it for a day. The events have the ids that they had.
"""

import argparse
import sys
from datetime import UTC, datetime

from local.template import ROOT

sys.path.insert(0, str(ROOT / "layers" / "common"))


def main() -> None:
    from tools.republish import sending  # noqa: PLC0415  # the import needs the layer on sys.path

    options = _options()
    if options.booking_ids:
        found = sending.of_bookings(options.table, options.booking_ids)
    elif options.record:
        found = sending.of_records(options.table, options.record)
    else:
        found = sending.since(options.table, options.since)
    print(f"{sending.send(options.bus, found)} events published")  # noqa: T201 - the result of the command


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.republish", description=__doc__)
    parser.add_argument("--table", required=True, help="the stack's output TableName")
    parser.add_argument("--bus", required=True, help="the stack's output EventBusName")
    parser.add_argument("--since", type=_instant, help="a time in UTC, such as 2026-12-01T08:00:00Z")
    parser.add_argument("--record", action="append", metavar="NUMBER", help="may be repeated")
    parser.add_argument("booking_ids", type=int, nargs="*", metavar="BOOKING_ID")
    options = parser.parse_args()
    if [bool(options.booking_ids), options.since is not None, bool(options.record)].count(True) != 1:
        parser.error("name bookings, or a time with --since, or records with --record")
    return options


def _instant(text: str) -> int:
    moment = datetime.fromisoformat(text)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


if __name__ == "__main__":
    main()
