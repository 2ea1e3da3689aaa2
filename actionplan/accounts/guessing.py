"""Guesses at passwords and codes, counted by account and by where they come from.

Where they come from is a browser that has signed in to that account before, which a signed cookie tells, or
else an address. So a stranger who knows a name slows only himself, and never the owner's browser. What a stranger
types is counted as typed, so that nobody learns from the count whether somebody has such an account. The rates are
in `ACCOUNT_RATE_LIMITS`.
"""

from __future__ import annotations

import ipaddress
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

PASSWORD, CODE = "passwords", "codes"
"""What is guessed at, as the rates are named. They are counted apart: who knows the password may not guess codes for
ever.
"""
KNOWN_BROWSER = f"{settings.COOKIE_PREFIX}known_browser"
MAX_AGE_SECONDS = 365 * 24 * 60 * 60
MAX_ACCOUNTS = 10
"""How many accounts one browser is known to; the latest."""
_SALT = "known browser"


def may_guess(request: HttpRequest, what: str, user: Any, typed: str = "") -> bool:
    """Count an attempt before it is made; False if there were too many. `typed` is how the account was named."""
    browser = _known_browser(request, user)
    if not browser and not ratelimit.consume(request, action="wrong_anywhere", dry_run=True):
        return False
    if not ratelimit.consume(request, action="guess", key=_place(request, what, user, typed)):
        return False
    return bool(browser) or ratelimit.consume(request, action=what, key=_account(request, user, typed))


def guessed_wrong(request: HttpRequest, user: Any) -> None:
    """Count it for the address, over all accounts, unless the account knows the browser."""
    if not _known_browser(request, user):
        ratelimit.consume(request, action="wrong_anywhere")


def guessed_right(request: HttpRequest, what: str, user: Any) -> None:
    """Earlier attempts at this account, from here, no longer count, however it was named."""
    for typed in ["", user.username, user.email]:
        ratelimit.clear(request, action="guess", key=_place(request, what, user, typed))


def remember_browser(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """Called once somebody is signed in, with the second factor where they have one."""
    known = _cookie_of(request) or {"browser": get_random_string(22), "accounts": []}
    others = [account for account in known["accounts"] if account != user.pk]
    response.set_cookie(
        KNOWN_BROWSER,
        signing.dumps(known | {"accounts": [*others, user.pk][-MAX_ACCOUNTS:]}, salt=_SALT),
        max_age=MAX_AGE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _place(request: HttpRequest, what: str, user: Any, typed: str) -> str:
    return f"{what} {_account(request, user, typed)} {_known_browser(request, user) or _network(request)}"


def _account(request: HttpRequest, user: Any, typed: str) -> str:
    """Whose it is, where nothing was typed or the browser is known; else what was typed, as the database folds it."""
    if _known_browser(request, user) or not typed:
        return f"user {user.pk}"
    return f"typed {typed.upper().lower()}"


def _network(request: HttpRequest) -> str:
    """The address, of IPv6 the /64: whoever has one of its addresses has them all."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    return str(ipaddress.ip_network(f"{address}/{64 if address.version == 6 else 32}", strict=False))


def _known_browser(request: HttpRequest, user: Any) -> str:
    """The name of the browser, if it has signed in to this account before; else empty."""
    known = _cookie_of(request) if user else None
    return known["browser"] if known and user.pk in known["accounts"] else ""


def _cookie_of(request: HttpRequest) -> dict[str, Any] | None:
    try:
        return signing.loads(request.COOKIES.get(KNOWN_BROWSER, ""), salt=_SALT, max_age=MAX_AGE_SECONDS)
    except signing.BadSignature:
        return None
