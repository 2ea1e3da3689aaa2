"""A person's own sessions and sign-in records; they can end the other sessions, one or all."""

from __future__ import annotations

import datetime
from typing import Any

from allauth.usersessions.adapter import DefaultUserSessionsAdapter, get_adapter
from allauth.usersessions.forms import ManageUserSessionsForm
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from .models import User
from .portal_request import PortalRequest
from .sign_ins import note_by_others, note_sign_in
from .states import SignInKind

SIGN_INS_SHOWN = 50
BY_PROVIDER = "sso"
"""In a session that began at the provider of single sign-on."""
SUBSTANTIAL = "sso_substantial"
"""In one that began there at a level of `OIDC_ACR`, which counts as a second factor."""


class SessionsAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions: Any) -> None:
        super().end_sessions(sessions)
        if sessions:
            note_sign_in(SignInKind.SESSIONS_ENDED, self.request, self.request.user)


def open_sessions(user: User) -> list[UserSession]:
    """The person's valid sessions, latest first: not expired, and not from before a change of password or
    address.

    Django-allauth's own list deletes invalid sessions while reading, which a GET must not do.
    """
    known = list(UserSession.objects.filter(user=user).order_by("-created_at"))
    kept = Session.objects.filter(
        session_key__in=[session.session_key for session in known], expire_date__gt=timezone.now()
    )
    seal = user.get_session_auth_hash()
    is_open = {row.session_key for row in kept if row.get_decoded().get(HASH_SESSION_KEY) == seal}
    return [session for session in known if session.session_key in is_open]


def end_other_sessions(request: PortalRequest) -> None:
    this = request.session.session_key
    get_adapter().end_sessions(
        [session for session in open_sessions(request.user) if session.session_key != this]
    )


def end_sessions_of(
    user: User,
    *,
    at: datetime.datetime,
    but: str | None = None,
    from_provider: bool = False,
    kind: SignInKind = SignInKind.SESSIONS_ENDED,
) -> None:
    """End every session of the person, or those that began at the provider of single sign-on, except the one with the
    key `but`; where there were any, a record of signing in says so.
    """
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=but))
    if from_provider:
        kept = Session.objects.filter(session_key__in=[session.session_key for session in sessions])
        began_there = {row.session_key for row in kept if row.get_decoded().get(BY_PROVIDER)}
        sessions = [session for session in sessions if session.session_key in began_there]
    for session in sessions:
        session.end()
    if sessions:
        note_by_others(kind, user, at)


class SessionsView(FormView):
    request: PortalRequest
    template_name = "account/sessions.html"
    form_class = ManageUserSessionsForm
    success_url = reverse_lazy("usersessions_list")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sessions = open_sessions(self.request.user)
        key = self.request.session.session_key
        return super().get_context_data(**kwargs) | {
            "sessions": [(session, session.session_key == key) for session in sessions],
            "others": [session for session in sessions if session.session_key != key],
            "identities": self.request.user.identities.all(),
            "records": self.request.user.sign_in_events.all()[:SIGN_INS_SHOWN],
        }

    def form_valid(self, form: ManageUserSessionsForm) -> HttpResponse:
        """End the session named by the button, or all other sessions."""
        if named := self.request.POST.get("session"):
            this = self.request.session.session_key
            others = [session for session in open_sessions(self.request.user) if session.session_key != this]
            get_adapter().end_sessions([session for session in others if str(session.pk) == named])
            messages.success(self.request, _("That session has ended."))
        else:
            form.save(self.request)
            messages.success(self.request, _("You are signed out everywhere else."))
        return super().form_valid(form)
