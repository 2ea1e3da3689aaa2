"""Django's `loaddata`, which skips rows of plans and bodies that exist already, and says so.

The fixtures hold the plan as adopted: loading them again would undo what was amended, corrected or edited since. A new
plan leaves the event of its import, with the hashes of what its actions say. Reports, people and all other rows are loaded as usual.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.commands.loaddata import Command as LoadDataCommand
from django.core.serializers.base import DeserializedObject

from actionplan.audit.revisions import renew_without_event, seal_what_has_none
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base import clock
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actionplan.planned.action_hashes import contents_of_actions
from objectives.models import Plan

PLAN_APPS = {"organisations", "objectives", "actions", "budgets"}
LEADS_TO_PLAN = ["plan", "action", "objective", "milestone", "indicator", "line", "terms"]


class Command(LoadDataCommand):
    def loaddata(self, fixture_labels: Sequence[str]) -> None:
        self.here: dict[type, set[Any]] = {
            model: set(model.objects.using(self.using).values_list("pk", flat=True))
            for model in (Plan, Organisation, Minister, PolicyArea)
        }
        self.skipped = 0
        super().loaddata(fixture_labels)
        plans = Plan.objects.using(self.using)
        for plan in plans.exclude(pk__in=self.here[Plan]):
            self._record(plan, fixture_labels)
        renew_without_event(*plans.values_list("pk", flat=True))
        seal_what_has_none()
        if self.skipped and self.verbosity >= 1:
            self.stdout.write(f"Skipped {self.skipped} object(s): their plan or body is here already.")

    def _record(self, plan: Plan, fixture_labels: Sequence[str]) -> None:
        counts: dict[str, Any] = {"objectives": plan.objectives.count(), "actions": plan.actions.count()}
        files = ", ".join(Path(label).name for label in fixture_labels)
        contents = contents_of_actions(plan.actions.values_list("pk", flat=True))
        record(
            Verb.IMPORTED,
            by=None,
            at=clock.now(),
            subject=plan,
            plan=plan.pk,
            contents=contents,
            file=files,
            **counts,
        )

    def save_obj(self, obj: DeserializedObject) -> bool:
        if obj.object._meta.app_label in PLAN_APPS and self._is_here(obj.object):
            self.skipped += 1
            return False
        return super().save_obj(obj)

    def _is_here(self, row: Any) -> bool:
        """Whether the row is a plan or body that existed before the load, or belongs to one."""
        if row.pk in self.here.get(type(row), ()):
            return True
        if isinstance(row, Affiliation):
            return self._is_here(row.organisation)
        columns = {field.name for field in row._meta.concrete_fields}
        return any(self._is_here(getattr(row, name)) for name in LEADS_TO_PLAN if name in columns)
