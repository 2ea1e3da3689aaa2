"""What was typed in a form whose session had ended: kept for the person whose form it was, until they sign in again.

The form carries a signed mark of whose it is. What is sent with it by somebody who is not signed in is kept in the
session of that browser, an hour at most, and shown to nobody but that person; whoever has no such form stores nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
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


def mark_of(user: User) -> str:
    """Whose form it is, for a hidden field `whose`."""
    return _signer.sign(str(user.pk))


def carries_on(form_address: Callable[..., str]) -> Callable[[Callable], Callable]:
    """The decorator of a view that saves a form: once its session has ended it leads on to signing in, and back to the form.

    `form_address` answers with the address of the form's page, from what the view is called with. It looks nothing up,
    so that a stranger learns nothing.
    """

    def decorated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_not_required
        @wraps(view)
        def saved_or_kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            address = form_address(request, *args, **kwargs)
            if request.user.is_authenticated:
                if address == request.session.get(IN_SESSION, {}).get("address"):
                    del request.session[IN_SESSION]
                return view(request, *args, **kwargs)
            _keep(request, address)
            return redirect_to_login(address)

        return saved_or_kept

    return decorated


def address_of_form(page: str) -> Callable[..., str]:
    """Of the page of this name, which is under the same names as the address that saves its form."""
    return lambda request, **named: reverse(page, kwargs=named)


def _keep(request: HttpRequest, address: str) -> None:
    try:
        owner = int(_signer.unsign(request.POST.get(MARK, ""), max_age=SECONDS_MARK_HOLDS))
    except BadSignature:
        return
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
    request.session[IN_SESSION] = {"of": owner, "address": address, "fields": typed}
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
