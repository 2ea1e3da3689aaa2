"""What is left to do about the reporting on single actions: a list to work through, with the way to the form.

A contributor finds the actions that the own organisations lead; anybody else one organisation's, when the address names it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from actionplan.accounts.models import User
from actionplan.accounts.rights import rights_today
from actionplan.base.addresses import address_of
from actionplan.organisations.models import Organisation
from actionplan.portal.places import NONE
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.quality import Gap
from actionplan.reporting.rules import writes_on

from .milestone_promises import Brief
from .quality_facts import Examined, ToDo
from .quality_figures import Wanted
from .shown import Shown


@dataclass(frozen=True)
class Row:
    action: Brief
    url: str
    gaps: list[Gap]
    report_url: str = ""
    """The form of the report, for who may fill it in today; its note to the Platform asks for what the plan lacks."""
    waits_since: datetime.datetime | None = None
    """When a report was handed in that is not reviewed yet: it may have mended this. Told to its own organisation."""


@dataclass(frozen=True)
class Doers:
    """Who looks, and what that person may do about it: nothing on a past day or in a closed round."""

    user: User
    organisations: dict[str, int] = field(default_factory=dict)
    """Those that the person reports for, by key."""
    waiting: dict[int, datetime.datetime] = field(default_factory=dict)
    """By action, when a report of theirs was handed in that waits for review."""

    def report_url(self, one: ToDo, shown: Shown) -> str:
        organisation = self.organisations.get(one.lead)
        if organisation is None or not shown.is_now:
            return ""
        if not writes_on(self.user, shown.plan.pk, one.action.action, organisation):
            return ""
        return address_of("report-form", shown.plan.code, one.action.code, one.lead)


def doers_of(user: User, shown: Shown) -> Doers:
    """For a contributor: two queries; for anybody else none."""
    keys = rights_today(user, shown.plan).organisations
    if not keys:
        return Doers(user)
    organisations = dict(Organisation.objects.filter(pk__in=keys).order_by().values_list("key", "pk"))
    rows = ProgressReport.objects.waiting_for_review().filter(
        action__plan=shown.plan, organisation__in=keys, kind="lead"
    )
    waiting = dict(rows.values_list("action", "submitted_at")) if shown.is_now else {}
    return Doers(user, organisations, waiting)


def own(examined: Iterable[Examined], doers: Doers) -> list[Examined]:
    """Those that an organisation of this person leads."""
    return [one for one in examined if one.lead in doers.organisations and one.lead != NONE]


def rows_of(todos: Iterable[ToDo], wanted: Wanted, shown: Shown, doers: Doers) -> list[Row]:
    """With all that is left to do on each, or what is left to do on the point that is asked for. No query."""
    return [_row(one, wanted, shown, doers) for one in todos]


def _row(one: ToDo, wanted: Wanted, shown: Shown, doers: Doers) -> Row:
    gaps = one.gaps if wanted.point is None else list(one.on(wanted.point) or [])
    return Row(
        one.action,
        shown.action_url(one.action.code),
        gaps,
        doers.report_url(one, shown) if gaps else "",
        doers.waiting.get(one.action.action) if one.lead in doers.organisations else None,
    )
