"""The mails about a reset of a second factor: to the person, and to those who may confirm it."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplan.base.days import day_of

from .mails import mail_person
from .models import FactorReset, User
from .rules import who_confirms

SUBJECT = _("Action plan progress: reset of a second factor")


def mail_asked(reset: FactorReset, at: datetime.datetime) -> None:
    """To the person, who may object, and to those who may confirm."""
    mail_person(reset.user, SUBJECT, "factor_reset_asked", reset=reset, confirms=False)
    url = settings.BASE_URL + reverse("factor-reset-confirm", args=[reset.pk])
    for person in who_confirms(reset, User.objects.over_the_whole_portal(day_of(at))):
        mail_person(person, SUBJECT, "factor_reset_asked", reset=reset, confirms=True, url=url)


def mail_reset(user: User, by: User | None, at: datetime.datetime) -> None:
    mail_person(user, SUBJECT, "factor_reset", by=by, at=at)
