"""The provider of single sign-on, asked by Authlib's client, which is told as little as possible.

The portal reads the provider's metadata itself and hands on four addresses: Authlib would take any setting from
them, `verify: false` included. Every call has time limits and follows no redirect.
"""

from __future__ import annotations

import time
from typing import Any

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from joserfc.errors import JoseError

SECONDS = (1, 2)
"""To connect, and for each read."""
LEEWAY = 30
"""Seconds that the clocks of provider and portal may be apart."""
KEPT_SECONDS = 60 * 60
"""For which metadata and keys are kept."""
MOST_BEGUN = 5
"""Sign-ins that one session may have begun; an older one is forgotten."""
LONGEST = 255
"""Characters of a subject, as OpenID Connect has it."""

NAME = "sso"
STATE_PREFIX = f"_state_{NAME}_"
"""Under which Authlib's `DjangoIntegration` keeps in the session what was begun."""
NEEDED = ["authorization_endpoint", "token_endpoint", "jwks_uri"]

Unreachable = requests.RequestException
"""The provider does not answer, not in time, or not as one that can be asked."""
REFUSED = (
    OAuthError,
    JoseError,
    LookupError,
    TypeError,
    ValueError,
    ArithmeticError,
    AttributeError,
    RuntimeError,
)
"""What Authlib and joserfc raise on an answer that cannot be trusted or read. `Unreachable` is caught first:
some of its kinds are ValueErrors too.
"""


def is_on() -> bool:
    return bool(settings.OIDC_ISSUER)


def callback_address() -> str:
    """Built on `BASE_URL`, never on the host of the request."""
    return settings.BASE_URL + reverse("sso-callback")


class ProviderClient(DjangoOAuth2App):
    """Authlib's client, with keys that are forgotten after an hour."""

    def fetch_jwk_set(self, force: bool = False) -> Any:
        """The provider's keys; `force` where a token names one that is not among those kept, which anybody may send:
        once a minute at most.
        """
        if force and cache.add(_kept_under("keys-forced"), True, 60):
            forget_keys()
        address = self.server_metadata["jwks_uri"]
        return cache.get_or_set(_kept_under("keys"), lambda: _json_at(address), KEPT_SECONDS)


def client() -> ProviderClient:
    """Raises `Unreachable`."""
    known: Any = cache.get_or_set(_kept_under("metadata"), _metadata, KEPT_SECONDS)
    return ProviderClient(
        DjangoIntegration(NAME),
        name=NAME,
        client_id=settings.OIDC_CLIENT_ID,
        client_secret=settings.OIDC_CLIENT_SECRET,
        authorize_url=known["authorization_endpoint"],
        access_token_url=known["token_endpoint"],
        client_kwargs={
            "scope": " ".join(settings.OIDC_SCOPES),
            "code_challenge_method": "S256",
            "token_endpoint_auth_method": settings.OIDC_CLIENT_AUTH,
            "default_timeout": SECONDS,
            "max_redirects": 0,
        },
        jwks_uri=known["jwks_uri"],
        end_session_endpoint=known["end_session_endpoint"],
        id_token_signing_alg_values_supported=[settings.OIDC_SIGNED_WITH],
    )


def begin(request: HttpRequest, *, anew: bool, **remembered: Any) -> str:
    """Begin a sign-in; returns the provider's address. The session keeps state, nonce, PKCE and `remembered`.

    `anew` lets the provider ask who it is, even if they are signed in there; a token which does not say that they signed
    in since is then refused.
    """
    keys = [key for key in dict(request.session) if key.startswith(STATE_PREFIX)]
    keys.sort(key=lambda key: request.session[key]["exp"], reverse=True)
    for key in keys[MOST_BEGUN - 1 :]:
        del request.session[key]
    app = client()
    level = {"acr_values": " ".join(settings.OIDC_ACR)} if settings.OIDC_ACR else {}
    prompt = {"prompt": "login", "max_age": "0"} if anew else {}
    begun = app.create_authorization_url(callback_address(), **level, **prompt)
    url = begun.pop("url")
    begun |= {"anew": anew, "begun_at": time.time(), **remembered}
    app.save_authorize_data(request, redirect_uri=callback_address(), **begun)
    return url


