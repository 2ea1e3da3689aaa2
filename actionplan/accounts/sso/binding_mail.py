"""The mail to a person whose account was bound to the provider, or no longer is."""

from __future__ import annotations

import datetime

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplan.accounts.backends import is_refused
from actionplan.accounts.models import User
from actionplan.base.mail import send_in_background


def mail_binding(user: User, *, bound: bool, at: datetime.datetime) -> None:
    if is_refused(user) or not user.email:
        return
    with override(user.language):
        body = render_to_string("account/email/binding.txt", {"bound": bound, "at": at})
        message = EmailMessage(subject=_("Action plan progress: single sign-on"), body=body, to=[user.email])
    send_in_background(message, "binding")
