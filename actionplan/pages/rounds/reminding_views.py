"""One press to remind everybody who still has something to hand in for a round."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from actionplan.accounts.requests import PortalRequest
from actionplan.base.refusals import Refused
from actionplan.pages.tokens import carried_out_once
from actionplan.reminders.digests import remind_now

from .acts_views import refused
from .getters import round_to_keep


@require_POST
def round_remind(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    reminded: list[int] = []

    def act() -> str:
        reminded.append(remind_now(round=round, by=request.user, at=request.now))
        return reverse("round", args=[plan_code, round_code])

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        return refused(request, round, refusal)
    for count in reminded:
        _say(request, count)
    return redirect(result)


def _say(request: PortalRequest, count: int) -> None:
    if count:
        words = ngettext(
            "%(count)s person is reminded by mail.", "%(count)s people are reminded by mail.", count
        )
        messages.success(request, words % {"count": count})
    else:
        words = _("Nobody is reminded: nothing is left to hand in, or people were reminded today already.")
        messages.info(request, words)
