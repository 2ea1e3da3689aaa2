"""The state of each indicator a second way: the rows of every report that holds, and the line in fractions of whole days."""

import datetime
from fractions import Fraction
from typing import Any

from .plain import Plain, Stand, When, day, in_force, instant


def each(plain: Plain, stands: list[Stand], when: When) -> list[tuple[str, str, str, int]]:
    """Code, key, state and how many days were measured, in the plan's order."""
    found = []
    for stand in stands:
        rows = [
            (plain.by_key["actions.indicator"][terms["indicator"]], terms)
            for terms in plain.rows["actions.indicatorterms"]
            if in_force(terms, when.plan_day)
        ]
        own = [(row, terms) for row, terms in rows if row["action"] == stand.key]
        for row, terms in sorted(own, key=lambda pair: pair[0]["order"]):
            values = _values(plain, stand.key, when, row["pk"])
            found.append((stand.code, row["key"], _state(terms, values, when), len(values)))
    return found


def measured(plain: Plain, key: int, when: When) -> dict[tuple[str, str], Any]:
    """Of an action, by field and name: the targets of each indicator; its latest value with day and state, if any."""
    found = {}
    for terms in plain.rows["actions.indicatorterms"]:
        row = plain.by_key["actions.indicator"][terms["indicator"]]
        if row["action"] == key and in_force(terms, when.plan_day):
            aims = tuple((one["year"], Fraction(one["value"])) for one in terms["targets"])
            found["indicator", terms["name"]] = aims
            if values := _values(plain, key, when, row["pk"]):
                found["measured", terms["name"]] = (
                    values[max(values)],
                    max(values),
                    _state(terms, values, when),
                )
    return found


def _values(plain: Plain, key: int, when: When, indicator: int) -> dict[datetime.date, Fraction]:
    reports = [plain.report(row["report"]) for row in plain.standing(when)[key]]
    values = {}
    for report in sorted(reports, key=lambda row: (instant(row["submitted_at"]), row["pk"])):
        for row in plain.rows["reporting.measurement"]:
            on = day(row["day"])
            is_its_own = (row["report"], row["indicator"]) == (report["pk"], indicator)
            if is_its_own and on <= when.reckoned_on and not row["withdrawn"]:
                values[on] = Fraction(row["value"])
    return values


def _state(terms: dict[str, Any], values: dict[datetime.date, Fraction], when: When) -> str:
    if not values:
        return "not_measured"
    latest, sign = max(values), 1 if terms["direction"] == "up" else -1
    aims = {datetime.date(one["year"], 12, 31): Fraction(one["value"]) for one in terms["targets"]}
    if any(datetime.date(aim.year, 1, 1) > latest for aim in aims if aim < when.reckoned_on):
        return "not_measured"
    by = min((aim for aim in aims if aim >= latest), default=max(aims))
    if sign * values[latest] >= sign * aims[by]:
        return "reached"
    if latest >= by:
        return "behind"
    begins = day(terms["baseline_on"]) or min(values)
    baseline = values[begins] if terms["baseline"] is None else Fraction(terms["baseline"])
    share = Fraction(max((latest - begins).days, 0), (by - begins).days)
    return (
        "on_the_way"
        if sign * values[latest] >= sign * (baseline + share * (aims[by] - baseline))
        else "behind"
    )
