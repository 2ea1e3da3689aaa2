"""System check: the settings of single sign-on are all there or none, and none of them is unsafe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

CLIENT_AUTH = ["client_secret_basic", "client_secret_post"]
SIGNED_WITH = [f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)]
"""Made with a key that the provider alone has."""


@register()
def single_sign_on_is_whole(**kwargs: Any) -> list[CheckMessage]:
    """`manage.py check`, which runs before the portal starts, and every command that runs it."""
    hint = "docs/operators/settings.md tells what each setting is."
    return [Error(fault, hint=hint, id="accounts.E001") for fault in faults()]


def faults() -> Iterator[str]:
    if not settings.OIDC_ISSUER:
        for name in ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ACR", "OIDC_APPLICATION"]:
            if getattr(settings, name):
                yield f"{name} is set, but not OIDC_ISSUER."
        if not settings.LOCAL_ACCOUNTS:
            yield "LOCAL_ACCOUNTS is off, but nobody can sign in without OIDC_ISSUER."
        return
    for name in ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"]:
        if not getattr(settings, name):
            yield f"OIDC_ISSUER is set, but not {name}."
    if not settings.OIDC_ISSUER.startswith("https://") and not settings.DEBUG:
        yield "OIDC_ISSUER must begin with https://."
    if "openid" not in settings.OIDC_SCOPES:
        yield "OIDC_SCOPES must have openid."
    if "rrn" in settings.OIDC_SCOPES:
        yield "OIDC_SCOPES may not have rrn: the portal has no use for a number of the national register."
    if settings.OIDC_CLIENT_AUTH not in CLIENT_AUTH:
        yield f"OIDC_CLIENT_AUTH must be one of {', '.join(CLIENT_AUTH)}."
    if settings.OIDC_SIGNED_WITH not in SIGNED_WITH:
        yield f"OIDC_SIGNED_WITH must be one of {', '.join(SIGNED_WITH)}."
    if not settings.LOCAL_ACCOUNTS and not settings.EMERGENCY_ACCOUNT:
        yield "LOCAL_ACCOUNTS is off: name the one account that a password still opens in EMERGENCY_ACCOUNT."
