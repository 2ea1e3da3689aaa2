"""What changed on one action a second way: everything that is said of it on both sides, laid beside each other."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from actionplan.reporting.report_fields import COMPARED_FACTS, COMPARED_TEXTS

from . import indicators, money, slips
from .changes import said_in_terms
from .exported import Row
from .periods import as_it_was
from .plain import Day, Plain, When, day, in_force, period

WORD = [name for name in COMPARED_FACTS if name != "status"]
DAYS = ["on_hold_since", "actual_start", "actual_end", "forecast_end"]
MEASURES = ["planned", "committed", "paid", "forecast"]
YEARLY = ["forecast"]
"""Never in total."""
OPEN = ("open", None, None, None)
Difference = tuple[str, str, Any, Any]
"""The field, of what, before and after; nothing is None."""
Values = dict[tuple[str, str], Any]


@dataclass(frozen=True)
class Facts:
    """Of one action at one side."""

    in_plan: bool = False
    merged_into: str = ""
    title: str = ""
    plan: Values = field(default_factory=dict)
    """Compared where the action is in the plan on both sides."""
    phases: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    said: Values = field(default_factory=lambda: {("status", ""): "never"})
    money: Values = field(default_factory=dict)
    finality: Values = field(default_factory=dict)
    """Compared where something is said on both sides."""
    milestones: dict[str, dict[str, Any]] = field(default_factory=dict)
    indicators: Values = field(default_factory=dict)


def facts(plain: Plain, key: int, when: When) -> Facts:
    action, word = plain.by_key["actions.action"][key], plain.word_of(key, when)
    title, _nl, summary, _summary_nl, kind = said_in_terms(plain, key, when)
    phases = plain.of_action("actions.phase", when.plan_day)[key]
    runs_from, runs_until = period(phases)
    objective = plain.by_key["objectives.objective"][action["objective"]]["number"]
    plan = {
        ("summary", ""): summary,
        ("objective", ""): objective,
        ("kind", ""): kind,
        ("runs_from", ""): runs_from,
        ("runs_until", ""): runs_until,
        **_lines(plain, key, when),
        **_bodies(plain, key, when),
    }
    into = plain.by_key["actions.action"].get(action["merged_into"])
    return Facts(
        in_plan=in_force(action, when.plan_day),
        merged_into=into["code"] if into else "",
        title=title,
        plan=plan,
        phases={row["place"]: _phase(row) for row in phases},
        said=_said(plain, key, word, runs_until, when),
        money=_money(plain, key, when),
        finality=_finality(plain, key, when),
        milestones=_milestones(plain, key, word, when),
        indicators=indicators.measured(plain, key, when),
    )


def _phase(row: Row) -> tuple[Any, ...]:
    days = [day(row["start"]), row["start_precision"], day(row["end"]), row["end_precision"]]
    return (row["label"], row["label_nl"], *days, row["continuous"])


def _lines(plain: Plain, key: int, when: When) -> Values:
    found = {}
    for terms in plain.rows["budgets.budgetterms"]:
        line = plain.by_key["budgets.budgetline"][terms["line"]]
        if line["action"] == key and in_force(terms, when.plan_day):
            amount = Decimal(terms["amount"]) if terms["amount"] is not None else None
            found["line", str(line["place"])] = (terms["label"], terms["kind"], amount, terms["per_year"])
    return found


def _bodies(plain: Plain, key: int, when: When) -> Values:
    def of(table: str) -> list[Row]:
        return plain.of_action(table, when.plan_day)[key]

    bodies, ministers = plain.by_key["organisations.organisation"], plain.by_key["organisations.minister"]
    lead = [bodies[row["organisation"]]["name"] for row in of("actions.lead")]
    return {
        ("lead", ""): lead[0] if lead else None,
        **{
            ("minister", ministers[row["minister"]]["title"]): row["role"]
            for row in of("actions.ministerinvolvement")
        },
        **{
            ("organisation", bodies[row["organisation"]]["name"]): row["role"]
            for row in of("actions.promotion")
        },
    }


def _said(plain: Plain, key: int, word: Row | None, runs_until: Any, when: When) -> Values:
    if word is None:
        return {("status", ""): "never"}
    end, judged = slips.said_end(word), plain.judged(key, when)
    return {
        ("status", ""): word["status"],
        ("verdict", ""): judged["verdict"] if judged else "",
        **{(name, ""): day(word[name]) if name in DAYS else word[name] for name in [*WORD, *COMPARED_TEXTS]},
        ("slip_adopted", ""): slips.days(end, slips.adopted_period(plain, key)[1]),
        ("slip_in_force", ""): slips.days(end, runs_until),
    }


def _money(plain: Plain, key: int, when: When) -> Values:
    """By measure and year, and the total of each measure; what is not known is not there."""
    lines = money.lines_of(plain, when.plan_day, key)
    rows = [row for row in money.spent(plain, when) if row["action"] == key]
    found: Values = defaultdict(Decimal)
    for year, sums in money.by_year(lines, rows, {key}).items():
        for measure in MEASURES:
            if measure in sums:
                found[measure, str(year)] = sums[measure]
                if measure not in YEARLY:
                    found[measure, "total"] += sums[measure]
    return dict(found)


def _finality(plain: Plain, key: int, when: When) -> Values:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in money.spent(plain, when):
        if row["action"] == key and row["finality"]:
            place = plain.by_key["budgets.budgetline"][row["line"]]["place"]
            found["finality", str((row["year"], place))].add(row["finality"])
    return {name: tuple(sorted(said)) for name, said in found.items()}


def _milestones(plain: Plain, key: int, word: Row | None, when: When) -> dict[str, dict[str, Any]]:
    found = {}
    for terms in plain.rows["actions.milestoneterms"]:
        milestone = plain.by_key["actions.milestone"][terms["milestone"]]
        if milestone["action"] == key and in_force(terms, when.plan_day):
            found[milestone["key"]] = {
                "title": terms["title"],
                "due": (day(terms["due"]), terms["due_precision"]),
                "recurrence": terms["recurrence"],
                "proof": terms["proof"],
                "target": (_number(terms["target_from"]), _number(terms["target_to"]), terms["unit"]),
                "reported": _reported(plain, word, milestone["pk"], when.reckoned_on),
            }
    return found


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None


def _reported(plain: Plain, word: Row | None, milestone: int, on: Day) -> dict[str, tuple[Any, ...]]:
    rows = [as_it_was(row, on) for row in plain.rows["reporting.reportedmilestone"]] if word else []
    return {
        row["period_start"] or "": (
            *(row["state"], day(row["achieved_on"])),
            *(_number(row["number"]), day(row["expected_on"])),
        )
        for row in rows
        if row["report"] == word["pk"] and row["milestone"] == milestone
    }


def differences(before: Facts | None, after: Facts | None) -> Counter[Difference]:
    """Between two sides; None is one in whose plan the action is not."""
    was, now = before or Facts(), after or Facts()
    found: list[Difference] = []
    if now.in_plan and not was.in_plan:
        found.append(("added", "", None, now.title))
    if was.in_plan and not now.in_plan:
        found.append(_gone(was))
    if after is None:
        return Counter(found)
    if before is not None and was.title != now.title:
        found.append(("title", "", was.title, now.title))
    if was.in_plan and now.in_plan:
        found += _of_values(was.plan, now.plan)
        found += _of_phases(was, now)
    found += [*_of_values(was.said, now.said), *_of_values(was.money, now.money), *_of_milestones(was, now)]
    found += _of_values(was.indicators, now.indicators)
    both = {*was.finality} & {*now.finality}
    found += _of_values(*({name: side.finality[name] for name in both} for side in (was, now)))
    return Counter(found)


def _gone(was: Facts) -> Difference:
    """What became of it, the plan of today says."""
    if was.merged_into:
        return ("merged", "", was.title, was.merged_into)
    return ("withdrawn", "", was.title, None)


def _of_values(was: Values, now: Values) -> list[Difference]:
    return [
        (*key, nothing_is_none(was.get(key)), nothing_is_none(now.get(key)))
        for key in {*was, *now}
        if nothing_is_none(was.get(key)) != nothing_is_none(now.get(key))
    ]


def nothing_is_none(value: Any) -> Any:
    return None if value == "" else value


def _of_phases(was: Facts, now: Facts) -> list[Difference]:
    """Where there are several; of the only one start and end are compared, and its words where those are the same."""
    dates = [("runs_from", ""), ("runs_until", "")]
    several = max(len(was.phases), len(now.phases)) > 1
    moved = [was.plan[key] for key in dates] != [now.plan[key] for key in dates]
    if not several and moved:
        return []
    places = {*was.phases, *now.phases}
    pairs = [(str(place), was.phases.get(place), now.phases.get(place)) for place in places]
    return [("phase", place, before, after) for place, before, after in pairs if before != after]


def _of_milestones(was: Facts, now: Facts) -> list[Difference]:
    found: list[Difference] = []
    for key in {*was.milestones, *now.milestones}:
        before, after = was.milestones.get(key), now.milestones.get(key)
        if after is None:
            found.append(("milestone", before["title"], before["title"], None))
            continue
        if before is None:
            found.append(("milestone", after["title"], None, after["title"]))
        found += _of_milestone(before or {**after, "reported": {}}, after)
    return found


def _of_milestone(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    found: list[Difference] = [
        (f"milestone_{name}", after["title"], nothing_is_none(before[name]), nothing_is_none(after[name]))
        for name in ["title", "recurrence", "target", "proof"]
        if before[name] != after[name]
    ]
    if before["due"] != after["due"]:
        found.append(("milestone_due", after["title"], before["due"][0], after["due"][0]))
    for start in {*before["reported"], *after["reported"]}:
        was, now = before["reported"].get(start, OPEN), after["reported"].get(start, OPEN)
        if was != now:
            found.append(("milestone_state", f"{after['title']} {start}".strip(), was, now))
    return found
