"""Django's `loaddata`, which never changes a row of the plan that exists.

The fixtures hold the plan as adopted. Where it was amended, corrected or edited since, loading them again would
undo that; so a row that exists and differs is refused, and with it the whole load. Reports, people and all
other rows load as ever.
"""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.loaddata import Command as LoadDataCommand
from django.core.serializers.base import DeserializedObject

from actionplan.audit.models import Revision
from actionplan.audit.revisions import renew
from objectives.models import Plan

PLAN_APPS = {"organisations", "objectives", "actions", "budgets"}


class Command(LoadDataCommand):
    def loaddata(self, fixture_labels: Sequence[str]) -> None:
        super().loaddata(fixture_labels)
        renew([Revision.PORTAL, *Plan.objects.using(self.using).values_list("pk", flat=True)])

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
            return
        differs = [name for name in names if stands[name] != getattr(row, name)]
        if differs:
            raise CommandError(
                f"{row._meta.verbose_name} “{row}” was amended or edited here ({', '.join(differs)}). Fixtures are for a "
                "plan as adopted: nothing was loaded."
            )
