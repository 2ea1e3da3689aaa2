"""What was typed in a form after its session had ended: kept until the person whose form it was signs in
again.

Every form of the portal has a signed mark with its owner and the page that shows it (`ui/form_mark.html`). What
is sent with it anonymously is kept in the session of that browser, for an hour at most, and shown only to that
person, on that page; without such a mark nothing is stored. Files are not kept.
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

MARK_FIELD = "whose"
SESSION_KEY = "typed"
SECONDS_KEPT = 60 * 60
MARK_MAX_AGE_SECONDS = 7 * 24 * 60 * 60
"""A form may stay open over a weekend."""
MAX_LENGTH_KEPT = 500_000
"""Characters that are kept; the longest sheet has a tenth of that."""

_signer = TimestampSigner(salt="whose form")


def mark_of(user: User, address: str) -> str:
    """The owner of a form and its address, for a hidden field `whose`."""
    return _signer.sign_object({"of": user.pk, "address": address})


def mark_for(request: HttpRequest) -> str:
    """The mark of the forms of the page that answers the request; empty for visitors.

    A page that comes back with a form has the address of the page that the form was sent from.
    """
    if not request.user.is_authenticated:
        return ""
    form = _form_marked(request)
    return mark_of(request.user, form["address"] if form else request.get_full_path())


def _form_marked(request: HttpRequest) -> dict[str, Any] | None:
    """The owner and the page of the form that was sent, if its mark is ours."""
    mark = request.POST.get(MARK_FIELD, "") if request.method == "POST" else ""
    try:
        return _signer.unsign_object(mark, max_age=MARK_MAX_AGE_SECONDS) if mark else None
    except BadSignature:
        return None


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends anybody who submits a form without a session to sign in, and back to the form with what was
    typed.

    Once the form is sent by somebody signed in, what was kept of it is dropped.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        form = _form_marked(request)
        if form is not None and not request.user.is_authenticated:
            _keep(request, form)
            return redirect_to_login(form["address"])
        if form is not None and form["address"] == request.session.get(SESSION_KEY, {}).get("address"):
            del request.session[SESSION_KEY]
        if not getattr(view_func, "login_required", True):
            return None  # Django asks who it is even here, and so opens the session
        return super().process_view(request, view_func, view_args, view_kwargs)


def _keep(request: HttpRequest, form: dict[str, Any]) -> None:
    fields = request.POST.copy()
    for name in [MARK_FIELD, "csrfmiddlewaretoken"]:
        fields.pop(name, None)
    typed = fields.urlencode()
    if len(typed) > MAX_LENGTH_KEPT:
        messages.error(
            request,
            _("What you typed is too long to be kept. Go back with your browser’s back button, and copy it."),
        )
        return
    request.session[SESSION_KEY] = {
        **form,
        "sent_to": request.path,
        "fields": typed,
        "had_files": bool(request.FILES),
    }
    request.session.set_expiry(SECONDS_KEPT)


def kept_for(request: HttpRequest) -> dict[str, Any] | None:
    """What is kept of a form of the page that is asked for, if it is this person's."""
    kept = request.session.get(SESSION_KEY) if request.method == "GET" else None
    is_theirs = kept and (kept["of"], kept["address"]) == (request.user.pk, request.get_full_path())
    return kept if is_theirs else None


def typed_for(request: HttpRequest, sent_to: str = "") -> QueryDict | None:
    """What this person typed on the page that is asked for, and has not saved yet.

    With `sent_to` only what was sent to that address, of a page with several forms.
    """
    kept = kept_for(request)
    if kept is None or sent_to not in ("", kept.get("sent_to")):
        return None
    return QueryDict(kept["fields"])


def drop_typed_by_others(request: HttpRequest, user: User) -> None:
    """Called before somebody signs in."""
    if request.session.get(SESSION_KEY, {}).get("of", user.pk) != user.pk:
        del request.session[SESSION_KEY]
