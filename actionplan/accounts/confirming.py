"""Confirming that it is you, before something about one's account changes: by password or second factor, as django-allauth
asks for them, or by signing in anew at the provider of single sign-on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]
WHERE_SIGN_IN_COUNTS = {"mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"}
ANEW_AT = "sso_anew_at"
"""In the session: when the provider, asked by somebody signed in, last let them sign in anew; seconds since 1970."""


def is_confirmed(request: HttpRequest) -> bool:
    """Whether it is less than `ACCOUNT_REAUTHENTICATION_TIMEOUT` seconds ago. For adding a second factor and seeing its new
    recovery codes the sign-in itself counts: whoever has a factor showed it then.
    """
    page = request.resolver_match.url_name if request.resolver_match else ""
    counts_sign_in = page in WHERE_SIGN_IN_COUNTS
    records = get_authentication_records(request, request.user)
    times = [record["at"] for record in records if record.get("reauthenticated") or counts_sign_in]
    last = max([request.session.get(ANEW_AT, 0), *times])
    return time.time() - last < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def refuse_unless_confirmed(request: HttpRequest) -> None:
    """Raises ReauthenticationRequired, which leads to where one confirms it and back.

    Django-allauth takes it as confirmed where somebody has neither a password nor a factor; at the provider they
    can confirm it all the same.
    """
    if not is_confirmed(request) and get_adapter().get_reauthentication_methods(request.user):
        raise ReauthenticationRequired


def when_confirmed(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refuse_unless_confirmed(request)
        return view(request, *args, **kwargs)

    return guarded
