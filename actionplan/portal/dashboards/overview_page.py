"""The overview: where the plan stands, what needs attention, whether the money follows."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, FilteredRelation, OuterRef, QuerySet

from actionplan.base.addresses import address_of
from actionplan.base.inforce import in_force_q
from actionplan.base.prepared import prepared
from actionplan.portal.action_record import state_at
from actionplan.portal.demo import story_day
from actionplan.portal.disagreements import disagreement_on
from actionplan.portal.round_words import line_of_round_under_way
from actionplan.portal.tallies import measure_named
from actionplan.reporting.models import ProgressReport, Standing
from actionplan.reporting.moments import Moment
from objectives.models import Plan

from .attention import points_of_attention
from .counting import Counted
from .matrix import matrices
from .money_shown import money_shown
from .shown import Shown

ATTENTION_SHOWN = 10
DISAGREEMENTS_SHOWN = 5
REPORTS_SHOWN = 8


def overview_page(shown: Shown, show: str, now: datetime.datetime) -> dict[str, Any]:
    """The context of the page; `show` names what its parts are counted by."""
    money = money_shown(shown)
    counted = Counted(shown, money.overspent_actions)
    worst, differing = counted.worst(ATTENTION_SHOWN), counted.differing[:DISAGREEMENTS_SHOWN]
    rows = shown.rows([*worst, *differing])
    crossed = matrices(shown)  # counted most finely, so that the figures are added up of it
    return {
        "plan": shown.plan,
        "shown": shown,
        "asked": shown,
        "counted": counted,
        **figures_of(counted, show),
        "matrices": crossed,
        "points": points_of_attention(shown, rows, worst, money.overspent(worst)),
        "attention": counted.attention(),
        **_disagreements(counted, rows, differing),
        "money": money,
        "receipt_url": address_of("money-receipt", shown.plan.code),
        **_of_today(shown, now),
    }


def figures_of(counted: Counted, show: str) -> dict[str, Any]:
    """What the overview and the page of a closed round count alike."""
    distributions = counted.distributions()
    measure = measure_named(show, [measure for measure, _parts in distributions])
    return {
        "counted": counted,
        "distributions": distributions,
        "of_continuous": counted.of_continuous(),
        "freshness": counted.freshness(),
        "measure": measure,
        "groupings": counted.groupings(measure),
    }


def _disagreements(counted: Counted, rows: dict[int, Any], keys: list[int]) -> dict[str, Any]:
    """The first disagreements between the voices and, where there are more, the list of all."""
    shown = counted.shown
    context: dict[str, Any] = {
        "disagreements": [
            disagreement_on(rows[key], shown.action_url(rows[key].code)) for key in keys if key in rows
        ]
    }
    if len(counted.differing) > DISAGREEMENTS_SHOWN:
        more = {"disagreements_more": len(counted.differing), "disagreements_url": counted.differing_url}
        context |= more
    return context


def _of_today(shown: Shown, now: datetime.datetime) -> dict[str, Any]:
    """What came in last, and of today alone the round under way; a closed round has neither."""
    return {
        "last_reports": [] if shown.frozen else _last_reports(shown),
        "story_day": story_day(now) if shown.is_now else None,
        "round_line": line_of_round_under_way(shown.plan, now)
        if shown.is_now and shown.has_round_under_way
        else None,
    }


class LastReport(NamedTuple):
    """A report that came in: on which action, whose it is, and what became of it."""

    pk: int
    state: str
    submitted_at: datetime.datetime
    reviewed_at: datetime.datetime | None
    reviewed_within: bool
    taken_back_at: datetime.datetime | None
    on_behalf: bool
    code: str
    title: str
    title_nl: str
    organisation: str
    organisation_nl: str


def _last_reports(shown: Shown) -> list[tuple[LastReport, str]]:
    """The newest reports known at the moment, as they stood then, each with its state: on the accepted basis those that were accepted."""
    known_at = shown.moment.known_at
    newest = _newest(shown.plan, shown.moment)
    if not shown.scope.is_everything:
        rows = newest_reports(shown.plan, shown.moment)
        newest = rows.filter(action__in=shown.actions["key"])[:REPORTS_SHOWN]
    return [(report, state_at(report, known_at)) for report in map(LastReport._make, newest)]


@prepared
def _newest(plan: Plan, moment: Moment) -> QuerySet:
    return newest_reports(plan, moment)[:REPORTS_SHOWN]


def newest_reports(plan: Plan, moment: Moment) -> QuerySet:
    """Those that stood on the basis by the moment, the newest first, as `LastReport` names them."""
    stood = Standing.objects.on_basis(moment.basis).filter(report=OuterRef("pk"), action__plan=plan)
    rows = ProgressReport.objects.filter(Exists(stood.filter(since__lte=moment.known_at)))
    rows = rows.known_at(moment.known_at)
    of_action = ["action__code", "action_terms__title", "action_terms__title_nl"]
    names = ["organisation__name", "organisation__name_nl"]
    in_force = in_force_q(moment.plan_day, "action__terms__")
    rows = rows.alias(action_terms=FilteredRelation("action__terms", condition=in_force))
    rows = rows.order_by("-submitted_at", "-pk")
    return rows.values_list(*LastReport._fields[:7], *of_action, *names)
