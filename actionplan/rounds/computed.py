"""What the portal computes of each action at a closing: word, schedule, slip, milestones, sums of money; on both bases."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from actionplan.base.money import ZERO
from actionplan.picture.frozen import Document
from actionplan.reporting.milestone_states import days_missed, is_due
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.slips import slip_of
from actionplan.reporting.states import Basis, MilestoneState, ReportKind, ReportState
from budgets.planned import Period, period_of_action

from .freezing import Freezing

Collected = Mapping[tuple[str, str], Any]
"""The contents of the documents so far, by table and key."""

WORD = [
    "word_report",
    "reported_at",
    "awaits_review",
    "reviewed_at",
    "status",
    "on_hold_since",
    "confidence",
    "verdict",
    "actual_start",
    "actual_end",
    "forecast_end",
]
SCHEDULE = [
    "reckoned_on",
    "runs_from",
    "runs_until",
    "is_continuous",
    "schedule",
    "freshness",
    "fresh_since",
    "has_new_forecast",
    "assessed_otherwise",
    "computed_otherwise",
]


def computed_documents(freezing: Freezing, collected: Collected) -> Iterator[Document]:
    """One for each action and basis: two queries, beside the one that `freezing` made."""
    forecasts = _forecasts(freezing)
    bases = [
        (Basis.ACCEPTED, "computed", freezing.actions.values()),
        (Basis.REPORTED, "computed_reported", freezing.tracked(Basis.REPORTED)),
    ]
    for basis, table, actions in bases:
        for action in actions:
            standing = reports_on(basis, action.code, collected)
            content = (
                {name: getattr(action, name) for name in [*WORD, *SCHEDULE]}
                | _counting(freezing, action)
                | _slip(action, collected, forecasts[basis][action.pk])
                | _milestones(action, collected, standing)
                | _money(action, collected, standing)
            )
            yield Document(table, action.code, content, action.pk)


def reports_on(basis: str, code: str, collected: Collected) -> dict[int, Any]:
    """The reports that stand on the basis, by key."""
    tables = ["reports"] if basis == Basis.ACCEPTED else ["reports", "reports_reported"]
    known = {row["report"]: row for table in tables for row in collected.get((table, code), [])}
    standings = "standings" if basis == Basis.ACCEPTED else "standings_reported"
    return {row["report"]: known[row["report"]] for row in collected.get((standings, code), [])}


def _counting(freezing: Freezing, action: Any) -> dict[str, Any]:
    """Under whom the action counts once."""
    lead, area, minister = action.lead_organisation, action.counting_area, action.counting_minister
    return {
        "lead": freezing.organisation(lead),
        "area": freezing.policy_areas[area].code if area else None,
        "minister": freezing.ministers[minister].key if minister else None,
    }


def _forecasts(freezing: Freezing) -> dict[str, dict[int, list[datetime.date | None]]]:
    """The forecast ends of the lead's reports that count, by basis and action, the oldest first."""
    found: dict[str, dict[int, list[datetime.date | None]]] = {basis: defaultdict(list) for basis in Basis}
    rows = ProgressReport.objects.filter(
        action__plan=freezing.plan,
        kind=ReportKind.LEAD,
        state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED],
        submitted_at__lte=freezing.at,
    ).order_by("submitted_at", "pk")
    for action, state, forecast in rows.values_list("action", "state", "forecast_end"):
        found[Basis.REPORTED][action].append(forecast)
        if state == ReportState.ACCEPTED:
            found[Basis.ACCEPTED][action].append(forecast)
    return found


def _slip(action: Any, collected: Collected, forecasts: list[datetime.date | None]) -> dict[str, Any]:
    phases = collected.get(("phases", action.code), [])
    adopted = [Period(row["start"], row["end"]) for row in phases if row["in_force_from"] is None]
    slip = slip_of(
        actual_end=action.actual_end,
        forecast_end=action.forecast_end,
        adopted_end=period_of_action(adopted).end,
        end_in_force=action.runs_until,
        forecasts=forecasts,
    )
    return {"slip": asdict(slip) if slip else None}


def _milestones(action: Any, collected: Collected, standing: dict[int, Any]) -> dict[str, Any]:
    """Where each milestone stands, and how many of those due by the day, itself included, are achieved; no dropped ones."""
    word = standing.get(action.word_report)
    reported: dict[str, list[Any]] = defaultdict(list)
    for row in word["milestones"] if word else []:
        reported[row["key"]].append(row)
    lines, due = [], []
    for terms in collected.get(("milestones", action.code), []):
        of_milestone = list(_lines(terms, reported[terms["key"]], action.reckoned_on))
        lines += of_milestone
        due += [line for line in of_milestone if is_due(terms["due"], line["state"], action.reckoned_on)]
    achieved = sum(line["state"] == MilestoneState.ACHIEVED for line in due)
    return {"milestones": lines, "milestones_due": len(due), "milestones_achieved": achieved}


def _lines(terms: Any, reported: list[Any], on: datetime.date) -> Iterator[dict[str, Any]]:
    """One line for a milestone, and for a recurring one as many as periods were reported."""
    rows = [row for row in reported if bool(row["period_start"]) == bool(terms["recurrence"])]
    nothing = {"period_start": None, "state": MilestoneState.OPEN, "achieved_on": None, "number": None}
    for row in rows or [nothing]:
        yield {name: row[name] for name in nothing} | {
            "key": terms["key"],
            "late_by": days_missed(terms["due"], row["state"], on),
        }


def _money(action: Any, collected: Collected, standing: dict[int, Any]) -> dict[str, Any]:
    """Planned, committed and paid over all years and organisations, in euro; unknown is nothing, never zero."""
    lines = collected.get(("budget_lines", action.code), [])
    rows = [row for report in standing.values() for row in report["expenditures"]]
    return {
        "planned": _sum_of_known(amount for line in lines for amount in line["planned"].values()),
        "committed": _sum_of_known(row["committed"] for row in rows),
        "paid": _sum_of_known(row["paid"] for row in rows),
    }


def _sum_of_known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if known else None
