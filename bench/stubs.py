"""Starts the DynamoDB stub in its own process, with HTTP or HTTPS."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import botocore
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from local.template import ROOT


@contextmanager
def stub(responses: Mapping[str, str], *, tls: bool = False) -> Iterator[dict[str, str]]:
    """Run the stub. Yield the environment variables that make a function use the stub."""
    with TemporaryDirectory() as folder:
        recorded = Path(folder) / "responses.json"
        recorded.write_text(json.dumps({"GetItem": "{}"} | dict(responses)), "utf-8")
        files, variables = [recorded], {}
        if tls:
            files.append(_certificate(Path(folder)))
            bundle = Path(folder) / "bundle.pem"
            trusted = (Path(botocore.__file__).parent / "cacert.pem").read_text("utf-8")
            bundle.write_text(trusted + files[1].read_text("utf-8"), "utf-8")
            variables = {"AWS_CA_BUNDLE": str(bundle)}
        with subprocess.Popen(
            [sys.executable, "-m", "bench.dynamodb_stub", *files], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as server:
            try:
                assert server.stdout
                url = f"{'https' if tls else 'http'}://localhost:{server.stdout.readline().strip()}"
                yield {**variables, "AWS_ENDPOINT_URL_DYNAMODB": url}
            finally:
                server.kill()


def _certificate(folder: Path) -> Path:
    """Write a self-signed certificate for localhost and its private key into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(certificate.public_bytes(pem) + private)
    return file
