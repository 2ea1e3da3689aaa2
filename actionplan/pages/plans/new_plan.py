"""What was read of a file with a plan that is not there yet: how much, what is planned, and every action with all that it says."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from actionplan.amendments.effects import ByYear, planned_of_item, summed
from actionplan.amendments.item_words import BodyNames, ItemFact, facts_of, named_locally, phase_in_words
from actionplan.amendments.items import lead_of
from actionplan.amendments.shape import Item
from actionplan.base.money import ZERO
from actionplan.plan_document.document_bodies import name_of_body, names_of_new_bodies
from budgets.states import KINDS_OF_UNKNOWN_COST
from objectives.models import Plan


@dataclass(frozen=True)
class TitleInFile:
    """What a file calls a plan or an objective, in both languages as far as it knows them."""

    title: str
    title_nl: str

    @classmethod
    def of(cls, item: dict[str, Any]) -> TitleInFile:
        return cls(item["title"], item.get("title_nl", ""))


@dataclass(frozen=True)
class NewAction:
    code: str
    titled: TitleInFile
    timing: str
    planned: ByYear
    facts: list[ItemFact]

    @property
    def total(self) -> Decimal | None:
        return _total(self.planned)


@dataclass(frozen=True)
class NewObjective:
    number: int
    titled: TitleInFile
    actions: list[NewAction]

    @property
    def total(self) -> Decimal | None:
        """Planned, in euro; None where nothing is."""
        return _total(summed(one.planned for one in self.actions))


@dataclass(frozen=True)
class NewPlan:
    start: datetime.date
    end: datetime.date
    action_count: int
    counts: list[tuple[str, int]]
    """What it has, and how many."""
    new_bodies: list[str]
    objectives: list[NewObjective]
    planned: ByYear
    without_amount: int
    """Budget lines."""

    @property
    def total(self) -> Decimal | None:
        return _total(self.planned)


def _total(planned: ByYear) -> Decimal | None:
    return sum(planned.values(), ZERO) if planned else None


def new_plan(document: Item) -> NewPlan:
    start, end = (datetime.date.fromisoformat(document["plan"][name]) for name in ("start", "end"))
    plan = Plan(start=start, end=end)
    names = _names(document)
    items = document["actions"]
    actions = {item["code"]: _new_action(item, plan, names) for item in items}
    lines = [line for item in items for line in item["budget"]["lines"]]
    objectives = []
    for objective in document["objectives"]:
        own = [actions[item["code"]] for item in items if item["objective"] == objective["number"]]
        objectives.append(NewObjective(objective["number"], TitleInFile.of(objective), own))
    return NewPlan(
        start=start,
        end=end,
        action_count=len(items),
        counts=[
            (_("Objectives"), len(document["objectives"])),
            (_("Themes"), sum(len(one["themes"]) for one in document["objectives"])),
            (_("Actions"), len(items)),
            (_("Milestones"), sum(len(item["milestones"]) for item in items)),
            (_("Budget lines"), len(lines)),
            (_("Ministers"), len(document["ministers"])),
            (_("Organisations"), len(document["organisations"])),
        ],
        new_bodies=names_of_new_bodies(document),
        objectives=objectives,
        planned=summed(one.planned for one in actions.values()),
        without_amount=sum(line["kind"] in KINDS_OF_UNKNOWN_COST for line in lines),
    )


def _names(document: Item) -> BodyNames:
    organisations, ministers = (
        {item["key"]: name_of_body(member, item) for item in document[member]}
        for member in ("organisations", "ministers")
    )
    return BodyNames(organisations, ministers)


def _new_action(item: Item, plan: Plan, names: BodyNames) -> NewAction:
    facts = list(facts_of(item, names).values())
    if lead := lead_of(item):
        facts.append(ItemFact(_("lead"), _("Lead"), names.organisation(lead)))
    if references := item.get("cross_references"):
        facts.append(ItemFact(_("cross-references"), _("Refers to"), ", ".join(references)))
    timing = "; ".join(phase_in_words(named_locally(phase)) for phase in item["timing"]["phases"])
    return NewAction(item["code"], TitleInFile.of(item), timing, planned_of_item(item, plan), facts)
