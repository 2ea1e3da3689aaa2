"""From a document to the plan's rows: each row is found by what it is known by, and added, changed or removed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from actionplan.amendments.items import first_promoter
from actionplan.amendments.values import (
    Values,
    day,
    line_values,
    milestone_values,
    phase_values,
    role_values,
    save,
    share_values,
    terms_values,
)
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Minister, Organisation
from actions.codes import order_of
from actions.models import (
    Action,
    ActionTerms,
    CrossReference,
    Lead,
    Milestone,
    MilestoneTerms,
    MinisterInvolvement,
    Phase,
    Promotion,
)
from budgets.models import BudgetLine, BudgetTerms, Funding
from objectives.models import Objective, Plan, Theme

Item = dict[str, Any]

ABOVE_ALL_ORDERS = 10_000


class PlanRows:
    """The rows of one plan, written from a document in the state that the plan shall have.

    Rows that the document does not have are removed at the end, the last kind first. Raises Refused where
    something else refers to a row that should go, and where a value does not fit its column.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.left_over: list[models.Model] = []
        self.ministers = {row.key: row for row in Minister.objects.all()}
        self.organisations = {row.key: row for row in Organisation.objects.all()}

    def write(self, document: Item) -> None:
        save(self.plan, _plan_values(document["plan"]))
        self._write_objectives(document["objectives"])
        self._write_actions(document["actions"])
        self._write_roles(document["actions"])
        self._write_timing(document["actions"])
        self._write_milestones(document["actions"])
        self._write_budget(document["actions"])
        for row in reversed(self.left_over):
            remove(row)

    def _match(
        self, existing: models.QuerySet, identity: list[str], wanted: dict[tuple, Values]
    ) -> dict[tuple, Any]:
        """The rows with these identities, made to have these values; the others are left over."""
        rows = {tuple(getattr(row, name) for name in identity): row for row in existing.order_by("pk")}
        self.left_over += [row for key, row in rows.items() if key not in wanted]
        found = {}
        for key, values in wanted.items():
            found[key] = rows.get(key) or existing.model(**dict(zip(identity, key, strict=True)))
            save(found[key], values)
        return found

    def _of_plan(self, model: type[models.Model], path: str = "action__plan") -> models.QuerySet:
        return model._default_manager.filter(**{path: self.plan})

    def _write_objectives(self, items: list[Item]) -> None:
        names = ["title", "title_nl", "summary", "summary_nl"]
        wanted = {
            (self.plan.pk, item["number"]): {name: item.get(name, "") for name in names} for item in items
        }
        rows = self._match(self._of_plan(Objective, "plan"), ["plan_id", "number"], wanted)
        self.objectives = {number: row for (_plan, number), row in rows.items()}
        themes = {}
        for item in items:
            dutch = item.get("themes_nl") or [""] * len(item["themes"])
            for order, (title, title_nl) in enumerate(zip(item["themes"], dutch, strict=True), 1):
                themes[self.objectives[item["number"]].pk, order] = {"title": title, "title_nl": title_nl}
        found = self._match(self._of_plan(Theme, "objective__plan"), ["objective_id", "order"], themes)
        self.themes = {(objective, row.title): row for (objective, _order), row in found.items()}

    def _write_actions(self, items: list[Item]) -> None:
        wanted = {(self.plan.pk, item["code"]): self._action_values(item) for item in items}
        existing = self._of_plan(Action, "plan").prefetch_related("terms")
        rows = self._match(existing, ["plan_id", "code"], wanted)
        self.actions = {code: row for (_plan, code), row in rows.items()}
        terms = {(row.pk,): terms_values(row, item) for item in items for row in [self.actions[item["code"]]]}
        self._match(self._of_plan(ActionTerms), ["action_id"], terms)
        references = {}
        for item in items:
            for order, code in enumerate(item["cross_references"], 1):
                references[self.actions[item["code"]].pk, order] = {
                    "to_action": self.actions.get(code),
                    "to_objective": None if "." in code else self.objectives[int(code)],
                }
        self._match(self._of_plan(CrossReference), ["action_id", "order"], references)

    def _action_values(self, item: Item) -> Values:
        objective = self.objectives[item["objective"]]
        return {
            "objective": objective,
            "theme": self.themes[objective.pk, item["theme"]] if item["theme"] else None,
            "order": order_of(item["code"]),
            "timing_printed": item["timing"]["printed_as"],
            "budget_printed": item["budget"]["printed_as"],
            "limited": item.get("limited", False),
        }

    def _write_roles(self, items: list[Item]) -> None:
        ministers, promotions, leads = {}, {}, {}
        for item in items:
            action = self.actions[item["code"]].pk
            for order, each in enumerate(item["ministers"], 1):
                ministers[action, self.ministers[each["minister"]].pk] = role_values(each, order)
            for order, each in enumerate(item["promoters"], 1):
                promotions[action, self.organisations[each["organisation"]].pk] = role_values(each, order)
            lead = item.get("lead") or first_promoter(item)
            if lead:
                leads[action,] = {"organisation": self.organisations[lead]}
        self._match(self._of_plan(MinisterInvolvement), ["action_id", "minister_id"], ministers)
        self._match(self._of_plan(Promotion), ["action_id", "organisation_id"], promotions)
        self._match(self._of_plan(Lead), ["action_id"], leads)

    def _write_timing(self, items: list[Item]) -> None:
        phases = {
            (self.actions[item["code"]].pk, place): phase_values(phase)
            for item in items
            for place, phase in enumerate(item["timing"]["phases"], 1)
        }
        self._match(self._of_plan(Phase), ["action_id", "place"], phases)

    def _write_milestones(self, items: list[Item]) -> None:
        places = {
            (self.actions[item["code"]].pk, milestone["key"]): {"order": order}
            for item in items
            for order, milestone in enumerate(item["milestones"], 1)
        }
        existing = self._of_plan(Milestone)
        if {(row.action_id, row.key): {"order": row.order} for row in existing} != places:
            existing.update(order=F("order") + ABOVE_ALL_ORDERS)  # two may change places
        rows = self._match(existing.all(), ["action_id", "key"], places)
        terms = {
            (rows[self.actions[item["code"]].pk, milestone["key"]].pk,): milestone_values(milestone)
            for item in items
            for milestone in item["milestones"]
        }
        self._match(self._of_plan(MilestoneTerms, "milestone__action__plan"), ["milestone_id"], terms)

    def _write_budget(self, items: list[Item]) -> None:
        wanted = {
            (self.actions[item["code"]].pk, place): line
            for item in items
            for place, line in enumerate(item["budget"]["lines"], 1)
        }
        lines = self._match(self._of_plan(BudgetLine), ["action_id", "place"], {key: {} for key in wanted})
        terms = self._match(
            self._of_plan(BudgetTerms, "line__action__plan"),
            ["line_id"],
            {(lines[key].pk,): line_values(line) for key, line in wanted.items()},
        )
        shares = {
            (terms[lines[key].pk,].pk, order): share_values(share, self.organisations)
            for key, line in wanted.items()
            for order, share in enumerate(line["funding"], 1)
        }
        self._match(self._of_plan(Funding, "terms__line__action__plan"), ["terms_id", "order"], shares)


def remove(row: models.Model) -> None:
    """Take away a row of a plan in preparation. Raises Refused where something refers to it."""
    try:
        row.delete()
    except ProtectedError:
        raise Refused(
            _("%(kind)s “%(row)s” cannot be removed: something that was entered refers to it.")
            % {"kind": row._meta.verbose_name, "row": row}
        ) from None


def _plan_values(item: Item) -> Values:
    values = {"title": item["title"], "title_nl": item.get("title_nl", "")}
    values |= {"start": day(item["start"]), "end": day(item["end"])}
    return values | ({"state": item["state"]} if "state" in item else {})
