"""What waits for somebody who keeps plans: each is an act, with the page where it is done."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.pages.people.read import lists_to_confirm, nobody_submits_for
from actionplan.pages.waiting import Waits
from actionplan.plan_document.models import PlanFile
from actionplan.reminders.models import Digest
from objectives.models import Plan


def to_do_of(request: PortalRequest, kept: Iterable[Plan]) -> list[Waits]:
    """About the plans that the person keeps, then what is of all plans. A fixed number of queries."""
    return [*_with_plans(kept, day_of(request.now)), *_in_the_portal(request)]


def _with_plans(kept: Iterable[Plan], on: datetime.date) -> Iterator[Waits]:
    """Amendments that are prepared wait for coordinators, who put them in force."""
    for plan in kept:
        words = {"plan": plan.code, "day": formatting.day(plan.end)}
        if plan.is_over(on):
            yield Waits(
                _("end the plan %(plan)s, whose last day was %(day)s") % words, _url("plan-end", plan)
            )
        elif plan.is_in_preparation:
            yield Waits(
                _("finish the plan %(plan)s and put it in force") % words, _url("plan-put-in-force", plan)
            )


def _url(page: str, plan: Plan) -> str:
    return reverse(page, args=[plan.code])


def _in_the_portal(request: PortalRequest) -> Iterator[Waits]:
    user = request.user
    lists = lists_to_confirm(user, request.now)
    if lists:
        words = ngettext(
            "confirm on %(count)s list who still has a role there",
            "confirm on %(count)s lists who still has a role there",
            lists,
        )
        yield Waits(words % {"count": lists}, reverse("people"))
    found = nobody_submits_for(request)
    unreachable = sum(one.plan.is_in_force or one.plan.is_in_preparation for one in found)
    if unreachable:
        words = ngettext(
            "invite a contact point for %(count)s organisation for which nobody can submit",
            "invite contact points for %(count)s organisations for which nobody can submit",
            unreachable,
        )
        yield Waits(words % {"count": unreachable}, f"{reverse('people')}#unreachable")
    mails = (
        Digest.objects.failed(request.now).not_seen().count() if user.has_perm("portal.manage_mail") else 0
    )
    if mails:
        words = ngettext("look at %(count)s failed mail", "look at %(count)s failed mails", mails)
        yield Waits(words % {"count": mails}, reverse("failed-mail"))
    files = PlanFile.objects.filter(committed_at=None).count() if user.has_perm("objectives.import") else 0
    if files:
        words = ngettext(
            "import or discard %(count)s uploaded file", "import or discard %(count)s uploaded files", files
        )
        yield Waits(words % {"count": files}, reverse("plan-import"))
