"""What was typed in a form after its session had ended: kept until the person whose form it was signs in
again.

Every form of the portal has a signed mark with its owner and the page that shows it (`ui/form_mark.html`). What
is sent with it anonymously is kept in the session of that browser, for an hour at most, and shown only to that
person, on that page; without such a mark nothing is stored. Files are not kept.

So is what was typed in other forms of a page while one was sent: `static/portal.js` sends it beside, as `beside`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

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
BESIDE_FIELD = "beside"
"""For each other form of the page that was changed, where it is sent and its fields, as an address with a query."""
BESIDE_KEY = "typed beside"
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


def shown_on(request: HttpRequest) -> str:
    """The address of the page on which this person sent the form; empty without a mark of ours."""
    form = _form_marked(request)
    return form["address"] if form and form["of"] == request.user.pk else ""


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
        if form is not None and form["of"] == request.user.pk:
            _keep_beside(request, form)
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


def _keep_beside(request: HttpRequest, form: dict[str, Any]) -> None:
    """Keep what was typed beside the form that is sent, in place of what was kept of the same page."""
    typed = request.POST.getlist(BESIDE_FIELD)
    if typed and sum(map(len, typed)) <= MAX_LENGTH_KEPT:
        request.session[BESIDE_KEY] = {**form, "typed": typed}
    elif form["address"] == request.session.get(BESIDE_KEY, {}).get("address"):
        del request.session[BESIDE_KEY]


def keep_beside(request: HttpRequest, sent_to: str, fields: Mapping[str, list[str]]) -> None:
    """Keep these fields of a form that another button sent, for the next time that its page is shown."""
    form = _form_marked(request)
    if form is not None and any(value for values in fields.values() for value in values):
        request.session[BESIDE_KEY] = {**form, "typed": [f"{sent_to}?{urlencode(fields, doseq=True)}"]}


def typed_beside(request: HttpRequest) -> dict[str, QueryDict]:
    """What this person typed in forms of the page while they sent another, by the address where each is sent."""
    kept = request.session.get(BESIDE_KEY, {})
    if request.method == "POST":
        form = _form_marked(request)
        is_here = form is not None and form["address"] == kept.get("address")
    else:
        is_here = urlsplit(kept.get("address", "")).path == request.path and "saved" not in request.GET
    if not is_here or kept["of"] != request.user.pk:
        return {}
    forms = [typed.partition("?") for typed in kept["typed"]]
    return {address: QueryDict(fields) for address, _mark, fields in forms}


def kept_for(request: HttpRequest) -> dict[str, Any] | None:
    """What is kept of a form of the page that is asked for, if it is this person's."""
    kept = request.session.get(SESSION_KEY) if request.method == "GET" else None
    is_theirs = kept and (kept["of"], kept["address"]) == (request.user.pk, request.get_full_path())
    return kept if is_theirs else None


def typed_for(request: HttpRequest, sent_to: str = "") -> QueryDict | None:
    """What this person typed on the page that is asked for, and has not saved yet.

    With `sent_to` only what was sent to that address, of a page with several forms, or typed beside.
    """
    kept = kept_for(request)
    if kept is not None and sent_to in ("", kept.get("sent_to")):
        return QueryDict(kept["fields"])
    return typed_beside(request).get(sent_to)


def drop_typed_by_others(request: HttpRequest, user: User) -> None:
    """Called before somebody signs in."""
    if request.session.get(SESSION_KEY, {}).get("of", user.pk) != user.pk:
        del request.session[SESSION_KEY]
