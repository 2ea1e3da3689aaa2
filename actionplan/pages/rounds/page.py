"""What the page of a round shows while it is in preparation or under way, as far as the person may see it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from actionplan.accounts.contact_points import with_contact_point
from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.rights import rights_today
from actionplan.base.addresses import with_query
from actionplan.base.brussels import day_of
from actionplan.base.tokens import new_token
from actionplan.organisations.models import Organisation
from actionplan.picture.kept import picture_at
from actionplan.picture.moment import Moment
from actionplan.picture.picture import Picture
from actionplan.picture.sentences import voices_in_words
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reporting.requests import differs_from_the_leads
from actionplan.reporting.states import Attention, Basis, RequestState

from .acts import acts_for
from .answers import (
    AnswerTable,
    Counted,
    counted_requests,
    how_many,
    rows_by_area,
    rows_by_organisation,
    where_most_are,
)
from .closing import hanging_context
from .extensions import extensions_waiting
from .states import answer_groups
from .trail import trail_of_rounds
from .validation import offices_shown, remarks_of
from .words import due_words, state_words

SHOWN = 10
"""Rows of each list on the page; the whole list is behind its link."""


def round_context(request: PortalRequest, round: Round) -> dict[str, Any]:
    """The page of a round that is not closed. A fixed number of queries."""
    today, user = day_of(request.now), request.user
    context = {
        "plan": round.plan,
        "round": round,
        "state": state_words(round),
        "due_words": due_words(round.due, today) if round.is_open else "",
        "acts": acts_for(user, round),
        "follows": user.has_perm("reporting.follow_rounds", round),
        "may_keep": user.has_perm("reporting.keep_rounds", round),
        "typed": "",
        "trail": trail_of_rounds(round.plan),
    }
    counted = counted_requests(round, today)
    picture = picture_at(round.plan, Moment.now(request.now, round.plan, Basis.REPORTED))
    context |= _who_has_answered(request, round, counted, picture)
    context |= _what_ministers_say(request, round, today)
    if context["follows"] and round.is_under_way:
        context |= _what_asks_for_something(round, counted, today)
        context |= _where_voices_disagree(picture)
    if context["follows"] and (round.is_in_review or round.is_in_validation):
        context |= hanging_context(request, round)
    return context


def _who_has_answered(
    request: PortalRequest, round: Round, counted: list[Counted], picture: Picture
) -> dict[str, Any]:
    list_url = reverse("request-list", args=[round.plan.code, round.code])
    whole = AnswerTable(answer_groups(request.user, round), list_url)
    table = whole.without_what_nothing_counts(counted)
    areas, organisations = (
        rows_by_area(table, counted, picture),
        rows_by_organisation(table, counted, picture),
    )
    return {
        "list_url": list_url,
        "groups": table.groups,
        "whole": whole.row(counted, {}),
        "by_area": areas,
        "said_by_area": where_most_are(areas),
        "by_organisation": [row for row in organisations if row.asked],
        "said_by_organisation": where_most_are(organisations),
        "invited_only": [row for row in organisations if not row.asked],
    }


def _what_asks_for_something(round: Round, counted: list[Counted], today: datetime.date) -> dict[str, Any]:
    """For coordinators and auditors: what waits, hangs, is asked for, or keeps the round from closing."""
    list_url = reverse("request-list", args=[round.plan.code, round.code])
    returned = with_query(list_url, {"state": RequestState.RETURNED})
    return {
        "waiting": list(waiting_for_review(round)[:SHOWN]),
        "waiting_count": how_many(counted, RequestState.SUBMITTED),
        "returned": [Returned.of(report, today) for report in returned_and_hanging(round)[:SHOWN]],
        "returned_count": how_many(counted, RequestState.RETURNED),
        "returned_url": returned,
        "extensions": extensions_waiting(round),
        "without_contact_point": organisations_without_contact_point(round, today),
        "differs": differs_from_the_leads(round, today),
        "token": new_token(),
    }


def _what_ministers_say(request: PortalRequest, round: Round, today: datetime.date) -> dict[str, Any]:
    """Who of the ministers' offices has answered: for coordinators and auditors, and for each office its own."""
    user, own = request.user, rights_today(request.user, round.plan).ministers
    follows = user.has_perm("reporting.follow_rounds", round)
    if not (follows or own) or not (round.is_in_review or round.is_in_validation):
        return {"offices": [], "remarks": []}
    offices = offices_shown(round, today)
    return {
        "offices": [office for office in offices if follows or office.minister.pk in own],
        "remarks": remarks_of(round) if follows else [],
    }


def _where_voices_disagree(picture: Picture) -> dict[str, Any]:
    """The first disagreements of the plan on the reported basis, and the list of all."""
    actions, plan = picture.actions.whose_voices_differ(), picture.plan
    filters = {"attention": str(Attention.VOICES_DIFFER), "basis": str(Basis.REPORTED)}
    return {
        "disagreements": {
            "all": {
                "count": len(actions),
                "url": with_query(reverse("action-list", args=[plan.code]), filters),
            },
            "first": [
                {
                    "action": action,
                    "voices": voices_in_words(action),
                    "url": reverse("action", args=[plan.code, action.code]),
                }
                for action in actions[:SHOWN]
            ],
        },
        "query": f"?basis={Basis.REPORTED}",
    }


def waiting_for_review(round: Round) -> QuerySet:
    """Reports of the round that were submitted and not reviewed, oldest first."""
    rows = ProgressReport.objects.filter(round=round).waiting_for_review().prefetch_related("action__terms")
    return rows.select_related("action", "organisation", "submitted_by")


def returned_and_hanging(round: Round) -> QuerySet:
    """Reports of the round that were returned and not answered by a new version, the longest first."""
    requests = round.requests.with_state().filter(answer_state=RequestState.RETURNED)
    rows = ProgressReport.objects.filter(pk__in=requests.values("last_report"))
    rows = rows.prefetch_related("action__terms")
    return rows.select_related("action", "organisation", "reviewed_by").order_by("reviewed_at", "pk")


@dataclass(frozen=True)
class Returned:
    report: ProgressReport
    days: int
    """Since it was returned."""

    @classmethod
    def of(cls, report: ProgressReport, today: datetime.date) -> Returned:
        return cls(report, (today - day_of(report.reviewed_at)).days)


def organisations_without_contact_point(round: Round, on: datetime.date) -> list[Organisation]:
    """Organisations that the round asks or invites, and for which nobody can hand in."""
    asked = Organisation.objects.filter(requests__round=round).distinct()
    return list(asked.exclude(pk__in=with_contact_point(round.plan, on).values("pk")))
