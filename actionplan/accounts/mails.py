"""Mails about an account: to its owner, or to those who watch over accounts."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from actionplan.base.days import day_of
from actionplan.base.mail import send_in_background

from .backends import is_refused
from .models import User


def mail_person(person: User, subject: Promise, template: str, **context: Any) -> None:
    """In the person's language, in the background. Nothing goes to a demo account in production, or to nobody's address."""
    if is_refused(person) or not person.email:
        return
    with override(person.language):
        body = render_to_string(f"account/email/{template}.txt", context)
        message = EmailMessage(subject=str(subject), body=body, to=[person.email])
    send_in_background(message, template)


def mail_replaced_address(before: User, *, by: User | None, at: datetime.datetime) -> None:
    """To the address that was replaced, so that its owner learns at once that the account left it.

    `before` is the person as they were. The mail names the administrators to contact, without the one who did it.
    """
    others = User.objects.permanent_administrators(day_of(at)).exclude(
        pk__in=[before.pk, by.pk if by else None]
    )
    subject = _("Action plan progress: the address of your account was changed")
    mail_person(before, subject, "address_changed", by=by, at=at, administrators=others.exclude(email=""))


def mail_emergency_use(user: User, *, at: datetime.datetime) -> None:
    """To every administrator: `user` signed in with a password where single sign-on is the way in."""
    subject = _("Action plan progress: the emergency account was used")
    for administrator in User.objects.administrators_on(day_of(at)):
        mail_person(administrator, subject, "emergency_used", account=user, at=at)


def mail_binding(user: User, *, bound: bool, at: datetime.datetime) -> None:
    """To the person whose account was bound to the provider of single sign-on, or no longer is."""
    mail_person(user, _("Action plan progress: single sign-on"), "binding", bound=bound, at=at)
