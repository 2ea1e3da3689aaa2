"""What the permission table's words for budget lines mean, and the forms sent there: `line/limited`, `line/spread`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actionplan.reporting.models import Round
from actionplan.reports.spreads import spread_shown
from actionplan.rounds.platform_texts import texts_to_write
from budgets.models import BudgetLine
from tests.world import LIMITED, OPEN

if TYPE_CHECKING:
    from .world import World

PREFIX = "line/"
UNKNOWN = "unknown-line"
NAMES = {"spread", "spread-derive", "round-texts-save"}


def names_of_line(world: World, word: str) -> dict[str, Any]:
    """`line/spread` has a spread of its lead."""
    plan = {"plan_code": world.plan.code}
    if word == UNKNOWN:
        return {**plan, "code": "9.99", "place": 1}
    actions = {
        "open": world.actions["accepted", OPEN],
        "limited": world.actions["accepted", LIMITED],
        "spread": world.actions["none", OPEN],
        "without-amount": world.small.with_money,
    }
    name = word.removeprefix(PREFIX)
    return {**plan, "code": actions[name].code, "place": 2 if name == "without-amount" else 1}


def _texts_as_they_are(round: Round) -> dict[str, Any]:
    return {
        f"{place.name}-{field}": value
        for place in texts_to_write(round)
        for field, value in [
            ("version", place.version),
            ("text", place.words.text),
            ("text_nl", place.words.text_nl),
        ]
    }


def form_of_government(name: str, names: dict[str, Any]) -> dict[str, Any]:
    """A form that the address accepts from whoever may send it."""
    if name == "round-texts-save":
        round = Round.objects.get(plan__code=names["plan_code"], code=names["round_code"])
        return _texts_as_they_are(round) | {"introduction-text": "Sample other text."}
    line = BudgetLine.objects.filter(
        action__plan__code=names["plan_code"], action__code=names["code"], place=names["place"]
    ).first()
    years = {"year_2021": "2000", "year_2022": "8000"} if name == "spread" else {}
    return {"opened_on": spread_shown(line) if line else 0, **years}
