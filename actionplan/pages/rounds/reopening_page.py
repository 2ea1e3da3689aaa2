"""The page that asks before an accepted request is reopened in validation, because of an office's remark."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.access_log import note_words
from actionplan.base.days import day_of
from actionplan.pages.ask_first import AskFirst
from actionplan.pages.getters import about_round, as_it_is_now, managed_round
from actionplan.pages.tokens import acted, form_page
from actionplan.reminders.people import everybody_to_mail
from actionplan.reporting.models import MinisterAnswer
from actionplan.rounds.reopening import reopen_request, request_of


@form_page
def request_reopen(request: PortalRequest, plan_code: str, round_code: str, pk: int) -> HttpResponse:
    """`pk` is that of the office's remark."""
    round = managed_round(request, plan_code, round_code)
    rows = MinisterAnswer.objects.filter(round=round, objects_to_it=True)
    rows = rows.select_related("minister", "action", "by").prefetch_related("action__terms")
    remark = get_object_or_404(rows, pk=pk)
    remark.round = round

    def again() -> None:
        remark.refresh_from_db()
        as_it_is_now(round, "plan")

    def context() -> dict[str, Any]:
        note_words(remark.action, remark.remark)
        asked = request_of(remark)
        answers = round.minister_answers.current().filter(action=remark.action_id)
        stands = asked is not None and asked.was_accepted and not asked.is_reopened  # type: ignore[attr-defined]
        writers: set[int] = set()
        everybody = everybody_to_mail(day_of(request.now))
        if asked is not None and asked.organisation_id:
            writers = everybody.of(round.plan).writers(remark.action_id, asked.organisation_id)
        can_reopen = round.is_in_validation and stands and not remark.superseded_at
        people = [everybody.users[key] for key in sorted(writers)]
        offices = answers.select_related("minister").order_by("minister__order")
        ministers = "; ".join(row.minister.local_title for row in offices)
        return {
            **about_round(round),
            "remark": remark,
            "asked": asked,
            "ask": _ask(remark, ministers, people) if can_reopen else _cannot_be_reopened(remark),
        }

    return acted(
        request,
        "rounds/reopen_request.html",
        context,
        lambda: reopen_request(remark=remark, by=request.user, at=request.now),
        to=reverse("round", args=[plan_code, round_code]),
        done=_(
            "The request is reopened. The version that was accepted stands until the new one is accepted."
        ),
        again=again,
        tell=round.plan,
    )


def _ask(remark: MinisterAnswer, ministers: str, people: list[User]) -> AskFirst:
    round = remark.round
    again = _(
        "Once it is, every office that answered on this action is asked again; its answer is kept as one on the "
        "version before: %(ministers)s."
    )
    return AskFirst(
        _("Reopen the accepted request about %(code)s?") % {"code": remark.action.code},
        _("Reopen the request"),
        reverse("request-reopen", args=[round.plan.code, round.code, remark.pk]),
        _("Leave it as it was accepted"),
        reverse("round", args=[round.plan.code, round.code]),
        happens=[
            _(
                "The lead reads the remark, and can submit a new version of this report alone while the round stays in "
                "validation."
            ),
            _("The version that was accepted stands until the new one is accepted."),
            again % {"ministers": ministers},
            _("Without a new version, the round closes with a reason, and the version before counts."),
        ],
        people=people,
        undo=_("It cannot be undone."),
    )


def _cannot_be_reopened(remark: MinisterAnswer) -> AskFirst:
    round = remark.round
    why = _(
        "It cannot be reopened now: only in validation, because of a remark on the version that stands, where it is not "
        "reopened already."
    )
    question = _("Reopen the accepted request about %(code)s?") % {"code": remark.action.code}
    round_url = reverse("round", args=[round.plan.code, round.code])
    return AskFirst(question, "", "", _("Back to the round"), round_url, happens=[why])
