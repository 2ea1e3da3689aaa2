"""The printed plan amended and then under another government, a second way: dicts and sums made of the files in `fixtures/`.

`actions_on(day)` is what the plan says on a day, `Stand` what is said of it at a moment. Nothing here asks the portal.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.plan_document.printed_plan import fixture_rows
from tests.second_way.money import planned_by_year

Day = datetime.date
Facts = dict[str, Any]
Cells = dict[tuple[str, str], str]
"""What a file of changes says of an action: by what changed and of what."""

AMENDED, RESHUFFLED = Day(2023, 1, 10), Day(2023, 2, 15)
PLAN_ENDS = Day(2024, 12, 31)
TITLE = "Helpdesk for schools"
NEW_MINISTER, NEW_AGENCY = "Education and Welfare", "Prevention Agency"
MINISTER_ROLES = {"coordinating": "coordinating minister", "involved": "minister involved"}
MERGED_AGENCIES, MERGED_PORTFOLIOS = ["wvg_growing_up", "wvg_care_health"], ["education", "welfare"]


@dataclass(frozen=True)
class Said:
    """A report of a lead that was accepted: from that day on it is the action's word."""

    code: str
    on: Day
    status: str
    done: str
    paid: dict[int, Decimal]
    """On its only line; committed is as much."""
    ended: Day | None = None


REPORTS = [
    Said("2.1", Day(2023, 1, 4), "ongoing", "Sample: begun.", {2021: Decimal(30000)}),
    Said("4.2", Day(2023, 1, 5), "ongoing", "Sample: paid.", {2021: Decimal("1400000.50")}),
    Said("6.3", Day(2023, 1, 12), "ongoing", "Sample: goes on.", {}),
    Said("2.1", Day(2023, 2, 20), "completed", "Sample: finished.", {}, ended=Day(2023, 2, 17)),
]


def rows_of(model: str) -> list[Facts]:
    return [row["fields"] for row in fixture_rows() if row["model"] == model]


def names_of(model: str, key: str, name: str) -> dict[str, str]:
    return {row[key]: row[name] for row in rows_of(model)}


ORGANISATIONS = names_of("organisations.organisation", "key", "name") | {"prevention": NEW_AGENCY}
MINISTERS = names_of("organisations.minister", "key", "title") | {"education_and_welfare": NEW_MINISTER}
AREAS = {
    code: f"{code} – {name}" for code, name in names_of("organisations.policyarea", "code", "name").items()
}
OBJECTIVES = {row["number"]: row["title"] for row in rows_of("objectives.objective")}


def areas_on(day: Day) -> dict[str, str]:
    """The code of the policy area by the key of the organisation."""
    areas = {row["organisation"][0]: row["policy_area"][0] for row in rows_of("organisations.affiliation")}
    if day < RESHUFFLED:
        return areas
    return {key: code for key, code in areas.items() if key != "wvg_houses_of_justice"} | {
        "prevention": "WVG"
    }


def printed_actions() -> dict[str, Facts]:
    actions: dict[str, Facts] = {}
    for row in sorted(rows_of("actions.action"), key=lambda row: row["order"]):
        parts: Facts = {"phases": [], "lines": [], "ministers": {}, "organisations": {}}
        actions[row["code"]] = {"objective": row["objective"][1], "lead": "", **parts}
    for row in rows_of("actions.actionterms"):
        actions[row["action"][1]]["title"] = row["title"]
    for row in rows_of("actions.lead"):
        actions[row["action"][1]]["lead"] = row["organisation"][0]
    for row in rows_of("actions.phase"):
        actions[row["action"][1]]["phases"].append((day_of(row["start"]), day_of(row["end"])))
    for row in rows_of("budgets.budgetterms"):
        amount = Decimal(row["amount"]) if row["amount"] else None
        assert not row["start"]
        assert not row["end"]
        line = {name: row[name] for name in ["label", "per_year", "phase_place"]}
        actions[row["line"][1]]["lines"].append(line | {"amount": amount})
    for model, member, body in [
        ("actions.ministerinvolvement", "ministers", "minister"),
        ("actions.promotion", "organisations", "organisation"),
    ]:
        for row in sorted(rows_of(model), key=lambda row: row["order"]):
            actions[row["action"][1]][member][row[body][0]] = row["role"]
    return actions


def day_of(text: str | None) -> Day | None:
    return Day.fromisoformat(text) if text else None


def actions_on(day: Day) -> dict[str, Facts]:
    """By code, in the order of the plan."""
    actions = printed_actions()
    if day >= AMENDED:
        _amend(actions)
    if day >= RESHUFFLED:
        _reshuffle(actions)
    return dict(sorted(actions.items(), key=lambda pair: [int(part) for part in pair[0].split(".")]))


