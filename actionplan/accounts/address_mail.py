"""The mail to an address that was replaced, so that its owner learns at once that the account left it."""

from __future__ import annotations

import datetime

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplan.base.days import day_of
from actionplan.base.mail import send_in_background

from .backends import is_refused
from .models import User


def mail_replaced_address(before: User, *, by: User | None, at: datetime.datetime) -> None:
    """`before` is the person as they were. The mail names the administrators to contact, without the one who
    did it.
    """
    if is_refused(before):
        return
    others = User.objects.permanent_administrators(day_of(at)).exclude(
        pk__in=[before.pk, by.pk if by else None]
    )
    with override(before.language):
        context = {"by": by, "at": at, "administrators": others.exclude(email="")}
        message = EmailMessage(
            subject=_("Action plan progress: the address of your account was changed"),
            body=render_to_string("account/email/address_changed.txt", context),
            to=[before.email],
        )
    send_in_background(message, "address_changed")
