"""The rows of a plan from the day of an amendment on: what ends on that day, and what begins."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.days import InForceQuerySet
from actionplan.base.refusals import Refused
from actionplan.base.replacing import replace
from actionplan.base.row_writes import Values, save
from actionplan.organisations.models import Minister, Organisation
from actions.models import (
    Action,
    ActionTerms,
    Amendment,
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

from .items import lead_of
from .members import values_of
from .shape import LINE, MILESTONE, PHASE, Item
from .values import (
    action_values,
    reference_values,
    role_values,
    share_values,
    terms_values,
)


class RowsFromDay:
    """What says the same stays. Of what changes, the row in force on the day ends and another begins; one that began on that
    very day is edited, or goes where nothing is left of it, since it was never in force for a whole day.

    Raises Refused where the same thing was amended from a later day on already.
    """

    def __init__(self, amendment: Amendment) -> None:
        self.amendment, self.plan, self.day = amendment, amendment.plan, amendment.effective_from
        self.ministers = {row.key: row for row in Minister.objects.all()}
        self.organisations = {row.key: row for row in Organisation.objects.all()}
        self.objectives = {row.number: row for row in Objective.objects.of_plan(self.plan)}
        themes = Theme.objects.filter(objective__plan=self.plan)
        self.themes = {(row.objective_id, row.title): row for row in themes}
        self.actions = {row.code: row for row in Action.objects.filter(plan=self.plan)}

    def add(self, item: Item, line_places: Sequence[int]) -> None:
        """A new action, which its first promoter leads where no lead is named; `refer` it once all are added."""
        values = action_values(item, self.objectives[item["objective"]], self.themes)
        [action] = self._replace(Action, [(None, {"plan": self.plan, "code": item["code"], **values})])
        self.actions[action.code] = action
        self.amend(item, line_places)
        if lead := lead_of(item):
            self._replace(Lead, [(None, {"action": action, "organisation": self.organisations[lead]})])

    def refer(self, item: Item) -> None:
        write_references(self.actions[item["code"]], item["cross_references"], self.actions, self.objectives)

    def amend(self, item: Item, line_places: Sequence[int]) -> None:
        """`line_places` are those of the item's budget lines, in their order."""
        action = self.actions[item["code"]]
        terms = {(action.pk,): terms_values(action, item)}
        self._move(ActionTerms.objects.of(action), ["action_id"], terms)
        ministers, organisations = item["ministers"], item["promoters"]
        self._move_roles(
            MinisterInvolvement.objects.of(action), action, "minister", ministers, self.ministers
        )
        self._move_roles(
            Promotion.objects.of(action), action, "organisation", organisations, self.organisations
        )
        phases = {
            (action.pk, place): values_of(Phase, phase, PHASE)
            for place, phase in enumerate(item["timing"]["phases"], 1)
        }
        self._move(Phase.objects.of(action), ["action_id", "place"], phases)
        self._move_milestones(action, item["milestones"])
        self._move_lines(action, item["budget"]["lines"], line_places)

    def end(self, code: str, merged_into: str) -> None:
        """The action leaves the plan; what hangs on it stays as it is. `merged_into` is a code, or empty."""
        action = self.actions[code]
        if action.in_force_from is not None and action.in_force_from >= self.day:
            words = {"code": code, "day": formatting.day(action.in_force_from)}
            raise Refused(
                _("Action %(code)s comes into the plan on %(day)s: it leaves on a later day.") % words
            )
        for rows in [[action], *_rows_of(action)]:
            self._refuse_before_a_later_day(rows)
        into = self.actions[merged_into] if merged_into else None
        replace(Action, [(action, None)], self.day, ends={"ended_by": self.amendment, "merged_into": into})

    def _replace(self, model: Any, changes: list[tuple[Any, Values | None]]) -> list[Any]:
        begins, ends = {"begun_by": self.amendment}, {"ended_by": self.amendment}
        return replace(model, changes, self.day, begins=begins, ends=ends)

    def _move(
        self,
        rows: QuerySet,
        identity: list[str],
        wanted: Mapping[tuple, Values],
        differs: Callable[[Any], bool] = lambda row: False,
    ) -> list[Any]:
        """Let the rows of one kind, each known by its identity, say what is wanted from the day on; answers with those written.

        `differs` says of a row whose values are the wanted ones whether something else of it is not.
        """
        known = defaultdict(list)
        for row in rows:
            known[tuple(getattr(row, name) for name in identity)].append(row)
        standing = {key: row for key, found in known.items() for row in found if row.is_in_force(self.day)}
        changes = []
        for key in dict.fromkeys([*standing, *wanted]):
            row, values = standing.get(key), wanted.get(key)
            if row is not None and values is not None and _says(row, values) and not differs(row):
                continue
            self._refuse_before_a_later_day(known[key])
            changes.append((row, values and dict(zip(identity, key, strict=True)) | values))
        if rows.model is BudgetTerms:
            gone = [row for row, values in changes if row and values is None and row.is_edited_from(self.day)]
            Funding.objects.filter(terms__in=gone).delete()
        return self._replace(rows.model, changes)

    def _refuse_before_a_later_day(self, rows: Iterable[Any]) -> None:
        days = [day for row in rows for day in (row.in_force_from, row.in_force_until) if day is not None]
        if later := [day for day in days if day > self.day]:
            row = next(iter(rows))
            words = {"what": f"{row._meta.verbose_name} {row}", "day": formatting.day(min(later))}
            raise Refused(
                _("%(what)s: amended from %(day)s on already. Choose that day or a later one.") % words
            )

    def _move_roles(
        self, rows: InForceQuerySet, action: Action, name: str, items: list[Item], bodies: Mapping[str, Any]
    ) -> None:
        """Who stays keeps its order, as far as those before it leave room."""
        standing = {getattr(row, f"{name}_id"): row.order for row in rows.in_force(self.day)}
        wanted, last = {}, 0
        for each in items:
            body = bodies[each[name]].pk
            last = max(standing.get(body, 0), last + 1)
            wanted[action.pk, body] = role_values(each, last)
        self._move(rows, ["action_id", f"{name}_id"], wanted)

    def _move_milestones(self, action: Action, items: list[Item]) -> None:
        known = {row.key: row for row in Milestone.objects.filter(action=action)}
        last = max((row.order for row in known.values()), default=0)
        wanted = {}
        for item in items:
            row = known.get(item["key"])
            if row is None:
                last += 1
                row = Milestone(action=action, key=item["key"])
                save(row, {"order": last})
            wanted[(row.pk,)] = values_of(MilestoneTerms, item, MILESTONE)
        self._move(MilestoneTerms.objects.filter(milestone__action=action), ["milestone_id"], wanted)

    def _move_lines(self, action: Action, items: list[Item], places: Sequence[int]) -> None:
        wanted, shares = {}, {}
        known = {line.place: line for line in BudgetLine.objects.filter(action=action)}
        for place, item in zip(places, items, strict=True):
            line = known.get(place) or BudgetLine.objects.create(action=action, place=place)
            wanted[(line.pk,)] = values_of(BudgetTerms, item, LINE)
            shares[line.pk] = [share_values(share, self.organisations) for share in item["funding"]]

        rows = BudgetTerms.objects.filter(line__action=action).prefetch_related("funding__organisation")
        for row in self._move(
            rows, ["line_id"], wanted, lambda row: not has_shares(row, shares[row.line_id])
        ):
            write_shares(row, shares[row.line_id])