def _amend(plan: dict[str, Facts]) -> None:
    """6.6 is added, 2.1 amended in timing and budget, 4.2 withdrawn, 6.4 merged into 6.3, with its budget line and its days."""
    kept = {year: amount for year, amount in planned(plan["2.1"]).items() if year < AMENDED.year}
    plan["2.1"]["lines"][0]["kept"] = kept
    plan["2.1"]["phases"] = [(plan["2.1"]["phases"][0][0], Day(2023, 6, 30))]
    plan["2.1"]["lines"][0]["amount"] = Decimal("120000.50")
    [along], [days] = plan["6.4"]["lines"], plan["6.4"]["phases"]
    plan["6.3"]["lines"].append(along | {"period": days})
    del plan["4.2"], plan["6.4"]
    line = {"label": "Staff", "amount": Decimal(60000), "per_year": False, "phase_place": None}
    plan["6.6"] = {
        "objective": 6,
        "title": TITLE,
        "lead": "wvg_care_health",
        "phases": [(Day(2023, 2, 1), Day(2024, 3, 31))],
        "lines": [line],
        "ministers": {"welfare": "coordinating"},
        "organisations": {"wvg_care_health": "promoter"},
    }


def _reshuffle(plan: dict[str, Facts]) -> None:
    """One minister takes over two portfolios, two agencies merge into a new one; whoever has both parts keeps the stronger."""
    for action in plan.values():
        action["ministers"] = _taken_over(action["ministers"], MERGED_PORTFOLIOS, "education_and_welfare")
        action["organisations"] = _taken_over(action["organisations"], MERGED_AGENCIES, "prevention")
        if action["lead"] in MERGED_AGENCIES:
            action["lead"] = "prevention"


def _taken_over(parts: dict[str, str], ended: list[str], by: str) -> dict[str, str]:
    roles: dict[str, str] = {}
    for key, role in parts.items():
        now = by if key in ended else key
        if roles.get(now) not in ("coordinating", "promoter"):
            roles[now] = role
    return roles


def planned(action: Facts) -> dict[int, Decimal]:
    amounts: dict[int, Decimal] = {}
    for line in action["lines"]:
        for year, amount in planned_of(action, line).items():
            amounts[year] = amounts.get(year, Decimal(0)) + amount
    return amounts


def planned_of(action: Facts, line: Facts) -> dict[int, Decimal]:
    if line["amount"] is None:
        return {}
    place = line["phase_place"]
    periods = action["phases"] if place is None else [action["phases"][place - 1]]
    starts, ends = zip(*([line["period"]] if "period" in line else periods), strict=True)
    start = min((start for start in starts if start), default=Day(2020, 1, 1))
    end = PLAN_ENDS if None in ends else max(ends)
    kept = line.get("kept", {})
    if kept:
        start = max(start, Day(AMENDED.year, 1, 1))
    return kept | planned_by_year(line["amount"] - sum(kept.values()), line["per_year"], start, end)


@dataclass(frozen=True)
class Side:
    """What the portal has to say of a moment: `known_on` is the day on whose evening it is known."""

    known_on: Day

    @property
    def actions(self) -> dict[str, Facts]:
        return actions_on(self.known_on)

    def reports(self, code: str) -> list[Said]:
        return [report for report in REPORTS if report.code == code and report.on <= self.known_on]

    def status(self, code: str) -> str:
        reports = self.reports(code)
        return reports[-1].status if reports else "never reported"

    def paid(self, codes: Iterable[str]) -> dict[int, Decimal]:
        """Also what an organisation said that has ended since."""
        amounts: dict[int, Decimal] = {}
        for code in codes:
            for report in self.reports(code):
                for year, amount in report.paid.items():
                    amounts[year] = amounts.get(year, Decimal(0)) + amount
        return amounts

    def planned(self) -> dict[int, Decimal]:
        amounts: dict[int, Decimal] = {}
        for action in self.actions.values():
            for year, amount in planned(action).items():
                amounts[year] = amounts.get(year, Decimal(0)) + amount
        return amounts

    def minister(self, code: str) -> str:
        coordinating = [
            key for key, role in self.actions[code]["ministers"].items() if role == "coordinating"
        ]
        return MINISTERS[coordinating[0]] if coordinating else ""

    def area(self, code: str) -> str:
        return AREAS.get(areas_on(self.known_on).get(self.actions[code]["lead"], ""), "")

    def runs(self, code: str) -> tuple[Day | None, Day | None]:
        starts, ends = zip(*self.actions[code]["phases"], strict=True)
        return min((start for start in starts if start), default=None), None if None in ends else max(ends)

    def expected_end(self, code: str) -> Day | None:
        reports = self.reports(code)
        return (reports[-1].ended if reports else None) or self.runs(code)[1]

    def row(self, code: str) -> dict[str, str]:
        """Of the list as a file."""
        action = self.actions[code]
        start, end = self.runs(code)
        paid = self.paid([code])
        return {
            "Objective": str(action["objective"]),
            "Title of the objective": OBJECTIVES[action["objective"]],
            "Action": action["title"],
            "Lead": ORGANISATIONS.get(action["lead"], ""),
            "Coordinating minister": self.minister(code),
            "Policy area": self.area(code),
            "Status": self.status(code),
            "Start": start.isoformat() if start else "",
            "End": end.isoformat() if end else "",
            "Planned": in_file(planned(action)),
            "Committed": in_file(paid),
            "Paid": in_file(paid),
        }


