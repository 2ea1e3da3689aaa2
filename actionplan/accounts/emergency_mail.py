"""The mail that tells every administrator that the emergency account was used."""

from __future__ import annotations

import datetime

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplan.base.days import day_of
from actionplan.base.mail import send_in_background

from .models import User


def mail_emergency_use(user: User, *, at: datetime.datetime) -> None:
    """`user` signed in with a password where single sign-on is the way in."""
    for administrator in User.objects.administrators_on(day_of(at)).exclude(email=""):
        with override(administrator.language):
            message = EmailMessage(
                subject=_("Action plan progress: the emergency account was used"),
                body=render_to_string("account/email/emergency_used.txt", {"account": user, "at": at}),
                to=[administrator.email],
            )
        send_in_background(message, "emergency_used")
