"""What is said before a round takes a step, or its people are reminded. Each is None where it cannot be done now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.formatting import local
from actionplan.pages.ask_first import AskFirst
from actionplan.pages.getters import about_round, managed_round
from actionplan.reminders.digests import people_to_remind
from actionplan.reminders.people import everybody_to_mail
from actionplan.reporting.models import Round
from actionplan.reporting.states import RequestState
from actionplan.reporting.who_is_asked import leads_have_changed
from actionplan.reports.pending import cut_off

AskAbout = Callable[[PortalRequest, Round], AskFirst | None]


def ask_first(request: PortalRequest, plan_code: str, round_code: str, about: AskAbout) -> HttpResponse:
    """The page that asks; without a question the round's own."""
    round = managed_round(request, plan_code, round_code)
    ask = about(request, round)
    if ask is None:
        return redirect("round", plan_code, round_code)
    return render(request, "ui/ask_first.html", about_round(round) | {"ask": ask})


def ask_about_round(round: Round, name: str, question: str, act: str, **said: Any) -> AskFirst:
    """About a step of which `name` is the address; `question` may name the round."""
    names = [round.plan.code, round.code]
    known: dict[str, Any] = {"back": _("Leave it as it is"), "back_url": reverse("round", args=names)}
    words = {"round": round.local_name}
    return AskFirst(question % words, act, reverse(name, args=names), **known | said)


def taking_into_review(request: PortalRequest, round: Round) -> AskFirst | None:
    name = "round-take-into-review"
    if round.is_in_validation:
        return ask_about_round(
            round,
            name,
            _("Take the round %(round)s back into review?"),
            _("Take back into review"),
            happens=[
                _("Ministers’ offices can no longer answer. What they answered is kept."),
                _("What was returned can be submitted again, and reports can be reviewed."),
            ],
            people=[],
            undo=_("You can take the round into validation again."),
        )
    if not round.is_open:
        return None
    today = day_of(request.now)
    if round.due >= today:
        return _before_the_due_day(request, round, name)
    rows: Any = round.requests.of_leads().with_state()
    silent = rows.filter(answer_state__in=[RequestState.NOT_STARTED, RequestState.DRAFT], extended_to=None)
    count = silent.count()
    no_longer = ngettext(
        "%(count)s report that is not submitted can no longer be submitted.",
        "%(count)s reports that are not submitted can no longer be submitted.",
        count,
    )
    return ask_about_round(
        round,
        name,
        _("Take the round %(round)s into review?"),
        _("Take into review"),
        happens=[
            no_longer % {"count": count},
            _("Only who has an extension, or answers a returned report, can still submit."),
        ],
        people=[],
        undo=_("You can open the round again as long as it is in review."),
    )


def _before_the_due_day(request: PortalRequest, round: Round, name: str) -> AskFirst:
    """Names who is cut off, and mails them."""
    today = day_of(request.now)
    everybody, found = everybody_to_mail(today), cut_off(round, today)
    writers = everybody.of(round.plan).writers
    mailed = set().union(*(writers(row.action_id, row.organisation_id) for row in found))
    codes: dict[str, list[str]] = defaultdict(list)
    for row in found:
        codes[local(row.organisation, "name")].append(row.action.code)
    due = formatting.day(round.due)
    cut = ngettext(
        "The last day is %(day)s. %(count)s report that is not submitted can no longer be submitted:",
        "The last day is %(day)s. %(count)s reports that are not submitted can no longer be submitted:",
        len(found),
    )
    return ask_about_round(
        round,
        name,
        _("Take the round %(round)s into review before its last day?"),
        _("Take into review"),
        happens=[
            cut % {"day": due, "count": len(found)}
            if found
            else _("The last day is %(day)s.") % {"day": due},
            *(f"{organisation}: {', '.join(known)}" for organisation, known in codes.items()),
            _("Only who has an extension, or answers a returned report, can still submit. Drafts are kept."),
        ],
        people=[everybody.users[person] for person in sorted(mailed)],
        undo=_("You can open the round again as long as it is in review."),
    )


def opening_again(request: PortalRequest, round: Round) -> AskFirst | None:
    if not round.is_in_review:
        return None
    return ask_about_round(
        round,
        "round-open-again",
        _("Open the round %(round)s again?"),
        _("Open again"),
        happens=[_("Every report that is asked for can be submitted again.")],
        people=[],
        undo=_("You can take the round into review again."),
    )


def asking_present_leads(request: PortalRequest, round: Round) -> AskFirst | None:
    if not (round.is_open or round.is_in_review) or not leads_have_changed(round, day_of(request.now)):
        return None
    return ask_about_round(
        round,
        "round-bring-up-to-date",
        _("Ask the present leads in the round %(round)s?"),
        _("Ask the present leads"),
        happens=[
            _("What a former lead did not answer is asked of the present lead, with the same last day."),
            _("A former lead that still has a part in the action is invited as a partner."),
            _("The present leads hear of it by mail."),
        ],
        undo=_("It cannot be undone."),
    )


def reminding(request: PortalRequest, round: Round) -> AskFirst | None:
    if not (round.is_open or round.is_in_review):
        return None
    people = people_to_remind(round=round, at=request.now)
    nobody = _("Nothing is left to submit, or people were reminded today already.")
    who = _("Who still has something to submit, or to answer, is reminded of all of it in one mail.")
    return ask_about_round(
        round,
        "round-remind",
        _("Remind who must still report in the round %(round)s?"),
        _("Send the mails") if people else "",
        happens=[who if people else nobody],
        people=people,
        undo=_("A mail that has left cannot be taken back. You can remind once a day.") if people else "",
    )
