"""Mails about an account: to its owner, or to those who watch over accounts."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from actionplan.base.days import day_of
from actionplan.base.mail import send_in_background

from .backends import is_refused
from .models import Membership, User


def mail_person(person: User, subject: Promise, template: str, **context: Any) -> None:
    """In the person's language, in the background. Nothing goes to a demo account in production, or to nobody's address."""
    if is_refused(person) or not person.email:
        return
    with override(person.language):
        body = render_to_string(f"account/email/{template}.txt", context)
        message = EmailMessage(subject=str(subject), body=body, to=[person.email])
    send_in_background(message, template)


def mail_replaced_address(before: User, *, by: User | None, at: datetime.datetime, withheld: bool) -> None:
    """To the address that was replaced, so that its owner learns at once that the account left it.

    `before` is the person as they were; `withheld` says whether a coordinator must confirm them now. The mail names the administrators to contact, without the one who did it.
    """
    others = User.objects.permanent_administrators(day_of(at)).exclude(
        pk__in=[before.pk, by.pk if by else None]
    )
    subject = _("Action plan progress: the address of your account was changed")
    mail_person(
        before,
        subject,
        "address_changed",
        by=by,
        at=at,
        administrators=others.exclude(email=""),
        withheld=withheld,
    )


def mail_emergency_use(user: User, *, at: datetime.datetime) -> None:
    """To every administrator: `user` signed in with a password where single sign-on is the way in."""
    subject = _("Action plan progress: the emergency account was used")
    for administrator in User.objects.administrators_on(day_of(at)):
        mail_person(administrator, subject, "emergency_used", account=user, at=at)


def mail_binding(user: User, *, bound: bool, at: datetime.datetime) -> None:
    """To the person whose account was bound to the provider of single sign-on, or no longer is."""
    mail_person(user, _("Action plan progress: single sign-on"), "binding", bound=bound, at=at)


def mail_factor_reset(user: User, *, at: datetime.datetime) -> None:
    mail_person(user, _("Action plan progress: reset of a second factor"), "factor_reset", at=at)


def tell_who_newly_reads(membership: Membership, *, by: User | None, at: datetime.datetime) -> None:
    """Once the transaction is committed, mail every coordinator of the plans in which somebody may newly read words about
    limited actions beyond those of an own organisation. Nothing happens where the role lets nobody do so, nor while a demo
    is made.
    """
    is_made_up = by is None and membership.user.is_demo
    if membership.reads_beyond_own and not is_made_up:
        transaction.on_commit(lambda: _mail_who_newly_reads(membership, by, at))


def _mail_who_newly_reads(membership: Membership, by: User | None, at: datetime.datetime) -> None:
    subject = _("Action plan progress: somebody may read about limited actions")
    url = settings.BASE_URL + reverse("people")
    for coordinator in User.objects.coordinators(membership.plan_id, day_of(at)).exclude(
        pk=membership.user_id
    ):
        mail_person(coordinator, subject, "newly_reads", membership=membership, by=by, url=url)


def mail_withheld(person: User, *, at: datetime.datetime) -> None:
    """To every coordinator who may confirm that it is the person whose address was replaced or password reset."""
    subject = _("Action plan progress: confirm who signs in")
    url = settings.BASE_URL + reverse("person-confirm", args=[person.pk])
    for coordinator in User.objects.coordinators(None, day_of(at)):
        if coordinator.has_perm("accounts.confirm_person", person):
            mail_person(coordinator, subject, "withheld", account=person, at=at, url=url)
