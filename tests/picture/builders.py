"""Values of a picture for tests of its rules: what a test does not name is nothing, or the simplest there is."""

from __future__ import annotations

import datetime
from typing import Any

from actionplan.picture.milestones import with_what_became_of_it
from actionplan.picture.picture import (
    ActionPicture,
    LinePicture,
    MilestonePicture,
    ReportPicture,
    SpendingPicture,
    ToldMilestone,
)
from actionplan.reporting.states import Schedule, Status
from actions.states import MilestoneOrigin
from budgets.planned import Period
from budgets.states import BudgetKind

ON = datetime.date(2022, 6, 30)
PLAN = Period(datetime.date(2020, 1, 1), datetime.date(2024, 12, 31))


def told(state: str, achieved_on: datetime.date | None = None, **facts: Any) -> ToldMilestone:
    said = {"key": "handbook", "period_start": None, "number": None, "names_source": False}
    return ToldMilestone(**said | {"state": state, "achieved_on": achieved_on} | facts)


def milestone(
    *rows: ToldMilestone, on: datetime.date = ON, runs: Period = PLAN, **facts: Any
) -> MilestonePicture:
    """Due on `ON`, with what became of it by the day; `rows` are what is told of it."""
    promised = {
        "key": "handbook",
        "order": 1,
        "origin": MilestoneOrigin.PLAN,
        "title": "Handbook",
        "title_nl": "Handboek",
        "due": None if facts.get("recurrence") else ON,
        "due_precision": "day",
        "recurrence": "",
        "target_from": None,
        "target_to": None,
        "unit": "",
        "printed_as": "",
        "in_force_from": None,
        "told": rows,
    }
    return with_what_became_of_it(MilestonePicture(**promised | facts), runs, on)


def line(place: int, **facts: Any) -> LinePicture:
    printed = {
        "label": "",
        "label_nl": "",
        "kind": BudgetKind.AMOUNT,
        "amount": None,
        "per_year": False,
        "phase_place": None,
        "start": None,
        "end": None,
        "printed_as": "",
        "article": "",
    }
    return LinePicture(place, **printed | facts)


def spending(place: int = 1, year: int = 2022, **facts: Any) -> SpendingPicture:
    said = dict.fromkeys(["committed", "paid", "forecast", "full_time_equivalents"])
    return SpendingPicture(place, year, **said | {"names_source": False} | facts)


def report(**facts: Any) -> ReportPicture:
    """An accepted lead's report that says that the action is ongoing."""
    at = datetime.datetime(2022, 6, 1, 12, tzinfo=datetime.UTC)
    said = {
        "pk": 1,
        "organisation": "ov",
        "since": at,
        "is_lead": True,
        "version": 1,
        "round": None,
        "on_behalf": False,
        "status": Status.ONGOING,
        "on_hold_since": None,
        "outcome": "",
        "confidence": "",
        "actual_start": None,
        "actual_end": None,
        "forecast_end": None,
        "submitted_by": 1,
        "submitted_at": at,
        "reviewed_by": 2,
        "reviewed_at": at,
        "reviewed_within": False,
        "verdict": "",
        "names_obstacle": False,
        "names_source": False,
    }
    return ReportPicture(**said | facts)


def action(**facts: Any) -> ActionPicture:
    """Running on `ON`, and of which nobody said anything."""
    printed = {
        **dict.fromkeys(
            ["title", "title_nl", "summary", "summary_nl", "timing_printed", "budget_printed"], ""
        ),
        **dict.fromkeys(["involvements", "promotions", "references", "phases", "adopted_phases"], ()),
        **dict.fromkeys(["theme", "in_force_from", "in_force_until", "merged_into"]),
        "pk": 1,
        "code": "1.1",
        "order": 1,
        "objective": 1,
        "kind": "unknown",
        "limited": False,
        "lead": "ov",
        "milestones": (),
        "lines": (),
        "schedule": Schedule.RUNNING,
        "reckoned_on": ON,
    }
    return ActionPicture(**printed | facts)
