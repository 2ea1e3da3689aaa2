"""The parts of the plan a second way: what counts under each, once, and what it has any part in as partner or involved."""

from collections import defaultdict

from .plain import Day, Plain, Stand, When, in_force

NAMES = ["objective", "policy_area", "organisation", "minister"]


def counting_once(stands: list[Stand], name: str, value: str) -> set[int]:
    return {stand.key for stand in stands if getattr(stand, name) == value}


def with_any_part(plain: Plain, when: When, name: str, value: str) -> set[int]:
    """Also as partner or involved: then several parts overlap."""
    stands, on = plain.at(when), when.plan_day
    once = counting_once(stands, name, value)
    if name == "objective" or value == "none":
        return once
    named = _ministers(plain, on) if name == "minister" else _bodies(plain, on)
    wanted = {value} if name != "policy_area" else _of_area(plain, value, on)
    return once | {stand.key for stand in stands if named[stand.key] & wanted}


def _ministers(plain: Plain, on: Day) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for row in plain.rows["actions.ministerinvolvement"]:
        if in_force(row, on):
            found[row["action"]].add(plain.by_key["organisations.minister"][row["minister"]]["key"])
    return found


def _bodies(plain: Plain, on: Day) -> dict[int, set[str]]:
    """Who leads, promotes or partners in each action."""
    found: dict[int, set[str]] = defaultdict(set)
    for table in ["actions.lead", "actions.promotion"]:
        for row in plain.rows[table]:
            if in_force(row, on):
                body = plain.by_key["organisations.organisation"][row["organisation"]]
                found[row["action"]].add(body["key"])
    return found


def _of_area(plain: Plain, code: str, on: Day) -> set[str]:
    bodies, areas = plain.by_key["organisations.organisation"], plain.by_key["organisations.policyarea"]
    return {
        bodies[row["organisation"]]["key"]
        for row in plain.rows["organisations.affiliation"]
        if in_force(row, on) and areas[row["policy_area"]]["code"] == code
    }
