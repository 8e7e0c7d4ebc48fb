"""Make tokens that a user pool would never issue."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from tests.e2e.servers import Server

# A claim or a header field with this value is left out of the token.
ABSENT = object()


class TokenMaker:
    """Changes an administrator's valid token. If the result is refused, the change is the reason."""

    def __init__(self, server: Server) -> None:
        self.data = server.data
        self.good = server.token("admin")
        self.header = jwt.get_unverified_header(self.good)
        self.claims: dict[str, Any] = jwt.decode(self.good, options={"verify_signature": False})
        pool = self.claims["iss"].rpartition("/")[2]
        keys = server.data / "ministack" / "cognito-pool-keys"
        self.key = (keys / f"{pool}-access.pem").read_bytes()

    @property
    def now(self) -> int:
        """Return the current time in epoch seconds."""
        return int(time.time())

    @property
    def issuer(self) -> str:
        return str(self.claims["iss"])

    def sign(
        self, header: Mapping[str, Any] | None = None, *, key: bytes = b"", alg: str = "RS256", **claims: Any
    ) -> str:
        """Change the valid claims and sign them, by default with the key of the user pool."""
        changed = {name: value for name, value in {**self.claims, **claims}.items() if value is not ABSENT}
        headers = {"kid": self.header["kid"], **(header or {})}
        named = {name: value for name, value in headers.items() if value is not ABSENT}
        return jwt.encode(changed, key or self.key, alg, named)

    def unsigned(self, header: Mapping[str, Any], **claims: Any) -> str:
        """Return a token with an empty signature. PyJWT is not used, because it rejects some headers."""
        return f"{_part({**self.header, **header})}.{_part({**self.claims, **claims})}."

    def hmac_signed(self, secret: bytes) -> str:
        start = self.unsigned({"alg": "HS256"}).removesuffix(".")
        return f"{start}.{_base64(hmac.digest(secret, start.encode(), hashlib.sha256))}"

    def tampered(self, **claims: Any) -> str:
        """Change the claims of the valid token and keep its signature."""
        return self.unsigned({}, **claims) + self.good.rpartition(".")[2]

    def public_keys(self) -> dict[str, bytes]:
        """Return the public key in forms that a careless checker may use as an HMAC secret."""
        public = serialization.load_pem_private_key(self.key, None).public_key()
        assert isinstance(public, rsa.RSAPublicKey)
        jwk = json.loads(RSAAlgorithm.to_jwk(public))
        info = serialization.PublicFormat.SubjectPublicKeyInfo
        return {
            "PEM": public.public_bytes(serialization.Encoding.PEM, info),
            "DER": public.public_bytes(serialization.Encoding.DER, info),
            "JWK": json.dumps(jwk).encode(),
            "modulus": base64.urlsafe_b64decode(jwk["n"] + "=="),
        }


def other_key() -> bytes:
    """Return a new private key that belongs to no user pool."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _part(value: Mapping[str, Any]) -> str:
    return _base64(json.dumps(value).encode())


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
