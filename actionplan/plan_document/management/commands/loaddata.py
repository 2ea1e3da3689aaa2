"""Django's `loaddata`, which never changes a plan that exists: neither a row of it, nor by one more.

The fixtures hold the plan as adopted. Where it was amended, corrected or edited since, loading them again would
undo that; so a row that exists and differs is refused, and so is one more row of a plan that was there before, and with it
the whole load. A plan that is new leaves the event of its import. Reports, people and all other rows load as ever.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.loaddata import Command as LoadDataCommand
from django.core.serializers.base import DeserializedObject
from django.utils import timezone

from actionplan.audit.models import Revision
from actionplan.audit.revisions import renew
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from objectives.models import Plan

PLAN_APPS = {"organisations", "objectives", "actions", "budgets"}
LEADS_TO_PLAN = ["plan", "action", "objective", "milestone", "line", "terms"]


class Command(LoadDataCommand):
    def loaddata(self, fixture_labels: Sequence[str]) -> None:
        plans = Plan.objects.using(self.using)
        self.fixture_labels = fixture_labels
        self.known = set(plans.values_list("pk", flat=True))
        super().loaddata(fixture_labels)
        for plan in plans.exclude(pk__in=self.known):
            self._record(plan)
        renew([Revision.PORTAL, *plans.values_list("pk", flat=True)])

    def _record(self, plan: Plan) -> None:
        counts: dict[str, Any] = {"objectives": plan.objectives.count(), "actions": plan.actions.count()}
        files = ", ".join(Path(label).name for label in self.fixture_labels)
        record(Verb.IMPORTED, by=None, at=timezone.now(), subject=plan, plan=plan.pk, file=files, **counts)

    def save_obj(self, obj: DeserializedObject) -> bool:
        if obj.object._meta.app_label in PLAN_APPS:
            self._refuse_to_change(obj)
        return super().save_obj(obj)

    def _refuse_to_change(self, obj: DeserializedObject) -> None:
        row: Any = obj.object
        deferred = set(obj.deferred_fields)
        names = [field.attname for field in row._meta.concrete_fields if field not in deferred]
        stands = row._meta.default_manager.using(self.using).filter(pk=row.pk).values(*names).first()
        if stands is None:
            self._refuse_to_add(row)
            return
        differs = [name for name in names if stands[name] != getattr(row, name)]
        if differs:
            raise CommandError(
                f"{row._meta.verbose_name} “{row}” was amended or edited here ({', '.join(differs)}). Fixtures are for a "
                "plan as adopted: nothing was loaded."
            )

    def _refuse_to_add(self, row: Any) -> None:
        plan = plan_of_row(row)
        if plan is not None and plan.pk in self.known:
            raise CommandError(
                f"{row._meta.verbose_name} “{row}” is of the plan {plan.code}, which is here already: what comes to it is "
                "imported or amended. Nothing was loaded."
            )


def plan_of_row(row: Any) -> Plan | None:
    """The plan that a row of objectives, actions or budgets belongs to; None for a new plan and for shared bodies."""
    columns = {field.name for field in row._meta.concrete_fields}
    for name in LEADS_TO_PLAN:
        if name in columns:
            above = getattr(row, name)
            return above if isinstance(above, Plan) else plan_of_row(above)
    return None
