"""The plain values of one action, made of documents as `live_rows` or `frozen_rows` give them; nothing is read here."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from actionplan.base.money import cents, in_cents
from actionplan.reporting.slips import slip_of
from actionplan.reporting.states import NEVER_REPORTED, Status
from budgets.planned import Period, PlannedLine, period_of_action, period_of_line, planned_by_year

from .facts import MEASURES, SPENT, TEXTS, Facts, Line, Milestone, Named, Phase, Planned, Reported, Said
from .live_rows import instant


def facts_of(documents: Mapping[str, Any], plan: Period) -> Facts:
    """`plan` is the period of the plan, to which open ends of budget lines are taken."""
    action, word = documents["action"], _word(documents)
    phases = {row["place"]: _phase(row) for row in documents["phases"] if _holds(row, documents)}
    runs = period_of_action(Period(one.start, one.end) for one in phases.values())
    planned = {row["place"]: _planned(row, documents, phases, plan) for row in documents["budget_lines"]}
    return Facts(
        **_of_the_action(action, documents),
        phases=phases,
        runs_from=runs.start,
        runs_until=runs.end,
        is_continuous=any(one.continuous for one in phases.values()),
        **_of_the_word(word),
        slip=_slip(word, documents, runs),
        milestones=_milestones(documents["milestones"], word),
        lines={row["place"]: _line(row) for row in documents["budget_lines"]},
        money=_money(documents, planned),
        planned=planned,
        reports={row["report"]: _said(row) for row in documents["reports"]},
        word=word.get("report"),
        spent={row["report"]: _spent(row) for row in documents["reports"]},
        in_force=_in_force(documents),
    )


def _holds(phase: Mapping[str, Any], documents: Mapping[str, Any]) -> bool:
    """Of phases as adopted and in force, those in force."""
    return not phase["in_force_until"] or phase["in_force_until"] > documents["day"]


def _word(documents: Mapping[str, Any]) -> Mapping[str, Any]:
    """The report that speaks for the action: the lead's whose standing began last; nothing where there is none."""
    spoken = [row for row in documents["standings"] if row["as_lead"]]
    if not spoken:
        return {}
    last = max(spoken, key=lambda row: (instant(row["since"]), row["report_id"]))
    return next((row for row in documents["reports"] if row["report"] == last["report_id"]), {})


def _named(row: Mapping[str, Any], name: str) -> Named:
    return Named(row[name], row[f"{name}_nl"])


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _number(value: Any) -> Decimal | None:
    return None if value is None else cents(Decimal(str(value)))


def _of_the_action(action: Mapping[str, Any], documents: Mapping[str, Any]) -> dict[str, Any]:
    lead = next(iter(documents["leads"]), None)
    return {
        "code": action["code"],
        "in_plan": bool(action["in_plan"]),
        "merged_into": action["merged_into"] or "",
        "title": _named(action, "title"),
        "summary": _named(action, "summary"),
        "objective": action["objective"],
        "kind": action["kind"],
        "limited": bool(action["limited"]),
        "lead": (lead["key"], _named(lead, "name")) if lead else ("", Named("")),
        "ministers": {row["key"]: (row["role"], _named(row, "name")) for row in documents["involvements"]},
        "organisations": {row["key"]: (row["role"], _named(row, "name")) for row in documents["promotions"]},
    }


def _phase(row: Mapping[str, Any]) -> Phase:
    return Phase(
        _named(row, "label"),
        _day(row["start"]),
        row["start_precision"],
        _day(row["end"]),
        row["end_precision"],
        bool(row["continuous"]),
    )


def _of_the_word(word: Mapping[str, Any]) -> dict[str, Any]:
    days = ["on_hold_since", "actual_start", "actual_end", "forecast_end"]
    removed = bool(word.get("redacted_at"))
    return {
        "status": word.get("status") or NEVER_REPORTED,
        **{name: word.get(name) or "" for name in ["outcome", "confidence", "verdict"]},
        **{name: _day(word.get(name)) for name in days},
        "texts": {name: word.get(name) or (None if removed and _asked(name, word) else "") for name in TEXTS},
    }


def _asked(name: str, word: Mapping[str, Any]) -> bool:
    """Whether the report had a place for the text, so that it may have been removed by law."""
    if name in ("stop_reason", "stop_decision"):
        return word.get("status") == Status.STOPPED
    return name != "forecast_reason" or bool(word.get("forecast_end"))


