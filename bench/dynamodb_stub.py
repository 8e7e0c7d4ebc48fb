"""Replaces DynamoDB with fixed responses: `python -m bench.dynamodb_stub responses.json [certificate.pem]`.

`recording.py` recorded the responses from DynamoDB Local. The stub prints its port.

The benchmarks repeat one reservation. With DynamoDB Local itself, each repeat would find the slot already
held. DynamoDB Local also needs too much CPU time.
"""

import json
import ssl
import sys
import zlib
from collections.abc import Mapping
from pathlib import Path

from bench.light_http import Respond, Server, response

_TARGET = "DynamoDB_20120810."


def _always(responses: Mapping[str, str]) -> Respond:
    ready = {_TARGET + name: _response(body.encode()) for name, body in responses.items()}
    return lambda _method, headers, _body: ready[headers["x-amz-target"]]


def _response(body: bytes) -> bytes:
    headers = {
        "Server": "Server",
        "Content-Type": "application/x-amz-json-1.0",
        "Connection": "keep-alive",
        "x-amzn-RequestId": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEF0123",
        "x-amz-crc32": str(zlib.crc32(body)),
    }
    return response("200 OK", headers, body)


def main() -> None:
    responses, *certificate = map(Path, sys.argv[1:])
    stub = Server(_always(json.loads(responses.read_text())))
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate[0])
        stub.socket = context.wrap_socket(stub.socket, server_side=True)
    print(stub.port, flush=True)
    stub.serve_forever()


if __name__ == "__main__":
    main()
