"""A person's own sessions, and what happened around signing in: seen by that person, who can end the others, all or one."""

from __future__ import annotations

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
from .requests import PortalRequest
from .sign_ins import note_sign_in
from .states import SignInKind

MOST_RECORDS = 50


class SessionsAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions: Any) -> None:
        super().end_sessions(sessions)
        if sessions:
            note_sign_in(SignInKind.SESSIONS_ENDED, self.request, self.request.user)


def open_sessions(user: User) -> list[UserSession]:
    """Those that still let the person in, the latest first: neither expired nor sealed with an earlier password or address.

    Django-allauth's own list deletes the others while it reads, which a page that is only looked at must not.
    """
    known = list(UserSession.objects.filter(user=user).order_by("-created_at"))
    kept = Session.objects.filter(
        session_key__in=[one.session_key for one in known], expire_date__gt=timezone.now()
    )
    seal = user.get_session_auth_hash()
    is_open = {row.session_key for row in kept if row.get_decoded().get(HASH_SESSION_KEY) == seal}
    return [one for one in known if one.session_key in is_open]


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
            "sessions": [(one, one.session_key == key) for one in sessions],
            "others": [one for one in sessions if one.session_key != key],
            "records": self.request.user.sign_in_events.all()[:MOST_RECORDS],
        }

    def form_valid(self, form: ManageUserSessionsForm) -> HttpResponse:
        """The session that a button named ends, or all others."""
        if named := self.request.POST.get("session"):
            this = self.request.session.session_key
            others = [one for one in open_sessions(self.request.user) if one.session_key != this]
            get_adapter().end_sessions([one for one in others if str(one.pk) == named])
            messages.success(self.request, _("That session has ended."))
        else:
            form.save(self.request)
            messages.success(self.request, _("You are signed out everywhere else."))
        return super().form_valid(form)
