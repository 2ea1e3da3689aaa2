"""The mails about a reset of a second factor: to the person, and to those who may confirm it."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplan.base.days import day_of
from actionplan.base.mail import send_in_background

from .backends import is_refused
from .models import FactorReset, Membership, User
from .roles import Role


def mail_asked(reset: FactorReset, at: datetime.datetime) -> None:
    """To the person, who may object, and to those who may confirm."""
    _mail(reset.user, "factor_reset_asked", {"reset": reset, "confirms": False})
    url = settings.BASE_URL + reverse("factor-reset-confirm", args=[reset.pk])
    for person in _those_who_confirm(reset, day_of(at)):
        _mail(person, "factor_reset_asked", {"reset": reset, "confirms": True, "url": url})


def mail_reset(user: User, by: User | None, at: datetime.datetime) -> None:
    _mail(user, "factor_reset", {"by": by, "at": at})


def _those_who_confirm(reset: FactorReset, on: datetime.date) -> list[User]:
    coordinators = Membership.objects.in_force(on).filter(role=Role.COORDINATOR, plan__isnull=True)
    coordinating = User.objects.filter(is_active=True, pk__in=coordinators.values("user"))
    people = User.objects.administrators_on(on) | coordinating
    return [person for person in people.distinct() if person.has_perm("accounts.confirm_factor_reset", reset)]


def _mail(person: User, template: str, context: dict[str, Any]) -> None:
    if is_refused(person) or not person.email:
        return
    with override(person.language):
        message = EmailMessage(
            subject=_("Action plan progress: reset of a second factor"),
            body=render_to_string(f"account/email/{template}.txt", context),
            to=[person.email],
        )
    send_in_background(message, template)
