"""The daily mail with the newest seal of each chain of the trail, to auditors and to an address of the operator's choice.

Once it has left, nobody can cut off the end of the trail, or write it anew, without contradicting it. It names the plans
that its reader sees, and nothing of what happened in them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplan.audit.models import Revision
from actionplan.audit.sealing import head_of
from actionplan.base import formatting
from actionplan.base.days import day_of
from objectives.models import Plan

from .letters import HEADERS
from .people import everybody_to_mail


def mails_with_heads(at: datetime.datetime) -> Iterator[EmailMessage]:
    """One to each auditor, about the plans that they audit, and one about all plans to `TRAIL_HEAD_EMAIL`."""
    plans, day = list(Plan.objects.order_by("code")), day_of(at)
    people = everybody_to_mail(day)
    for key, person in people.users.items():
        rights = people.rights[key]
        audited = [plan for plan in plans if rights.in_plan(plan).is_auditor and not plan.is_in_preparation]
        if audited:
            yield _mail(person.email, person.language, audited, day)
    if settings.TRAIL_HEAD_EMAIL:
        yield _mail(settings.TRAIL_HEAD_EMAIL, settings.LANGUAGE_CODE, plans, day)


def _mail(address: str, language: str, plans: list[Plan], day: datetime.date) -> EmailMessage:
    with override(language):
        return EmailMessage(
            subject=_("Action plan: the newest seals of the trail"),
            body=render_to_string(
                "mail/trail_heads.txt", {"heads": _heads(plans), "day": formatting.day(day)}
            ),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[address],
            headers=HEADERS,
        )


def _heads(plans: list[Plan]) -> list[tuple[str, str]]:
    """The portal's, and that of each plan with an event."""
    chains = [(_("The portal"), Revision.PORTAL), *((plan.code, plan.pk) for plan in plans)]
    heads = [(name, head_of(chain)) for name, chain in chains]
    return [(name, head) for name, head in heads if head]
