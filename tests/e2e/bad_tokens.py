"""Tokens that are refused. Each has a single fault and is named after that fault."""

from collections.abc import Callable
from typing import Any

from local import server_file, sign_in
from tests.e2e.tokens import ABSENT, TokenMaker, other_key

Make = Callable[[TokenMaker], str]
_OTHER_KEY = other_key()


def _signed(**claims: Any) -> Make:
    return lambda maker: maker.sign(**claims)


def _in_seconds(claim: str, seconds: int) -> Make:
    return lambda maker: _signed(**{claim: maker.now + seconds})(maker)


def _hmac_signed(shape: str) -> Make:
    return lambda maker: maker.hmac_signed(maker.public_keys()[shape])


def _issued(kind: str) -> Make:
    return lambda maker: sign_in.tokens(server_file.read(maker.data), "admin")[kind]


# The gateway responds to these tokens with 401, because they are invalid.
UNAUTHORIZED: dict[str, Make] = {
    "garbage": lambda _: "garbage",
    "three empty parts": lambda _: "..",
    "a token of nothing": lambda _: "e30.e30.e30",
    "a header of lists in lists": lambda _: "W1tb" * 5000 + ".e30.e30",
    "alg none": lambda maker: maker.unsigned({"alg": "none"}),
    "alg nOnE": lambda maker: maker.unsigned({"alg": "nOnE"}),
    "no alg": lambda maker: maker.unsigned({"alg": None}),
    "HS256 by the public key as PEM": _hmac_signed("PEM"),
    "HS256 by the public key as DER": _hmac_signed("DER"),
    "HS256 by the public key as JWK": _hmac_signed("JWK"),
    "HS256 by the public key's modulus": _hmac_signed("modulus"),
    "RS512": lambda maker: maker.sign(alg="RS512"),
    "PS256": lambda maker: maker.sign(alg="PS256"),
    "another pool's key with the same kid": lambda maker: maker.sign(key=_OTHER_KEY),
    "a kid of no key": lambda maker: maker.sign({"kid": "nobody's"}),
    "no kid": lambda maker: maker.sign({"kid": ABSENT}),
    "an unknown critical header": lambda maker: maker.sign({"crit": ["wibble"], "wibble": 1}),
    "the signature stripped": lambda maker: maker.good.rpartition(".")[0] + ".",
    "the signature cut short": lambda maker: maker.good[:-8],
    "no third part": lambda maker: maker.good.rpartition(".")[0],
    "another payload": lambda maker: maker.tampered(sub="somebody-else"),
    "wrong issuer": _signed(iss="https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Another00"),
    "no issuer": _signed(iss=ABSENT),
    "the issuer and more": lambda maker: maker.sign(iss=f"{maker.claims['iss']}/"),
    "wrong client": _signed(client_id="another"),
    "no client": _signed(client_id=ABSENT),
    "wrong audience, right client": _signed(aud="another"),
    "wrong audiences, right client": _signed(aud=["another", "still another"]),
    "an audience that is no text": _signed(aud={"a": 1}),
    "expired": _in_seconds("exp", -1),
    "no expiry": _signed(exp=ABSENT),
    "an expiry that is no time": _signed(exp="never"),
    "not yet valid": _in_seconds("nbf", 60),
    "issued in the future": _in_seconds("iat", 60),
}

# The gateway responds to these tokens with 403, because they lack the scope that the routes require.
FORBIDDEN: dict[str, Make] = {
    "an ID token": _issued("IdToken"),
    # In MiniStack, a refresh token is a JWT. In AWS, it is not a JWT, and the response would be 401.
    "a refresh token": _issued("RefreshToken"),
    "no scope": _signed(scope=ABSENT),
    "another scope": _signed(scope="openid email"),
    "a scope that only looks like it": _signed(scope="xaws.cognito.signin.user.admin"),
    "a scope that is no text": _signed(scope=1),
}

# The gateway accepts these tokens. The functions refuse them, because they are not a user's access tokens.
REFUSED_BY_FUNCTIONS: dict[str, Make] = {
    "no sub": _signed(sub=ABSENT),
    "an empty sub": _signed(sub=""),
    "an ID token with a scope": _signed(token_use="id"),
    "no token_use": _signed(token_use=ABSENT),
}
