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

from actionplan.audit.models import Revision, Seal
from actionplan.audit.sealing import head_of
from actionplan.base import formatting
from actionplan.base.days import day_of
from objectives.models import Plan

from .letters import HEADERS
from .people import everybody_to_mail


def mails_with_heads(at: datetime.datetime) -> Iterator[EmailMessage]:
    """One to each auditor, about the portal and the plans that they audit, and one about all chains to `TRAIL_HEAD_EMAIL`,
    also of plans that were discarded while they were prepared.
    """
    plans, day = list(Plan.objects.order_by("code")), day_of(at)
    sealed = Seal.objects.order_by("chain").values_list("chain", flat=True).distinct()
    heads = {chain: head_of(chain) for chain in sealed}
    people = everybody_to_mail(day)
    for key, person in people.users.items():
        rights = people.rights[key]
        audited = [plan for plan in plans if rights.in_plan(plan).is_auditor and not plan.is_in_preparation]
        if audited:
            of_person = {chain: heads[chain] for chain in _chains(audited) if chain in heads}
            yield _mail(person.email, person.language, of_person, plans, day)
    if settings.TRAIL_HEAD_EMAIL:
        yield _mail(settings.TRAIL_HEAD_EMAIL, settings.LANGUAGE_CODE, heads, plans, day)


def _chains(plans: list[Plan]) -> list[int]:
    """The portal's, then that of each plan."""
    return [Revision.PORTAL, *(plan.pk for plan in plans)]


def _mail(
    address: str, language: str, heads: dict[int, str], plans: list[Plan], day: datetime.date
) -> EmailMessage:
    codes = {plan.pk: plan.code for plan in plans}
    with override(language):
        context = {
            "heads": [(_name(chain, codes.get(chain, "")), head) for chain, head in heads.items()],
            "day": formatting.day(day),
        }
        return EmailMessage(
            subject=_("Action plan: the newest seals of the trail"),
            body=render_to_string("mail/trail_heads.txt", context),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[address],
            headers=HEADERS,
        )


def _name(chain: int, code: str) -> str:
    if chain == Revision.PORTAL:
        return _("The portal")
    return code or _("Discarded plan %(number)s") % {"number": chain}
