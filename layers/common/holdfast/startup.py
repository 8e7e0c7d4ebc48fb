"""Work that Lambda does once for each execution environment, in the init phase before the first request.

Functions import this module before all others, and call `finish_startup` once everything else is imported
and defined. Outside Lambda, for example in tests, this module does nothing.
"""

import gc
import os

_KIND = os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE")

if _KIND:
    # Objects made during startup stay in use. Searching them for garbage would waste a tenth of a cold start.
    gc.disable()


def finish_startup() -> None:
    """Connect to DynamoDB, then turn garbage collection on again, but only for objects made later."""
    if not _KIND:
        return
    from holdfast.dynamodb import connection  # noqa: PLC0415 - garbage collection must be off first

    connection.client()
    if _KIND != "snap-start":  # a snapshot does not keep connections
        connection.warm_up()
    gc.freeze()
    gc.enable()