def finish(request: HttpRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    """The claims of who came back from the provider, and what `begin` remembered. Raises `Unreachable` or one of
    `REFUSED`.
    """
    app = client()
    state = request.GET.get("state")
    if request.session.get(f"{STATE_PREFIX}{state}", {}).get("exp", 0) < time.time():
        raise LookupError("nothing that was begun here, or more than an hour ago")  # Authlib does not look
    begun = app.framework.get_state_data(request.session, state)
    must = {"iss": settings.OIDC_ISSUER, "aud": settings.OIDC_CLIENT_ID, "sub": None, "nonce": None}
    options = {name: {"essential": True, "value": value} for name, value in must.items()}
    try:
        token = app.authorize_access_token(request, claims_options=options, leeway=LEEWAY)
        if "id_token" not in token or "nonce" not in begun:
            raise LookupError("nothing that is signed")  # Authlib would hand on what is not
        claims = dict(token["userinfo"])
        refuse_odd_subject(claims["sub"])
        if begun["anew"]:
            _refuse_unless_anew(claims, begun["begun_at"])
    except (Unreachable, OAuthError):
        raise
    except REFUSED:
        forget_keys()
        raise
    return claims, begun


def _refuse_unless_anew(claims: dict[str, Any], begun_at: float) -> None:
    """Raises LookupError or ValueError unless the token says that they signed in since `begun_at`.

    The provider's clock tells how long ago they signed in, ours how long ago it began, so that they need not agree. Both
    times of the token are whole seconds.
    """
    seconds_ago = claims["iat"] - claims["auth_time"]
    if not 0 <= seconds_ago <= time.time() - begun_at + 1:
        raise ValueError("signed in before, or not yet")


def refuse_odd_subject(subject: str) -> None:
    """Raises ValueError if no account can be bound to it."""
    if len(subject) > LONGEST or not subject.isprintable():
        raise ValueError("a subject that is too long or has control characters")


def sign_out_address() -> str:
    """Where one signs out at the provider; empty where it has no such page. Raises `Unreachable`.

    The client alone is named: the token of the sign-in would stand in the address with all its claims.
    """
    app = client()
    if not app.server_metadata["end_session_endpoint"]:
        return ""
    return app.create_logout_url(client_id=settings.OIDC_CLIENT_ID)["url"]


def forget_keys() -> None:
    """So that the next sign-in reads them anew: a provider may have other keys without naming them."""
    cache.delete(_kept_under("keys"))


def _kept_under(name: str) -> str:
    return f"sso-{name}:{settings.OIDC_ISSUER}"


def _metadata() -> dict[str, str]:
    """The provider's addresses, of the issuer that is configured and with its scheme."""
    said = _json_at(settings.OIDC_ISSUER.rstrip("/") + "/.well-known/openid-configuration")
    if not isinstance(said, dict) or said.get("issuer") != settings.OIDC_ISSUER:
        raise Unreachable("the metadata are of another issuer")
    scheme = settings.OIDC_ISSUER.partition("://")[0]
    known = {name: str(said.get(name) or "") for name in [*NEEDED, "end_session_endpoint"]}
    if not all(known[name] for name in NEEDED) or not all(
        address.startswith(f"{scheme}://") for address in known.values() if address
    ):
        raise Unreachable("an address is missing, or not as safe as the issuer")
    return known


def _json_at(address: str) -> Any:
    response = requests.get(address, timeout=SECONDS, allow_redirects=False)
    if response.status_code != requests.codes.ok:
        raise Unreachable(f"status {response.status_code}")
    return response.json()