def write_references(
    action: Action, codes: Iterable[str], actions: Mapping[str, Action], objectives: Mapping[int, Objective]
) -> None:
    """In place of those that the action has: to actions by their codes, to objectives by their numbers."""
    action.cross_references.all().delete()
    for order, code in enumerate(codes, 1):
        save(CrossReference(action=action, order=order), reference_values(code, actions, objectives))


def has_shares(terms: BudgetTerms, shares: Sequence[Values]) -> bool:
    """Of terms that were read with their funding."""
    known = list(terms.funding.all())
    return len(known) == len(shares) and all(map(_says, known, shares))


def write_shares(terms: BudgetTerms, shares: Sequence[Values]) -> None:
    """In place of those that the terms have."""
    terms.funding.all().delete()
    for order, values in enumerate(shares, 1):
        save(Funding(terms=terms, order=order), values)


def _says(row: Any, values: Values) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _rows_of(action: Action) -> list[QuerySet]:
    return [
        *(model.objects.of(action) for model in (ActionTerms, MinisterInvolvement, Promotion, Lead, Phase)),
        MilestoneTerms.objects.filter(milestone__action=action),
        BudgetTerms.objects.filter(line__action=action),
    ]


def places_in_force(plan: Plan, codes: Iterable[str], on: datetime.date) -> dict[str, list[int]]:
    """The places of the budget lines that these actions have on the day, in order, by the code of the action."""
    found = defaultdict(list)
    rows = BudgetTerms.objects.in_force(on).filter(line__action__plan=plan, line__action__code__in=codes)
    for code, place in rows.order_by("line__place").values_list("line__action__code", "line__place"):
        found[code].append(place)
    return found
