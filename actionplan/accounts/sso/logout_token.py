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
"""Seconds ahead at which a token may end at most, and so for which it is remembered."""
OLDEST = 5 * 60
"""Seconds since it was made: a provider sends it at once."""
EVENT = "http://schemas.openid.net/event/backchannel-logout"


def claims_of(text: str) -> dict[str, Any]:
    """What the token says: `sub` signed out. Raises `Unreachable` or one of `REFUSED` of `provider`, also where the
    token was used up.

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
    if token.claims["iat"] < time.time() - OLDEST - LEEWAY:
        raise ValueError("a token that was made long ago")
    if not token.claims["exp"] <= time.time() + ONE_DAY:
        raise ValueError("a token that would have to be remembered for too long")
    if cache.get(_kept_under(token.claims)):
        raise ValueError("a token sent before")
    return token.claims


def use_up(claims: dict[str, Any]) -> None:
    """Once its sessions have ended: where that fails, the provider sends the token again."""
    cache.set(_kept_under(claims), True, ONE_DAY + LEEWAY)


def _kept_under(claims: dict[str, Any]) -> str:
    return f"sso-logout-token:{hashlib.sha256(claims['jti'].encode()).hexdigest()}"


def _decoded(text: str, app: ProviderClient) -> jwt.Token:
    registry = JWSRegistry(algorithms=[settings.OIDC_SIGNED_WITH], strict_check_header=False)
    try:
        return jwt.decode(text, KeySet.import_key_set(app.fetch_jwk_set()), registry=registry)
    except InvalidKeyIdError:
        keys = KeySet.import_key_set(app.fetch_jwk_set(force=True))
        return jwt.decode(text, keys, registry=registry)
