"""Actions, reports and pictures as plain values, for what is tried without a database."""

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

from actionplan.picture.actions import Actions
from actionplan.picture.bodies import MinisterPicture, OrganisationPicture, PlanPicture, Thresholds
from actionplan.picture.computed import with_what_follows
from actionplan.picture.moment import Moment
from actionplan.picture.picture import (
    ActionPicture,
    LinePicture,
    MilestonePicture,
    PhasePicture,
    Picture,
    PromotionPicture,
    ReportPicture,
    SpendingPicture,
    ToldMilestone,
)
from budgets.planned import Period

DAY = datetime.date
NOON = datetime.datetime(2022, 7, 1, 10, tzinfo=datetime.UTC)
ORGANISATIONS = {
    key: OrganisationPicture(pk, key, name, "", "", pk, None, None, None)
    for pk, (key, name) in enumerate({"ov": "Sample body", "abb": "Other body"}.items(), 1)
}
MINISTERS = {"justice": MinisterPicture(1, "justice", "Minister for Justice", "", "", 1, None, None, None)}


def milestone(**facts: Any) -> MilestonePicture:
    known: dict[str, Any] = {"key": "handbook", "order": 1, "origin": "plan", "title": "Handbook"}
    known |= {"title_nl": "", "due": DAY(2022, 6, 30), "due_precision": "day", "recurrence": ""}
    known |= {"target_from": None, "target_to": None, "unit": "", "printed_as": "", "in_force_from": None}
    return MilestonePicture(**known | facts)


def phase(place: int = 1, **facts: Any) -> PhasePicture:
    known: dict[str, Any] = {"label": "", "label_nl": "", "start": None, "start_precision": ""}
    known |= {"end": DAY(2022, 12, 31), "end_precision": "day", "continuous": False, "printed_as": ""}
    return PhasePicture(place, **known | facts)


def line(place: int = 1, **facts: Any) -> LinePicture:
    known: dict[str, Any] = {"label": "Grants", "label_nl": "", "kind": "amount", "amount": Decimal(100)}
    known |= {"per_year": False, "phase_place": None, "start": DAY(2022, 1, 1), "end": DAY(2022, 12, 31)}
    return LinePicture(place, **known | {"printed_as": "", "article": ""} | facts)


def told(state: str = "achieved", **facts: Any) -> ToldMilestone:
    known: dict[str, Any] = {"key": "handbook", "period_start": None, "achieved_on": None, "number": None}
    return ToldMilestone(state=state, names_source=False, **known | facts)


def spent(year: int, place: int = 1, **amounts: Any) -> SpendingPicture:
    known: dict[str, Any] = {"committed": None, "paid": None, "forecast": None}
    known |= {name: Decimal(amount) for name, amount in amounts.items()}
    return SpendingPicture(place, year, **known, full_time_equivalents=None, names_source=False)


def report(pk: int = 1, **said: Any) -> ReportPicture:
    """The lead's, accepted without a verdict."""
    known: dict[str, Any] = {
        "organisation": "ov",
        "since": NOON,
        "is_lead": True,
        "version": 1,
        "round": None,
    }
    known |= {"on_behalf": False, "status": "ongoing", "on_hold_since": None, "outcome": ""}
    known |= {"confidence": "on_track", "actual_start": None, "actual_end": None, "forecast_end": None}
    known |= {"submitted_by": 1, "submitted_at": NOON, "reviewed_by": 2, "reviewed_at": NOON}
    known |= {"reviewed_within": False, "verdict": "", "agreed_on": None, "redacted_at": None}
    return ReportPicture(pk=pk, **known | {"names_obstacle": False, "names_source": False} | said)


def action(*reports: ReportPicture, **facts: Any) -> ActionPicture:
    known: dict[str, Any] = {"pk": 1, "code": "1.1", "order": 1001, "objective": 1, "theme": None}
    known |= {"title": "Sample action", "title_nl": "Voorbeeldactie", "summary": "", "summary_nl": ""}
    known |= {"kind": "new", "timing_printed": "", "budget_printed": "", "limited": False}
    known |= {"in_force_from": None, "in_force_until": None, "merged_into": None, "lead": "ov"}
    known |= {"lead_since": None, "involvements": (), "references": (), "adopted_phases": (phase(),)}
    known["promotions"] = (PromotionPicture("ov", "promoter", False, 1, ""),)
    known |= {"phases": (phase(),), "milestones": (milestone(),), "lines": ()}
    found = ActionPicture(**known | facts, reports=reports)
    plain = replace(found, reckoned_on=DAY(2022, 7, 1), fresh_since=NOON)
    return with_what_follows(plain, Period(DAY(2020, 1, 1), DAY(2024, 12, 31)))


def picture(*actions: ActionPicture, **facts: Any) -> Picture:
    known: dict[str, Any] = {
        "plan": PlanPicture(1, "2020-2024", "Plan", "", DAY(2020, 1, 1), DAY(2024, 12, 31), "in_force"),
        "moment": Moment(NOON, DAY(2022, 7, 1)),
        "objectives": {},
        "ministers": MINISTERS,
        "policy_areas": {},
        "organisations": ORGANISATIONS,
        "rounds": (),
        "thresholds": Thresholds(),
        "gone": {},
    }
    return Picture(**known | facts, actions=Actions(actions, ORGANISATIONS, MINISTERS))