def in_file(amounts: dict[int, Decimal]) -> str:
    return f"{sum(amounts.values()):.2f}" if amounts else ""


# What changed, as a file says it


def changes(before: Side, after: Side) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Code, what changed and of what: what it was and what it is."""
    was, now = before.actions, after.actions
    rows = {}
    for code in was.keys() | now.keys():
        if code not in now:
            what, into = ("Merged into another action", "6.3") if code == "6.4" else (WITHDRAWN, "")
            rows[code, what, ""] = (was[code]["title"], into)
            continue
        old = cells(before, code) if code in was else {}
        new = cells(after, code) if code in was else money_cells(after, code)
        if code not in was:
            rows[code, "Added to the plan", ""] = ("", now[code]["title"])
        for key in old.keys() | new.keys():
            pair = old.get(key, ""), new.get(key, "")
            if pair[0] != pair[1]:
                rows[code, *key] = pair
    return rows


DERIVED, STATED = "Planned (derived)", "Planned (as the plan states it)"
CHANGED_LINES = ["2.1", "6.3"]
"""Whose amounts per year the amendment states: those of the past are kept, and those that go along with a merged line."""
WITHDRAWN = "Withdrawn from the plan"
OF_THE_PLAN = ["Start in force", "End in force", "Lead", "Budget line", "Minister", "Organisation"]


def counted_changes(before: Side, after: Side) -> dict[str, set[str]]:
    """The actions that the page counts under each kind of change, by its words."""
    was, now = before.actions, after.actions
    both = was.keys() & now.keys()
    ends = {code: (before.expected_end(code), after.expected_end(code)) for code in both}
    moved = {code: (old, new) for code, (old, new) in ends.items() if old and new}
    statuses = {code: (before.status(code), after.status(code)) for code in both}
    plan = {code for code, what, _about in changes(before, after) if what in OF_THE_PLAN}
    return {
        "amended in the plan": plan | (now.keys() ^ was.keys()),
        "expected later": {code for code, (old, new) in moved.items() if old < new},
        "expected sooner": {code for code, (old, new) in moved.items() if new < old},
        "begun": {code for code, pair in statuses.items() if pair == ("never reported", "ongoing")},
        "completed": {code for code, pair in statuses.items() if "completed" in pair and pair[0] != pair[1]},
    }


def cells(side: Side, code: str) -> Cells:
    action, (start, end) = side.actions[code], side.runs(code)
    facts = {
        ("Start in force", ""): in_words(start),
        ("End in force", ""): in_words(end),
        ("Lead", ""): ORGANISATIONS.get(action["lead"], ""),
    }
    for place, line in enumerate(action["lines"], 1):
        amount = f"€{line['amount']:,.2f}" if line["amount"] is not None else ""
        facts["Budget line", str(place)] = f"{line['label']}: {amount}"
    for key, role in action["ministers"].items():
        facts["Minister", MINISTERS[key]] = MINISTER_ROLES[role]
    for key, role in action["organisations"].items():
        facts["Organisation", ORGANISATIONS[key]] = role
    return facts | money_cells(side, code) | word_cells(side, code)


def money_cells(side: Side, code: str) -> Cells:
    sums = {}
    paid = side.paid([code])
    for what, amounts in [
        (STATED if code in CHANGED_LINES else DERIVED, planned(side.actions[code])),
        ("Committed", paid),
        ("Paid", paid),
    ]:
        for year, amount in amounts.items():
            sums[what, str(year)] = f"{amount:.2f}"
        if amounts:
            sums[what, "in total"] = in_file(amounts)
    return sums


def word_cells(side: Side, code: str) -> Cells:
    reports = side.reports(code)
    if not reports:
        return {("Status", ""): "never reported"}
    report = reports[-1]
    words = {("Status", ""): report.status, ("Done", ""): report.done}
    words |= {("Confidence", ""): "" if report.ended else "on track", ("Verdict", ""): "on track"}
    if report.ended:
        words |= {("Outcome", ""): "as planned", ("Actual end", ""): in_words(report.ended)}
        ends = {"as adopted": Side(Day(2023, 1, 1)).runs(code)[1], "in force": side.runs(code)[1]}
        for which, end in ends.items():
            assert end
            words[f"Days later than the end {which}", ""] = f"{(report.ended - end).days} days".replace(
                "-", "\N{MINUS SIGN}"
            )
    return words


def in_words(day: Day | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
