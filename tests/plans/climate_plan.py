"""A town's climate plan: another subject, other ministers and organisations, some nearly named like those that are known.

Made up. What is the same for every action of an objective (who, until when) follows from the objective.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from openpyxl import Workbook

from tests.plan_document.workbooks import add, put

CODE, TITLE = "climate-2025-2030", "Climate plan of the town 2025-2030"


class Objective(NamedTuple):
    title: str
    minister: str
    promoter: str
    about: str
    """What each of its actions is about."""


OBJECTIVES = (
    Objective("Warm homes, little energy", "climate_energy", "housing_company", "homes"),
    Objective("Moving without exhaust", "mobility_works", "town_mobility", "streets"),
    Objective("A green and cool town", "green_water", "town_green", "squares"),
    Objective("A town that sets the example", "climate_energy", "town_buildings", "offices"),
    Objective("Business with a future", "economy", "chamber", "shops"),
    Objective("Everybody takes part", "home_affairs_local", "agency_home", "schools"),
)
VERBS = ["Renovate", "Visit", "Measure", "Insulate", "Cool", "Light", "Green", "Connect", "Repair", "Advise"]
"""What the ten actions of each objective do."""

MINISTERS = {
    "climate_energy": "Climate and Energy of the town",
    "mobility_works": "Mobility and Public Works",
    "green_water": "Green and Water",
    "economy": "Economy, Innovation and Shops",
    "home_affairs_local": "Home Affairs of the town",
}
"""Aldermen; one is called as a portfolio of the portal is."""

ORGANISATIONS = {
    "housing_company": "Social housing company",
    "town_mobility": "Mobility department of the town",
    "town_green": "Green department of the town",
    "town_buildings": "Buildings department of the town",
    "chamber": "Chamber of commerce",
    "agency_home": "Agency of Home Affairs",
}
"""The last one is nearly called like the Agency for Home Affairs."""


def actions() -> list[dict[str, Any]]:
    """Sixty, in the plan's order: code, title, objective, minister, promoter, first and last year, amount in euro or None."""
    rows = []
    for number, objective in enumerate(OBJECTIVES, 1):
        for place, verb in enumerate(VERBS, 1):
            rows.append(
                {
                    "code": f"{number}.{place}",
                    "objective": number,
                    "title": f"{verb} {10 * number + place} {objective.about}",
                    "minister": objective.minister,
                    "promoter": objective.promoter,
                    "start": 2025 + place % 3,
                    "end": 2028 + place % 3,
                    "amount": 25_000 * place if place % 2 else None,
                }
            )
    return rows


def fill(book: Workbook) -> None:
    """The empty plan workbook, as somebody types it."""
    add(book, "Plan", Code=CODE, Title=TITLE, First_day=2025, Last_day=2030)
    for title in MINISTERS.values():
        add(book, "Ministers", Portfolio=title)
    add(book, "Policy areas", Code="TOWN", Name="Town")
    for name in ORGANISATIONS.values():
        add(book, "Organisations", Name=name, Policy_area="TOWN")
    for number, objective in enumerate(OBJECTIVES, 1):
        add(book, "Objectives", Number_of_the_objective=number, Title=objective.title)
    for action in actions():
        code = action["code"]
        add(book, "Actions", Code=code, Title=action["title"], Kind="new")
        minister, promoter = MINISTERS[action["minister"]], ORGANISATIONS[action["promoter"]]
        add(book, "Ministers of actions", Action=code, Minister=minister, Role="coordinating minister")
        add(book, "Promoters", Action=code, Organisation=promoter, Role="promoter")
        add(book, "Timing", Action=code, Beginning=action["start"], End=action["end"])
        if action["amount"]:
            add(book, "Budget", Action=code, Kind="amount", Amount=action["amount"])
        else:
            add(book, "Budget", Action=code, Kind="within the regular resources")


def fill_with_mistakes(book: Workbook) -> None:
    """A code twice, an amount in words, and an organisation that is not in the sheet of organisations."""
    fill(book)
    put("Actions", 4, "Code", "1.1")(book)
    put("Budget", 3, "Amount", "twelve thousand")(book)
    put("Promoters", 5, "Organisation", "Social housing companies")(book)
