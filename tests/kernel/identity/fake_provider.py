"""A small OpenID Connect provider on the loopback: what a test wants it to say, it signs and says."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, CODE = "rakiza", "un-secret", "un-code"


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """Return a key pair, the same for the same name."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Fake:
    """What the provider knows and how it misbehaves; `asked` keeps what it was asked."""

    issuer: str = ""
    nonce: str = ""
    challenge: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    info: dict[str, Any] = field(default_factory=dict)
    signer: str = "own"
    algorithm: str = "RS256"
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    description: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    spent: bool = False

    def token(self) -> str:
        """Return a signed identity token of the person who signs in."""
        now = int(time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "s-1", "iat": now, "exp": now + 300,
            "nonce": self.nonce, "email": "nadia@example.org", "email_verified": True,
        } | self.claims  # fmt: skip
        said = {name: value for name, value in claims.items() if value is not None}
        secret: object = "" if self.algorithm == "none" else key(self.signer)
        if self.algorithm == "HS256":
            secret = "f" * 40
        return jwt.encode(said, secret, algorithm=self.algorithm, headers={"kid": "k-1"})

    def answer(self, path: str, form: Mapping[str, list[str]]) -> tuple[int, bytes]:
        """Return status and body for a path."""
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]
        if path == "/token":
            return self._token(form)
        bodies = {
            "/.well-known/openid-configuration": lambda: (
                {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/keys",
                    "userinfo_endpoint": f"{self.issuer}/me",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
                | self.description
            ),
            "/keys": lambda: {"keys": [_public()]},
            "/me": lambda: self.info,
        }
        return 200, json.dumps(bodies[path]()).encode()

    def page(self, query: str) -> bytes:
        """Return the provider's own page, where a person agrees or declines and goes back."""
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        self.nonce, self.challenge, self.spent = asked["nonce"], asked["code_challenge"], False
        links = {
            "Agree": {"code": CODE, "state": asked["state"]},
            "Decline": {"error": "access_denied", "state": asked["state"]},
        }
        return (
            b'<!doctype html><link rel="icon" href="data:,">'
            + "".join(
                f'<p><a href="{escape(asked["redirect_uri"])}?{escape(urlencode(back))}">{word}</a></p>'
                for word, back in links.items()
            ).encode()
        )

    def _token(self, form: Mapping[str, list[str]]) -> tuple[int, bytes]:
        digest = hashlib.sha256(form["code_verifier"][0].encode()).digest()
        proven = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.challenge
        stated = (form["code"], form["client_id"], form["client_secret"]) == ([CODE], [CLIENT], [SECRET])
        if not proven or not stated or self.spent:
            return 400, b'{"error": "invalid_grant"}'
        self.spent = True
        return 200, json.dumps(
            {"access_token": "a", "token_type": "Bearer", "id_token": self.token()}
        ).encode()


def _public() -> dict[str, Any]:
    stated = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key("own").public_key()))
    return {**stated, "kid": "k-1", "use": "sig", "alg": "RS256"}


@contextmanager
def listening() -> Iterator[Fake]:
    """Run a fake provider on a free port of this machine."""
    fake = Fake()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say({})

        def do_POST(self) -> None:
            self._say(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))

        def _say(self, form: Mapping[str, list[str]]) -> None:
            parts = urlsplit(self.path)
            at_the_door = parts.path == "/authorize"
            status, body = (200, fake.page(parts.query)) if at_the_door else fake.answer(self.path, form)
            self.send_response(status)
            self.send_header("Content-Type", "text/html" if at_the_door else "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    fake.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
