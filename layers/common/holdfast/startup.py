"""What Lambda does once for an environment, before the first request, when nobody waits for an answer yet.

Functions import this before all else, and call `ready` when they have imported and defined the rest.
Elsewhere, in tests for one, nothing happens.
"""

import gc
import os

_KIND = os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE")

if _KIND:
    # Looking for garbage among what is there to stay takes a tenth of a cold start.
    gc.disable()


def finish_startup() -> None:
    """Connect to DynamoDB, and look for garbage only in what comes from now on."""
    if not _KIND:
        return
    from holdfast.dynamodb import connection  # noqa: PLC0415 - the collector goes off first

    connection.client()
    if _KIND != "snap-start":  # a connection does not outlive a snapshot
        connection.warm_up()
    gc.freeze()
    gc.enable()
