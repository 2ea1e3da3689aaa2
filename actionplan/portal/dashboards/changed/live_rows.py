"""All that the plan and its organisations said of some actions, in one query, in the shape in which closings freeze it.

Every row comes as JSON beside the name of its table, so that live and frozen sides are read by the same eyes: days and
instants are ISO texts, amounts are numbers. `documents_at` then keeps what held at a moment.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf

from actionplan.reporting.models import Expenditure, ProgressReport, ReportedMilestone, Spread, Standing
from actionplan.reporting.moments import Moment
from actions.models import Action, ActionTerms, Lead, MilestoneTerms, MinisterInvolvement, Phase, Promotion
from budgets.models import BudgetTerms

from .facts import SPENT, TEXTS

Rows = Mapping[str, list[dict[str, Any]]]
"""Of one action, by table; of all times that were asked for."""

IN_FORCE = ["in_force_from", "in_force_until"]
ACTION = ["pk", "code", "limited", *IN_FORCE]
TERMS = ["title", "title_nl", "summary", "summary_nl", "kind"]
PHASE = ["place", "label", "label_nl", "start", "start_precision", "end", "end_precision", "continuous"]
MILESTONE = ["title", "title_nl", "due", "due_precision", "recurrence", "target_from", "target_to", "unit"]
LINE = ["label", "label_nl", "kind", "amount", "per_year", "phase_place", "start", "end"]
REPORT = [
    *["pk", "kind", "version", "on_behalf", "state", "status", "on_hold_since", "outcome", "confidence"],
    *["actual_start", "actual_end", "forecast_end", "submitted_at", "reviewed_at", "reviewed_within"],
    *["verdict", "redacted_at", *TEXTS],
]
NAMES = {"name": "organisation__name", "name_nl": "organisation__name_nl"}


def read_live(actions: Any, standings: QuerySet) -> dict[int, Rows]:
    """By the action's key: one query. `actions` are keys, or a query of them; `standings` say which reports count."""
    first, *others = [*_of_the_plan(actions), *_of_reports(standings)]
    found: dict[int, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for table, action, row in first.union(*others, all=True):
        found[action][table].append(row)
    return dict(found)


def _rows(table: str, rows: QuerySet, action: str, *names: str, **paths: Any) -> QuerySet:
    facts = {name: F(name) for name in names} | paths
    return rows.order_by().values_list(Value(table, output_field=CharField()), F(action), JSONObject(**facts))


def _of_the_plan(actions: Any) -> Iterator[QuerySet]:
    rows = Action.objects.filter(pk__in=actions)
    paths = {"objective": F("objective__number"), "merged_into": F("merged_into__code")}
    yield _rows("action", rows, "pk", *ACTION, **paths)
    yield _rows("terms", ActionTerms.objects.filter(action__in=actions), "action", *TERMS, *IN_FORCE)
    yield _rows("phases", Phase.objects.filter(action__in=actions), "action", *PHASE, *IN_FORCE)
    ministers = MinisterInvolvement.objects.filter(action__in=actions)
    paths = {"key": F("minister__key"), "name": F("minister__title"), "name_nl": F("minister__title_nl")}
    yield _rows("involvements", ministers, "action", "role", *IN_FORCE, **paths)
    body = {"key": F("organisation__key"), **{name: F(path) for name, path in NAMES.items()}}
    bodies = Promotion.objects.filter(action__in=actions)
    yield _rows("promotions", bodies, "action", "role", *IN_FORCE, **body)
    yield _rows("leads", Lead.objects.filter(action__in=actions), "action", *IN_FORCE, **body)
    yield from _of_promises(actions)


def _of_promises(actions: Any) -> Iterator[QuerySet]:
    terms = MilestoneTerms.objects.filter(milestone__action__in=actions)
    paths = {"key": F("milestone__key"), "place": F("milestone__order")}
    yield _rows("milestones", terms, "milestone__action", *MILESTONE, *IN_FORCE, **paths)
    lines = BudgetTerms.objects.filter(line__action__in=actions)
    yield _rows("budget_lines", lines, "line__action", *LINE, *IN_FORCE, place=F("line__place"))
    spreads = Spread.objects.filter(line__action__in=actions)
    yield _rows("spreads", spreads, "line__action", "year", "amount", *IN_FORCE, place=F("line__place"))


def _of_reports(standings: QuerySet) -> Iterator[QuerySet]:
    of_standing = ["pk", "report_id", "as_lead", "since", "until"]
    yield _rows("standings", standings, "action", *of_standing)
    reports = standings.order_by().values("report")
    people = {name: _person(name) for name in ["submitted_by", "reviewed_by"]}
    body = {"organisation": F("organisation__key"), **{name: F(path) for name, path in NAMES.items()}}
    paths = {**people, **body, "round": F("round__code")}
    yield _rows("reports", ProgressReport.objects.filter(pk__in=reports), "action", *REPORT, **paths)
    spent = Expenditure.objects.filter(report__in=reports)
    yield _rows("expenditures", spent, "report__action", "report_id", "year", *SPENT)
    reported = ReportedMilestone.objects.filter(report__in=reports)
    said = ["report_id", "period_start", "state", "achieved_on", "number"]
    yield _rows("reported_milestones", reported, "report__action", *said, key=F("milestone__key"))


def _person(name: str) -> Any:
    return Coalesce(NullIf(F(f"{name}__name"), Value("")), F(f"{name}__username"))


def standings_at(*moments: Moment) -> QuerySet:
    """The standings that hold, on its basis, at any of the moments."""
    found = Standing.objects.none()
    for moment in moments:
        found |= Standing.objects.on_basis(moment.basis).at(moment.known_at)
    return found


def documents_at(rows: Rows, moment: Moment) -> dict[str, Any]:
    """What of these rows held at the moment: the tables of a snapshot, each report with its own rows."""
    day = moment.plan_day.isoformat()
    found: dict[str, Any] = {
        table: [row for row in rows.get(table, []) if _in_force(row, day)]
        for table in ["milestones", "budget_lines", "spreads", "involvements", "promotions", "leads"]
    }
    found["day"], action = day, rows["action"][0]
    found["action"] = {**action, **_terms(rows["terms"], day), "in_plan": _in_force(action, day)}
    found["phases"] = [
        row for row in rows.get("phases", []) if _in_force(row, day) or not row["in_force_from"]
    ]
    found["standings"] = [row for row in rows.get("standings", []) if _stands(row, moment.known_at)]
    standing = {row["report_id"] for row in found["standings"]}
    found["reports"] = [
        _report(row, rows, moment.known_at) for row in rows.get("reports", []) if row["pk"] in standing
    ]
    return found


def _terms(rows: list[dict[str, Any]], day: str) -> dict[str, Any]:
    """What an action says on the day; on one on which it was not in the plan yet, what it says at all."""
    terms = next((row for row in rows if _in_force(row, day)), rows[0])
    return {name: terms[name] for name in TERMS}


def _in_force(row: dict[str, Any], day: str) -> bool:
    begun = not row["in_force_from"] or row["in_force_from"] <= day
    return begun and (not row["in_force_until"] or row["in_force_until"] > day)


def instant(text: str | None) -> datetime.datetime | None:
    """An instant as a database or a snapshot writes it; without a zone it is in UTC."""
    if not text:
        return None
    found = datetime.datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)


def _stands(row: dict[str, Any], at: datetime.datetime) -> bool:
    since, until = instant(row["since"]), instant(row["until"])
    return since is not None and since <= at and (until is None or until > at)


def _report(row: dict[str, Any], rows: Rows, at: datetime.datetime) -> dict[str, Any]:
    """The report as known at the instant: a later review had not happened yet."""
    reviewed = instant(row["reviewed_at"])
    known = row if reviewed is not None and reviewed <= at else row | UNREVIEWED
    return known | {
        "report": row["pk"],
        "expenditures": [one for one in rows.get("expenditures", []) if one["report_id"] == row["pk"]],
        "milestones": [one for one in rows.get("reported_milestones", []) if one["report_id"] == row["pk"]],
    }


UNREVIEWED = {"reviewed_at": None, "reviewed_by": None, "reviewed_within": False, "verdict": ""}
