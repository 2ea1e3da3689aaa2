"""What the provider sends when somebody signs out there (OpenID Connect Back-Channel Logout 1.0, section 2.6)."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from .provider import LEEWAY, ProviderClient, client, refuse_odd_subject

ONE_DAY = 24 * 60 * 60
"""Seconds for which a token is remembered at most."""
EVENT = "http://schemas.openid.net/event/backchannel-logout"


def subject_of(text: str) -> str:
    """Who signed out. Raises `Unreachable` or one of `REFUSED` of `provider`; a token counts once.

    A token that names a session at the provider (`sid`) and no subject is refused: the portal keeps no
    such names.
    """
    token = _decoded(text, client())
    must = {"iss": settings.OIDC_ISSUER, "aud": settings.OIDC_CLIENT_ID}
    must |= dict.fromkeys(["sub", "exp", "iat", "jti"])
    options: dict[str, Any] = {name: {"essential": True, "value": value} for name, value in must.items()}
    jwt.JWTClaimsRegistry(leeway=LEEWAY, **options).validate(token.claims)
    if not isinstance(token.claims["events"][EVENT], dict):
        raise TypeError("the event is not an object")
    if "nonce" in token.claims:
        raise ValueError("a token of a sign-in")
    refuse_odd_subject(token.claims["sub"])
    left = int(min(token.claims["exp"] - time.time(), ONE_DAY)) + LEEWAY + 1
    mark = hashlib.sha256(token.claims["jti"].encode()).hexdigest()
    if not cache.add(f"sso-logout-token:{mark}", True, left):
        raise ValueError("a token sent before")
    return token.claims["sub"]


def _decoded(text: str, app: ProviderClient) -> jwt.Token:
    registry = JWSRegistry(algorithms=[settings.OIDC_SIGNED_WITH], strict_check_header=False)
    try:
        return jwt.decode(text, KeySet.import_key_set(app.fetch_jwk_set()), registry=registry)
    except InvalidKeyIdError:
        keys = KeySet.import_key_set(app.fetch_jwk_set(force=True))
        return jwt.decode(text, keys, registry=registry)
