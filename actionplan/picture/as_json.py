"""A picture in a documented, stable format for other programs (docs/picture.md)."""

from __future__ import annotations

import datetime
from typing import Any

from actionplan.base.days import day_of
from budgets.planned import Period

from . import money, schedule
from .picture import ActionPicture, Picture
from .unknown_figures import unknown_figures


def as_json(picture: Picture) -> dict[str, Any]:
    """Codes and keys as in addresses, days and instants in ISO 8601, amounts in euro as text."""
    moment = picture.moment
    return {
        "plan": picture.plan.code,
        "known_at": moment.known_at.isoformat(),
        "reckoned_on": moment.reckoned_on.isoformat(),
        "basis": str(moment.basis),
        "round": moment.round or None,
        "actions": [_action(action) for action in picture.actions],
    }


def _action(action: ActionPicture) -> dict[str, Any]:
    years = money.by_year([action])
    return {
        "code": action.code,
        "objective": action.objective,
        "theme": action.theme,
        "title": action.title,
        "title_nl": action.title_nl,
        "lead": action.lead,
        "policy_area": action.policy_area,
        "minister": action.minister,
        "status": action.status,
        **_judged(action),
        **_dates(action),
        "asked": [
            {"of": ask.organisation or ask.minister, "due": ask.due.isoformat(), "answered": ask.is_answered}
            for ask in action.asks
        ],
        "schedule": str(action.schedule),
        "freshness": str(action.freshness),
        "attention": [str(reason) for reason in action.attention],
        "evidence": sum(len(report.evidence) for report in action.reports),
        **_rows(action),
        "money": {
            measure: {str(year): f"{sums[measure]:.2f}" for year, sums in years.items() if measure in sums}
            for measure in money.MEASURES
        },
        "figures": [
            {
                "line": row.place,
                "organisation": report.organisation,
                "year": row.year,
                "as_of": row.as_of and row.as_of.isoformat(),
                "finality": row.finality,
            }
            for report in action.reports
            for row in report.spending
            if row.as_of or row.finality
        ],
        "unknown": [
            {
                "line": figure.place,
                "organisation": figure.organisation,
                "year": figure.year,
                "withdrawn": list(figure.measures),
            }
            for figure in unknown_figures([action])
        ],
    }


def _judged(action: ActionPicture) -> dict[str, Any]:
    return {
        "confidence": action.confidence,
        "verdict": action.verdict,
        "verdict_on": _written(action.verdict_on),
        "verdict_taken_over": action.verdict_taken_over,
        "newer_report_on": _day(action.newer_report_since),
    }


def _dates(action: ActionPicture) -> dict[str, Any]:
    slip = action.slip
    return {
        "as_adopted": _period(schedule.period_of(action.adopted_phases)),
        "in_force": _period(Period(action.runs_from, action.runs_until)),
        "continuous": action.is_continuous,
        "actual_start": _written(action.actual_start),
        "actual_end": _written(action.actual_end),
        "forecast_end": _written(action.forecast_end),
        "slip": slip and {"as_adopted": slip.against_adopted, "in_force": slip.against_in_force},
    }


def _period(period: Period) -> dict[str, str | None]:
    return {"start": _written(period.start), "end": _written(period.end)}


def _written(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(instant: datetime.datetime | None) -> str | None:
    return _written(day_of(instant)) if instant else None


def _rows(action: ActionPicture) -> dict[str, Any]:
    return {
        "milestones": [
            {
                "key": milestone.key,
                "title": milestone.title,
                "title_nl": milestone.title_nl,
                "due": _written(milestone.due),
                "achieved_on": _written(milestone.achieved_on),
                "outcome": str(milestone.outcome),
                "undone": milestone.is_undone,
                "days_late": milestone.days_late,
                "expected_on": _written(milestone.expected_on),
                "achieved_since": _written(milestone.achieved_since),
            }
            for milestone in action.milestones
        ],
        "indicators": [
            {
                "key": indicator.key,
                "scope": indicator.scope,
                "state": str(indicator.state),
                "targets": {str(target.year): f"{target.value:.2f}" for target in indicator.targets},
                "measurements": [
                    {
                        "day": said.day.isoformat(),
                        "value": f"{said.value:.2f}",
                        "provisional": said.provisional,
                    }
                    for _report, said in indicator.series
                ],
                "withdrawn": [said.day.isoformat() for _report, said in indicator.withdrawn],
            }
            for indicator in action.indicators
        ],
    }
