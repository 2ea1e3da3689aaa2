"""A provider of OpenID Connect that answers as a test says: right, unless it is told to misbehave."""

from __future__ import annotations

import hmac
import json
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from django.test import Client
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "portal", "a secret of the portal"
EVENT = "http://schemas.openid.net/event/backchannel-logout"


def new_key(kid: str | None = None) -> RSAKey:
    return RSAKey.generate_key(2048, parameters={"kid": kid} if kid else None, auto_kid=False)


class Provider:
    """`claims` go into the next token, `without` names some to leave out; `faults` by the last part of an address:
    a status, a redirect (text), seconds to hang (float), or what it answers instead (dict).
    """

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.first_key = new_key("first")
        self.behave()

    def behave(self) -> None:
        """As if it had just begun."""
        self.key = self.first_key
        self.published = [self.key]
        self.claims: dict[str, Any] = {"sub": "ann-at-the-provider"}
        self.without: set[str] = set()
        self.faults: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.signed_with = "RS256"
        self.asked: list[tuple[str, dict[str, str]]] = []
        """The last part of each address that was asked for, with what was sent."""
        self.codes: dict[str, dict[str, str]] = {}

    def authorize(self, url: str) -> str:
        """As a person who signs in at that address: the code with which they come back."""
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked_of(url)
        return code

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": nonce}
        usual["auth_time"] = now
        return self.signed({**usual, **self.claims})

    def logout_token(self, **claims: Any) -> str:
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 120, "events": {EVENT: {}}}
        return self.signed({**usual, "jti": secrets.token_hex(8), "sub": self.claims["sub"], **claims})

    def signed(self, claims: dict[str, Any]) -> str:
        said = {name: value for name, value in claims.items() if name not in self.without}
        kid = {"kid": self.key.kid} if self.key.kid else {}
        header = {"alg": self.signed_with, **kid}
        if self.signed_with in ("none", "HS256"):  # no library makes these any more
            return self.badly_signed(header, said)
        return jwt.encode(header, said, self.key, algorithms=[self.signed_with])

    def badly_signed(self, header: dict[str, Any], said: dict[str, Any]) -> str:
        """Not at all, or with the key that everybody can read."""
        parts = [urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, said)]
        public = self.key.as_pem(private=False)
        mac = hmac.digest(public, b".".join(parts), "sha256") if header["alg"] == "HS256" else b""
        return b".".join([*parts, urlsafe_b64encode(mac).rstrip(b"=")]).decode()

    def answer(self, page: str, sent: dict[str, str]) -> dict[str, Any]:
        if page == "openid-configuration":
            pages = {name: f"{self.issuer}/{name}" for name in ["authorize", "token", "jwks", "end"]}
            return {
                "issuer": self.issuer,
                "authorization_endpoint": pages["authorize"],
                "token_endpoint": pages["token"],
                "jwks_uri": pages["jwks"],
                "end_session_endpoint": pages["end"],
                **self.metadata,
            }
        if page == "jwks":
            return {"keys": [key.as_dict(private=False) for key in self.published]}
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None:
            return {"error": "invalid_grant", "error_description": "what-the-provider-wrote"}
        tokens = {"access_token": "an-access-token", "token_type": "Bearer"}
        return {**tokens, "id_token": self.id_token(asked["nonce"])}

    def _handler(provider) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - `self` is the handler's
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = urlsplit(self.path).path.rsplit("/", 1)[-1]
                length = int(self.headers.get("Content-Length") or 0)
                sent = {
                    name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()
                }
                provider.asked.append(
                    (page, {**sent, "authorization": self.headers.get("Authorization", "")})
                )
                fault = None if "/again/" in self.path else provider.faults.get(page)
                if isinstance(fault, float):
                    time.sleep(fault)
                answer = fault if isinstance(fault, dict) else provider.answer(page, sent)
                status = fault if isinstance(fault, int) else 400 if "error" in answer else 200
                self.send_response(302 if isinstance(fault, str) else status)
                self.send_header("Content-Type", "application/json")
                if isinstance(fault, str):
                    self.send_header("Location", fault)
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            do_POST = do_GET  # noqa: N815

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler


@contextmanager
def running_provider() -> Iterator[Provider]:
    provider = Provider()
    threading.Thread(target=provider.server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()


# What a person's browser does


START, CALLBACK, FIRST = "/accounts/sso/", "/accounts/sso/callback/", "/accounts/sso/first/"


def begun(client: Client, address: str = START) -> str:
    """The provider's address to which one is led."""
    response = client.get(address)
    assert response.status_code == 302, response.status_code
    return response["Location"]


def asked_of(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def come_back(client: Client, provider: Provider, url: str) -> HttpResponse:
    return client.get(CALLBACK, {"code": provider.authorize(url), "state": asked_of(url)["state"]})


def sign_in(client: Client, provider: Provider, address: str = START) -> HttpResponse:
    return come_back(client, provider, begun(client, address))


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