def _slip(
    word: Mapping[str, Any], documents: Mapping[str, Any], runs: Period
) -> tuple[int | None, int | None]:
    adopted = [
        Period(_day(row["start"]), _day(row["end"]))
        for row in documents["phases"]
        if not row["in_force_from"]
    ]
    slip = slip_of(
        actual_end=_day(word.get("actual_end")),
        forecast_end=_day(word.get("forecast_end")),
        adopted_end=period_of_action(adopted).end,
        end_in_force=runs.end,
        forecasts=[],
    )
    return (slip.against_adopted, slip.against_in_force) if slip else (None, None)


def _milestones(terms: list[Any], word: Mapping[str, Any]) -> dict[str, Milestone]:
    reported: dict[str, dict[datetime.date | None, Reported]] = defaultdict(dict)
    for row in word.get("milestones", []):
        reported[row["key"]][_day(row["period_start"])] = Reported(
            row["state"], _day(row["achieved_on"]), _number(row["number"])
        )
    return {
        row["key"]: Milestone(
            _named(row, "title"),
            _day(row["due"]),
            row["due_precision"],
            row["recurrence"],
            (_number(row["target_from"]), _number(row["target_to"]), row["unit"]),
            reported[row["key"]],
        )
        for row in sorted(terms, key=lambda row: row["place"])
    }


def _line(row: Mapping[str, Any]) -> Line:
    return Line(_named(row, "label"), row["kind"], _number(row["amount"]), bool(row["per_year"]))


def _money(documents: Mapping[str, Any], planned: Mapping[int, Planned]) -> dict[str, dict[int, Decimal]]:
    """Nothing of a year in which nothing is known; a line without an amount is unknown, not zero."""
    found: dict[str, dict[int, Decimal]] = {name: {} for name in MEASURES}
    for line in planned.values():
        for year, amount in line.years.items():
            _add(found["planned"], year, amount)
    for report in documents["reports"]:
        for measure, year, amount in _spent(report):
            _add(found[measure], year, amount)
    return found


def _spent(report: Mapping[str, Any]) -> list[tuple[str, int, Decimal]]:
    said = [(name, row["year"], _number(row[name])) for row in report["expenditures"] for name in SPENT]
    return [(name, year, amount) for name, year, amount in said if amount is not None]


def _add(years: dict[int, Decimal], year: int, amount: Decimal) -> None:
    years[year] = years.get(year, Decimal(0)) + amount


def _planned(
    line: Mapping[str, Any], documents: Mapping[str, Any], phases: Mapping[int, Phase], plan: Period
) -> Planned:
    """As frozen or, live, derived from the line's terms and the spread of its lead."""
    amount = _number(line["amount"])
    if amount is None or "planned" in line:
        years = {int(year): cents(Decimal(str(amount))) for year, amount in line.get("planned", {}).items()}
        return Planned(years, line.get("is_derived", True))  # of a snapshot of format 1, where every year was
    periods = {place: Period(one.start, one.end) for place, one in phases.items()}
    own = Period(_day(line["start"]), _day(line["end"]))
    phase = periods.get(line["phase_place"]) if line["phase_place"] else None
    period = period_of_line(own, phase, period_of_action(periods.values()), plan)
    spread = {
        row["year"]: cents(Decimal(str(row["amount"])))
        for row in documents["spreads"]
        if row["place"] == line["place"]
    }
    found = PlannedLine(0, 0, in_cents(amount), bool(line["per_year"]), period, spread or None)
    return Planned(planned_by_year(found), found.is_derived)


def _said(row: Mapping[str, Any]) -> Said:
    return Said(
        row["report"],
        row["organisation"],
        _named(row, "name"),
        row["kind"] == "lead",
        row["version"],
        row["round"] or "",
        bool(row["on_behalf"]),
        instant(row["submitted_at"]),
        row["submitted_by"] or "",
        instant(row["reviewed_at"]),
        row["reviewed_by"] or "",
        bool(row["reviewed_within"]),
    )


KEYS = {
    "phases": "place",
    "milestones": "key",
    "budget_lines": "place",
    "involvements": "key",
    "promotions": "key",
    "leads": "key",
}


def _in_force(documents: Mapping[str, Any]) -> dict[tuple[str, Any], datetime.date]:
    found = {}
    for table, key in KEYS.items():
        for row in documents[table]:
            if day := _day(row["in_force_from"]):
                found[table, row[key]] = day
    if day := _day(documents["action"]["in_force_from"]):
        found["action", "from"] = day
    if day := _day(documents["action"]["in_force_until"]):
        found["action", "until"] = day
    return found
