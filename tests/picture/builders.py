"""Values of a picture for what is tried without a database: what a test does not name is the simplest there is."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

from actionplan.picture.actions import Actions
from actionplan.picture.bodies import MinisterPicture, OrganisationPicture, PlanPicture
from actionplan.picture.computed import with_computed
from actionplan.picture.milestones import with_outcome
from actionplan.picture.moment import Moment
from actionplan.picture.picture import (
    ActionPicture,
    LinePicture,
    MilestonePicture,
    PhasePicture,
    Picture,
    PromotionPicture,
    ReportedMilestonePicture,
    ReportPicture,
)
from actionplan.picture.spending import SpendingPicture
from actionplan.picture.verdicts import verdict_on
from actionplan.planned.from_rows import typed
from actions.states import PromotionRole
from budgets.planned import Period

DAY = datetime.date
ON = DAY(2022, 6, 30)
NOON = datetime.datetime(2022, 7, 1, 10, tzinfo=datetime.UTC)
PLAN = Period(DAY(2020, 1, 1), DAY(2024, 12, 31))
ORGANISATIONS = {
    key: OrganisationPicture(pk, key, name, "", "", pk, None, None, None)
    for pk, (key, name) in enumerate({"ov": "Sample body", "abb": "Other body"}.items(), 1)
}
MINISTERS = {"justice": MinisterPicture(1, "justice", "Minister for Justice", "", "", 1, None, None, None)}


def told(state: str = "achieved", achieved_on: DAY | None = None, **facts: Any) -> ReportedMilestonePicture:
    known: dict[str, Any] = {"key": "handbook", "period_start": None, "number": None, "names_source": False}
    return ReportedMilestonePicture(state=state, achieved_on=achieved_on, **known | facts)


def milestone(
    *rows: ReportedMilestonePicture, on: DAY = ON, runs: Period = PLAN, **facts: Any
) -> MilestonePicture:
    """Due on `ON`, with what became of it by the day; `rows` are what is told of it."""
    recurs = bool(facts.get("recurrence"))
    known: dict[str, Any] = {"key": "handbook", "order": 1, "origin": "plan", "title": "Handbook"}
    known |= {"title_nl": "", "due": None if recurs else ON, "due_precision": "" if recurs else "day"}
    known |= {"recurrence": "", "target_from": None, "target_to": None, "unit": "", "printed_as": ""}
    known |= {"in_force_from": None, "told": rows}
    return with_outcome(MilestonePicture(**typed(MilestonePicture, known | facts)), runs, on)


def phase(place: int = 1, **facts: Any) -> PhasePicture:
    """Until the end of 2022."""
    known: dict[str, Any] = {"label": "", "label_nl": "", "start": None, "start_precision": ""}
    known |= {"end": DAY(2022, 12, 31), "end_precision": "day", "continuous": False, "printed_as": ""}
    return PhasePicture(place=place, **typed(PhasePicture, known | facts))


def promotion(organisation: str, role: str) -> PromotionPicture:
    return PromotionPicture(
        organisation=organisation, role=PromotionRole(role), inferred=False, order=1, printed_as=""
    )


def line(place: int = 1, **facts: Any) -> LinePicture:
    """100 euro for 2022."""
    known: dict[str, Any] = {"label": "Grants", "label_nl": "", "kind": "amount", "amount": Decimal(100)}
    known |= {"per_year": False, "phase_place": None, "start": DAY(2022, 1, 1), "end": DAY(2022, 12, 31)}
    return LinePicture(place, **known | {"printed_as": "", "article": ""} | facts)


def spent(
    year: int = 2022,
    place: int = 1,
    *,
    names_source: bool = False,
    withdrawn: str = "",
    finality: str = "",
    **amounts: float | str,
) -> SpendingPicture:
    known: dict[str, Any] = dict.fromkeys(["committed", "paid", "forecast", "full_time_equivalents"])
    known |= {name: Decimal(amount) for name, amount in amounts.items()}
    return SpendingPicture(
        place, year, **known, names_source=names_source, withdrawn=withdrawn, finality=finality
    )


def report(pk: int = 1, **said: Any) -> ReportPicture:
    """The lead's, ongoing and on track, accepted without a verdict."""
    known: dict[str, Any] = dict.fromkeys(["round", "on_hold_since", "actual_start", "actual_end"])
    known |= dict.fromkeys(["forecast_end", "agreed_on", "redacted_at"]) | {"outcome": "", "verdict": ""}
    known |= {"organisation": "ov", "since": NOON, "is_lead": True, "version": 1, "on_behalf": False}
    known |= {"status": "ongoing", "confidence": "on_track", "submitted_by": 1, "submitted_at": NOON}
    known |= {"reviewed_by": 2, "reviewed_at": NOON, "reviewed_within": False}
    return ReportPicture(pk=pk, **known | {"names_obstacle": False, "names_source": False} | said)


def action(*reports: ReportPicture, **facts: Any) -> ActionPicture:
    """With one phase and one milestone, and what follows from it on `ON`; what a test names is not computed."""
    known: dict[str, Any] = {"pk": 1, "code": "1.1", "order": 1001, "objective": 1, "theme": None}
    known |= {"title": "Sample action", "title_nl": "Voorbeeldactie", "summary": "", "summary_nl": ""}
    known |= {"kind": "new", "timing_printed": "", "budget_printed": "", "limited": False}
    known |= {"in_force_from": None, "in_force_until": None, "merged_into": None, "lead": "ov"}
    known |= {"lead_since": None, "involvements": (), "references": (), "adopted_phases": (phase(),)}
    known |= {"promotions": (promotion("ov", "promoter"),), "phases": (phase(),)}
    known |= {"milestones": (milestone(),), "lines": (), "reckoned_on": ON, "fresh_since": NOON}
    known |= {"last_verdict": verdict_on(reports[0] if reports else None)}
    computed = with_computed(ActionPicture(**known | facts, reports=reports), PLAN)
    given = {name: value for name, value in facts.items() if name not in ("milestones", "lines")}
    return replace(computed, **given)


def picture(*actions: ActionPicture, **facts: Any) -> Picture:
    plan = PlanPicture(1, "2020-2024", "Plan", "", DAY(2020, 1, 1), DAY(2024, 12, 31), "in_force")
    known: dict[str, Any] = {"plan": plan, "moment": Moment(NOON, DAY(2022, 7, 1)), "objectives": {}}
    known |= {"ministers": MINISTERS, "policy_areas": {}, "organisations": ORGANISATIONS, "rounds": ()}
    known |= {"gone": {}, "left": Actions([], ORGANISATIONS, MINISTERS)}
    return Picture(**known | facts, actions=Actions(actions, ORGANISATIONS, MINISTERS))
