"""What was typed in a form whose session had ended: kept for the person whose form it was, until they sign in
again.

The form carries a signed mark of whose it is, and of the page that shows it. What is sent with it by somebody
who is not signed in is kept in the session of that browser, an hour at most, and shown to nobody but that
person, on that page; whoever has no such form stores nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from .models import User

MARK = "whose"
IN_SESSION = "typed"
SECONDS_KEPT = 60 * 60
SECONDS_MARK_HOLDS = 7 * 24 * 60 * 60
"""A form may stand open over a weekend."""
LONGEST = 500_000
"""Signs that are kept; the longest sheet has a tenth of them."""

_signer = TimestampSigner(salt="whose form")


def mark_of(user: User, address: str) -> str:
    """Whose form it is and where one comes back to it, for a hidden field `whose`."""
    return _signer.sign_object({"of": user.pk, "address": address})


class SignInMiddleware(LoginRequiredMiddleware):
    """Whoever sends a form without a session is led to signing in, and back to the form with what was typed.

    Once it is sent by somebody who is signed in, what was kept of it is forgotten.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        mark = request.POST.get(MARK, "") if request.method == "POST" else ""
        try:
            form = _signer.unsign_object(mark, max_age=SECONDS_MARK_HOLDS) if mark else None
        except BadSignature:
            form = None
        if form is not None and not request.user.is_authenticated:
            _keep(request, form)
            return redirect_to_login(form["address"])
        if form is not None and form["address"] == request.session.get(IN_SESSION, {}).get("address"):
            del request.session[IN_SESSION]
        return super().process_view(request, view_func, view_args, view_kwargs)


def _keep(request: HttpRequest, form: dict[str, Any]) -> None:
    fields = request.POST.copy()
    for name in [MARK, "csrfmiddlewaretoken"]:
        fields.pop(name, None)
    typed = fields.urlencode()
    if len(typed) > LONGEST:
        messages.error(
            request,
            _("What you typed is too long to be kept. Go back with your browser’s back button, and copy it."),
        )
        return
    request.session[IN_SESSION] = {**form, "fields": typed}
    request.session.set_expiry(SECONDS_KEPT)


def typed_for(request: HttpRequest) -> QueryDict | None:
    """What this person typed in the form at the address that was asked, and has not saved yet."""
    kept = request.session.get(IN_SESSION)
    if not kept or (kept["of"], kept["address"]) != (request.user.pk, request.get_full_path()):
        return None
    return QueryDict(kept["fields"])


def drop_what_others_typed(request: HttpRequest, user: User) -> None:
    """Before somebody signs in."""
    if request.session.get(IN_SESSION, {}).get("of", user.pk) != user.pk:
        del request.session[IN_SESSION]
